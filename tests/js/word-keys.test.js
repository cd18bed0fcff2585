// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { keyOf, numbered, stepped } from "../../palier/static/js/logic/word-keys.js";

const PLAIN = { key: "j", ctrlKey: false, metaKey: false, altKey: false, isComposing: false };

test("letters, digits and the question mark are keys, in either case", () => {
  assert.deepEqual(
    ["j", "E", "3", "?", "Enter", "é", "/"].map((key) => keyOf({ ...PLAIN, key }, false, true)),
    ["j", "e", "3", "?", "", "", ""],
  );
});

test("nothing happens while one writes, composes, holds a modifier, or does not want these keys", () => {
  assert.equal(keyOf(PLAIN, true, true), "");
  assert.equal(keyOf(PLAIN, false, false), "");
  for (const held of ["ctrlKey", "metaKey", "altKey", "isComposing"]) {
    assert.equal(keyOf({ ...PLAIN, [held]: true }, false, true), "");
  }
});

test("j and k go from a word to the next, and stop at the ends", () => {
  assert.deepEqual([stepped("j", -1, 2), stepped("j", 0, 2), stepped("j", 1, 2)], [0, 1, null]);
  assert.deepEqual([stepped("k", 1, 2), stepped("k", 0, 2), stepped("x", 1, 2)], [0, null, null]);
});

test("a new line takes its number everywhere", () => {
  assert.equal(numbered("id_l-__prefix__-texte", 7), "id_l-7-texte");
});
