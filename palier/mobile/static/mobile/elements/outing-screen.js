// @ts-check
// What the screens of one outing share: the outing as this phone sees it, its words, its links.
import { navigate } from "terrain/elements/router";
import { Screen } from "terrain/elements/screen";
import { geoLink, listWords, whenWords } from "terrain/logic/outing-words";
import { newKey } from "terrain/store/outbox";
import { outingView } from "terrain/store/outing-view";
import { tracesOf } from "terrain/store/traces";

/** @typedef {import("terrain/logic/closing").DebriefLine} DebriefLine */
/** @typedef {import("terrain/store/types").OutingFacts} OutingFacts */
/** @typedef {import("terrain/store/outing-view").OutingView} OutingView */

/**
 * @param {ParentNode} root
 * @param {string} name of a `[data-link]`
 * @param {string} href
 */
export function setLink(root, name, href) {
  for (const link of root.querySelectorAll(`[data-link="${name}"]`)) link.setAttribute("href", href);
}

/**
 * @param {string} modality
 * @returns {string} as the screen « Improviser » names it: an outing made here has no word from the centre yet
 */
function modalityWords(modality) {
  const screen = document.getElementById("screen-improvise");
  const option = screen instanceof HTMLTemplateElement && screen.content.querySelector(`option[value="${modality}"]`);
  return option ? (option.textContent ?? "") : "";
}

/**
 * @param {OutingFacts | null} facts
 * @param {Date} now
 * @returns {Record<string, string>} what the templates say of an outing
 */
export function outingWords(facts, now) {
  const others = facts?.team.filter((member) => !member.is_me).map((member) => member.first_name) ?? [];
  return {
    place: facts?.place?.name || facts?.name || "Sortie",
    when: facts ? whenWords(facts, now) : "Ce téléphone ne connaît pas encore cette sortie.",
    with: listWords([...others, ...(facts?.partner ? [facts.partner.name] : [])]),
    modality: facts ? facts.modality_label || modalityWords(facts.modality) : "",
    address: facts?.place?.address ?? "",
    bring: facts?.bring.join(", ") ?? "",
    note: facts?.note ?? "",
    hours: facts?.place?.hours_text ?? "",
    "place-note": facts?.place?.note ?? "",
    coordinates: (facts?.place && geoLink(facts.place)?.text) ?? "",
  };
}

/** A screen of one outing. */
export class OutingScreen extends Screen {
  /** @type {OutingView | null} */
  view = null;

  /** @returns {HTMLFormElement} */
  get form() {
    return /** @type {HTMLFormElement} */ (this.querySelector("form"));
  }

  /** @returns {Promise<OutingView | null>} read again */
  async load() {
    this.view = await outingView(this.outing);
    return this.view;
  }

  /** @returns {OutingFacts["team"]} */
  get team() {
    return this.view?.facts?.team ?? [];
  }

  /** @returns {string[]} who went, by membership; whoever writes, at least */
  get members() {
    const team = this.team.map(({ member }) => member);
    return team.length ? team : [this.view?.me.user ?? ""].filter(Boolean);
  }

  /** @returns {Promise<DebriefLine>} one's telling of how this outing ended: the same line when told again */
  async debriefLine() {
    const traces = this.view ? await tracesOf(this.view.me.user, this.outing) : [];
    const entry = traces.filter(({ kind }) => kind === "debrief.put").at(-1)?.entry;
    return entry ? { entry, isNew: false } : { entry: newKey(), isNew: true };
  }

  /** @param {string} [screen] of this outing; "" for its hub */
  open(screen = "") {
    navigate(`#/sortie/${this.outing}${screen ? `/${screen}` : ""}`);
  }

  /**
   * Say what is missing at its own field, and go to the first one.
   * @param {Record<string, string>} faults by the name of the field
   * @returns {boolean} whether there is any
   */
  showFaults(faults) {
    for (const place of this.querySelectorAll("[data-error]")) {
      const name = place.getAttribute("data-error") ?? "";
      const words = place.querySelector("[data-fault]");
      if (words) words.textContent = faults[name] ?? "";
      place.toggleAttribute("hidden", !faults[name]);
      this.querySelector(`[name="${name}"]`)?.setAttribute("aria-invalid", String(Boolean(faults[name])));
    }
    const [first] = Object.keys(faults);
    const field = this.querySelector(`[name="${first}"]`);
    if (field instanceof HTMLElement) field.focus();
    return first !== undefined;
  }

  /**
   * Show the parts whose words say something, and fill them.
   * @param {Record<string, string>} words
   * @param {ParentNode} [within]
   */
  tell(words, within = this) {
    this.fill(words, within);
    for (const [name, word] of Object.entries(words)) {
      for (const part of within.querySelectorAll(`[data-part="${name}"]`)) part.toggleAttribute("hidden", !word);
    }
  }
}
