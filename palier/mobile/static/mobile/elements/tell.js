// @ts-check
// « Rapporter une réponse »: what to say, to how many people it was said, what they think of it; or why it could not be.
import { leaveDone } from "terrain/elements/done";
import { draftKeeper, readTyped } from "terrain/elements/form-draft";
import { formValues, writeValues } from "terrain/elements/form-values";
import { OutingScreen, outingWords } from "terrain/elements/outing-screen";
import { showTrouble } from "terrain/elements/screen";
import { dayWords } from "terrain/logic/outing-words";
import { NOTHING_SAID, readTelling, tellingFaults, tellingWriting } from "terrain/logic/telling";
import { findings, warningWords } from "terrain/logic/warnings";
import { dropDraft } from "terrain/store/drafts";
import { record } from "terrain/store/outbox";

class TellScreen extends OutingScreen {
  /** @type {ReturnType<typeof draftKeeper> | null} */
  #draft = null;

  /** @override */
  actions() {
    return { save: () => this.save() };
  }

  /** @returns {string} the key of what is told: one draft for each */
  get restitution() {
    return this.getAttribute("entry") ?? "";
  }

  /** @override */
  async render() {
    const view = await this.load();
    const words = outingWords(view?.facts ?? null, new Date());
    this.fill({ where: `${words["place"]}. ${words["when"]}.` });
    const answer = view?.facts?.answers.find(({ id }) => id === this.restitution);
    this.piece("gone").hidden = answer !== undefined;
    if (!view || !answer) return;
    this.tell({ need: answer.need, label: answer.label, text: answer.text });
    this.fill({ since: `Réponse reçue : ${dayWords(answer.since, new Date()).toLowerCase()}.` });
    const { user } = view.me;
    const name = `rapporter/${this.restitution}`;
    const kept = await readTyped(user, this.outing, name);
    if (kept) writeValues(this.form, readTelling(kept));
    this.#draft = draftKeeper(user, this.outing, name, {
      onKept: () => this.fill({ kept: "Brouillon gardé sur ce téléphone." }),
      onTrouble: (error) => showTrouble(error instanceof Error ? error.message : ""),
    });
    this.addEventListener("input", () => {
      this.#draft?.keep(this.read());
      this.adapt();
    });
    this.adapt();
    this.piece("answer").hidden = this.form.hidden = false;
  }

  read() {
    return readTelling(formValues(this.form, NOTHING_SAID));
  }

  /** Ask for what was chosen only; say gently what looks like somebody's name. */
  adapt() {
    const { isTold, note, reason } = this.read();
    this.piece("told").hidden = isTold === "non";
    this.piece("not-told").hidden = isTold !== "non";
    const words = warningWords(findings(isTold === "non" ? reason : note));
    if (words) this.fill({ warning: words });
    this.piece("warning").hidden = !words;
  }

  async save() {
    const said = this.read();
    if (!this.view || this.showFaults(tellingFaults(said))) return;
    await record({ outing: this.outing, ...tellingWriting(this.restitution, said) });
    await this.#draft?.settled();
    // It is on the disk: what follows may fail without losing a word.
    await dropDraft(this.view.me.user, this.outing, `rapporter/${this.restitution}`).catch(() => {});
    leaveDone(`#/sortie/${this.outing}`, said.isTold === "non" ? "La raison est notée sur ce téléphone." : "C'est rapporté. Enregistré sur ce téléphone.");
  }
}

customElements.define("terrain-tell", TellScreen);
