// @ts-check
// The keys of the pages of words: each element says its own with data-key. Without this module all stays a click away.
import { keyOf, stepped } from "palier/logic/word-keys";

const SETTING = "palier-touches";

/** @returns {boolean} whether these keys are wanted on this device */
function isOn() {
  try {
    return localStorage.getItem(SETTING) !== "non";
  } catch {
    return true;
  }
}

/**
 * @param {EventTarget | null} target
 * @returns {boolean} whether one writes in it
 */
function isWriting(target) {
  return target instanceof HTMLElement && target.matches("textarea, select, input:not([type='checkbox'])");
}

/** @returns {HTMLElement[]} the links to the words of the list, in order */
function words() {
  return [...document.querySelectorAll("[data-word]")].filter((found) => found instanceof HTMLElement);
}

/**
 * Open what folds and go to its first field; click anything else.
 *
 * @param {Element} asked
 */
function act(asked) {
  if (!(asked instanceof HTMLDetailsElement)) {
    if (asked instanceof HTMLElement) asked.click();
    return;
  }
  asked.open = true;
  const field = asked.querySelector("input:not([type='hidden']), select, button");
  if (field instanceof HTMLElement) field.focus();
}

/** Tick the word in focus, or take its tick away. */
function tick() {
  const box = document.activeElement?.closest("article")?.querySelector("input[name='mots']");
  if (box instanceof HTMLInputElement) box.click();
}

/** @param {Element} page */
function watch(page) {
  document.addEventListener("keydown", (event) => {
    const key = keyOf(event, isWriting(event.target), isOn());
    if (!key || event.defaultPrevented || document.querySelector("dialog:modal")) return;
    const links = words();
    const here = links.findIndex((link) => link.closest("article")?.contains(document.activeElement));
    const next = stepped(key, here, links.length);
    const asked = page.querySelector(`[data-key="${key}"]`);
    if (!asked && next === null && key !== "x") return;
    event.preventDefault();
    if (next !== null) links[next]?.focus();
    else if (asked) {
      // « e » and « b » on a word of the list are about this word.
      const box = here < 0 ? null : links[here]?.closest("article")?.querySelector("input[name='mots']");
      if (box instanceof HTMLInputElement && asked instanceof HTMLDetailsElement) box.checked = true;
      act(asked);
    } else tick();
  });
  const setting = document.querySelector("[data-keys-switch]");
  const box = setting?.querySelector("input");
  if (!(setting instanceof HTMLElement) || !box) return;
  setting.hidden = false;
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(SETTING, box.checked ? "oui" : "non"));
}

const page = document.querySelector("[data-word-keys]");
if (page) watch(page);
