// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { cellWords, keptWords, refusalWords, shownSums } from "../../palier/mobile/static/mobile/logic/count-words.js";
import { reachedCell } from "../../palier/mobile/static/mobile/logic/grid-keys.js";
import {
  NO_TAPS,
  UNDOABLE,
  refused,
  saved,
  saving,
  tapped,
  undone,
  unsaved,
  withTaps,
} from "../../palier/mobile/static/mobile/logic/taps.js";
import { cellKey, cellOf } from "../../palier/mobile/static/mobile/logic/totals.js";

const WOMAN = { age: "25_39", gender: "femme", acquaintance: "nc", contact: "echange" };
const MAN = { age: "40_59", gender: "homme", acquaintance: "nc", contact: "salutation" };

test("a tap counts at once, before anything is on the disk", () => {
  const taps = tapped(tapped(NO_TAPS, WOMAN), MAN);

  assert.deepEqual(unsaved(taps), [
    { ...WOMAN, step: 1 },
    { ...MAN, step: 1 },
  ]);
});

test("what waits goes to the disk in one commit, and only one commit at a time", () => {
  const first = saving(tapped(tapped(NO_TAPS, WOMAN), MAN));
  const second = saving(tapped(first, WOMAN));

  assert.equal(first.saving.length, 2);
  assert.equal(first.waiting.length, 0);
  assert.equal(second.saving, first.saving);
  assert.equal(second.waiting.length, 1);
});

test("what is committed is no longer held here, what came meanwhile still is", () => {
  const taps = saved(tapped(saving(tapped(NO_TAPS, WOMAN)), MAN));

  assert.deepEqual(unsaved(taps), [{ ...MAN, step: 1 }]);
});

test("the last taps are taken back one after the other, each by a step of its own", () => {
  const taps = undone(undone(undone(saved(saving(tapped(tapped(NO_TAPS, WOMAN), MAN))))));

  assert.deepEqual(unsaved(taps), [
    { ...MAN, step: -1 },
    { ...WOMAN, step: -1 },
  ]);
  assert.deepEqual(taps.undoable, []);
});

test("a commit that fails takes its taps back, and leaves those that came after", () => {
  const before = saved(saving(tapped(NO_TAPS, WOMAN)));

  const taps = refused(tapped(saving(tapped(tapped(before, MAN), WOMAN)), MAN));

  assert.deepEqual(unsaved(taps), [{ ...MAN, step: 1 }]);
  assert.deepEqual(taps.undoable, [WOMAN, MAN]);
});

test("taking back that fails can be tried again", () => {
  const taps = refused(saving(undone(saved(saving(tapped(NO_TAPS, WOMAN))))));

  assert.deepEqual(unsaved(taps), []);
  assert.deepEqual(taps.undoable, [WOMAN]);
});

test("one goes back so far, and no further", () => {
  let taps = NO_TAPS;
  for (let index = 0; index < UNDOABLE + 5; index += 1) taps = tapped(taps, index < 5 ? MAN : WOMAN);

  assert.equal(taps.undoable.length, UNDOABLE);
  assert.deepEqual(taps.undoable[0], WOMAN);
});

test("arrows go from cell to cell and stop at the edges", () => {
  const from = (/** @type {number} */ index) =>
    ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "a"].map((key) => reachedCell(key, index, 4, 8));

  assert.deepEqual(from(0), [null, 1, null, 4, null, 3, null]);
  assert.deepEqual(from(6), [5, 7, 2, 10, 4, 7, null]);
  assert.deepEqual(from(31), [30, null, 27, null, 28, null, null]);
});

test("the grid shows those met, however it was, or those who refused", () => {
  const kept = new Map([
    ["25_39|femme|nc|echange", 2],
    ["25_39|femme|deja_connu|salutation", 1],
    ["25_39|femme|nc|refus", 4],
  ]);
  const taps = unsaved(tapped(tapped(NO_TAPS, WOMAN), MAN));

  const cells = withTaps(kept, taps, cellKey);

  assert.deepEqual([...shownSums(cells, "salutation", cellOf)], [
    ["25_39 femme", 4],
    ["40_59 homme", 1],
  ]);
  assert.deepEqual([...shownSums(cells, "refus", cellOf)], [["25_39 femme", 4]]);
  assert.equal(kept.get("25_39|femme|nc|echange"), 2);
});

test("a cell is never below zero, whoever took back first", () => {
  assert.equal(withTaps(new Map(), [{ ...WOMAN, step: -1 }], cellKey).get(cellKey(WOMAN)), 0);
});

test("a cell says who and how many; « Enregistré » is of the disk only", () => {
  assert.deepEqual(
    [cellWords("18 à 24 ans, homme", 0, "echange"), cellWords("18 à 24 ans, homme", 2, "refus"), refusalWords(0)],
    ["18 à 24 ans, homme : 0 personne", "18 à 24 ans, homme : 2 refus", ""],
  );
  assert.deepEqual([keptWords(0, false), keptWords(2, true), keptWords(0, true)], ["", "Enregistrement…", "Enregistré"]);
});
