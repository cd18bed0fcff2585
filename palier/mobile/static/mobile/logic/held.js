// @ts-check
// What waits on the phone, in as many rows as there are things to tell apart, however much was counted.

/** @typedef {import("terrain/store/types").Kept} Kept */
/** @typedef {{outing: string | null, kind: string, refused: string, count: number, at: string}} Row */

/**
 * @param {readonly Kept[]} kept oldest first
 * @returns {Row[]} by outing, kind and reason, in the order of the oldest of each; ``at`` is its hour
 */
export function heldRows(kept) {
  /** @type {Map<string, Row>} */
  const rows = new Map();
  for (const { outing, kind, refused = "", at } of kept) {
    const key = [outing, kind, refused].join("|");
    const row = rows.get(key);
    if (row) row.count += 1;
    else rows.set(key, { outing, kind, refused, count: 1, at });
  }
  return [...rows.values()];
}
