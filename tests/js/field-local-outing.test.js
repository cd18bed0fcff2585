// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { factsWith, improvisedFacts, opsAfterMoves } from "../../palier/mobile/static/mobile/logic/local-outing.js";
import { movableEntries, writtenLines } from "../../palier/mobile/static/mobile/logic/written.js";

const ME = { user: "awa", first_name: "Awa" };

/**
 * @param {string} id @param {string} kind @param {Record<string, any>} payload @param {string} [outing]
 * @returns {import("terrain/store/types").Operation}
 */
const op = (id, kind, payload, outing = "square") => ({
  id,
  kind,
  payload,
  outing,
  device: "phone",
  seq: 1,
  user: "awa",
  at: `2027-03-04T14:0${id}:00Z`,
  schema: 1,
});
const IMPROVISE = op("1", "outing.improvise", {
  place: "park",
  new_place: "",
  modality: "marche",
  starts_at: "2027-03-04T14:00:00Z",
  ends_at: "2027-03-04T16:00:00Z",
  members: ["awa", "karim"],
  alone_reason: "",
});
const KNOWN = { me: ME, members: [{ id: "karim", name: "Karim" }], places: [{ id: "park", name: "Le parc" }] };

test("an improvised outing is known before the centre hears of it", () => {
  const facts = improvisedFacts(IMPROVISE, KNOWN);

  assert.deepEqual(
    [facts.id, facts.place?.name, facts.modality, facts.state, facts.is_improvised],
    ["square", "Le parc", "marche", "en_cours", true],
  );
  assert.deepEqual(facts.team.map(({ first_name, is_me }) => [first_name, is_me]), [
    ["Awa", true],
    ["Karim", false],
  ]);
});

test("a new place is known by its name", () => {
  const payload = { ...IMPROVISE.payload, place: null, new_place: "La dalle" };

  const facts = improvisedFacts({ ...IMPROVISE, payload }, KNOWN);

  assert.deepEqual([facts.place?.id, facts.place?.name], ["", "La dalle"]);
});

test("who left, who is back and the closing are seen before they are sent", () => {
  const facts = improvisedFacts(IMPROVISE, KNOWN);
  const fresh = { ...facts, team: facts.team.map((member) => ({ ...member, checked_in_at: null })) };

  const after = factsWith(fresh, [
    op("2", "outing.check_in", { members: [] }),
    op("3", "debrief.put", { entry: "key" }),
    op("4", "outing.check_out", { members: [] }),
  ]);

  assert.deepEqual(after.team.map(({ checked_in_at }) => checked_in_at), ["2027-03-04T14:02:00Z", null]);
  assert.deepEqual(after.team.map(({ checked_out_at }) => checked_out_at), [
    "2027-03-04T14:04:00Z",
    "2027-03-04T14:04:00Z",
  ]);
  assert.equal(after.closed_at, "2027-03-04T14:03:00Z");
  assert.equal(fresh.closed_at, null);
});

test("what was moved is counted in the outing where it is now", () => {
  const tap = op("2", "tally.add", {});
  const line = op("3", "voice.put", { entry: "words" });
  const moves = [op("4", "entry.move", { entries: ["2", "words"], to: "park" })];
  const back = [...moves, op("5", "entry.move", { entries: ["2"], to: "square" }, "park")];

  assert.deepEqual(opsAfterMoves("square", [tap, line], moves), []);
  assert.deepEqual(opsAfterMoves("park", [tap, line], moves), [tap, line]);
  assert.deepEqual(opsAfterMoves("square", [tap, line], back), [tap]);
});

/** @param {string} id @param {string} kind @param {string} [entry] @param {number} [step] */
const trace = (id, kind, entry = id, step = 0) => ({ id, outing: "square", kind, entry, step, at: `14:0${id}` });

test("one's writings are listed: taps in one line, lines latest first, those taken back left out", () => {
  const traces = [
    trace("1", "tally.add", "1", 1),
    trace("2", "voice.put", "words"),
    trace("3", "tally.add", "3", 1),
    trace("4", "photo.put", "picture"),
    trace("5", "voice.put", "words"),
    trace("6", "entry.withdraw", "picture"),
    trace("7", "encounter.put", "met"),
    trace("8", "outing.check_in"),
  ];

  const lines = writtenLines(traces, new Set(["5"]));

  assert.deepEqual(lines, [
    { key: "", kind: "tally.add", label: "2 personnes comptées", at: "14:03", isHere: false, canWithdraw: false },
    { key: "met", kind: "encounter.put", label: "Rencontre", at: "14:07", isHere: false, canWithdraw: true },
    { key: "words", kind: "voice.put", label: "Parole", at: "14:02", isHere: true, canWithdraw: true },
  ]);
});

test("taps all taken back are no line", () => {
  assert.deepEqual(writtenLines([trace("1", "tally.add", "1", 1), trace("2", "tally.add", "2", -1)], new Set()), []);
});

test("taps and lines move, each once; departures and moves do not", () => {
  const traces = [
    trace("1", "tally.add", "1", 1),
    trace("2", "voice.put", "words"),
    trace("3", "voice.put", "words"),
    trace("4", "outing.check_in"),
    trace("5", "entry.move"),
  ];

  assert.deepEqual(movableEntries(traces), ["1", "words"]);
});
