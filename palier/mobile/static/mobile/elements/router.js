// @ts-check
// The address says which screen is shown; the phone's back button works.
import { showTrouble } from "terrain/elements/screen";
import { bringTemplates, templateOf } from "terrain/elements/templates";
import { above, routeOf, SCREENS } from "terrain/logic/routes";
import { listen } from "terrain/store/notices";

/**
 * @param {string} hash "#/sortie/<id>/compter"
 */
export function navigate(hash) {
  if (location.hash === hash) void show(true);
  else location.hash = hash;
}

let turn = 0;

/** @param {string} element "terrain-count" */
const isReady = (element) => customElements.get(element) !== undefined && templateOf(element) !== null;

/**
 * @param {string} element
 * @returns {Promise<boolean>} whether its module and its template are there, loaded if need be
 */
async function load(element) {
  try {
    const template = templateOf(element) ? null : bringTemplates();
    await Promise.all([template, customElements.get(element) ?? import(`terrain/elements/${element.replace("terrain-", "")}`)]);
    return isReady(element);
  } catch {
    return false;
  }
}

/** Load every screen, one after the other. */
export async function loadScreens() {
  for (const name of SCREENS) await load(`terrain-${name}`);
}

/** @param {boolean} isArrival whether somebody came here by a link of this page */
async function show(isArrival) {
  const route = routeOf(location.hash);
  turn += 1;
  const mine = turn;
  // What is there already is shown at once.
  const isThere = isReady(route.element) || (await load(route.element));
  if (mine !== turn) return;
  if (isThere) draw(route, isArrival);
  else {
    draw({ element: "terrain-home", outing: null }, isArrival);
    showTrouble("Cette page n'est pas encore arrivée sur ce téléphone. Rouvrez-la quand il y aura du réseau.");
  }
}

/**
 * @param {import("terrain/logic/routes").Route} route
 * @param {boolean} isArrival
 */
function draw(route, isArrival) {
  const element = document.createElement(route.element);
  if (route.outing) element.setAttribute("outing", route.outing);
  if (route.entry) element.setAttribute("entry", route.entry);
  if (isArrival) element.setAttribute("data-arrived", "");
  const back = document.getElementById("retour");
  if (back instanceof HTMLAnchorElement) {
    back.hidden = !above(location.hash);
    back.href = above(location.hash) || "#/";
  }
  document.getElementById("ecran")?.replaceChildren(element);
  if (isArrival) scrollTo(0, 0);
}

export function startRouter() {
  // The address is a screen's: a plain link to the content would change it.
  document.querySelector("[data-skip]")?.addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector("main")?.focus();
  });
  addEventListener("hashchange", () => void show(true));
  // Another account: nothing of the one before stays on the screen.
  listen("account", () => void show(false));
  void show(false);
}
