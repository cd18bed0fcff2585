// @ts-check
// One's own lines, kept two days after they were written so that they can be mended; and the themes chosen last.
// They are drafts already recorded: they stay with their account. A name never comes here.
import { withChosen } from "terrain/logic/suggestions";
import { ownedBy, read, write } from "terrain/store/database";
import { dropDraft, keepDraft, readDraft } from "terrain/store/drafts";

/** @typedef {import("terrain/logic/lines").Line} Line */
/** @typedef {{kind: string, line: Line}} KeptLine */

const KEPT = 2 * 24 * 3600 * 1000;
const PREFIX = "ligne/";
const THEMES = "themes";

/**
 * @param {string} user
 * @param {string} entry the line's key
 * @param {KeptLine} kept
 */
export function keepLine(user, entry, kept) {
  return keepDraft(user, "", PREFIX + entry, kept);
}

/**
 * @param {string} user
 * @param {string} entry
 * @returns {Promise<KeptLine | null>} null when this phone has let go of it
 */
export async function lineOf(user, entry) {
  return (await readDraft(user, "", PREFIX + entry)) ?? null;
}

/**
 * @param {string} user
 * @returns {Promise<Map<string, KeptLine>>} by key
 */
export async function linesOf(user) {
  const drafts = await read("drafts", (store) => store.getAll(ownedBy(user, "")));
  const lines = drafts.filter(({ form }) => form.startsWith(PREFIX));
  return new Map(lines.map(({ form, value }) => [form.slice(PREFIX.length), value]));
}

/**
 * @param {string} user
 * @param {string} entry of a line taken back
 */
export function dropLine(user, entry) {
  return dropDraft(user, "", PREFIX + entry);
}

/**
 * Let go of the lines that are too old to be mended here: the centre's pages do it.
 * @param {Date} now
 */
export async function forgetOldLines(now) {
  const since = new Date(now.getTime() - KEPT).toISOString();
  await write(["drafts"], async (transaction) => {
    const drafts = transaction.objectStore("drafts");
    const old = (await drafts.getAll()).filter(({ form, at }) => form.startsWith(PREFIX) && at < since);
    await Promise.all(old.map(({ user, outing, form }) => drafts.delete([user, outing, form])));
  });
}

/**
 * @param {string} user
 * @returns {Promise<string[]>} the themes chosen on this phone, the last first
 */
export async function chosenThemes(user) {
  return (await readDraft(user, "", THEMES)) ?? [];
}

/**
 * @param {string} user
 * @param {readonly string[]} themes
 */
export async function noteThemes(user, themes) {
  if (themes.length > 0) await keepDraft(user, "", THEMES, withChosen(await chosenThemes(user), themes));
}
