// @ts-check
// What the screens that write a line share: a draft at each keystroke, chips, a word of caution, writing again.
import { drawThemes, unfoldChosen } from "terrain/elements/chips";
import { leaveDone } from "terrain/elements/done";
import { draftKeeper, readTyped } from "terrain/elements/form-draft";
import { formValues, writeValues } from "terrain/elements/form-values";
import { OutingScreen, outingWords } from "terrain/elements/outing-screen";
import { showTrouble } from "terrain/elements/screen";
import { emptyLine, lineFaults, lineFields, readLine, screenOf } from "terrain/logic/lines";
import { findings, warningWords } from "terrain/logic/warnings";
import { dropDraft } from "terrain/store/drafts";
import { factOf } from "terrain/store/facts";
import { chosenThemes, keepLine, lineOf, noteThemes } from "terrain/store/lines";
import { newKey, record } from "terrain/store/outbox";
import { tracesOf } from "terrain/store/traces";

/** @typedef {import("terrain/logic/lines").Line} Line */

export class LineScreen extends OutingScreen {
  /** The operation that this screen writes; what it is called once recorded. */
  kind = "";
  recorded = "";
  entry = "";
  /** The line as it was written, when it is written again. @type {Line | null} */
  former = null;
  /** @type {ReturnType<typeof draftKeeper> | null} */
  #draft = null;

  /** @override */
  actions() {
    return { save: () => this.save() };
  }

  /** @returns {boolean} whether a line already written is written again */
  get isAgain() {
    return this.hasAttribute("entry");
  }

  /** @returns {string} the name of the draft: one for the new line, one for each line written again */
  get draftName() {
    return this.isAgain ? `${screenOf(this.kind)}/${this.entry}` : screenOf(this.kind);
  }

  /** @override */
  async render() {
    const view = await this.load();
    // No account is open yet: nothing typed could be kept, and the screen is drawn again when one is.
    if (!view) return;
    const { user } = view.me;
    const words = outingWords(view.facts, new Date());
    this.fill({ where: `${words["place"]}. ${words["when"]}.` });
    if (this.isAgain && !(await this.findAgain(user))) return this.drawGone();
    await this.drawChips(user);
    this.write(await this.begin(user));
    this.#draft = draftKeeper(user, this.outing, this.draftName, {
      onKept: () => this.fill({ kept: "Brouillon gardé sur ce téléphone." }),
      onTrouble: (error) => showTrouble(error instanceof Error ? error.message : ""),
    });
    this.addEventListener("input", () => this.noteInput());
    this.warn();
    // Not before: what was being typed is there, and nothing typed is written over.
    this.form.hidden = false;
  }

  /** @param {string} user */
  async findAgain(user) {
    this.entry = this.getAttribute("entry") ?? "";
    const kept = await lineOf(user, this.entry);
    this.former = kept?.kind === this.kind ? readLine(this.kind, kept.line) : null;
    return this.former !== null;
  }

  /** The words have left this phone: the centre's pages mend them. */
  drawGone() {
    const template = document.getElementById("ligne-absente");
    if (template instanceof HTMLTemplateElement) this.replaceChildren(template.content.cloneNode(true));
  }

  /**
   * @param {string} user
   * @returns {Promise<Line>} what was being typed, else the line written again, else nothing yet
   */
  async begin(user) {
    const draft = await readTyped(user, this.outing, this.draftName);
    if (this.isAgain) return draft ? readLine(this.kind, draft.line) : (this.former ?? emptyLine(this.kind));
    const recorded = draft && (await tracesOf(user, this.outing)).some(({ entry }) => entry === draft.entry);
    // Recorded just before the page died: it must not be written twice.
    if (recorded) await dropDraft(user, this.outing, this.draftName);
    return draft && !recorded ? readLine(this.kind, draft.line) : emptyLine(this.kind);
  }

  /** @param {string} user */
  async drawChips(user) {
    const place = this.querySelector("[data-themes]");
    if (!(place instanceof HTMLElement)) return;
    const [chosen, ofTeam] = await Promise.all([chosenThemes(user), factOf(user, "themes")]);
    drawThemes(place, { chosen, ofTeam: ofTeam ?? [], intents: this.view?.facts?.intents ?? [] });
  }

  /** @returns {Line} what the form says now */
  read() {
    return formValues(this.form, emptyLine(this.kind));
  }

  /** @param {Line} line */
  write(line) {
    writeValues(this.form, line);
    const themes = this.querySelector("[data-themes]");
    if (themes instanceof HTMLElement) unfoldChosen(themes);
  }

  noteInput() {
    this.#draft?.keep({ entry: this.entry, line: this.read() });
    this.warn();
  }

  /** Say gently what looks like somebody's name or contact; the person decides. */
  warn() {
    const box = this.querySelector("[data-part='warning']");
    const typed = this.querySelector("textarea, input[data-watched]");
    if (!(box instanceof HTMLElement) || !(typed instanceof HTMLTextAreaElement || typed instanceof HTMLInputElement)) return;
    const words = warningWords(findings(typed.value));
    if (words) this.fill({ warning: words });
    box.hidden = !words;
  }

  /** @returns {Record<string, unknown>} what the operation carries besides the form */
  get more() {
    return {};
  }

  /** @returns {Record<string, string>} what is missing, by field */
  faults() {
    return lineFaults(this.kind, this.read());
  }

  async save() {
    const { view } = this;
    if (!view || this.showFaults(this.faults())) return;
    const line = this.read();
    const fields = { ...lineFields(line, this.former), ...this.more };
    const isSame = this.isAgain && Object.keys(fields).length === 0;
    const made = this.isAgain ? {} : { id: await this.makeKey(line) };
    if (!isSame) await record({ ...made, outing: this.outing, kind: this.kind, payload: { entry: this.entry, ...fields } });
    await this.#draft?.settled();
    await this.forget(view.me.user, line);
    this.leave(line, isSame);
  }

  /**
   * @param {Line} line
   * @returns {Promise<string>} the new line's key, noted in its draft before it is recorded
   */
  async makeKey(line) {
    this.entry = newKey();
    this.#draft?.keep({ entry: this.entry, line });
    await this.#draft?.settled();
    return this.entry;
  }

  /**
   * The line is on the disk: what follows may fail without losing a word.
   * @param {string} user
   * @param {Line} line
   */
  async forget(user, line) {
    const themes = [line["themes"] ?? [], line["theme"] ?? []].flat().filter(Boolean);
    const after = [keepLine(user, this.entry, { kind: this.kind, line }), noteThemes(user, themes)];
    await Promise.allSettled([dropDraft(user, this.outing, this.draftName), ...after]);
  }

  /**
   * @param {Line} _line as recorded
   * @param {boolean} isSame whether nothing had changed
   */
  leave(_line, isSame) {
    const words = isSame ? "Rien n'a changé." : `${this.recorded} sur ce téléphone.`;
    const mend = `#/sortie/${this.outing}/${screenOf(this.kind)}/${this.entry}`;
    leaveDone(`#/sortie/${this.outing}${this.isAgain ? "/lignes" : ""}`, words, mend);
  }
}
