// @ts-check
// The file that somebody takes to the centre when a phone cannot send any more. Sealed parts stay sealed.

const VERSION = 1;

/**
 * @template T
 * @param {readonly T[]} ops as kept
 * @param {Record<string, any>} account whose they are
 * @param {Date} now
 * @returns {{palier: "terrain", version: number, exported_at: string, account: Record<string, any>, ops: T[]}}
 */
export function exportOf(ops, account, now) {
  const { user, name = "", structure = "", structure_name = "" } = account;
  const owner = { user, name, structure, structure_name };
  return { palier: "terrain", version: VERSION, exported_at: now.toISOString(), account: owner, ops: [...ops] };
}

/**
 * @param {Date} now
 * @returns {string} the name of the file
 */
export function exportName(now) {
  return `terrain-${now.toISOString().slice(0, 16).replace("T", "-").replace(":", "h")}.json`;
}
