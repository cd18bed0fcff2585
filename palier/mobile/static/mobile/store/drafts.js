// @ts-check
// What is being typed, kept at each keystroke until it is recorded.
import { ownedBy, read, write } from "terrain/store/database";
import { troubleOf } from "terrain/store/trouble";

/**
 * @param {string} user
 * @param {string} outing "" when the form belongs to none
 * @param {string} form
 * @returns {Promise<any>} the value last kept, undefined if none
 */
export async function readDraft(user, outing, form) {
  return (await read("drafts", (drafts) => drafts.get([user, outing, form])))?.value;
}

/**
 * @param {string} user
 * @returns {Promise<{outing: string, form: string, value: any, at: string}[]>}
 */
export function draftsOf(user) {
  return read("drafts", (drafts) => drafts.getAll(ownedBy(user)));
}

/**
 * @param {string} user
 * @param {string} outing
 * @param {string} form
 * @param {any} value what structured clone can copy
 * @throws {import("terrain/store/trouble").StorageTrouble} nothing was kept, and the draft before stays
 */
export async function keepDraft(user, outing, form, value) {
  const draft = { user, outing, form, value, at: new Date().toISOString() };
  try {
    await write(["drafts"], (transaction) => transaction.objectStore("drafts").put(draft));
  } catch (error) {
    throw troubleOf(error);
  }
}

/**
 * @param {string} user
 * @param {string} outing
 * @param {string} form
 */
export async function dropDraft(user, outing, form) {
  await write(["drafts"], (transaction) => transaction.objectStore("drafts").delete([user, outing, form]));
}
