// @ts-check
// Always visible: what is on this phone only, what the centre has received; the alert after a day; who must log in.
import { counted, isOverdue, statusOf } from "terrain/logic/wording";
import { listen } from "terrain/store/notices";
import { syncState } from "terrain/sync/state";

let drawing = false;
let isStale = false;

/**
 * @param {string} id
 * @param {boolean} isShown
 * @param {string} [text]
 */
function toggle(id, isShown, text) {
  const box = document.getElementById(id);
  if (!box) return;
  const words = box.querySelector("[data-text]");
  if (words && text !== undefined && words.textContent !== text) words.textContent = text;
  box.hidden = !isShown;
}

async function draw() {
  if (drawing) {
    isStale = true;
    return;
  }
  drawing = true;
  try {
    const state = await syncState();
    const now = new Date();
    const line = document.getElementById("etat");
    const words = line?.querySelector("[data-text]");
    if (line && words) {
      words.textContent = statusOf(state, now);
      line.dataset.held = String(state.pending);
      line.dataset.phase = state.phase;
    }
    toggle("retard", isOverdue(state, now));
    toggle("connexion", state.phase === "login");
    toggle("code", state.phase === "locked");
    toggle("refus", state.phase === "refused", state.detail || "Le centre ne prend pas l'envoi pour le moment.");
    toggle("autres", state.others > 0, `${counted(state.others, "saisie")} d'un autre compte sur ce téléphone`);
  } finally {
    drawing = false;
  }
  if (isStale) {
    isStale = false;
    await draw();
  }
}

export function startStatusLine() {
  for (const topic of /** @type {const} */ (["outbox", "facts", "sync", "account"])) listen(topic, () => void draw());
  // The hours pass: « aujourd'hui » becomes a date, a day goes by.
  setInterval(() => void draw(), 60_000);
  void draw();
}
