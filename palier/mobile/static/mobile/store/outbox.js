// @ts-check
// What was written here and that the centre has not received. Only a receipt takes an operation out.
import { makeBatch } from "terrain/logic/batch";
import { makeClock } from "terrain/logic/ids";
import { ownedBy, read, write } from "terrain/store/database";
import { announce } from "terrain/store/notices";
import { noteTraces } from "terrain/store/traces";
import { StorageTrouble, troubleOf } from "terrain/store/trouble";

/** @typedef {import("terrain/store/types").Operation} Operation */
/** @typedef {import("terrain/store/types").Kept} Kept */
/** @typedef {import("terrain/store/types").NewOperation} NewOperation */

const SCHEMA = 1;
const NOBODY = "Connectez-vous une première fois avec du réseau : ce téléphone ne sait pas encore qui vous êtes.";

/**
 * Keep operations for good, in their order; « Enregistré » may be shown when this resolves, not before.
 *
 * @param {readonly NewOperation[]} news
 * @returns {Promise<Operation[]>}
 * @throws {StorageTrouble} none of them is kept
 */
export async function recordMany(news) {
  const now = new Date();
  try {
    const kept = await write(["phone", "outbox", "traces"], async (transaction) => {
      const phone = transaction.objectStore("phone");
      const [user, counter] = await Promise.all([phone.get("user"), phone.get("counter")]);
      if (!user) throw new StorageTrouble(NOBODY);
      const device = counter?.device ?? makeClock().next();
      const clock = makeClock({ now: () => now.getTime(), last: counter?.clock ?? "" });
      const operations = news.map(({ id, outing, kind, payload }, rank) => {
        const seq = (counter?.seq ?? 0) + 1 + rank;
        if (id) clock.observe(id);
        return { id: id ?? clock.next(), device, seq, user, outing, kind, payload, at: now.toISOString(), schema: SCHEMA };
      });
      const outbox = transaction.objectStore("outbox");
      phone.put({ device, seq: (counter?.seq ?? 0) + news.length, clock: clock.last() }, "counter").catch(() => {});
      await Promise.all(operations.map((operation) => outbox.add(operation)));
      await noteTraces(transaction, operations);
      return operations;
    });
    announce("outbox");
    return kept;
  } catch (error) {
    throw troubleOf(error);
  }
}

/**
 * @param {NewOperation} operation
 * @returns {Promise<Operation>} as kept, with its key, hour, device and account
 * @throws {StorageTrouble} nothing was kept
 */
export async function record(operation) {
  const [kept] = await recordMany([operation]);
  return /** @type {Operation} */ (kept);
}

/**
 * @returns {string} a key for a new line (``payload.entry``) or an improvised outing
 */
export function newKey() {
  return makeClock().next();
}

/**
 * @param {string} user
 * @param {{limit?: number, bytes?: number}} [caps]
 * @returns {Promise<Operation[]>} the next ones to send, oldest first; those that the centre could not read stay out
 */
export async function pending(user, caps = {}) {
  return read("outbox", async (outbox) => {
    const batch = makeBatch(caps);
    let cursor = await outbox.index("by_user").openCursor(ownedBy(user));
    while (cursor && (cursor.value.refused || batch.offer(cursor.value))) cursor = await cursor.continue();
    return /** @type {Operation[]} */ (batch.ops);
  });
}

/**
 * @param {string | null} user
 * @returns {Promise<{mine: number, others: number, oldest: string | null}>} operations on this phone only
 */
export async function countPending(user) {
  return read("outbox", async (outbox) => {
    const all = await outbox.count();
    if (!user) return { mine: 0, others: all, oldest: null };
    const mine = await outbox.index("by_user").count(ownedBy(user));
    const first = await outbox.index("by_user").openCursor(ownedBy(user));
    return { mine, others: all - mine, oldest: first?.value.at ?? null };
  });
}

/**
 * @param {string} user
 * @param {string} outing
 * @returns {Promise<Kept[]>} in their order: what waits here, and what was received since the facts were
 */
export async function opsOf(user, outing) {
  const range = ownedBy(user, outing);
  const [received, waiting] = await Promise.all(
    ["received", "outbox"].map((name) => read(name, (store) => store.index("by_outing").getAll(range))),
  );
  // Read one after the other: what the centre received meanwhile is in both.
  const known = new Set((received ?? []).map(({ id }) => id));
  return [...(received ?? []), ...(waiting ?? []).filter(({ id }) => !known.has(id))].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * @param {string} user
 * @returns {Promise<Kept[]>} all that waits here for this account, as kept: sealed parts stay sealed
 */
export function exportable(user) {
  return read("outbox", (outbox) => outbox.index("by_user").getAll(ownedBy(user)));
}

/**
 * Keep aside, with the reason, what the centre could not read: it stays here and no longer holds the others back.
 *
 * @param {ReadonlyMap<string, string>} reasons by operation
 */
export async function setAside(reasons) {
  if (reasons.size === 0) return;
  await write(["outbox"], async (transaction) => {
    const outbox = transaction.objectStore("outbox");
    for (const [id, refused] of reasons) {
      const kept = await outbox.get(id);
      if (kept) await outbox.put({ ...kept, refused });
    }
  });
  announce("outbox");
}

/**
 * Let what was kept aside be sent again.
 *
 * @param {string} user
 */
export async function retryAll(user) {
  await write(["outbox"], async (transaction) => {
    const outbox = transaction.objectStore("outbox");
    for (const { refused, ...operation } of await outbox.index("by_user").getAll(ownedBy(user))) {
      if (refused) await outbox.put(operation);
    }
  });
  announce("outbox");
}
