// @ts-check
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { STORAGE_KEY, parseTheme } from "../../palier/static/js/logic/theme.js";

test("the three choices are read as they are", () => {
  assert.deepEqual(["auto", "clair", "sombre"].map(parseTheme), ["auto", "clair", "sombre"]);
});

test("anything else means as the system", () => {
  assert.deepEqual([null, undefined, "", "dark", "Clair"].map(parseTheme), ["auto", "auto", "auto", "auto", "auto"]);
});

test("the first-paint script reads the same key", async () => {
  const script = await readFile(new URL("../../palier/static/js/first-paint.js", import.meta.url), "utf8");

  assert.equal(script.includes(`getItem("${STORAGE_KEY}")`), true);
});
