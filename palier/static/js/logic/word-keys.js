// @ts-check
// What the keys do on the pages of words. Nothing here touches the page.

/** @typedef {{ key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, isComposing: boolean }} Stroke */

const KEYS = /^[a-z0-9?]$/;

/**
 * @param {Stroke} stroke
 * @param {boolean} isWriting whether one writes in a field
 * @param {boolean} isOn whether these keys are wanted on this device
 * @returns {string} the key, as data-key names it; "" for any other
 */
export function keyOf(stroke, isWriting, isOn) {
  if (!isOn || isWriting || stroke.isComposing || stroke.ctrlKey || stroke.metaKey || stroke.altKey) return "";
  const key = stroke.key.toLowerCase();
  return KEYS.test(key) ? key : "";
}

/**
 * @param {string} key j or k
 * @param {number} here place of the word in focus, -1 for none
 * @param {number} count how many words there are
 * @returns {number | null} place of the word to go to, or null when there is none
 */
export function stepped(key, here, count) {
  if (key !== "j" && key !== "k") return null;
  const next = key === "j" ? here + 1 : here - 1;
  return next >= 0 && next < count ? next : null;
}

/**
 * The number of a line, in the names and ids that the server gave to a line not numbered yet.
 *
 * @param {string} text
 * @param {number} number
 * @returns {string}
 */
export function numbered(text, number) {
  return text.replaceAll("__prefix__", String(number));
}
