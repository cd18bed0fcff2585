// @ts-check
// « Clore »: how each one comes back, what happened, who is back. Kept at each keystroke until it is recorded.
import { leaveDone } from "terrain/elements/done";
import { draftKeeper, readTyped } from "terrain/elements/form-draft";
import { OutingScreen, outingWords } from "terrain/elements/outing-screen";
import { showTrouble } from "terrain/elements/screen";
import { closingFaults, closingWritings, emptyClosing, readClosing } from "terrain/logic/closing";
import { peopleMet } from "terrain/logic/totals";
import { dropDraft } from "terrain/store/drafts";
import { recordMany } from "terrain/store/outbox";

/** @typedef {import("terrain/logic/closing").Closing} Closing */

const DRAFT = "clore";
const MOOD = "mood-";
const WORDS = /** @type {const} */ (["incident", "incidentText", "supportText", "sentence"]);
const YES = /** @type {const} */ (["forSupervision", "supportWanted"]);

class CloseScreen extends OutingScreen {
  /** @type {ReturnType<typeof draftKeeper> | null} */
  #draft = null;

  /** @override */
  actions() {
    return { save: () => this.save() };
  }

  /** @override */
  async render() {
    const view = await this.load();
    // No account is open yet: nothing typed could be kept, and the screen is drawn again when one is.
    if (!view) return;
    const words = outingWords(view.facts, new Date());
    this.fill({ where: `${words["place"]}. ${words["when"]}.` });
    this.drawTeam();
    this.write(readClosing(await readTyped(view.me.user, this.outing, DRAFT), this.members));
    this.#draft = draftKeeper(view.me.user, this.outing, DRAFT, {
      onKept: () => this.fill({ kept: "Brouillon gardé sur ce téléphone." }),
      onTrouble: (error) => showTrouble(error instanceof Error ? error.message : ""),
    });
    if (view.facts?.closed_at) this.fill({ kept: "Déjà close : ce que vous dites ici s'ajoute.", submit: "Ajouter" });
    this.addEventListener("input", () => {
      this.unfold();
      this.#draft?.keep(this.read());
    });
    this.unfold();
    // Not before: what was being typed is there, and nothing typed is written over.
    this.form.hidden = false;
  }

  drawTeam() {
    const team = this.team.length ? this.team : this.members.map((member) => ({ member, first_name: "Moi", is_me: true }));
    this.list("moods", team, (copy, { member, first_name }) => {
      this.fill({ name: first_name }, copy);
      for (const input of copy.querySelectorAll("input")) input.name = `${MOOD}${member}`;
    });
    this.list("back", team, (copy, { member, first_name }) => {
      this.fill({ name: first_name }, copy);
      const box = copy.querySelector("input");
      if (box) box.value = member;
    });
  }

  /** @returns {Closing} what the form says now */
  read() {
    const form = new FormData(this.form);
    const closing = { ...emptyClosing([]), back: form.getAll("back").map(String) };
    for (const name of WORDS) closing[name] = String(form.get(name) ?? "");
    for (const name of YES) closing[name] = form.has(name);
    closing.hasIncident = /** @type {Closing["hasIncident"]} */ (String(form.get("hasIncident") ?? ""));
    const moods = [...form].filter(([name]) => name.startsWith(MOOD));
    closing.moods = Object.fromEntries(moods.map(([name, mood]) => [name.slice(MOOD.length), String(mood)]));
    return closing;
  }

  /** @param {Closing} closing */
  write(closing) {
    for (const control of this.form.elements) {
      if (control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type)) {
        control.checked = isChosen(closing, control);
      } else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement) {
        control.value = String(Object(closing)[control.name] ?? "");
      }
    }
  }

  /** Show what an answer asks for, and nothing else. */
  unfold() {
    const closing = this.read();
    this.piece("incident").hidden = closing.hasIncident !== "oui";
    this.piece("support").hidden = !closing.supportWanted;
  }

  async save() {
    const closing = this.read();
    const faults = closingFaults(closing);
    if (this.showFaults(faults)) return;
    const { view } = this;
    if (!view) return;
    const writings = closingWritings(closing, await this.debriefLine(), peopleMet(view.cells));
    await recordMany(writings.map((writing) => ({ ...writing, outing: this.outing })));
    await this.#draft?.settled();
    await dropDraft(view.me.user, this.outing, DRAFT);
    leaveDone("#/", "Sortie close. Enregistré sur ce téléphone.");
  }
}

/**
 * @param {Closing} closing
 * @param {HTMLInputElement} control
 * @returns {boolean}
 */
function isChosen(closing, { name, value }) {
  if (name === "back") return closing.back.includes(value);
  if (name.startsWith(MOOD)) return closing.moods[name.slice(MOOD.length)] === value;
  if (name === "hasIncident") return closing.hasIncident === value;
  return name === "supportWanted" ? closing.supportWanted : closing.forSupervision;
}

customElements.define("terrain-close", CloseScreen);
