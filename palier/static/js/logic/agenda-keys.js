// @ts-check
// What the keys do in the agenda, and the days they lead to. Nothing here touches the page.

/** @type {Readonly<Record<string, number>>} */
const DAYS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/**
 * @param {string} key of a keyboard event
 * @returns {number | null} by how many days Shift and this key move an outing
 */
export function daysMoved(key) {
  return DAYS[key] ?? null;
}

/**
 * @param {string} day as 2027-03-11
 * @param {number} days to add, may be negative
 * @returns {string} the day reached, in the same form
 */
export function dayAfter(day, days) {
  const moment = new Date(`${day}T12:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

/**
 * Where an arrow leads from one outing: up and down go through all of them, left and right to another day.
 *
 * @param {string} key of a keyboard event
 * @param {number} here place of the outing among all of them
 * @param {readonly string[]} days the day of each outing, in order
 * @returns {number | null} place of the outing to go to, or null when there is none
 */
export function reached(key, here, days) {
  if (key === "ArrowDown") return here + 1 < days.length ? here + 1 : null;
  if (key === "ArrowUp") return here > 0 ? here - 1 : null;
  const today = days[here] ?? "";
  if (key === "ArrowRight") return found(days.findIndex((day) => day > today));
  const before = days.filter((day) => day < today).at(-1);
  return key === "ArrowLeft" && before !== undefined ? days.indexOf(before) : null;
}

/**
 * @param {number} place as findIndex gives it
 * @returns {number | null} null for -1
 */
function found(place) {
  return place < 0 ? null : place;
}
