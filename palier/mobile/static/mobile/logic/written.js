// @ts-check
// What one wrote for an outing, said line by line; a line's words stay in the line, not in this list.

/**
 * A trace of an operation recorded on this phone, kept after the centre has received it.
 * @typedef {{id: string, outing: string, kind: string, entry: string, step: number, at: string}} Trace
 *   entry: the line's key, or the tap's own; step: persons counted, 0 for a line
 * @typedef {{key: string, kind: string, label: string, at: string, isHere: boolean, canWithdraw: boolean}} Line
 *   isHere: on this phone only; key: "" for the taps, which are taken back on the counting screen
 */

/** @type {Readonly<Record<string, string>>} */
const LABELS = {
  "encounter.put": "Rencontre",
  "voice.put": "Parole",
  "orientation.put": "Orientation",
  "observation.put": "Observation",
  "photo.put": "Photo",
  "resident.put": "Personne à rappeler",
  "debrief.put": "Comment la sortie s'est passée",
};

/**
 * @param {readonly Trace[]} traces of one outing, in order
 * @param {ReadonlySet<string>} waiting keys of the operations that the centre has not received
 * @returns {Line[]} taps in one line, then the lines not taken back, latest first
 */
export function writtenLines(traces, waiting) {
  const gone = new Set(traces.filter(({ kind }) => kind === "entry.withdraw").map(({ entry }) => entry));
  const taps = traces.filter(({ kind }) => kind === "tally.add");
  const people = taps.reduce((sum, { step }) => sum + step, 0);
  /** @type {Map<string, Line>} */
  const lines = new Map();
  for (const { id, kind, entry, at } of traces) {
    const label = LABELS[kind];
    if (!label || gone.has(entry)) continue;
    const before = lines.get(entry);
    const isHere = waiting.has(id) || (before?.isHere ?? false);
    lines.set(entry, { key: entry, kind, label, at: before?.at ?? at, isHere, canWithdraw: true });
  }
  const counted = { key: "", kind: "tally.add", label: tapsLabel(people), at: taps.at(-1)?.at ?? "" };
  const isHere = taps.some(({ id }) => waiting.has(id));
  return [...(people > 0 ? [{ ...counted, isHere, canWithdraw: false }] : []), ...[...lines.values()].reverse()];
}

/** @param {number} people @returns {string} */
const tapsLabel = (people) => `${people} ${people < 2 ? "personne comptée" : "personnes comptées"}`;

/**
 * @param {readonly Trace[]} traces of one outing
 * @returns {string[]} the keys of all that can be moved to another outing: taps and lines
 */
export function movableEntries(traces) {
  const moved = traces.filter(({ kind }) => kind === "tally.add" || LABELS[kind]);
  return [...new Set(moved.map(({ entry }) => entry))];
}
