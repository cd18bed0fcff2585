// @ts-check
import { asksForSearch } from "palier/logic/shortcut";

/**
 * @param {EventTarget | null} target
 * @returns {boolean} whether one writes in it
 */
function isWritable(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || !asksForSearch(event, isWritable(event.target))) return;
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-shortcut='/']"));
  // The page's own search box comes before that of the header.
  const visible = [...fields].filter((field) => field.checkVisibility());
  const field = visible.find((candidate) => candidate.closest("main")) ?? visible[0];
  if (!field || document.querySelector("dialog:modal")) return;
  event.preventDefault();
  field.focus();
  field.select();
});
