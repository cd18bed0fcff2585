// @ts-check
// What the phone says of what it holds. Never « Reçu » before the centre's receipt.

const DAY = 24 * 3600 * 1000;
const CLOCK = new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit" });
const DATE = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long" });

/**
 * @typedef {"idle" | "sending" | "offline" | "refused" | "locked" | "login"} Phase
 * @typedef {object} Holding
 * @property {Phase} phase
 * @property {number} pending operations of mine on this phone only
 * @property {string | null} oldest hour of the oldest, ISO
 * @property {string | null} lastReceivedAt hour of the centre's last receipt, ISO
 * @property {number} [others] operations of other accounts on this phone
 */

/**
 * @param {string} at ISO
 * @param {Date} now
 * @returns {string} "14 h 32"; "le 19 novembre à 9 h 05" when the day is another
 */
export function hourOf(at, now) {
  const when = new Date(at);
  const hour = CLOCK.format(when).replace(":", " h ");
  return when.toDateString() === now.toDateString() ? hour : `le ${DATE.format(when)} à ${hour}`;
}

/**
 * @param {string} at ISO
 * @param {Date} now
 * @returns {string} "à 14 h 32"; "le 19 novembre à 9 h 05" when the day is another
 */
export function momentOf(at, now) {
  return hourOf(at, now).replace(/^(?=\d)/, "à ");
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 * @returns {string}
 */
export function counted(count, one, many = `${one}s`) {
  return `${count} ${count < 2 ? one : many}`;
}

/**
 * @param {Holding} holding
 * @param {Date} now
 * @returns {boolean} whether something has been waiting for a day or more
 */
export function isOverdue({ pending, oldest }, now) {
  return pending > 0 && oldest !== null && Math.abs(now.getTime() - new Date(oldest).getTime()) >= DAY;
}

/**
 * @param {Holding} holding
 * @param {Date} now
 * @returns {string} the status line
 */
export function statusOf(holding, now) {
  const { pending, oldest, lastReceivedAt, phase } = holding;
  if (pending > 0) {
    const held = `Enregistré sur ce téléphone : ${counted(pending, "saisie")}`;
    if (phase === "login") return `${counted(pending, "saisie")} à envoyer : connectez-vous`;
    if (phase === "locked") return `${counted(pending, "saisie")} à envoyer : tapez votre code`;
    if (phase === "refused") return `${counted(pending, "saisie")} à envoyer : le centre ne les prend pas encore`;
    if (phase === "sending") return `Envoi de ${counted(pending, "saisie")} au centre`;
    return oldest ? `${held} depuis ${hourOf(oldest, now)}` : held;
  }
  if (phase === "login") return "Connectez-vous pour recevoir vos sorties";
  if (phase === "locked") return "Tout est envoyé. Tapez votre code";
  return lastReceivedAt ? `Reçu par le centre ${momentOf(lastReceivedAt, now)}` : "Rien à envoyer";
}

/** @type {Readonly<Record<string, readonly [string, string]>>} */
const KINDS = {
  "tally.add": ["comptage", "comptages"],
  "encounter.put": ["rencontre", "rencontres"],
  "voice.put": ["parole", "paroles"],
  "orientation.put": ["orientation", "orientations"],
  "observation.put": ["observation", "observations"],
  "photo.put": ["photo", "photos"],
  "debrief.put": ["débriefing", "débriefings"],
  "resident.put": ["personne à rappeler", "personnes à rappeler"],
  "outing.check_in": ["départ", "départs"],
  "outing.check_out": ["retour", "retours"],
  "outing.improvise": ["sortie improvisée", "sorties improvisées"],
  "answer.tell": ["réponse rapportée", "réponses rapportées"],
  "entry.move": ["changement de sortie", "changements de sortie"],
  "entry.withdraw": ["retrait", "retraits"],
};

/**
 * @param {number} count
 * @param {string} kind of operation
 * @returns {string} "3 comptages"
 */
export function countedKind(count, kind) {
  const [one, many] = KINDS[kind] ?? ["saisie", "saisies"];
  return counted(count, one, many);
}
