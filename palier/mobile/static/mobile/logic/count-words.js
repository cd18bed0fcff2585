// @ts-check
// What the counting screen says, to the eye and to the ear.

const REFUSAL = "refus";

/**
 * @param {number} count
 * @param {string} contact the way of counting that is chosen
 * @returns {string} « 3 personnes », « 1 refus »
 */
export function peopleWords(count, contact) {
  if (contact === REFUSAL) return `${count} refus`;
  return `${count} ${count < 2 ? "personne" : "personnes"}`;
}

/**
 * @param {string} name « 25 à 39 ans, femme »
 * @param {number} count
 * @param {string} contact
 * @returns {string} the accessible name of a cell
 */
export const cellWords = (name, count, contact) => `${name} : ${peopleWords(count, contact)}`;

/**
 * What the grid shows: those met, however it was, or those who refused.
 * @param {ReadonlyMap<string, number>} cells people by cell
 * @param {string} contact chosen now
 * @param {(key: string) => {age: string, gender: string, contact: string}} cellOf
 * @returns {Map<string, number>} people by "age gender"
 */
export function shownSums(cells, contact, cellOf) {
  const sums = new Map();
  for (const [key, people] of cells) {
    const { age, gender, contact: other } = cellOf(key);
    const place = `${age} ${gender}`;
    if ((contact === REFUSAL) === (other === REFUSAL)) sums.set(place, (sums.get(place) ?? 0) + people);
  }
  return sums;
}

/**
 * @param {number} refusals
 * @returns {string} « 2 refus », nothing without any
 */
export const refusalWords = (refusals) => (refusals ? peopleWords(refusals, REFUSAL) : "");

/**
 * @param {number} unsaved taps not on the disk yet
 * @param {boolean} hasSaved whether one was since the screen was opened
 * @returns {string} « Enregistré » only of what is on the disk
 */
export function keptWords(unsaved, hasSaved) {
  if (unsaved > 0) return "Enregistrement…";
  return hasSaved ? "Enregistré" : "";
}
