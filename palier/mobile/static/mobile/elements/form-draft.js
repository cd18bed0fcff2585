// @ts-check
// Keeps what is being typed, at each keystroke: one writing at a time, the last one always.
import { keepDraft, readDraft } from "terrain/store/drafts";

// A screen left while it writes goes on: opened again, it must not read what that writing is about to replace.
/** @type {Set<Promise<void>>} */
const underWay = new Set();

/**
 * @param {string} user
 * @param {string} outing
 * @param {string} form
 * @returns {Promise<any>} the last value typed, undefined if none
 */
export async function readTyped(user, outing, form) {
  await Promise.all(underWay);
  return readDraft(user, outing, form);
}

/**
 * @param {string} user
 * @param {string} outing
 * @param {string} form
 * @param {{onKept?: () => void, onTrouble?: (error: unknown) => void}} [reactions]
 * @returns {{keep: (value: unknown) => void, settled: () => Promise<void>}} ``settled``: when the last value is kept,
 *   or could not be
 */
export function draftKeeper(user, outing, form, { onKept, onTrouble } = {}) {
  /** @type {{value: unknown} | null} */
  let next = null;
  /** @type {Promise<void> | null} */
  let writing = null;

  async function write() {
    while (next) {
      const { value } = next;
      next = null;
      try {
        await keepDraft(user, outing, form, value);
        if (!next) onKept?.();
      } catch (error) {
        onTrouble?.(error);
      }
    }
    writing = null;
  }

  return {
    keep(value) {
      next = { value };
      if (writing) return;
      const begun = write();
      writing = begun;
      underWay.add(begun);
      void begun.finally(() => underWay.delete(begun));
    },
    settled: async () => {
      await writing;
    },
  };
}
