import assert from "node:assert/strict";
import { test } from "node:test";

import { degreesText, pointsText, readPoint, readPoints } from "../../palier/static/js/logic/points.js";

test("a point is read as people write it, latitude first", () => {
  for (const line of ["48.9012, 2.4833", "48,9012 ; 2,4833", "48,9012 2,4833", "(48.9012,2.4833)"]) {
    assert.deepEqual(readPoint(line), [48.9012, 2.4833]);
  }
  assert.deepEqual(readPoint("-21.34 ; 55.48"), [-21.34, 55.48]);
});

test("words that are no point give none", () => {
  for (const line of ["", "48.9", "1, 2, 3", "91, 2", "45, 181", "ici"]) assert.equal(readPoint(line), null);
});

test("what is written is read back", () => {
  const corners = [
    [45.1, 5.7],
    [45.1234567, -5.7],
  ];
  assert.equal(pointsText(corners), "45.1, 5.7\n45.123457, -5.7");
  assert.deepEqual(readPoints(`${pointsText(corners)}\n\nici`), [
    [45.1, 5.7],
    [45.123457, -5.7],
  ]);
  assert.equal(degreesText(0.1 + 0.2), "0.3");
});
