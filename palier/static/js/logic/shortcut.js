// @ts-check

/**
 * @typedef {object} Press
 * @property {string} key
 * @property {boolean} altKey
 * @property {boolean} ctrlKey
 * @property {boolean} metaKey
 * @property {boolean} isComposing a letter is being made of several keys
 */

/**
 * Tell whether a key press asks for the search field.
 * @param {Press} press
 * @param {boolean} typing the focus is in something one writes in
 * @returns {boolean}
 */
export function asksForSearch(press, typing) {
  // AltGr may be needed to type "/" on some keyboards; Ctrl and Meta belong to the browser.
  return press.key === "/" && !typing && !press.ctrlKey && !press.metaKey && !press.altKey && !press.isComposing;
}
