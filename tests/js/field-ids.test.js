// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { isKey, keyAt, makeClock, timeOf } from "../../palier/mobile/static/mobile/logic/ids.js";

const NOON = Date.UTC(2026, 10, 21, 12);
const ones = () => new Uint8Array(10).fill(0xff);
const zeros = () => new Uint8Array(10);

test("a key is a UUIDv7 of its instant", () => {
  const low = keyAt(NOON, zeros());
  const high = keyAt(NOON, ones());

  assert.match(low, /^01a1fdfa-4600-7000-8000-000000000000$/);
  assert.match(high, /-7fff-bfff-ffffffffffff$/);
  assert.deepEqual([low, high].map(isKey), [true, true]);
  assert.deepEqual([low, high].map(timeOf), [NOON, NOON]);
});

test("what is not a UUIDv7 is not a key", () => {
  const wrong = ["", "019aa5f3", "019aa5f3-a000-4000-8000-000000000000", "01a1fdfa-4600-7000-c000-000000000000"];

  assert.deepEqual(wrong.map(isKey), [false, false, false, false]);
});

test("keys grow, even in one millisecond and with the least luck", () => {
  let draw = ones;
  const clock = makeClock({ now: () => NOON, random: () => draw() });
  const keys = [clock.next()];
  draw = zeros;
  for (let rank = 0; rank < 50; rank += 1) keys.push(clock.next());

  assert.deepEqual(keys, [...keys].sort());
  assert.equal(new Set(keys).size, 51);
  assert.equal(clock.last(), keys[50]);
});

test("a clock that goes back two days gives later keys all the same", () => {
  let now = NOON;
  const clock = makeClock({ now: () => now });
  const before = clock.next();
  now -= 2 * 24 * 3600 * 1000;

  assert.ok(clock.next() > before);
});

test("a key made elsewhere is overtaken", () => {
  const ahead = keyAt(NOON + 60_000, ones());
  const clock = makeClock({ now: () => NOON, last: keyAt(NOON, zeros()) });

  clock.observe(ahead);
  clock.observe(keyAt(NOON - 60_000, zeros()));
  clock.observe("not a key, though greater");

  assert.equal(clock.last(), ahead);
  assert.ok(clock.next() > ahead);
});

test("two phones at the same instant do not make the same key", () => {
  const keys = [makeClock({ now: () => NOON }).next(), makeClock({ now: () => NOON }).next()];

  assert.notEqual(keys[0], keys[1]);
});
