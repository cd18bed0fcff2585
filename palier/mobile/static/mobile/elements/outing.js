// @ts-check
// One outing's hub: leave, count, write, call for help, close.
import { nobodyActions } from "terrain/elements/nobody";
import { OutingScreen, outingWords, setLink } from "terrain/elements/outing-screen";
import { geoLink, hourWords, listWords } from "terrain/logic/outing-words";
import { peopleMet, refusals } from "terrain/logic/totals";
import { counted } from "terrain/logic/wording";

/** @typedef {import("terrain/store/types").OutingFacts} OutingFacts */

const SCREENS = [
  ...["depart", "compter", "parole", "rencontre", "orientation", "observation", "photo", "rappel"],
  ...["clore", "aide", "lignes"],
];

class OutingHub extends OutingScreen {
  /** @override */
  actions() {
    return nobodyActions(this);
  }

  /** @override */
  async connectedCallback() {
    await super.connectedCallback();
    this.watch("facts");
    this.watch("outbox");
  }

  /** @override */
  async render() {
    const view = await this.load();
    const facts = view?.facts ?? null;
    const words = outingWords(facts, new Date());
    this.tell({ ...words, ...this.stateWords(facts), map: words["coordinates"] ?? "" });
    this.fill({ with: words["with"] ? `, avec ${words["with"]}` : "" });
    this.piece("with").hidden = facts === null;
    for (const screen of SCREENS) setLink(this, screen, `#/sortie/${this.outing}/${screen}`);
    setLink(this, "map", (facts?.place && geoLink(facts.place)?.href) || "#/");
    const [met, refused] = view ? [peopleMet(view.cells), refusals(view.cells)] : [0, 0];
    this.fill({ total: [counted(met, "personne"), refused && `${refused} refus`].filter(Boolean).join(", ") });
    this.piece("nobody").hidden = met > 0 || facts?.closed_at != null;
    this.drawAnswers(facts?.answers ?? []);
    this.list("last-times", facts?.last_times ?? [], (copy, text) => this.fill({ text }, copy));
  }

  /** @param {OutingFacts["answers"]} answers */
  drawAnswers(answers) {
    this.piece("answers").hidden = answers.length === 0;
    this.list("answers", answers, (copy, { id, need, label }) => {
      this.fill({ need, label }, copy);
      setLink(copy, "tell", `#/sortie/${this.outing}/rapporter/${id}`);
    });
  }

  /**
   * @param {OutingFacts | null} facts
   * @returns {Record<string, string>} the parts that depend on where the outing is, said or left out
   */
  stateWords(facts) {
    const left = facts?.team.filter((member) => member.checked_in_at && !member.checked_out_at) ?? [];
    const since = left.map(({ checked_in_at }) => checked_in_at ?? "").sort()[0];
    const isOpen = facts !== null && facts.closed_at === null && facts.state !== "annulee";
    const gone = facts?.team.some((member) => member.checked_in_at) ?? false;
    return {
      cancelled: facts?.state === "annulee" ? "oui" : "",
      closed: facts?.closed_at ? "oui" : "",
      depart: isOpen && !gone ? "oui" : "",
      out: isOpen && since ? `Dehors depuis ${hourWords(since)} : ${listWords(left.map((one) => one.first_name))}` : "",
      team: facts?.team.map((one) => [one.first_name, one.role_label].filter(Boolean).join(", ")).join(" · ") ?? "",
      "last-times": facts?.last_times.length ? "oui" : "",
    };
  }
}

customElements.define("terrain-outing", OutingHub);
