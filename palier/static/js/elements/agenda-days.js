// @ts-check
// The agenda of a month or a week: arrows from an outing to another, Shift and arrows to move one, or drag it.
// Without this module every outing has its own page, with « Déplacer ».
import { dayAfter, daysMoved, reached } from "palier/logic/agenda-keys";

const OVER = "is-success";

/**
 * @param {Element} outing a list item with data-outing
 * @returns {string} the day it stands on
 */
function dayOf(outing) {
  const day = outing.closest("[data-day]");
  return day instanceof HTMLElement ? (day.dataset.day ?? "") : "";
}

/**
 * Send an outing to a day, as the form of its own page would.
 *
 * @param {HTMLElement} outing
 * @param {string} day
 */
function move(outing, day) {
  const form = document.getElementById("deplacer");
  const field = form instanceof HTMLFormElement ? form.elements.namedItem("day") : null;
  if (!(form instanceof HTMLFormElement) || !(field instanceof HTMLInputElement) || day === dayOf(outing)) return;
  const back = form.elements.namedItem("retour");
  const link = outing.querySelector("a");
  // The focus comes back to the outing that moved: the browser puts it on the link that the address names.
  if (back instanceof HTMLInputElement) back.value = `${location.pathname}${location.search}#${link?.id ?? ""}`;
  field.value = day;
  form.action = `${link?.getAttribute("href") ?? ""}deplacement/`;
  form.submit();
}

/**
 * @param {EventTarget | null} target
 * @param {string} selector
 * @returns {HTMLElement | null} the element around the target
 */
function around(target, selector) {
  const found = target instanceof Element ? target.closest(selector) : null;
  return found instanceof HTMLElement ? found : null;
}

/** @param {HTMLElement} agenda */
function watchKeys(agenda) {
  agenda.addEventListener("keydown", (event) => {
    const link = around(event.target, "a[id^='sortie-']");
    if (!link || daysMoved(event.key) === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const outing = around(link, "[data-outing]");
    event.preventDefault();
    if (event.shiftKey) {
      if (outing) move(outing, dayAfter(dayOf(outing), daysMoved(event.key) ?? 0));
      return;
    }
    const links = [...agenda.querySelectorAll("a[id^='sortie-']")].filter((found) => found instanceof HTMLElement);
    const place = reached(event.key, links.indexOf(link), links.map(dayOf));
    if (place !== null) links[place]?.focus();
  });
}

/** @param {HTMLElement} agenda */
function watchDrag(agenda) {
  /** @type {HTMLElement | null} */
  let dragged = null;
  agenda.addEventListener("dragstart", (event) => {
    dragged = around(event.target, "[data-outing]");
    if (dragged) event.dataTransfer?.setData("text/plain", dragged.querySelector("a")?.href ?? "");
  });
  agenda.addEventListener("dragover", (event) => {
    if (!dragged || !around(event.target, "[data-day]")) return;
    event.preventDefault();
    around(event.target, "[data-day]")?.classList.add(OVER);
  });
  agenda.addEventListener("dragleave", (event) => {
    const day = around(event.target, "[data-day]");
    if (day && !(event.relatedTarget instanceof Node && day.contains(event.relatedTarget))) day.classList.remove(OVER);
  });
  agenda.addEventListener("dragend", () => (dragged = null));
  agenda.addEventListener("drop", (event) => {
    const day = around(event.target, "[data-day]");
    if (!dragged || !day) return;
    event.preventDefault();
    day.classList.remove(OVER);
    move(dragged, day.dataset.day ?? "");
  });
}

const agenda = document.querySelector("[data-agenda]");
if (agenda instanceof HTMLElement) {
  watchKeys(agenda);
  watchDrag(agenda);
}
