// @ts-check
// « Enregistré » on the screen that one comes back to, with a way to mend what was just written.
import { navigate } from "terrain/elements/router";
import { speak } from "terrain/elements/screen";

/** @type {{text: string, mend: string} | null} */
let next = null;

function show() {
  const box = document.getElementById("fait");
  const words = box?.querySelector("[data-text]");
  const link = box?.querySelector("a");
  if (!box || !words || !link) return;
  box.hidden = next === null;
  words.textContent = next?.text ?? "";
  link.hidden = !next?.mend;
  link.href = next?.mend || "#/";
  next = null;
}

addEventListener("hashchange", show);

/**
 * Leave a screen whose line is on the disk.
 *
 * @param {string} hash where to
 * @param {string} text
 * @param {string} [mend] the address where this line is written again
 */
export function leaveDone(hash, text, mend = "") {
  next = { text, mend };
  navigate(hash);
  speak(text);
}
