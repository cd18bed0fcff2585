// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { label, left, pause, resume, start } from "../../palier/static/js/logic/countdown.js";

test("time runs out, never below zero", () => {
  const countdown = start(10, 1000);

  assert.deepEqual([1000, 4000, 11000, 99000].map((now) => left(countdown, now)), [10000, 7000, 0, 0]);
});

test("a pause holds the time left, however long it lasts", () => {
  const paused = pause(start(10, 0), 4000);
  const running = resume(paused, 60000);

  assert.equal(left(paused, 60000), 6000);
  assert.equal(left(running, 61000), 5000);
});

test("resuming what runs changes nothing", () => {
  const countdown = start(10, 0);

  assert.equal(resume(countdown, 5000), countdown);
});

test("a clock that goes back gives no time away", () => {
  assert.equal(left(start(10, 5000), 0), 10000);
});

test("seconds are rounded up", () => {
  assert.deepEqual([10000, 9001, 1, 0].map(label), ["(10 s)", "(10 s)", "(1 s)", "(0 s)"]);
});
