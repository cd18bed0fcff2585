// @ts-check
// What I wrote for one outing: take a line back, or move everything when the wrong outing was opened.
import { leaveDone } from "terrain/elements/done";
import { OutingScreen, outingWords, setLink } from "terrain/elements/outing-screen";
import { firstWords, screenOf } from "terrain/logic/lines";
import { whenWords } from "terrain/logic/outing-words";
import { hourOf } from "terrain/logic/wording";
import { movableEntries, writtenLines } from "terrain/logic/written";
import { dropLine, linesOf } from "terrain/store/lines";
import { exportable, record, recordMany } from "terrain/store/outbox";
import { outingViews } from "terrain/store/outing-view";
import { tracesOf } from "terrain/store/traces";

/** @typedef {import("terrain/logic/written").Line} Line */

// What one operation may move (palier/mobile/payloads.py: EntryMove).
const MOST_MOVED = 1000;

class WrittenScreen extends OutingScreen {
  /** @type {string[]} */
  #movable = [];
  #sure = "";

  /** @override */
  actions() {
    return { withdraw: (/** @type {Event} */ event) => this.withdraw(event), move: () => this.move() };
  }

  /** @override */
  async connectedCallback() {
    await super.connectedCallback();
    this.watch("outbox", () => this.drawLines());
    await this.attempt(() => this.drawOutings());
  }

  /** @override */
  async render() {
    const view = await this.load();
    const words = outingWords(view?.facts ?? null, new Date());
    this.fill({ where: `${words["place"]}. ${words["when"]}.` });
    await this.drawLines();
  }

  async drawLines() {
    const user = this.view?.me.user;
    if (!user) return;
    const [traces, waiting, kept] = await Promise.all([tracesOf(user, this.outing), exportable(user), linesOf(user)]);
    const lines = writtenLines(traces, new Set(waiting.map(({ id }) => id)));
    const now = new Date();
    this.#movable = movableEntries(traces);
    this.piece("empty").hidden = lines.length > 0;
    this.piece("move").hidden = lines.length === 0;
    this.list("lines", lines, (copy, line) => {
      const where = line.isHere ? "sur ce téléphone" : "reçu par le centre";
      this.fill({ label: line.label, state: `${hourOf(line.at, now)}, ${where}`, withdraw: this.buttonWords(line) }, copy);
      const mine = kept.get(line.key);
      this.tell({ words: firstWords(mine?.line ?? {}), mend: mine && screenOf(line.kind) ? "Modifier" : "" }, copy);
      setLink(copy, "mend", `#/sortie/${this.outing}/${screenOf(line.kind)}/${line.key}`);
      copy.querySelector("a")?.setAttribute("aria-label", `Modifier : ${line.label}, ${hourOf(line.at, now)}`);
      const button = copy.querySelector("button");
      if (!button) return;
      button.hidden = !line.canWithdraw;
      [button.value, button.dataset["kind"]] = [line.key, line.kind];
      button.setAttribute("aria-label", `${this.buttonWords(line)} : ${line.label}, ${hourOf(line.at, now)}`);
    });
  }

  /** @param {Line} line */
  buttonWords = ({ key }) => (key && key === this.#sure ? "Oui, retirer" : "Retirer");

  async drawOutings() {
    const [found, now] = [await outingViews(), new Date()];
    const others = (found?.outings ?? []).filter(({ id }) => id !== this.outing);
    const rows = others.map((outing) => ({ id: outing.id, name: `${outing.place?.name ?? outing.name}, ${whenWords(outing, now)}` }));
    this.list("outings", [{ id: "", name: "Choisir une sortie" }, ...rows], (copy, { id, name }) => {
      this.fill({ name }, copy);
      copy.querySelector("option")?.setAttribute("value", id);
    });
  }

  /** The first touch asks, the second takes back. @param {Event} event */
  async withdraw(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    const { value: entry } = button;
    if (this.#sure !== entry) {
      this.#sure = entry;
      await this.drawLines();
      return;
    }
    this.#sure = "";
    await record({ outing: this.outing, kind: "entry.withdraw", payload: { entry, kind: button.dataset["kind"] ?? "" } });
    if (this.view) await dropLine(this.view.me.user, entry);
    await this.drawLines();
    this.fill({ said: "C'est retiré." });
  }

  async move() {
    const form = new FormData(/** @type {HTMLFormElement} */ (this.querySelector("form")));
    const to = String(form.get("to") ?? "");
    if (this.showFaults(to ? {} : { to: "Choisissez la bonne sortie." })) return;
    const parts = Array.from({ length: Math.ceil(this.#movable.length / MOST_MOVED) }, (_, index) =>
      this.#movable.slice(index * MOST_MOVED, (index + 1) * MOST_MOVED),
    );
    await recordMany(parts.map((entries) => ({ outing: this.outing, kind: "entry.move", payload: { entries, to } })));
    leaveDone(`#/sortie/${to}`, "C'est déplacé ici. Enregistré sur ce téléphone.");
  }
}

customElements.define("terrain-written", WrittenScreen);
