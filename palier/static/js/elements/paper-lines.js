// @ts-check
// Words copied from paper: Enter goes to the next line, adds one after the last, and on an empty line goes to the
// button that saves. Without this module one clicks.
import { numbered } from "palier/logic/word-keys";

/**
 * @param {Element} form
 * @returns {HTMLInputElement | null} the words of a new line, put after the last one
 */
function added(form) {
  const template = form.querySelector("[data-paper-template]");
  const lines = form.querySelector("[data-paper-lines]");
  const total = form.querySelector("input[name$='-TOTAL_FORMS']");
  const most = form.querySelector("input[name$='-MAX_NUM_FORMS']");
  if (!(template instanceof HTMLTemplateElement) || !lines) return null;
  if (!(total instanceof HTMLInputElement) || !(most instanceof HTMLInputElement)) return null;
  const number = Number(total.value);
  if (number >= Number(most.value)) return null;
  const line = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  for (const element of line.querySelectorAll("[id], [name], [for], [aria-describedby]")) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, numbered(value, number));
    }
  }
  const shown = line.querySelector("[data-paper-number]");
  if (shown) shown.textContent = String(number + 1);
  const words = line.querySelector("input[data-paper-text]");
  lines.append(line);
  total.value = String(number + 1);
  return words instanceof HTMLInputElement ? words : null;
}

/** @param {HTMLElement} form */
function watch(form) {
  form.addEventListener("keydown", (event) => {
    const words = event.target;
    if (!(words instanceof HTMLInputElement) || event.key !== "Enter" || event.isComposing) return;
    if (words.dataset.paperText === undefined) return;
    event.preventDefault();
    const all = [...form.querySelectorAll("[data-paper-lines] [data-paper-text]")];
    const place = all.indexOf(words);
    const isOver = place > 0 && words.value.trim() === "";
    const next = isOver ? form.querySelector("[type='submit']") : (all[place + 1] ?? added(form));
    if (next instanceof HTMLElement) next.focus();
  });
}

const form = document.querySelector("[data-paper]");
if (form instanceof HTMLElement) watch(form);
