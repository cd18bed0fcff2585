// @ts-check
// A line as its screen holds it: fields by the name that the centre knows (palier/mobile/payloads.py).

/**
 * @typedef {Record<string, string | string[]>} Line
 * @typedef {Record<string, string>} Faults what is missing, by field, in French
 */

/** Nothing said yet, by kind of operation. @type {Readonly<Record<string, Line>>} */
const EMPTY = {
  "encounter.put": { duration: "nc", themes: [], knows_structure: "nc", new_resident: "nc" },
  "voice.put": { text: "", kind: "", themes: [], consent: "interne", language: "fr" },
  "orientation.put": { target: "", how: "information", theme: "" },
  "observation.put": { text: "", themes: [] },
  "photo.put": { caption: "" },
};
/** @type {Readonly<Record<string, Record<string, string>>>} */
const REQUIRED = {
  "voice.put": { text: "Écrivez ce qui a été dit, même en quelques mots." },
  "orientation.put": { target: "Choisissez vers qui." },
  "observation.put": { text: "Écrivez ce que vous voyez, même en quelques mots." },
};
/** The screen where each kind is written. @type {Readonly<Record<string, string>>} */
const SCREENS = {
  "encounter.put": "rencontre",
  "voice.put": "parole",
  "orientation.put": "orientation",
  "observation.put": "observation",
  "photo.put": "photo",
};
const SHORT = 60;

/**
 * @param {string} kind of operation
 * @returns {Line}
 */
export const emptyLine = (kind) => structuredClone(EMPTY[kind] ?? {});

/**
 * @param {string} kind
 * @param {unknown} kept what a draft or a line holds, of any age
 * @returns {Line} what of it still makes sense
 */
export function readLine(kind, kept) {
  const line = emptyLine(kind);
  if (typeof kept !== "object" || kept === null) return line;
  for (const [name, value] of Object.entries(kept)) {
    const usual = line[name];
    if (Array.isArray(usual) && Array.isArray(value)) line[name] = value.filter((one) => typeof one === "string");
    else if (typeof usual === "string" && typeof value === "string") line[name] = value;
  }
  return line;
}

/**
 * @param {string} kind
 * @param {Line} line
 * @returns {Faults} empty when it can be kept
 */
export function lineFaults(kind, line) {
  const missing = Object.entries(REQUIRED[kind] ?? {}).filter(([name]) => !String(line[name] ?? "").trim());
  return Object.fromEntries(missing);
}

/**
 * @param {Line} line
 * @param {Line | null} before the line as it was written, when it is written again
 * @returns {Record<string, string | string[] | null>} the fields to send: all of them, or those that changed
 */
export function lineFields(line, before = null) {
  const fields = Object.entries(tidied(line));
  if (!before) return Object.fromEntries(fields.filter(([name, value]) => name !== "kind" || value));
  const was = tidied(before);
  return Object.fromEntries(fields.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name])));
}

/**
 * @param {Line} line
 * @returns {Record<string, string | string[] | null>}
 */
function tidied(line) {
  const trimmed = Object.entries(line).map(([name, value]) => [name, typeof value === "string" ? value.trim() : [...value].sort()]);
  const fields = Object.fromEntries(trimmed);
  return "theme" in fields ? { ...fields, theme: fields["theme"] || null } : fields;
}

/**
 * @param {string} kind
 * @returns {string} the part of the address where this kind of line is written; "" for what is not written again
 */
export const screenOf = (kind) => SCREENS[kind] ?? "";

/**
 * @param {Line} line
 * @returns {string} its first words, for a list; "" when it has none
 */
export function firstWords(line) {
  const words = String(line["text"] || line["caption"] || "").replace(/\s+/g, " ").trim();
  return words.length > SHORT ? `${words.slice(0, SHORT).trimEnd()}…` : words;
}
