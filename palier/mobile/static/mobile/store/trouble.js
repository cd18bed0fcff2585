// @ts-check
// What the phone could not keep, said so that somebody in the street knows what to do now.

/** Nothing was kept by the call that throws this; ``message`` is for the screen. */
export class StorageTrouble extends Error {}

const FULL =
  "Ce téléphone n'a plus de place : ce que vous venez de saisir n'est pas enregistré, et reste à l'écran. " +
  "Libérez de la place (photos, vidéos), puis touchez de nouveau le bouton. Le reste est intact.";
const BROKEN =
  "Ce téléphone n'a pas pu enregistrer : votre saisie reste à l'écran. Touchez de nouveau le bouton ; si cela " +
  "recommence, fermez les autres onglets de Palier.";

/**
 * @param {any} error
 * @returns {boolean} whether the browser refused for want of room
 */
export function isFull(error) {
  return error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError";
}

/**
 * @param {unknown} error
 * @returns {StorageTrouble}
 */
export function troubleOf(error) {
  if (error instanceof StorageTrouble) return error;
  return new StorageTrouble(isFull(error) ? FULL : BROKEN, { cause: error });
}

/**
 * @param {unknown} error
 * @returns {string} the same for touches taken back, in the few words that fit above the grid
 */
export function tapTrouble(error) {
  const { message, cause } = troubleOf(error);
  const full = "Ce téléphone n'a plus de place : libérez-en (photos, vidéos), puis recomptez.";
  const broken = "Touchez de nouveau ; si cela recommence, fermez les autres onglets.";
  return `Ces touches ne sont pas comptées. ${cause ? (isFull(cause) ? full : broken) : message}`;
}
