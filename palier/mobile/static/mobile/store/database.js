// @ts-check
// The phone's own database. Steps only add: an older page still open in another tab goes on writing.
import { openDB } from "idb";

/** @typedef {import("idb").IDBPDatabase<any>} Database */
/** @typedef {(database: Database) => void} Step */

export const NAME = "palier-terrain";
const PATIENCE = 3_000;
// Kept names: "outbox" what the centre has not received, "received" what it has and the facts do not show yet,
// "traces" what one wrote here, without its words, "drafts" what is being typed, "outings" and "facts" what came down,
// "phone" the device, its clock and its account.
/** @type {readonly Step[]} */
export const STEPS = [
  (database) => {
    for (const name of ["outbox", "received"]) {
      const store = database.createObjectStore(name, { keyPath: "id" });
      store.createIndex("by_user", ["user", "id"]);
      store.createIndex("by_outing", ["user", "outing", "id"]);
      store.createIndex("by_kind", ["user", "kind", "id"]);
    }
    const traces = database.createObjectStore("traces", { keyPath: "id" });
    traces.createIndex("by_outing", ["user", "outing", "id"]);
    traces.createIndex("by_hour", "at");
    database.createObjectStore("drafts", { keyPath: ["user", "outing", "form"] });
    database.createObjectStore("outings", { keyPath: ["user", "id"] });
    database.createObjectStore("facts", { keyPath: ["user", "topic"] });
    database.createObjectStore("phone");
  },
];

/** @type {Promise<Database> | null} */
let opened = null;

/** Let go of the connection: the next reading or writing opens another. */
export function close() {
  const closing = opened;
  opened = null;
  closing?.then((database) => database.close()).catch(() => {});
}

/** Another tab, asleep, keeps the older database open: somebody must close it. */
export class Blocked extends Error {}

/**
 * @param {readonly Step[]} steps
 * @param {number} [version] what this page knows; undefined: whatever there is
 * @returns {Promise<Database>}
 */
function openAt(steps, version) {
  /** @type {(reason: Blocked) => void} */
  let giveUp = () => {};
  const refusal = new Promise((_resolve, reject) => {
    giveUp = reject;
  });
  const opening = openDB(NAME, version, {
    upgrade(database, before) {
      for (const step of steps.slice(before)) step(database);
    },
    blocked: () => void setTimeout(() => giveUp(new Blocked(NAME)), PATIENCE),
    // A newer page wants to add its steps: it must not wait for this one.
    blocking: close,
    // The browser closed it by itself (memory, storage): open again at the next need.
    terminated: () => {
      opened = null;
    },
  });
  // Opened after all, when nobody waits for it any more: the next need opens its own.
  refusal.catch(() => opening.then((late) => late.close()).catch(() => {}));
  return Promise.race([opening, refusal]);
}

/**
 * @param {readonly Step[]} [steps]
 * @returns {Promise<Database>} the one connection of this page
 */
export function database(steps = STEPS) {
  if (!opened) {
    const opening = openAt(steps, steps.length).catch((error) => {
      if (error?.name === "VersionError") return openAt(steps);
      throw error;
    });
    opened = opening;
    opening.catch(() => {
      if (opened === opening) opened = null;
    });
  }
  return opened;
}

/**
 * A connection that a newer page closed is found out by using it: then another is opened, once.
 *
 * @template {"readonly" | "readwrite"} Mode
 * @param {readonly string[]} stores
 * @param {Mode} mode
 * @returns {Promise<import("idb").IDBPTransaction<any, string[], Mode>>}
 */
async function begin(stores, mode) {
  /** @param {Database} connection */
  const beginOn = (connection) => connection.transaction([...stores], mode, { durability: "strict" });
  try {
    return beginOn(await database());
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== "InvalidStateError") throw error;
    opened = null;
    return beginOn(await database());
  }
}

/**
 * Do ``work`` in one transaction that is on the disk when the promise resolves, or not at all.
 *
 * @template T
 * @param {readonly string[]} stores
 * @param {(transaction: import("idb").IDBPTransaction<any, string[], "readwrite">) => Promise<T>} work only awaits
 * the database
 * @returns {Promise<T>}
 */
export async function write(stores, work) {
  const transaction = await begin(stores, "readwrite");
  const finished = transaction.done;
  finished.catch(() => {});
  try {
    const result = await work(transaction);
    await finished;
    return result;
  } catch (error) {
    abort(transaction);
    dropIfLost(error);
    // The transaction's own end says why (no room left); a request only says that it was stopped.
    throw await finished.then(
      () => error,
      (reason) => (reason?.name === "AbortError" ? error : (reason ?? error)),
    );
  }
}

/** @param {import("idb").IDBPTransaction<any, string[], "readwrite">} transaction */
function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // It ended by itself.
  }
}

/**
 * @template T
 * @param {string} store
 * @param {(store: import("idb").IDBPObjectStore<any, string[], string, "readonly">) => Promise<T>} work only awaits
 * the database
 * @returns {Promise<T>}
 */
export async function read(store, work) {
  return readAll([store], (transaction) => work(transaction.objectStore(store)));
}

/**
 * Read several stores at one instant.
 *
 * @template T
 * @param {readonly string[]} stores
 * @param {(transaction: import("idb").IDBPTransaction<any, string[], "readonly">) => Promise<T>} work only awaits
 * the database
 * @returns {Promise<T>}
 */
export async function readAll(stores, work) {
  try {
    return await work(await begin(stores, "readonly"));
  } catch (error) {
    if (!dropIfLost(error)) throw error;
    return work(await begin(stores, "readonly"));
  }
}

/**
 * WebKit loses the connection of a page that slept: the next need opens another.
 *
 * @param {any} error
 * @returns {boolean} whether it was that
 */
function dropIfLost(error) {
  const isLost = error?.name === "UnknownError";
  if (isLost) close();
  return isLost;
}

/**
 * @param {string} user
 * @param {...string} more
 * @returns {IDBKeyRange} the keys of an index or a store that begin with these parts
 */
export function ownedBy(user, ...more) {
  const start = [user, ...more];
  // An array is greater than any string in the order of keys.
  return IDBKeyRange.bound(start, [...start, []]);
}
