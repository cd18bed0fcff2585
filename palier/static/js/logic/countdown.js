// @ts-check

/**
 * A countdown that can be paused, told the time by its caller.
 * @typedef {{ remaining: number, since: number | null }} Countdown milliseconds left, and running since when
 */

/**
 * @param {number} seconds
 * @param {number} now milliseconds
 * @returns {Countdown}
 */
export function start(seconds, now) {
  return { remaining: seconds * 1000, since: now };
}

/**
 * @param {Countdown} countdown
 * @param {number} now milliseconds
 * @returns {number} milliseconds left, never below 0
 */
export function left(countdown, now) {
  const spent = countdown.since === null ? 0 : Math.max(0, now - countdown.since);
  return Math.max(0, countdown.remaining - spent);
}

/**
 * @param {Countdown} countdown
 * @param {number} now milliseconds
 * @returns {Countdown} stopped where it is
 */
export function pause(countdown, now) {
  return { remaining: left(countdown, now), since: null };
}

/**
 * @param {Countdown} countdown
 * @param {number} now milliseconds
 * @returns {Countdown} running again from where it was; unchanged when it already runs
 */
export function resume(countdown, now) {
  return countdown.since === null ? { remaining: countdown.remaining, since: now } : countdown;
}

/**
 * @param {number} milliseconds
 * @returns {string} "(10 s)", rounded up, so that "0 s" is never shown while time is left
 */
export function label(milliseconds) {
  return `(${Math.ceil(milliseconds / 1000)} s)`;
}
