// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import {
  LONGEST_SIDE,
  attempts,
  bareJpeg,
  fitted,
  pictureKind,
  weightWords,
} from "../../palier/mobile/static/mobile/logic/pictures.js";

/** @param {string} text */
const bytes = (text) => Uint8Array.from(text, (one) => one.charCodeAt(0));

/** @param {number} mark @param {string} text a part of a JPEG, with its length before it */
const part = (mark, text) => Uint8Array.from([0xff, mark, (text.length + 2) >> 8, (text.length + 2) & 0xff, ...bytes(text)]);

/** @param {...Uint8Array} parts */
const joined = (...parts) => Uint8Array.from(parts.flatMap((one) => [...one]));

const START = Uint8Array.from([0xff, 0xd8]);
const END = Uint8Array.from([0xff, 0xd9]);
const [JFIF, TABLE, SCAN] = [part(0xe0, "JFIF\0"), part(0xdb, "tables"), part(0xda, "scan")];
const PIXELS = Uint8Array.from([1, 2, 0xff, 0x00, 3]);

test("pictures are known by their first bytes, never by their name; a drawing that may hold a program is none", () => {
  const starts = ["\xff\xd8\xff\xe1", "\x89PNG\r\n\x1a\n", "RIFF1234WEBP", "GIF89a", "1234ftypheic", "1234ftypavif"];
  const wrong = ["<svg xmlns=", "%PDF-1.7", "PK\x03\x04", "RIFF1234WAVE", "1234ftypisom", "", "\xff\xd8"];

  assert.deepEqual(starts.map((start) => pictureKind(bytes(start.padEnd(16)))), ["jpeg", "png", "webp", "gif", "heic", "avif"]);
  assert.deepEqual(wrong.map((start) => pictureKind(bytes(start))), Array(wrong.length).fill(""));
});

test("a picture keeps its shape, gets no longer than asked, and is never made bigger", () => {
  assert.deepEqual(fitted(8000, 6000, 1280), { width: 1280, height: 960 });
  assert.deepEqual(fitted(6000, 8000, 1280), { width: 960, height: 1280 });
  assert.deepEqual(fitted(640, 480, 1280), { width: 640, height: 480 });
  assert.deepEqual(fitted(20_000, 3, 1280), { width: 1280, height: 1 });
});

test("the best is tried first, then lighter, then smaller", () => {
  const tried = attempts(8000, 6000);

  assert.deepEqual(tried[0], { width: LONGEST_SIDE, height: 960, quality: 0.82 });
  assert.deepEqual(tried.at(-1), { width: 480, height: 360, quality: 0.4 });
  assert.deepEqual(tried.map(({ width }) => width), [...tried.map(({ width }) => width)].sort((one, other) => other - one));
  assert.deepEqual(attempts(500, 300).map(({ width }) => width), [500, 500, 500, 500, 480, 480, 480, 480]);
});

test("only the picture stays: no place, no date, no thumbnail, no comment, nothing after the end", () => {
  const told = [part(0xe1, "Exif\0\0 48.85 N"), part(0xe2, "ICC"), part(0xed, "Photoshop"), part(0xfe, "by Awa")];
  const full = joined(START, JFIF, ...told, TABLE, SCAN, PIXELS, END, bytes("MotionPhoto mp4"));

  assert.deepEqual(bareJpeg(full), joined(START, JFIF, TABLE, SCAN, PIXELS, END));
});

test("how colours are told stays, or they would turn", () => {
  const adobe = part(0xee, "Adobe\0");

  assert.deepEqual(bareJpeg(joined(START, adobe, SCAN, PIXELS, END)), joined(START, adobe, SCAN, PIXELS, END));
});

test("a part of a larger buffer is read at its own place", () => {
  const whole = joined(bytes("xyz"), START, part(0xfe, "hello"), SCAN, END);

  assert.deepEqual(bareJpeg(whole.subarray(3)), joined(START, SCAN, END));
});

test("what is no JPEG, or stops before its pixels, is refused", () => {
  const wrong = [new Uint8Array(0), bytes("\x89PNG"), joined(START, JFIF), joined(START, bytes("garbage"))];

  for (const one of wrong) assert.throws(() => bareJpeg(one), /no JPEG/);
});

test("a weight is said in round kilobytes", () => {
  assert.deepEqual([212_400, 12].map(weightWords), ["212\u00a0ko", "1\u00a0ko"]);
});
