// @ts-check
// « Compter »: one touch, one person. The number grows at once; « Enregistré » is said after the commit only.
import { nobodyActions } from "terrain/elements/nobody";
import { OutingScreen } from "terrain/elements/outing-screen";
import { clearTrouble, showTrouble } from "terrain/elements/screen";
import { cellWords, keptWords, peopleWords, refusalWords, shownSums } from "terrain/logic/count-words";
import { reachedCell } from "terrain/logic/grid-keys";
import { NO_TAPS, refused, saved, saving, tapped, undone, unsaved, withTaps } from "terrain/logic/taps";
import { cellKey, cellOf, peopleMet, refusals } from "terrain/logic/totals";
import { keepDraft, readDraft } from "terrain/store/drafts";
import { listen } from "terrain/store/notices";
import { recordMany } from "terrain/store/outbox";
import { tapTrouble } from "terrain/store/trouble";

/** @typedef {import("terrain/logic/taps").Cell} Cell */

const DRAFT = "compter";
// A burst of taps is told once, when it ends.
const QUIET = 900;

class CountScreen extends OutingScreen {
  #taps = NO_TAPS;
  /** @type {ReadonlyMap<string, number>} */
  #kept = new Map();
  #hasSaved = false;
  #isRecording = false;
  /** @type {HTMLButtonElement[]} */
  #cells = [];
  /** @type {Promise<unknown>} */
  #work = Promise.resolve();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #saying;
  /** @type {(() => void)[]} */
  #stops = [];

  /** @override */
  actions() {
    return { ...nobodyActions(this), undo: () => this.undo() };
  }

  /** @override */
  async render() {
    this.#cells = [...this.querySelectorAll("button")].filter((button) => button.dataset["age"]);
    this.focusable(this.#cells[0]);
    this.addEventListener("click", (event) => this.touch(event));
    this.addEventListener("change", () => this.change());
    this.addEventListener("keydown", (event) => this.press(event));
    const read = () => void this.next(() => this.read());
    this.#stops = [listen("facts", read), listen("outbox", () => this.#isRecording || read())];
    await this.next(() => this.restore());
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    for (const stop of this.#stops.splice(0)) stop();
    clearTimeout(this.#saying);
  }

  /**
   * Reading and recording follow one another: nothing is read half recorded. @param {() => Promise<void>} work
   */
  async next(work) {
    this.#work = this.#work.then(work).catch((error) => reportError(error));
    await this.#work;
    this.draw();
  }

  async read() {
    const view = await this.load();
    this.#kept = view?.cells ?? new Map();
  }

  async restore() {
    await this.read();
    const draft = this.view && (await readDraft(this.view.me.user, this.outing, DRAFT));
    this.#taps = { ...this.#taps, undoable: draft?.undoable ?? [] };
    const choice = this.querySelector(`input[name="acquaintance"][value="${draft?.acquaintance ?? "nc"}"]`);
    if (choice instanceof HTMLInputElement) choice.checked = true;
  }

  /** @param {string} name @returns {string} what one of the two switches says */
  chosen(name) {
    const input = this.querySelector(`input[name="${name}"]:checked`);
    return input instanceof HTMLInputElement ? input.value : "nc";
  }

  /** @param {Event} event */
  touch(event) {
    const cell = event.target instanceof Element ? event.target.closest("button") : null;
    const { age, gender } = cell?.dataset ?? {};
    if (!cell || !age || !gender) return;
    this.#taps = tapped(this.#taps, { age, gender, acquaintance: this.chosen("acquaintance"), contact: this.chosen("contact") });
    this.focusable(cell);
    navigator.vibrate?.(20);
    this.draw();
    this.tellSoon(cell.getAttribute("aria-label") ?? "");
    void this.next(() => this.record());
  }

  undo() {
    const last = this.#taps.undoable.at(-1);
    if (!last) return;
    this.#taps = undone(this.#taps);
    this.draw();
    this.tellSoon(`Annulé : ${this.nameOf(last)}`);
    void this.next(() => this.record());
  }

  /** Give all that waits to the disk, in one commit. */
  async record() {
    this.#taps = saving(this.#taps);
    const giving = this.#taps.saving;
    if (giving.length === 0) return;
    try {
      this.#isRecording = true;
      await recordMany(giving.map((payload) => ({ outing: this.outing, kind: "tally.add", payload: { ...payload } })));
      this.#kept = withTaps(this.#kept, giving, cellKey);
      this.#taps = saved(this.#taps);
      this.#hasSaved = true;
      clearTrouble();
    } catch (error) {
      this.#taps = refused(this.#taps);
      showTrouble(tapTrouble(error));
    } finally {
      this.#isRecording = false;
    }
    await this.keep();
  }

  /** Keep what one may still undo, and the switch, for when one comes back to this screen. */
  async keep() {
    const draft = { undoable: this.#taps.undoable, acquaintance: this.chosen("acquaintance") };
    // The count is on the disk; only the way back would be lost.
    if (this.view) await keepDraft(this.view.me.user, this.outing, DRAFT, draft).catch(() => {});
  }

  change() {
    this.draw();
    void this.next(() => this.keep());
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.key === "z" && (event.ctrlKey || event.metaKey)) return this.undo();
    const index = this.#cells.findIndex((cell) => cell === event.target);
    const columns = this.querySelectorAll(".head").length - 1;
    const to = index < 0 ? null : reachedCell(event.key, index, columns, this.#cells.length / columns);
    if (to === null) return;
    event.preventDefault();
    this.focusable(this.#cells[to]);
    this.#cells[to]?.focus();
  }

  /** One stop of the Tab key for the whole grid. @param {HTMLElement | undefined} chosen */
  focusable(chosen) {
    for (const cell of this.#cells) cell.tabIndex = cell === chosen ? 0 : -1;
  }

  draw() {
    const contact = this.chosen("contact");
    const cells = withTaps(this.#kept, unsaved(this.#taps), cellKey);
    const sums = shownSums(cells, contact, cellOf);
    for (const cell of this.#cells) {
      const count = sums.get(`${cell.dataset["age"]} ${cell.dataset["gender"]}`) ?? 0;
      const name = cellWords(cell.dataset["name"] ?? "", count, contact);
      if (cell.getAttribute("aria-label") === name) continue;
      cell.setAttribute("aria-label", name);
      cell.textContent = String(count);
      cell.toggleAttribute("data-some", count > 0);
    }
    this.querySelector(".count")?.setAttribute("data-contact", contact);
    this.drawFoot(peopleMet(cells), refusals(cells));
  }

  /** @param {number} met @param {number} refusing */
  drawFoot(met, refusing) {
    const last = this.#taps.undoable.at(-1);
    const kept = keptWords(unsaved(this.#taps).length, this.#hasSaved);
    const [people = "", unit = ""] = peopleWords(met, "").split(" ");
    const more = [refusalWords(refusing), kept].filter(Boolean).join(" · ");
    this.fill({ people, unit, more, last: last ? `Annuler ${this.nameOf(last)}` : "" });
    this.piece("undo").hidden = !last;
    this.piece("nobody").hidden = Boolean(last) || met + refusing > 0 || this.view?.facts?.closed_at != null;
  }

  /** @param {Cell} cell @returns {string} in few words */
  nameOf({ age, gender }) {
    const found = this.#cells.find((cell) => cell.dataset["age"] === age && cell.dataset["gender"] === gender);
    return found?.dataset["short"] ?? "";
  }

  /** @param {string} words */
  tellSoon(words) {
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => this.say(words), QUIET);
  }
}

customElements.define("terrain-count", CountScreen);
