// @ts-check
// One way to reach somebody, checked while they are still there.

/** @typedef {"telephone" | "courriel" | "autre"} ContactKind */

const SHORT_ABROAD = 8;
const LONG_ABROAD = 15;
const FRENCH_DIGITS = 10;
const MAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;

/**
 * @param {string} text
 * @returns {string} "+33612345678" or "0612345678": digits, with a leading + when the number is written abroad's way
 */
function dialled(text) {
  const digits = text.replace(/\(0\)/, "").replace(/[^\d+]/g, "").replace(/(?!^)\+/g, "");
  return digits.startsWith("00") ? `+${digits.slice(2)}` : digits;
}

/**
 * @param {string} text as typed
 * @returns {string} « 06 12 34 56 78 », or abroad « +213 551234567 » as it can be dialled; "" when it is no number
 */
export function phoneNumber(text) {
  const number = dialled(text);
  if (/[\p{L}]/u.test(text)) return "";
  const local = number.startsWith("+33") ? `0${number.slice(3)}` : number;
  if (/^0[1-9]\d{8}$/.test(local)) return local.replace(/(\d\d)(?=\d)/g, "$1 ");
  const isAbroad = /^\+[1-9]\d+$/.test(number) && !number.startsWith("+33");
  const size = number.length - 1;
  return isAbroad && size >= SHORT_ABROAD && size <= LONG_ABROAD ? number : "";
}

/**
 * @param {string} text
 * @returns {string} what is wrong with this telephone number, in French
 */
function phoneFault(text) {
  const number = dialled(text);
  if (/[\p{L}]/u.test(text)) return "Un numéro n'a que des chiffres. Pour autre chose, choisissez « Autre ».";
  const count = number.startsWith("+33") ? number.length - 2 : number.length;
  const isHome = number.startsWith("0") || number.startsWith("+33") || !number.startsWith("+");
  if (isHome && count !== FRENCH_DIGITS) {
    return `Un numéro a 10 chiffres, celui-ci en a ${count}. Relisez-le avec la personne.`;
  }
  return "Ce numéro n'existe pas sous cette forme. Relisez-le avec la personne.";
}

/**
 * @param {string} kind one of ContactKind
 * @param {string} text as typed
 * @returns {string} the contact as it is kept; "" when it is not one
 */
export function tidyContact(kind, text) {
  const trimmed = text.trim();
  if (kind === "telephone") return phoneNumber(trimmed);
  if (kind === "courriel") return MAIL.test(trimmed) ? trimmed : "";
  return trimmed;
}

/**
 * @param {string} kind one of ContactKind
 * @param {string} text as typed
 * @returns {string} what is wrong, in French; "" when somebody can be reached there
 */
export function contactFault(kind, text) {
  if (tidyContact(kind, text)) return "";
  if (!text.trim()) return "Notez un seul moyen de joindre la personne.";
  if (kind === "telephone") return phoneFault(text.trim());
  return "Une adresse ressemble à prenom@exemple.fr. Relisez-la avec la personne.";
}
