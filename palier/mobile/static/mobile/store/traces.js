// @ts-check
// What one wrote on this phone, outing by outing, without its words: kept after the receipt, so that it can be taken
// back or moved to another outing.
import { ownedBy, read, write } from "terrain/store/database";

/** @typedef {import("terrain/logic/written").Trace} Trace */
/** @typedef {import("terrain/store/types").Operation} Operation */

const KEPT = 30 * 24 * 3600 * 1000;

/**
 * Note operations in the transaction that keeps them.
 * @param {import("idb").IDBPTransaction<any, string[], "readwrite">} transaction
 * @param {readonly Operation[]} operations
 */
export async function noteTraces(transaction, operations) {
  const traces = transaction.objectStore("traces");
  for (const { id, user, outing, kind, payload, at } of operations) {
    const step = kind === "tally.add" ? (payload["step"] ?? 1) : 0;
    await traces.put({ id, user, outing: outing ?? "", kind, entry: payload["entry"] ?? id, step, at });
    if (kind !== "entry.move") continue;
    const moved = new Set(payload["entries"]);
    for (const trace of await traces.index("by_outing").getAll(ownedBy(user, outing ?? ""))) {
      if (moved.has(trace.entry)) await traces.put({ ...trace, outing: payload["to"] });
    }
  }
}

/**
 * @param {string} user
 * @param {string} outing
 * @returns {Promise<Trace[]>} in order
 */
export function tracesOf(user, outing) {
  return read("traces", (traces) => traces.index("by_outing").getAll(ownedBy(user, outing)));
}

/**
 * Forget what is too old to be taken back. What waits to be sent is elsewhere, and stays.
 * @param {Date} now
 */
export async function forgetOldTraces(now) {
  const since = new Date(now.getTime() - KEPT).toISOString();
  await write(["traces"], async (transaction) => {
    const old = await transaction.objectStore("traces").index("by_hour").getAllKeys(IDBKeyRange.upperBound(since));
    await Promise.all(old.map((id) => transaction.objectStore("traces").delete(id)));
  });
}
