// @ts-check
// An outing as this phone sees it, read at one instant: what the centre said of it, and what was written here since.
import { factsWith, improvisedFacts, opsAfterMoves } from "terrain/logic/local-outing";
import { cellsOf } from "terrain/logic/totals";
import { ownedBy, readAll } from "terrain/store/database";

/** @typedef {import("terrain/store/types").OutingFacts} OutingFacts */
/** @typedef {import("terrain/store/types").Operation} Operation */
/** @typedef {import("terrain/store/types").Account} Account */
/** @typedef {import("idb").IDBPTransaction<any, string[], "readonly">} Reading */

/**
 * @typedef {object} OutingView
 * @property {Account} me
 * @property {OutingFacts | null} facts null when this phone knows nothing of this outing: one may write all the same
 * @property {Map<string, number>} cells people by cell, with the taps of this phone
 */

const STORES = ["phone", "facts", "outings", "received", "outbox"];
// What an outing looks like, besides its cells.
const TELLING = ["outing.check_in", "outing.check_out", "debrief.put", "answer.tell"];

/**
 * @param {string} id
 * @returns {Promise<OutingView | null>} null when no account is open on this phone
 */
export async function outingView(id) {
  return readAll(STORES, async (reading) => {
    const known = await readKnown(reading);
    if (!known) return null;
    const { user } = known.me;
    const moves = await ofKind(reading, user, "entry.move");
    const sources = [id, ...moves.filter(({ payload }) => payload["to"] === id).map(({ outing }) => outing ?? "")];
    const found = await Promise.all([...new Set(sources)].map((outing) => both(reading, "by_outing", user, outing)));
    const ops = opsAfterMoves(id, found.flat(), moves);
    const kept = (await reading.objectStore("outings").get([user, id]))?.facts;
    const made = ops.find(({ kind }) => kind === "outing.improvise");
    const facts = kept ?? (made ? improvisedFacts(made, known) : null);
    return { me: known.me, facts: facts && factsWith(facts, ops), cells: cellsOf(facts?.cells ?? [], ops) };
  });
}

/**
 * @returns {Promise<{me: Account, outings: OutingFacts[]} | null>} all that this phone knows; null when no account is open
 */
export async function outingViews() {
  return readAll(STORES, async (reading) => {
    const known = await readKnown(reading);
    if (!known) return null;
    const { user } = known.me;
    const kept = await reading.objectStore("outings").getAll(ownedBy(user));
    const ids = new Set(kept.map(({ id }) => id));
    const made = (await ofKind(reading, user, "outing.improvise")).filter(({ outing }) => !ids.has(outing));
    const told = (await Promise.all(TELLING.map((kind) => ofKind(reading, user, kind)))).flat();
    const all = [...kept.map(({ facts }) => facts), ...made.map((op) => improvisedFacts(op, known))];
    return { me: known.me, outings: all.map((facts) => factsWith(facts, told.filter(({ outing }) => outing === facts.id))) };
  });
}

/**
 * @param {Reading} reading
 * @returns {Promise<{me: Account, members: {id: string, name: string}[], places: {id: string, name: string}[]} | null>}
 */
async function readKnown(reading) {
  const user = await reading.objectStore("phone").get("user");
  if (!user) return null;
  const facts = reading.objectStore("facts");
  const [me, members, places] = await Promise.all(
    ["account", "members", "places"].map(async (topic) => (await facts.get([user, topic]))?.value),
  );
  return { me: me ?? { user, name: "", first_name: "" }, members: members ?? [], places: places ?? [] };
}

/**
 * @param {Reading} reading
 * @param {string} index
 * @param {...string} parts
 * @returns {Promise<Operation[]>} what waits, and what was received since the facts were, in order
 */
async function both(reading, index, ...parts) {
  const [user = "", ...more] = parts;
  const range = ownedBy(user, ...more);
  const found = await Promise.all(
    ["received", "outbox"].map((name) => reading.objectStore(name).index(index).getAll(range)),
  );
  return found.flat().sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** @param {Reading} reading @param {string} user @param {string} kind */
const ofKind = (reading, user, kind) => both(reading, "by_kind", user, kind);
