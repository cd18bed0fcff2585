// @ts-check

/** Moves of one row or one column, by key. */
const ARROWS = new Map([
  ["ArrowLeft", [0, -1]],
  ["ArrowRight", [0, 1]],
  ["ArrowUp", [-1, 0]],
  ["ArrowDown", [1, 0]],
]);

/**
 * Where a key leads in a grid read row by row; the edges stop.
 * @param {string} key the key pressed, as KeyboardEvent names it
 * @param {number} index the place of the cell that has the focus
 * @param {number} columns
 * @param {number} rows
 * @returns {number | null} another place; null when the key leads nowhere
 */
export function reachedCell(key, index, columns, rows) {
  const row = Math.floor(index / columns);
  const column = index % columns;
  if (key === "Home") return column === 0 ? null : row * columns;
  if (key === "End") return column === columns - 1 ? null : row * columns + columns - 1;
  const [down, right] = ARROWS.get(key) ?? [0, 0];
  const [newRow, newColumn] = [row + (down ?? 0), column + (right ?? 0)];
  const inside = newRow >= 0 && newRow < rows && newColumn >= 0 && newColumn < columns;
  return inside && (newRow !== row || newColumn !== column) ? newRow * columns + newColumn : null;
}
