// @ts-check

/** @typedef {"auto" | "clair" | "sombre"} Theme */

/** Key under which the choice is kept on this device. first-paint.js reads it too. */
export const STORAGE_KEY = "palier-apparence";

/**
 * Read a stored or submitted choice.
 * @param {string | null | undefined} value
 * @returns {Theme} "auto" for anything unknown
 */
export function parseTheme(value) {
  return value === "clair" || value === "sombre" ? value : "auto";
}
