// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import "./terrain-names.js";

// An open channel would keep Node from ending.
globalThis.BroadcastChannel = /** @type {any} */ (EventTarget);

const { apply } = await import("../../palier/mobile/static/mobile/store/settle.js");

const USER = "019aa5f3-a000-7000-8000-000000000001";
const OUTING = "019aa5f3-a000-7000-8000-000000000002";
const OTHER = "019aa5f3-a000-7000-8000-000000000003";
const TAP = "019aa5f3-a000-7000-8000-000000000004";
const NOW = "2026-11-21T13:32:00Z";
/** @type {Record<string, string[]>} */
const KEYS = { outbox: ["id"], received: ["id"], outings: ["user", "id"], facts: ["user", "topic"] };

// All that is asked of it here is to be given back to the index.
globalThis.IDBKeyRange = /** @type {any} */ ({ bound: (/** @type {string[]} */ start) => start });

/** The phone's stores, in memory: only what ``apply`` asks of a transaction. @param {Record<string, any[]>} rows */
function memory(rows) {
  const word = (/** @type {any} */ key) => JSON.stringify(key);
  const stores = Object.fromEntries(
    ["outbox", "received", "outings", "facts", "phone"].map((name) => {
      const path = KEYS[name] ?? [];
      const keyOf = (/** @type {any} */ row) => (path.length > 1 ? path.map((part) => row[part]) : row[path[0] ?? ""]);
      /** @type {Map<string, any>} */
      const kept = new Map((rows[name] ?? []).map((row) => [word(keyOf(row)), row]));
      const store = {
        get: async (/** @type {any} */ key) => kept.get(word(key)),
        put: async (/** @type {any} */ row, /** @type {any} */ key) => void kept.set(word(key ?? keyOf(row)), row),
        delete: async (/** @type {any} */ key) => void kept.delete(word(key)),
        getAllKeys: async () => [...kept.keys()].map((key) => JSON.parse(key)),
        index: () => ({
          getAllKeys: async (/** @type {string[]} */ [user, outing]) =>
            [...kept.values()].filter((row) => row.user === user && row.outing === outing).map(({ id }) => id),
        }),
        rows: () => [...kept.values()],
      };
      return [name, store];
    }),
  );
  return { objectStore: (/** @type {string} */ name) => stores[name] };
}

/** @param {string} id @param {number} version */
const facts = (id, version) => ({ id, version, lines: [], cells: [] });
const tap = { id: TAP, user: USER, outing: OUTING, kind: "tally.add", payload: { step: 1 } };

/**
 * A phone that knows version 5 of its outing and has one tap to send.
 * @param {any[]} outings that come down
 * @returns {Promise<any>} what the phone then holds
 */
async function answered(outings) {
  const transaction = memory({
    outbox: [tap],
    outings: [{ user: USER, id: OUTING, facts: facts(OUTING, 5) }],
    facts: [{ user: USER, topic: "cursor", value: "before" }],
  });
  await transaction.objectStore("phone")?.put(USER, "user");
  const changes = { account: { user: USER }, outings, removed: [] };
  const receipt = { op: TAP, status: "applied", at: NOW };
  await apply(/** @type {any} */ (transaction), USER, [receipt], /** @type {any} */ ({ changes, cursor: "after", now: NOW }));
  const rows = (/** @type {string} */ name) => transaction.objectStore(name)?.rows() ?? [];
  return {
    cursor: rows("facts").find(({ topic }) => topic === "cursor").value,
    versions: rows("outings").map((row) => [row.id, row.facts.version]),
    outbox: rows("outbox"),
    received: rows("received").map(({ id }) => id),
  };
}

test("what is newer takes its place, with what was received of it", async () => {
  const versions = [[OUTING, 6]];

  assert.deepEqual(await answered([facts(OUTING, 6)]), { cursor: "after", versions, outbox: [], received: [] });
});

test("what is older than what is here is left out, and asked for again", async () => {
  const versions = [
    [OUTING, 5],
    [OTHER, 4],
  ];

  // A clock put back at the centre: the other outing is taken, and the tap is still counted here.
  const found = await answered([facts(OUTING, 4), facts(OTHER, 4)]);

  assert.deepEqual(found, { cursor: "before", versions, outbox: [], received: [TAP] });
});
