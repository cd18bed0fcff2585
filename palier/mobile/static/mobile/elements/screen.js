// @ts-check
// What every screen shares: its template, its words, its buttons, its title, and how it speaks to a screen reader.
import { templateOf } from "terrain/elements/templates";
import { listen } from "terrain/store/notices";
import { StorageTrouble } from "terrain/store/trouble";

const ODD = "Quelque chose n'a pas marché. Rien de ce qui est enregistré n'est perdu : touchez de nouveau.";

const FOCUSABLE = "a, button, input, select, textarea";

/** @typedef {Record<string, (event: Event) => unknown>} Actions */

/**
 * A page of the phone: `<terrain-count outing="…">` shows `<template id="screen-count">`.
 *
 * A screen writes ``render()`` (called once drawn, and by whatever it watches) and ``actions()``.
 */
export class Screen extends HTMLElement {
  /** @type {(() => void)[]} */
  #stops = [];

  /** @returns {string} the outing of the address, "" when it has none */
  get outing() {
    return this.getAttribute("outing") ?? "";
  }

  /** @returns {Actions} what each `[data-action]` does when touched */
  actions() {
    return {};
  }

  /** @returns {unknown} a promise when it reads the phone's database */
  render() {
    return undefined;
  }

  async connectedCallback() {
    const template = templateOf(this.localName);
    if (template) this.replaceChildren(template.content.cloneNode(true));
    const actions = this.actions();
    this.addEventListener("click", (event) => {
      const control = event.target instanceof Element ? event.target.closest("[data-action]:not(form)") : null;
      const act = actions[control?.getAttribute("data-action") ?? ""];
      if (act) void this.attempt(() => act(event));
    });
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      const form = event.target instanceof Element ? event.target.getAttribute("data-action") : null;
      const act = actions[form ?? ""];
      if (act) void this.attempt(() => act(event));
    });
    await this.attempt(() => this.render());
    this.dispatchEvent(new Event("drawn", { bubbles: true }));
    this.arrive();
  }

  disconnectedCallback() {
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** Put the title in the tab and the focus on the heading, as a new page would. */
  arrive() {
    const heading = this.querySelector("h1");
    if (!(heading instanceof HTMLElement) || !this.isConnected) return;
    document.title = `${heading.textContent?.trim()} · Terrain`;
    heading.tabIndex = -1;
    if (this.hasAttribute("data-arrived")) heading.focus();
  }

  /**
   * Draw again when something changes on this phone, as long as the screen is shown.
   *
   * @param {import("terrain/store/notices").Topic} topic
   * @param {() => unknown} [react]
   */
  watch(topic, react = () => this.render()) {
    this.#stops.push(listen(topic, () => void this.attempt(react, { clears: false })));
  }

  /**
   * @param {Record<string, string | number>} words by the name in `[data-text]`
   * @param {ParentNode} [within]
   */
  fill(words, within = this) {
    for (const place of within.querySelectorAll("[data-text]")) {
      const word = words[place.getAttribute("data-text") ?? ""];
      if (word !== undefined) place.textContent = String(word);
    }
  }

  /**
   * @param {string} name of a `[data-part]`
   * @param {ParentNode} [within]
   * @returns {HTMLElement}
   */
  piece(name, within = this) {
    const found = within.querySelector(`[data-part="${name}"]`);
    if (!(found instanceof HTMLElement)) throw new Error(`${this.localName} has no part ${name}`);
    return found;
  }

  /**
   * Fill `[data-list="name"]`: a copy of the `<template>` that it holds for each row.
   *
   * @template T
   * @param {string} name
   * @param {readonly T[]} rows
   * @param {(copy: DocumentFragment, row: T) => void} draw
   */
  list(name, rows, draw) {
    const place = this.querySelector(`[data-list="${name}"]`);
    const model = place?.querySelector(":scope > template");
    if (!place || !(model instanceof HTMLTemplateElement)) throw new Error(`${this.localName} has no list ${name}`);
    const copies = rows.map((row) => {
      const copy = /** @type {DocumentFragment} */ (model.content.cloneNode(true));
      draw(copy, row);
      return copy;
    });
    // Drawn again under somebody's finger or keyboard: the focus stays where it was.
    const focused = [...place.querySelectorAll(FOCUSABLE)].findIndex((one) => one === document.activeElement);
    place.replaceChildren(model, ...copies);
    const again = place.querySelectorAll(FOCUSABLE)[focused];
    if (again instanceof HTMLElement) again.focus();
  }

  /** @param {string} text said by a screen reader, and shown for a moment to nobody else */
  say(text) {
    speak(text);
  }

  /**
   * Do something that the phone may refuse, and say so on the screen if it does.
   *
   * @template T
   * @param {() => T | Promise<T>} work
   * @param {{clears?: boolean}} [options] ``clears``: what worked takes away what was said of an earlier failure
   * @returns {Promise<T | undefined>}
   */
  async attempt(work, { clears = true } = {}) {
    try {
      const result = await work();
      if (clears && this.isConnected) clearTrouble();
      return result;
    } catch (error) {
      showTrouble(error instanceof StorageTrouble ? error.message : ODD);
      if (!(error instanceof StorageTrouble)) reportError(error);
      return undefined;
    }
  }
}

/** @param {string} text */
export function speak(text) {
  const region = document.getElementById("annonce");
  if (region) region.textContent = text;
}

/** @param {string} text what could not be done, shown above the screen until something can */
export function showTrouble(text) {
  const box = document.getElementById("ennui");
  const words = box?.querySelector("[data-text]");
  if (!box || !words) return;
  words.textContent = text;
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
}

export function clearTrouble() {
  const box = document.getElementById("ennui");
  if (box) box.hidden = true;
}
