// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { dayAfter, daysMoved, reached } from "../../palier/static/js/logic/agenda-keys.js";

const DAYS = ["2027-03-04", "2027-03-11", "2027-03-11", "2027-03-25"];

test("Shift and arrows move by a day or a week", () => {
  assert.deepEqual(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "a"].map(daysMoved), [-1, 1, -7, 7, null]);
});

test("days go over months, years and changes of hour", () => {
  assert.equal(dayAfter("2027-03-28", 1), "2027-03-29");
  assert.equal(dayAfter("2027-12-31", 1), "2028-01-01");
  assert.equal(dayAfter("2028-03-01", -1), "2028-02-29");
  assert.equal(dayAfter("2027-10-31", 7), "2027-11-07");
});

test("up and down go from an outing to the next", () => {
  assert.equal(reached("ArrowDown", 1, DAYS), 2);
  assert.equal(reached("ArrowUp", 1, DAYS), 0);
  assert.equal(reached("ArrowDown", 3, DAYS), null);
  assert.equal(reached("ArrowUp", 0, DAYS), null);
});

test("left and right go to the first outing of another day", () => {
  assert.equal(reached("ArrowRight", 1, DAYS), 3);
  assert.equal(reached("ArrowLeft", 3, DAYS), 1);
  assert.equal(reached("ArrowLeft", 2, DAYS), 0);
  assert.equal(reached("ArrowRight", 3, DAYS), null);
  assert.equal(reached("ArrowLeft", 0, DAYS), null);
});
