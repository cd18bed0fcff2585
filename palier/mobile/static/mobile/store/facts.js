// @ts-check
// What came down from the centre for the account that is open.
import { ownedBy, read } from "terrain/store/database";
import { currentUser } from "terrain/store/phone";

/** @typedef {import("terrain/store/types").OutingFacts} OutingFacts */
/** @typedef {import("terrain/store/types").Named} Named */

/**
 * @param {string} user
 * @param {"account" | "members" | "places" | "texts" | "themes" | "cursor" | "received_at"} topic
 * @returns {Promise<any>}
 */
export async function factOf(user, topic) {
  return (await read("facts", (facts) => facts.get([user, topic])))?.value;
}

/**
 * @param {string} user
 * @returns {Promise<OutingFacts[]>} by hour of start
 */
export async function outingsOf(user) {
  const rows = await read("outings", (outings) => outings.getAll(ownedBy(user)));
  return rows.map(({ facts }) => facts).sort((one, other) => (one.starts_at < other.starts_at ? -1 : 1));
}

/**
 * @param {string} user
 * @param {string} id
 * @returns {Promise<OutingFacts | null>} null when the centre has not sent this outing to this account
 */
export async function outingFacts(user, id) {
  return (await read("outings", (outings) => outings.get([user, id])))?.facts ?? null;
}

/**
 * @returns {Promise<import("terrain/store/types").Account | null>} null when no account is open
 */
export async function accountFacts() {
  const user = await currentUser();
  return user ? ((await factOf(user, "account")) ?? null) : null;
}

/**
 * @param {string} user
 * @returns {Promise<Named[]>}
 */
export async function members(user) {
  return (await factOf(user, "members")) ?? [];
}

/**
 * @param {string} user
 * @returns {Promise<Named[]>}
 */
export async function places(user) {
  return (await factOf(user, "places")) ?? [];
}

/**
 * @param {string} user
 * @returns {Promise<Record<string, any>>} consent texts by language
 */
export async function texts(user) {
  return (await factOf(user, "texts")) ?? {};
}
