// @ts-check
// Which themes come first: those chosen last by the team, then what this outing is for.

export const SUGGESTED = 3;
/** Themes by what an outing is for (palier/agenda/enums.py: Intent). @type {Readonly<Record<string, string[]>>} */
const BY_INTENT = {
  isolement: ["isolement_lien_social", "vieillissement"],
  nouveaux_habitants: ["isolement_lien_social", "logement"],
  se_faire_connaitre: ["culture_sport_loisirs", "isolement_lien_social"],
  espace_public: ["cadre_de_vie", "culture_sport_loisirs"],
  acces_droits: ["acces_droits", "numerique"],
  diagnostic: ["cadre_de_vie", "mobilite"],
};
const USUAL = ["cadre_de_vie", "logement", "isolement_lien_social"];

/**
 * @param {readonly string[]} chosen themes chosen on this phone, the last first
 * @param {readonly string[]} ofTeam themes that the team chose, as the centre last said, the last first
 * @param {readonly string[]} intents of the outing
 * @param {readonly string[]} known the themes of this version, in their order
 * @returns {string[]} three of ``known``, the likeliest first
 */
export function suggestedThemes(chosen, ofTeam, intents, known) {
  const likely = [...chosen.slice(0, SUGGESTED), ...ofTeam, ...intents.flatMap((intent) => BY_INTENT[intent] ?? []), ...USUAL];
  return [...new Set([...likely, ...known])].filter((theme) => known.includes(theme)).slice(0, SUGGESTED);
}

/**
 * @param {readonly string[]} before the last first
 * @param {readonly string[]} now
 * @returns {string[]} ``now``, then those before, each once
 */
export const withChosen = (before, now) => [...new Set([...now, ...before])];
