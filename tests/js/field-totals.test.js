// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import {
  cellKey,
  cellOf,
  cellsOf,
  pairTotal,
  peopleMet,
  refusals,
  totalOf,
} from "../../palier/mobile/static/mobile/logic/totals.js";

const woman = { age: "25_39", gender: "femme", acquaintance: "deja_connu", contact: "echange" };
const refusal = { age: "nc", gender: "homme", acquaintance: "nc", contact: "refus" };

/**
 * @param {Record<string, any>} cell
 * @param {number} [step]
 */
const tap = (cell, step = 1) => ({ kind: "tally.add", payload: { ...cell, step } });

test("a cell and its key are one", () => {
  assert.deepEqual(cellOf(cellKey(woman)), woman);
});

test("what a tap does not say is what the centre will understand", () => {
  assert.deepEqual(cellOf(cellKey({})), { age: "nc", gender: "nc", acquaintance: "nc", contact: "echange" });
  assert.equal(cellsOf([], [{ kind: "tally.add", payload: {} }]).get(cellKey({})), 1);
});

test("taps add up to what the centre knows", () => {
  const cells = cellsOf([{ ...woman, people: 3 }], [tap(woman), tap(woman), tap(refusal), tap(woman, -1)]);

  assert.deepEqual([...cells], [[cellKey(woman), 4], [cellKey(refusal), 1]]);
});

test("other operations count nobody", () => {
  assert.equal(cellsOf([], [{ kind: "encounter.put", payload: { ...woman, step: 1 } }]).size, 0);
});

test("a cell never goes below zero, nor shows zero", () => {
  assert.deepEqual([...cellsOf([{ ...woman, people: 1 }], [tap(woman, -1), tap(refusal, -1)])], []);
});

test("refusals are apart from people met", () => {
  const cells = cellsOf([{ ...woman, people: 2 }, { ...woman, contact: "salutation", people: 4 }], [tap(refusal)]);

  assert.deepEqual([peopleMet(cells), refusals(cells), totalOf(cells)], [6, 1, 7]);
  assert.equal(totalOf(cells, ({ gender }) => gender === "homme"), 1);
});

test("the pair's total says how much of it the centre does not know", () => {
  assert.deepEqual(pairTotal([{ ...woman, people: 5 }], [tap(woman), tap(refusal)]), { met: 6, refusals: 1, unknown: 1 });
  assert.deepEqual(pairTotal([{ ...woman, people: 5 }], [tap(woman, -1)]), { met: 4, refusals: 0, unknown: -1 });
});
