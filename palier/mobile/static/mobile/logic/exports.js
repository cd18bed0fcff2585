// @ts-check
// The file that somebody takes to the centre when a phone cannot send any more. Sealed parts stay sealed.

const VERSION = 1;
// What the centre's page takes at once (palier/mobile/phone_files.py; uploads of 20 MB).
export const FILE_CAPS = { limit: 10_000, bytes: 10_000_000 };

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
 * @param {number} [rank] from 1
 * @param {number} [files] in all
 * @returns {string} the name of the file
 */
export function exportName(now, rank = 1, files = 1) {
  const part = files > 1 ? `-${rank}-sur-${files}` : "";
  return `terrain-${now.toISOString().slice(0, 16).replace("T", "-").replace(":", "h")}${part}.json`;
}
