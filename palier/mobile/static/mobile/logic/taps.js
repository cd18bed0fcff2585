// @ts-check

/**
 * Taps on the counting grid, from the finger to the disk. The number grows at once; « Enregistré » is said only of what
 * was committed; what could not be is taken back.
 * @typedef {{age: string, gender: string, acquaintance: string, contact: string}} Cell
 * @typedef {Cell & {step: 1 | -1}} Tap
 * @typedef {{waiting: readonly Tap[], saving: readonly Tap[], undoable: readonly Cell[]}} Taps
 *   waiting: not given to the disk yet; saving: being committed together; undoable: one's last taps, oldest first
 */

/** How many taps one may go back. */
export const UNDOABLE = 50;

/** @type {Taps} */
export const NO_TAPS = Object.freeze({ waiting: [], saving: [], undoable: [] });

/** @param {Cell | Tap} tap @returns {Cell} */
const cellOf = ({ age, gender, acquaintance, contact }) => ({ age, gender, acquaintance, contact });

/** @param {Cell} one @param {Cell} other */
const same = (one, other) =>
  one.age === other.age &&
  one.gender === other.gender &&
  one.acquaintance === other.acquaintance &&
  one.contact === other.contact;

/**
 * @param {readonly Cell[]} cells
 * @param {Cell} cell
 * @returns {readonly Cell[]} without the last one that is the same
 */
function withoutLast(cells, cell) {
  const last = cells.map((one) => same(one, cell)).lastIndexOf(true);
  return last < 0 ? cells : [...cells.slice(0, last), ...cells.slice(last + 1)];
}

/**
 * One person more.
 * @param {Taps} taps
 * @param {Cell} cell
 * @returns {Taps}
 */
export function tapped(taps, cell) {
  const kept = cellOf(cell);
  return {
    ...taps,
    waiting: [...taps.waiting, { ...kept, step: 1 }],
    undoable: [...taps.undoable, kept].slice(-UNDOABLE),
  };
}

/**
 * Take the last tap back, which is a step of its own: what was sent is never rewritten.
 * @param {Taps} taps
 * @returns {Taps} the same when there is nothing to take back
 */
export function undone(taps) {
  const last = taps.undoable.at(-1);
  if (!last) return taps;
  return { ...taps, waiting: [...taps.waiting, { ...last, step: -1 }], undoable: taps.undoable.slice(0, -1) };
}

/**
 * Give all that waits to the disk, in one commit; nothing while another commit is under way.
 * @param {Taps} taps
 * @returns {Taps}
 */
export function saving(taps) {
  return taps.saving.length > 0 ? taps : { ...taps, saving: taps.waiting, waiting: [] };
}

/**
 * The commit is done.
 * @param {Taps} taps
 * @returns {Taps}
 */
export const saved = (taps) => ({ ...taps, saving: [] });

/**
 * The commit failed: its taps did not happen, and what they had undone may be undone again.
 * @param {Taps} taps
 * @returns {Taps}
 */
export function refused(taps) {
  let undoable = taps.undoable;
  for (const tap of taps.saving) undoable = tap.step === 1 ? withoutLast(undoable, tap) : [...undoable, cellOf(tap)];
  return { ...taps, saving: [], undoable };
}

/**
 * @param {Taps} taps
 * @returns {readonly Tap[]} shown, and not on the disk yet
 */
export const unsaved = (taps) => [...taps.saving, ...taps.waiting];

/**
 * @param {ReadonlyMap<string, number>} cells people by cell
 * @param {readonly Tap[]} taps that these do not hold
 * @param {(cell: Cell) => string} keyOf
 * @returns {Map<string, number>} with them
 */
export function withTaps(cells, taps, keyOf) {
  const after = new Map(cells);
  for (const tap of taps) after.set(keyOf(tap), Math.max(0, (after.get(keyOf(tap)) ?? 0) + tap.step));
  return after;
}
