// @ts-check
// The address says which screen is shown; the phone's back button works.
import { above, routeOf } from "terrain/logic/routes";
import { listen } from "terrain/store/notices";

/**
 * @param {string} hash "#/sortie/<id>/compter"
 */
export function navigate(hash) {
  if (location.hash === hash) show(true);
  else location.hash = hash;
}

/** @param {boolean} isArrival whether somebody came here by a link of this page */
function show(isArrival) {
  const place = document.getElementById("ecran");
  const route = routeOf(location.hash);
  // A screen that this version does not have: the home page.
  const element = document.createElement(customElements.get(route.element) ? route.element : "terrain-home");
  if (route.outing) element.setAttribute("outing", route.outing);
  if (route.entry) element.setAttribute("entry", route.entry);
  if (isArrival) element.setAttribute("data-arrived", "");
  const back = document.getElementById("retour");
  if (back instanceof HTMLAnchorElement) {
    back.hidden = !above(location.hash);
    back.href = above(location.hash) || "#/";
  }
  place?.replaceChildren(element);
  if (isArrival) scrollTo(0, 0);
}

export function startRouter() {
  // The address is a screen's: a plain link to the content would change it.
  document.querySelector("[data-skip]")?.addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector("main")?.focus();
  });
  addEventListener("hashchange", () => show(true));
  // Another account: nothing of the one before stays on the screen.
  listen("account", () => show(false));
  show(false);
}
