// @ts-check
// When to try again after a failure: later and later, never all phones at the same second.

const FIRST = 5_000;
const LONGEST = 10 * 60_000;

/**
 * @param {number} failures in a row, from 1
 * @param {() => number} random from 0 to 1
 * @param {number} [asked] milliseconds that the centre asked to wait
 * @returns {number} milliseconds
 */
export function waitBefore(failures, random, asked = 0) {
  const top = Math.min(LONGEST, FIRST * 2 ** Math.min(failures - 1, 20));
  return Math.max(asked, Math.round(top / 2 + (top / 2) * random()));
}
