// @ts-check
// Keeps what is being typed, at each keystroke: one writing at a time, the last one always.
import { keepDraft } from "terrain/store/drafts";

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
      writing ??= write();
    },
    settled: async () => {
      await writing;
    },
  };
}
