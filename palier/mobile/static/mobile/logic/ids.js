// @ts-check
// Keys made on the phone: UUIDv7 (RFC 9562), each later than every key seen, so that the greater key is the later writing.

const RANDOM_BYTES = 10;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * @typedef {object} Clock
 * @property {() => string} next a key later than all before it and all observed
 * @property {(id: string) => void} observe take note of a key made elsewhere
 * @property {() => string} last the greatest key seen, "" if none
 */

/**
 * @param {string} id
 * @returns {boolean} whether this is a UUIDv7 in lower case
 */
export function isKey(id) {
  return UUID.test(id);
}

/**
 * @param {string} id
 * @returns {number} the milliseconds since 1970 that a UUIDv7 begins with
 */
export function timeOf(id) {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/**
 * @param {number} milliseconds
 * @param {Uint8Array} random ten bytes
 * @returns {string} the UUIDv7 of this instant
 */
export function keyAt(milliseconds, random) {
  const time = Math.max(0, Math.floor(milliseconds)).toString(16).padStart(12, "0");
  const tail = [...random.subarray(0, RANDOM_BYTES)];
  tail[0] = 0x70 | ((tail[0] ?? 0) & 0x0f);
  tail[2] = 0x80 | ((tail[2] ?? 0) & 0x3f);
  const hex = tail.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8)}`;
}

/**
 * A hybrid logical clock: it follows the phone's clock, and steps a millisecond past the last key when that clock is
 * late, went back, or made two keys in one millisecond.
 *
 * @param {{now?: () => number, random?: (bytes: number) => Uint8Array, last?: string}} [parts]
 * @returns {Clock}
 */
export function makeClock({ now = Date.now, random = someBytes, last = "" } = {}) {
  let greatest = last;
  return {
    next() {
      const floor = greatest ? timeOf(greatest) + 1 : 0;
      greatest = keyAt(Math.max(now(), floor), random(RANDOM_BYTES));
      return greatest;
    },
    observe(id) {
      if (isKey(id) && id > greatest) greatest = id;
    },
    last: () => greatest,
  };
}

/**
 * @param {number} bytes
 * @returns {Uint8Array}
 */
export function someBytes(bytes) {
  return crypto.getRandomValues(new Uint8Array(bytes));
}
