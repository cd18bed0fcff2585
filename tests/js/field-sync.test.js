// @ts-check
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import test from "node:test";

import { isAnswer } from "../../palier/mobile/static/mobile/logic/answer.js";
import { waitBefore } from "../../palier/mobile/static/mobile/logic/backoff.js";
import { heldRows } from "../../palier/mobile/static/mobile/logic/held.js";
import { batchesOf, makeBatch } from "../../palier/mobile/static/mobile/logic/batch.js";
import { exportName, exportOf } from "../../palier/mobile/static/mobile/logic/exports.js";
import { above, routeOf, SCREENS } from "../../palier/mobile/static/mobile/logic/routes.js";

const ID = "019aa5f3-a000-7000-8000-000000000000";

/**
 * @param {unknown[]} ops
 * @param {{limit?: number, bytes?: number}} [caps]
 */
function batchOf(ops, caps) {
  const batch = makeBatch(caps);
  ops.every((op) => batch.offer(op));
  return batch.ops;
}

test("a batch stops at its number of operations", () => {
  assert.equal(batchOf(Array(501).fill({})).length, 500);
  assert.deepEqual(batchOf([1, 2, 3], { limit: 2 }), [1, 2]);
});

test("a batch stops before its number of bytes, and accents weigh two", () => {
  assert.deepEqual(batchOf(["aaa", "bbb"], { bytes: 12 }), ["aaa", "bbb"]);
  assert.deepEqual(batchOf(["aaa", "bbé"], { bytes: 12 }), ["aaa"]);
});

test("one operation leaves, however big", () => {
  assert.equal(batchOf(["a".repeat(2_000_000), "b"]).length, 1);
  assert.deepEqual(batchOf([], { bytes: 1 }), []);
});

test("all leaves in as few batches as the caps allow", () => {
  assert.deepEqual(batchesOf([1, 2, 3, 4, 5], { limit: 2 }), [[1, 2], [3, 4], [5]]);
  assert.deepEqual(batchesOf(["aaa", "bbbbbbbbbb", "c"], { bytes: 10 }), [["aaa"], ["bbbbbbbbbb"], ["c"]]);
  assert.deepEqual(batchesOf([], { limit: 2 }), []);
});

test("waiting grows, is never the same for all, and has an end", () => {
  assert.deepEqual([1, 2, 3].map((failures) => waitBefore(failures, () => 1)), [5_000, 10_000, 20_000]);
  assert.deepEqual([waitBefore(1, () => 0), waitBefore(1, () => 0.5)], [2_500, 3_750]);
  assert.equal(waitBefore(1_000, () => 1), 600_000);
});

test("the centre's own delay is respected", () => {
  assert.equal(waitBefore(1, () => 0, 30_000), 30_000);
});

test("only the centre's answer is an answer", () => {
  const good = { receipts: [{ op: ID, status: "applied", at: "" }], unreadable: [], changes: null, now: "2026-11-21" };
  const account = { user: ID };
  const changes = { account, outings: [], removed: [], members: [], places: [], texts: {} };

  assert.equal(isAnswer(good), true);
  assert.equal(isAnswer({ ...good, changes }), true);
  const wrong = [
    null,
    "<html>",
    {},
    { ...good, now: undefined },
    { ...good, receipts: [{ op: ID, status: "ok" }] },
    { ...good, receipts: {} },
    { ...good, changes: undefined },
    { ...good, changes: { ...changes, account: {} } },
    { ...good, changes: { ...changes, outings: null } },
  ];
  assert.deepEqual(wrong.map(isAnswer), Array(wrong.length).fill(false));
});

test("what waits is told in few rows", () => {
  const tap = { id: "1", outing: ID, kind: "tally.add", at: "10:00", payload: { step: 1 } };
  const voice = { ...tap, kind: "voice.put", payload: { entry: ID } };
  const ops = /** @type {any[]} */ ([
    tap,
    { ...tap, id: "2", at: "10:01" },
    { ...voice, id: "3", at: "10:02" },
    { ...tap, id: "4", refused: "Illisible.", at: "10:03" },
    { ...tap, id: "5", outing: null, at: "10:04" },
    // The same words, written again.
    { ...voice, id: "6", at: "10:05" },
  ]);

  assert.deepEqual(heldRows(ops), [
    { outing: ID, kind: "tally.add", refused: "", count: 2, at: "10:00" },
    { outing: ID, kind: "voice.put", refused: "", count: 1, at: "10:02" },
    { outing: ID, kind: "tally.add", refused: "Illisible.", count: 1, at: "10:03" },
    { outing: null, kind: "tally.add", refused: "", count: 1, at: "10:04" },
  ]);
});

test("a file holds what the phone holds, and whose it is", () => {
  const ops = [{ id: ID, payload: { sealed: { v: 1, box: "x" } } }];
  const now = new Date(Date.UTC(2026, 10, 21, 12, 5));
  const account = { user: ID, name: "Samia", structure: "s", structure_name: "Belvédère", key: { point: "secret" } };

  assert.deepEqual(exportOf(ops, account, now), {
    palier: "terrain",
    version: 1,
    exported_at: "2026-11-21T12:05:00.000Z",
    account: { user: ID, name: "Samia", structure: "s", structure_name: "Belvédère" },
    ops,
  });
  assert.equal(exportName(now), "terrain-2026-11-21-12h05.json");
  assert.equal(exportName(now, 2, 3), "terrain-2026-11-21-12h05-2-sur-3.json");
});

test("an address is a screen", () => {
  assert.deepEqual(routeOf(""), { element: "terrain-home", outing: null });
  assert.deepEqual(routeOf("#/attente"), { element: "terrain-waiting", outing: null });
  assert.deepEqual(routeOf(`#/sortie/${ID}`), { element: "terrain-outing", outing: ID });
  assert.deepEqual(routeOf(`#/sortie/${ID.toUpperCase()}/compter`), { element: "terrain-count", outing: ID });
});

test("an unknown address is the home page", () => {
  const home = { element: "terrain-home", outing: null };
  const wrong = ["#/sortie/12", `#/sortie/${ID}/inconnu`, "#/ailleurs", "#/attente/x", "#/constructor", `#/sortie/${ID}/toString`];

  assert.deepEqual(wrong.map(routeOf), Array(wrong.length).fill(home));
});

test("each screen has one above it", () => {
  const addresses = ["#/", "#/attente", `#/sortie/${ID}`, `#/sortie/${ID}/parole`];

  assert.deepEqual(addresses.map(above), ["", "#/", "#/", `#/sortie/${ID}`]);
});

test("each screen has its module", () => {
  const folder = new URL("../../palier/mobile/static/mobile/elements/", import.meta.url);

  assert.deepEqual(SCREENS.filter((name) => !existsSync(new URL(`${name}.js`, folder))), []);
  assert.ok(SCREENS.length > 10);
});
