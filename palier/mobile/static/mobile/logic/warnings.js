// @ts-check
// What somebody may have written without meaning to: a number, an address, a name. The person decides; nothing is blocked.

/** @typedef {{kind: "telephone" | "courriel" | "nom", found: string}} Finding */

const PHONE = /(?<![\d+])(?:(?:\+|00)[1-9]\d{0,2}[\s.\-/]*(?:\(0\)[\s.\-/]*)?\d(?:[\s.\-/]*\d){6,11}|0[1-9](?:[\s.\-/]*\d{2}){4})(?!\d)/g;
const MAIL = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu;
const WORD = /\p{L}[\p{L}-]*\.?/gu;
const CIVILITIES = new Set(["m.", "mr", "mr.", "mme", "mme.", "mlle", "monsieur", "madame", "mademoiselle", "dr", "docteur", "maître"]);
const PARTICLES = new Set(["de", "du", "des", "la", "le", "el", "al", "ben", "ait", "van", "von", "da", "dos", "di"]);
// A name after one of these is a street's, a school's, a building's.
const PLACES = new Set(
  `rue avenue av boulevard bd place square allée allées impasse chemin cours quai pont route passage villa cité résidence
  parc jardin école collège lycée maternelle primaire crèche gymnase stade piscine médiathèque bibliothèque salle espace
  théâtre cinéma musée hôpital clinique centre maison foyer tour bâtiment immeuble bloc hall quartier secteur marché
  église mosquée temple station gare arrêt métro tram ligne bus saint sainte st ste association fondation mairie hôtel`.split(/\s+/),
);
// Words that begin sentences, and organisations: never a first name or a surname.
const OTHERS = new Set(
  `le la les un une des du de au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs je
  tu il elle on nous vous ils elles et ou mais donc or ni car si que qui quoi dont où quand comme comment pourquoi combien
  pour par avec sans chez dans sur sous vers depuis pendant avant après entre contre selon ici là hier demain lundi mardi
  mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre novembre
  décembre noël pâques ramadan aïd merci bonjour bonsoir salut oui non très trop plus moins peu beaucoup tout tous toute
  toutes rien personne rue avenue place école collège lycée centre maison mairie quartier social sociale caf hlm rsa cpam
  pmi ccas apl aah ase msa sncf ratp edf tgv ter pmr qpv cv pôle emploi france travail mission locale sécurité secours
  populaire catholique croix rouge restos cœur action logement poste services service état préfecture département région
  ville métropole europe union paris lyon marseille lille police secrétaire habitat insertion famille familles enfance
  jeunesse culture loisirs sport vacances protection maternelle infantile allocations familiales assurance maladie
  retraite impôts trésor public banque alimentaire planning familial uber google facebook instagram whatsapp tiktok
  youtube leclerc carrefour lidl auchan aldi`.split(/\s+/),
);

/**
 * @param {string} text
 * @returns {Finding[]} in the order of the text within each kind, each said once
 */
export function findings(text) {
  const numbers = [...text.matchAll(PHONE)].map(([found]) => /** @type {Finding} */ ({ kind: "telephone", found: found.trim() }));
  const mails = [...text.matchAll(MAIL)].map(([found]) => /** @type {Finding} */ ({ kind: "courriel", found }));
  const names = namesIn(text).map((found) => /** @type {Finding} */ ({ kind: "nom", found }));
  return [...new Map([...numbers, ...mails, ...names].map((one) => [`${one.kind} ${one.found}`, one])).values()];
}

/** @typedef {{word: string, start: number, end: number, isAfterGap: boolean}} Token isAfterGap: not on the same breath */

/** @param {string} text @returns {Token[]} */
function tokensOf(text) {
  let end = 0;
  return [...text.matchAll(WORD)].map(({ 0: found, index }) => {
    const isInitial = CIVILITIES.has(found.toLowerCase());
    const word = isInitial ? found : found.replace(/\.$/, "");
    const isAfterGap = !/^[ \u00a0\u202f]*$/.test(text.slice(end, index));
    end = index + word.length;
    return { word, start: index, end, isAfterGap };
  });
}

/** @param {Token | undefined} token @returns {boolean} whether it may be part of a name */
function isName(token) {
  if (!token || token.word.length < 2 || OTHERS.has(token.word.toLowerCase())) return false;
  return /^\p{Lu}/u.test(token.word) && !PLACES.has(token.word.toLowerCase());
}

/** @param {Token | undefined} token @returns {boolean} */
const isParticle = (token) => token !== undefined && !token.isAfterGap && PARTICLES.has(token.word.toLowerCase());

/** @param {string} text @returns {string[]} a title or a first name, then a surname */
function namesIn(text) {
  const tokens = tokensOf(text);
  const found = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const first = tokens[index];
    const isTitle = CIVILITIES.has(first?.word.toLowerCase() ?? "");
    if (!first || !(isTitle || isName(first)) || isOfPlace(tokens, index)) continue;
    let last = index + 1;
    while (last < index + 3 && isParticle(tokens[last]) && !tokens[last + 1]?.isAfterGap) last += 1;
    const surname = tokens[last];
    if (!surname || surname.isAfterGap || !isName(surname)) continue;
    found.push(text.slice(first.start, surname.end));
    index = last;
  }
  return found;
}

/** @param {Token[]} tokens @param {number} index @returns {boolean} whether a street, a school... is called so */
function isOfPlace(tokens, index) {
  for (let back = index; back > 0 && back > index - 4; back -= 1) {
    if (tokens[back]?.isAfterGap) return false;
    const before = tokens[back - 1]?.word.toLowerCase() ?? "";
    if (PLACES.has(before)) return true;
    if (!PARTICLES.has(before) && !/^\p{Lu}/u.test(tokens[back - 1]?.word ?? "")) return false;
  }
  return false;
}

/**
 * @param {readonly Finding[]} found
 * @returns {string} in French; "" when there is nothing to say
 */
export function warningWords(found) {
  const said = {
    telephone: (/** @type {string} */ words) => `un numéro de téléphone (${words})`,
    courriel: (/** @type {string} */ words) => `une adresse (${words})`,
    nom: (/** @type {string} */ words) => `le nom de quelqu'un (${words})`,
  };
  const parts = found.map(({ kind, found: words }) => said[kind](words));
  return parts.length ? `On dirait ${parts.join(", ")}.` : "";
}
