// @ts-check
// What waits on the phone, in as many rows as there are things to tell apart, however much was counted.

/** @typedef {import("terrain/store/types").Kept} Kept */
/** @typedef {{outing: string | null, kind: string, refused: string, count: number, at: string}} Row */

/**
 * @param {readonly Kept[]} kept oldest first
 * @returns {Row[]} by outing, kind and reason, in the order of the oldest of each; ``at`` is its hour. A line written
 * again before it left is one line.
 */
export function heldRows(kept) {
  /** @type {Map<string, Row>} */
  const rows = new Map();
  const lines = new Set();
  for (const { id, outing, kind, refused = "", at, payload } of kept) {
    const key = [outing, kind, refused].join("|");
    const line = `${key}|${payload?.["entry"] ?? id}`;
    const row = rows.get(key) ?? { outing, kind, refused, count: 0, at };
    if (!lines.has(line)) row.count += 1;
    lines.add(line);
    rows.set(key, row);
  }
  return [...rows.values()];
}
