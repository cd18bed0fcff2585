// @ts-check

/**
 * How an outing ended, as the screen « Clore » holds it.
 * @typedef {{moods: Record<string, string>, hasIncident: "" | "non" | "oui", incident: string, incidentText: string,
 *   forSupervision: boolean, supportWanted: boolean, supportText: string, sentence: string, back: string[]}} Closing
 * @typedef {{id?: string, kind: string, payload: Record<string, unknown>}} Writing
 * @typedef {{entry: string, isNew: boolean}} DebriefLine the key of one's telling, and whether it is its first writing
 */

/**
 * @param {readonly string[]} team ids of the members who went
 * @returns {Closing} nothing said yet, everybody back
 */
export const emptyClosing = (team) => ({
  moods: {},
  hasIncident: "",
  incident: "",
  incidentText: "",
  forSupervision: false,
  supportWanted: false,
  supportText: "",
  sentence: "",
  back: [...team],
});

/**
 * @param {unknown} kept what a draft holds, of any age
 * @param {readonly string[]} team
 * @returns {Closing} what of it still makes sense
 */
export function readClosing(kept, team) {
  const empty = emptyClosing(team);
  if (typeof kept !== "object" || kept === null) return empty;
  /** @type {Record<string, unknown>} */
  const found = { ...kept };
  const same = Object.entries(empty).filter(([name, value]) => typeof found[name] === typeof value && found[name]);
  const read = { ...empty, ...Object.fromEntries(same.map(([name]) => [name, found[name]])) };
  const back = Array.isArray(found.back) ? team.filter((member) => /** @type {unknown[]} */ (found.back).includes(member)) : team;
  return { ...read, back: [...back] };
}

/**
 * @param {Closing} closing
 * @returns {Record<string, string>} what is missing, by field, in French; empty when it can be kept
 */
export function closingFaults(closing) {
  return closing.hasIncident === "oui" && !closing.incident
    ? { incident: "Choisissez ce qui s'est passé, ou répondez « Non »." }
    : {};
}

/**
 * What was said, and only that: closing again adds to what was told before, and blanks nothing.
 * @param {Closing} closing
 * @param {DebriefLine} line closing again writes the same line again
 * @param {number} met people met
 * @returns {Writing[]} how it ended, then who is back when somebody is
 */
export function closingWritings(closing, line, met) {
  const happened = closing.hasIncident === "oui";
  const moods = Object.fromEntries(Object.entries(closing.moods).filter(([, mood]) => mood));
  const debrief = {
    entry: line.entry,
    ...(Object.keys(moods).length ? { moods } : {}),
    ...(closing.hasIncident ? { incident: happened ? closing.incident : "aucun" } : {}),
    ...(happened ? { incident_text: closing.incidentText.trim(), for_supervision: closing.forSupervision } : {}),
    ...(closing.supportWanted ? { support_wanted: true, support_text: closing.supportText.trim() } : {}),
    ...(closing.sentence.trim() ? { sentence: closing.sentence.trim() } : {}),
    ...(met > 0 ? { nobody: false } : {}),
  };
  return [told(line, debrief), ...checkOut(closing.back)];
}

/**
 * « Personne aujourd'hui »: an outing like another, closed in two taps.
 * @param {DebriefLine} line
 * @param {readonly string[]} team
 * @returns {Writing[]}
 */
export const nobodyWritings = (line, team) => [
  told(line, { entry: line.entry, nobody: true, incident: "aucun" }),
  ...checkOut(team),
];

/**
 * @param {DebriefLine} line
 * @param {Record<string, any>} payload
 * @returns {Writing} under the line's own key when it makes it
 */
function told({ entry, isNew }, payload) {
  return { ...(isNew ? { id: entry } : {}), kind: "debrief.put", payload };
}

/** @param {readonly string[]} members @returns {Writing[]} */
function checkOut(members) {
  // An empty list would mean everybody.
  return members.length ? [{ kind: "outing.check_out", payload: { members: [...members] } }] : [];
}
