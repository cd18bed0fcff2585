// @ts-check
// « Rappeler quelqu'un »: the words read aloud first; then a first name and one contact, sealed at once. What is typed
// here lives in its fields only: no draft, no trace, nothing left when one goes.
import { leaveDone } from "terrain/elements/done";
import { OutingScreen } from "terrain/elements/outing-screen";
import { contactFault, tidyContact } from "terrain/logic/contacts";
import { canSeal, consentsIn, readIn } from "terrain/logic/recalls";
import { seal } from "terrain/logic/sealing";
import { lineOf } from "terrain/store/lines";
import { texts } from "terrain/store/facts";
import { newKey, recordMany } from "terrain/store/outbox";

/** @typedef {import("terrain/logic/recalls").Consents} Consents */

const PARTS = /** @type {const} */ (["unable", "consent", "who"]);
const NO_NAME = "Notez le prénom, ou le nom par lequel la personne veut être appelée.";

class RecallScreen extends OutingScreen {
  /** @type {Consents | null} */
  #consents = null;
  #language = "fr";
  #isSaving = false;

  /** @override */
  actions() {
    return {
      yes: () => this.ask(),
      no: () => this.open(),
      back: () => this.turn("consent"),
      save: () => this.save(),
    };
  }

  /** @override */
  async connectedCallback() {
    addEventListener("pagehide", this.empty);
    await super.connectedCallback();
    // The key may come down while one waits here.
    this.watch("facts", () => (canSeal(this.view?.me ?? null, this.#consents) ? undefined : this.render()));
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("pagehide", this.empty);
    this.empty();
  }

  /** @override */
  async render() {
    const view = await this.load();
    this.#consents = view ? consentsIn(await texts(view.me.user)) : null;
    if (!view || !this.#consents || !canSeal(view.me, this.#consents)) return this.turn("unable");
    this.#language = readIn(this.#consents, await this.languageOf(view.me.user));
    this.drawLanguages(this.#consents);
    this.drawText();
    this.addEventListener("change", () => this.adapt());
    this.turn("consent");
  }

  /** @param {string} user @returns {Promise<string>} the language of the words that ask for an answer */
  async languageOf(user) {
    const voice = await lineOf(user, this.getAttribute("entry") ?? "");
    return String(voice?.line["language"] ?? "fr");
  }

  /** @param {typeof PARTS[number]} shown */
  turn(shown) {
    for (const part of PARTS) this.piece(part).hidden = part !== shown;
    if (this.hasAttribute("data-arrived")) this.arrive();
  }

  /** @param {Consents} consents */
  drawLanguages({ languages }) {
    this.list("languages", Object.entries(languages), (copy, [code, { name }]) => {
      this.fill({ name }, copy);
      const option = copy.querySelector("option");
      if (option) [option.value, option.lang, option.selected] = [code, code, code === this.#language];
    });
  }

  drawText() {
    const text = this.#consents?.languages[this.#language];
    if (!text) return;
    const place = this.piece("text");
    [place.lang, place.dir] = [this.#language, text.direction];
    this.fill({ title: text.title, question: text.question, yes: text.yes, no: text.no });
    this.piece("unreviewed").hidden = text.reviewed;
    this.list("lines", text.lines, (copy, line) => this.fill({ line }, copy));
    // The person reads these buttons too; the member, only the French.
    for (const part of ["yes-french", "no-french"]) this.piece(part).hidden = this.#language === "fr";
    for (const word of this.querySelectorAll("[data-spoken]")) word.setAttribute("lang", this.#language);
  }

  /** Another language to read, or another way to reach the person. */
  adapt() {
    const form = new FormData(this.form);
    const chosen = this.querySelector("select");
    if (chosen && chosen.value !== this.#language) {
      this.#language = chosen.value;
      this.drawText();
    }
    const contact = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("contact"));
    const modes = { telephone: "tel", courriel: "email", autre: "text" };
    contact.inputMode = modes[/** @type {keyof typeof modes} */ (String(form.get("kind")))] ?? "text";
  }

  ask() {
    this.turn("who");
    this.fill({ heard: `D'accord entendu : ${this.#consents?.languages[this.#language]?.name ?? ""}` });
  }

  /** @returns {import("terrain/logic/sealing").Named} */
  read() {
    const form = new FormData(this.form);
    const said = (/** @type {string} */ name) => String(form.get(name) ?? "").trim();
    const kind = said("kind");
    return { first_name: said("first"), contact: tidyContact(kind, said("contact")), kind, when: said("when") };
  }

  /** @param {import("terrain/logic/sealing").Named} named */
  faults({ first_name, kind }) {
    const typed = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("contact")).value;
    const found = { first: first_name ? "" : NO_NAME, contact: contactFault(kind, typed) };
    return Object.fromEntries(Object.entries(found).filter(([, fault]) => fault));
  }

  async save() {
    const named = this.read();
    const key = this.view?.me.key;
    if (!key || !this.#consents || this.#isSaving || this.showFaults(this.faults(named))) return;
    this.#isSaving = true;
    try {
      await this.keep(await this.sealed(named, key), this.#consents.version);
    } finally {
      this.#isSaving = false;
    }
    this.empty();
    leaveDone(`#/sortie/${this.outing}`, "Scellé et enregistré sur ce téléphone, qui ne peut plus le relire.");
  }

  /**
   * @param {import("terrain/logic/sealing").Named} named
   * @param {{id: string, point: string}} key
   */
  async sealed(named, key) {
    const entry = newKey();
    return { entry, sealed: await seal(named, { entry, key }) };
  }

  /**
   * @param {{entry: string, sealed: import("terrain/logic/sealing").Sealed}} box
   * @param {string} version of the text that was read
   */
  async keep({ entry, sealed }, version) {
    const { outing } = this;
    const payload = { entry, sealed, language: this.#language, purpose: "recontact", text_version: version };
    const voice = this.getAttribute("entry");
    const words = voice ? [{ outing, kind: "voice.put", payload: { entry: voice, resident_id: entry } }] : [];
    await recordMany([{ id: entry, outing, kind: "resident.put", payload }, ...words]);
  }

  /** Nothing of what was typed stays in the page. */
  empty = () => {
    for (const field of this.querySelectorAll("input")) {
      if (field.type === "radio") field.checked = field.defaultChecked;
      else field.value = "";
    }
  };
}

customElements.define("terrain-recall", RecallScreen);
