// @ts-check
// « Mes sorties »: the next one, what its place waits for, those to close, the others.
import { outingWords, setLink } from "terrain/elements/outing-screen";
import { Screen } from "terrain/elements/screen";
import { geoLink, sortOutings } from "terrain/logic/outing-words";
import { outingViews } from "terrain/store/outing-view";

/** @typedef {import("terrain/store/types").OutingFacts} OutingFacts */

class HomeScreen extends Screen {
  /** @override */
  async connectedCallback() {
    await super.connectedCallback();
    this.watch("facts");
    this.watch("outbox");
  }

  /** @override */
  async render() {
    const found = await outingViews();
    const now = new Date();
    const { next, later, toClose, past } = sortOutings(found?.outings ?? [], ({ closed_at }) => closed_at !== null, now);
    this.piece("waiting").hidden = found !== null;
    this.piece("empty").hidden = found === null || next !== null;
    this.piece("next").hidden = next === null;
    if (next) this.drawNext(next, now);
    this.rows("to-close", toClose, now, "/clore");
    this.rows("later", later, now);
    this.rows("past", past, now);
  }

  /** @param {OutingFacts} outing @param {Date} now */
  drawNext(outing, now) {
    const card = this.piece("next");
    const words = outingWords(outing, now);
    this.fill(words, card);
    const shown = {
      ...words,
      map: words["coordinates"],
      answers: outing.answers.length,
      "under-way": outing.state === "en_cours",
      draft: outing.state === "brouillon",
      improvised: outing.is_improvised,
    };
    for (const [name, value] of Object.entries(shown)) {
      card.querySelector(`[data-part="${name}"]`)?.toggleAttribute("hidden", !value);
    }
    this.list("answers", outing.answers, (copy, answer) => this.fill({ text: `${answer.need} : ${answer.label}` }, copy));
    setLink(card, "map", (outing.place && geoLink(outing.place)?.href) || "#/");
    setLink(card, "open", `#/sortie/${outing.id}`);
  }

  /**
   * @param {string} name
   * @param {OutingFacts[]} outings
   * @param {Date} now
   * @param {string} [screen]
   */
  rows(name, outings, now, screen = "") {
    this.piece(name).hidden = outings.length === 0;
    this.list(name, outings, (copy, outing) => {
      this.fill(outingWords(outing, now), copy);
      setLink(copy, "open", `#/sortie/${outing.id}${screen}`);
    });
  }
}

customElements.define("terrain-home", HomeScreen);
