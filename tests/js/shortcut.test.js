// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { asksForSearch } from "../../palier/static/js/logic/shortcut.js";

const slash = { key: "/", altKey: false, ctrlKey: false, metaKey: false, isComposing: false };

test("a slash asks for the search field", () => {
  assert.equal(asksForSearch(slash, false), true);
});

test("a slash being written stays a slash", () => {
  assert.equal(asksForSearch(slash, true), false);
});

test("other keys and the browser's own shortcuts are left alone", () => {
  const others = [{ key: "a" }, { ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }];

  assert.deepEqual(
    others.map((change) => asksForSearch({ ...slash, ...change }, false)),
    [false, false, false, false, false],
  );
});
