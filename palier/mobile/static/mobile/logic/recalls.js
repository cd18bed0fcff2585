// @ts-check
// Who asked to be called back, as the screen holds it for a moment: never written anywhere but sealed.

/**
 * @typedef {{name: string, direction: string, reviewed: boolean, title: string, lines: string[], question: string,
 *   yes: string, no: string}} ConsentText
 * @typedef {{version: string, languages: Record<string, ConsentText>}} Consents
 */

const FRENCH = "fr";

/**
 * @param {any} texts what came down (palier/residents/consent_texts.py: texts_for_phones)
 * @returns {Consents | null} null when nothing came down yet
 */
export function consentsIn(texts) {
  const found = texts?.recontact;
  const isUsable = typeof found?.version === "string" && Array.isArray(found?.languages?.[FRENCH]?.lines);
  return isUsable ? found : null;
}

/**
 * @param {Consents} consents
 * @param {string} language of the conversation
 * @returns {string} the language of the text to read: the same when it is there, else French
 */
export const readIn = (consents, language) => (consents.languages[language] ? language : FRENCH);

/**
 * @param {{key: {id: string, point: string} | null} | null} account
 * @param {Consents | null} consents
 * @returns {boolean} whether a name can be sealed here and now
 */
export const canSeal = (account, consents) => Boolean(account?.key && consents);
