// @ts-check
// What an answer of the centre changes on this phone: receipts and facts, in one transaction.
import { isKey, makeClock } from "terrain/logic/ids";
import { ownedBy, write } from "terrain/store/database";
import { announce } from "terrain/store/notices";
import { isFull } from "terrain/store/trouble";

/** @typedef {import("terrain/store/types").Answer} Answer */
/** @typedef {import("terrain/store/types").Changes} Changes */
/** @typedef {import("idb").IDBPTransaction<any, string[], "readwrite">} Transaction */

const STORES = ["outbox", "received", "outings", "facts", "phone"];
// The centre's total will hold these; the others wait for somebody's decision there.
const COUNTED = new Set(["applied", "waiting"]);

/**
 * Apply an answer: what was received leaves the outbox, what came down replaces what was known.
 *
 * @param {string | null} user who sent; null when nobody's account was open
 * @param {ReadonlySet<string>} sent keys of the operations of this very request
 * @param {Answer} answer
 * @returns {Promise<number>} operations received
 */
export async function settle(user, sent, answer) {
  const received = answer.receipts.filter(({ op }) => sent.has(op));
  try {
    await write(STORES, (transaction) => apply(transaction, user, received, answer));
  } catch (error) {
    if (!isFull(error)) throw error;
    // No room for what came down: make some, by letting go of what the centre has. The rest will come again.
    await write(["outbox"], async (transaction) => {
      for (const { op } of received) await transaction.objectStore("outbox").delete(op);
    });
  }
  if (received.length > 0) announce("outbox");
  if (answer.changes) announce("facts");
  if (answer.changes && answer.changes.account.user !== user) announce("account");
  return received.length;
}

/**
 * In the transaction of ``settle``; exported for its tests.
 *
 * @param {Transaction} transaction
 * @param {string | null} user
 * @param {readonly import("terrain/store/types").Receipt[]} received
 * @param {Answer} answer
 */
export async function apply(transaction, user, received, { changes, cursor, now }) {
  const shown = changes ? await putFacts(transaction, changes, cursor) : new Set();
  for (const { op, status } of received) await moveOut(transaction, op, COUNTED.has(status), shown);
  if (changes) await observe(transaction, changes);
  const owner = changes?.account.user ?? user;
  if (owner && received.length > 0) await putFact(transaction, owner, "received_at", now);
}

/**
 * @param {Transaction} transaction
 * @param {string} id
 * @param {boolean} isCounted
 * @param {ReadonlySet<string>} shown outings whose facts hold it already
 */
async function moveOut(transaction, id, isCounted, shown) {
  const outbox = transaction.objectStore("outbox");
  const operation = await outbox.get(id);
  if (!operation) return;
  await outbox.delete(id);
  if (!isCounted || shown.has(operation.outing)) return;
  const { data: _picture, ...payload } = operation.payload;
  await transaction.objectStore("received").put({ ...operation, payload });
}

/**
 * @param {Transaction} transaction
 * @param {Changes} changes
 * @param {string | null} cursor
 * @returns {Promise<Set<string>>} the outings whose facts were taken
 */
async function putFacts(transaction, changes, cursor) {
  const { account, outings, removed, members, places, texts, themes } = changes;
  const phone = transaction.objectStore("phone");
  if ((await phone.get("user")) !== account.user) await openAccount(transaction, account.user);
  const kept = transaction.objectStore("outings");
  const received = transaction.objectStore("received");
  /** @type {Set<string>} */
  const taken = new Set();
  for (const facts of outings) {
    // Two tabs may have asked at once: an answer that comes late knows less than what is here.
    if ((await kept.get([account.user, facts.id]))?.facts.version > facts.version) continue;
    await kept.put({ user: account.user, id: facts.id, facts });
    await forget(received, account.user, facts.id);
    taken.add(facts.id);
  }
  for (const id of removed) {
    await kept.delete([account.user, id]);
    await forget(received, account.user, id);
  }
  // What was left out must come again (a centre put back from its backup, or whose clock stepped back): it is not known.
  const known = taken.size === outings.length ? cursor : undefined;
  for (const [topic, value] of Object.entries({ account, members, places, texts, themes, cursor: known })) {
    await putFact(transaction, account.user, topic, value);
  }
  return taken;
}

/**
 * What was received of an outing is now in its facts, or shown no more.
 *
 * @param {import("idb").IDBPObjectStore<any, string[], "received", "readwrite">} received
 * @param {string} user
 * @param {string} outing
 */
async function forget(received, user, outing) {
  for (const key of await received.index("by_outing").getAllKeys(ownedBy(user, outing))) await received.delete(key);
}

/**
 * Another account opens: what came down for the one before leaves; what it wrote stays.
 *
 * @param {Transaction} transaction
 * @param {string} user
 */
async function openAccount(transaction, user) {
  await transaction.objectStore("phone").put(user, "user");
  for (const name of ["outings", "facts"]) {
    const store = transaction.objectStore(name);
    for (const key of await store.getAllKeys()) {
      if (/** @type {string[]} */ (key)[0] !== user) await store.delete(key);
    }
  }
}

/**
 * @param {Transaction} transaction
 * @param {string} user
 * @param {string} topic
 * @param {any} value undefined: unchanged
 */
async function putFact(transaction, user, topic, value) {
  if (value !== undefined) await transaction.objectStore("facts").put({ user, topic, value });
}

/**
 * Every later key of this phone is greater than those that came down.
 *
 * @param {Transaction} transaction
 * @param {Changes} changes
 */
async function observe(transaction, changes) {
  const phone = transaction.objectStore("phone");
  const counter = (await phone.get("counter")) ?? { device: makeClock().next(), seq: 0, clock: "" };
  const clock = makeClock({ last: counter.clock });
  for (const { lines } of changes.outings) {
    for (const line of lines) for (const id of [line.id, line.clock]) if (typeof id === "string" && isKey(id)) clock.observe(id);
  }
  await phone.put({ ...counter, clock: clock.last() }, "counter");
}
