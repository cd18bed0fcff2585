// @ts-check
// People counted: what the centre knows of the pair, plus the taps that it does not know yet.

/** @typedef {{age: string, gender: string, acquaintance: string, contact: string}} Cell */
/** @typedef {Cell & {people: number}} CountedCell */
/** @typedef {{kind: string, payload: Record<string, any>}} Step an operation; only ``tally.add`` counts */

const PARTS = /** @type {const} */ (["age", "gender", "acquaintance", "contact"]);
// What the centre understands when a part is not said (palier/mobile/payloads.py: TallyAdd).
const UNSAID = { age: "nc", gender: "nc", acquaintance: "nc", contact: "echange" };

/**
 * @param {Partial<Cell>} cell
 * @returns {string} the key of the cell in the maps of this module
 */
export function cellKey(cell) {
  return PARTS.map((part) => cell[part] ?? UNSAID[part]).join("|");
}

/**
 * @param {string} key
 * @returns {Cell}
 */
export function cellOf(key) {
  const [age = "nc", gender = "nc", acquaintance = "nc", contact = "echange"] = key.split("|");
  return { age, gender, acquaintance, contact };
}

/**
 * @param {readonly CountedCell[]} serverCells the pair's total as the centre knows it
 * @param {readonly Step[]} ops the operations of this phone that this total does not hold
 * @returns {Map<string, number>} people by cell key; never below zero
 */
export function cellsOf(serverCells, ops) {
  const cells = new Map();
  for (const cell of serverCells) cells.set(cellKey(cell), (cells.get(cellKey(cell)) ?? 0) + cell.people);
  for (const { kind, payload } of ops) {
    if (kind !== "tally.add") continue;
    const key = cellKey(payload);
    cells.set(key, (cells.get(key) ?? 0) + (payload.step ?? 1));
  }
  for (const [key, people] of cells) if (people <= 0) cells.delete(key);
  return cells;
}

/**
 * @param {Map<string, number>} cells
 * @param {(cell: Cell) => boolean} [wanted]
 * @returns {number} people in the cells wanted
 */
export function totalOf(cells, wanted = () => true) {
  return [...cells].reduce((sum, [key, people]) => sum + (wanted(cellOf(key)) ? people : 0), 0);
}

/**
 * @param {Map<string, number>} cells
 * @returns {number} people met: exchanges and greetings
 */
export function peopleMet(cells) {
  return totalOf(cells, ({ contact }) => contact !== "refus");
}

/**
 * @param {Map<string, number>} cells
 * @returns {number} people who did not want to talk
 */
export function refusals(cells) {
  return totalOf(cells, ({ contact }) => contact === "refus");
}

/**
 * @param {readonly CountedCell[]} serverCells
 * @param {readonly Step[]} ops
 * @returns {{met: number, refusals: number, unknown: number}} of the pair; ``unknown``: people met that the centre
 * does not know yet (below zero when taps were taken back)
 */
export function pairTotal(serverCells, ops) {
  const cells = cellsOf(serverCells, ops);
  const met = peopleMet(cells);
  return { met, refusals: refusals(cells), unknown: met - peopleMet(cellsOf(serverCells, [])) };
}
