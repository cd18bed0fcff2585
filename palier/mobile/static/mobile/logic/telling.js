// @ts-check
// An answer told where its words were said: what the form says, and the operation that it makes.

/**
 * @typedef {object} DueAnswer an answer that a place waits for (palier/mobile/queries/outing_facts.py)
 * @property {string} id
 * @property {string} need
 * @property {string} label where the request stands
 * @property {string} text
 * @property {string} since
 */

/**
 * @typedef {{isTold: "oui" | "non", people: string, means: string, contested: string, note: string, reason: string}} Telling
 *   what the form says; ``people``: as typed, ``contested``: "oui" or nothing
 */

/** @type {Readonly<Telling>} */
export const NOTHING_SAID = { isTold: "oui", people: "", means: "terrain", contested: "", note: "", reason: "" };
const MOST_PEOPLE = 5000;

/**
 * @param {Record<string, unknown>} said a form, or a draft of any age
 * @returns {Telling}
 */
export function readTelling(said) {
  const kept = Object.entries(NOTHING_SAID).map(([name, usual]) => [name, typeof said[name] === "string" ? said[name] : usual]);
  return Object.fromEntries(kept);
}

/**
 * @param {Telling} telling
 * @returns {Record<string, string>} what is missing, by field
 */
export function tellingFaults({ isTold, means, people, reason }) {
  if (isTold === "non") return reason.trim() ? {} : { reason: "Dites pourquoi, en quelques mots." };
  if (means !== "terrain" && !people.trim()) return {};
  const count = Number(people.trim() || NaN);
  const isCount = Number.isInteger(count) && count > 0 && count <= MOST_PEOPLE;
  return isCount ? {} : { people: "Dites à combien de personnes, en chiffres : une suffit." };
}

/**
 * @param {string} restitution
 * @param {Telling} telling without any fault
 * @returns {{kind: "answer.tell", payload: Record<string, unknown>}}
 */
export function tellingWriting(restitution, { isTold, people, means, contested, note, reason }) {
  if (isTold === "non") return { kind: "answer.tell", payload: { restitution, impossible: true, reason: reason.trim() } };
  const count = people.trim() ? { people: Number(people.trim()) } : {};
  const more = { ...(contested ? { contested: true } : {}), ...(note.trim() ? { note: note.trim() } : {}) };
  return { kind: "answer.tell", payload: { restitution, means, ...count, ...more } };
}
