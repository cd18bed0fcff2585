// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import {
  dayWords,
  geoLink,
  hourWords,
  listWords,
  sortOutings,
  whenWords,
} from "../../palier/mobile/static/mobile/logic/outing-words.js";

const NOW = new Date("2027-03-27T22:30:00Z"); // 23:30 in Paris, the night when the clocks change

/** @param {string} id @param {string} day @param {string} [state] */
const outing = (id, day, state = "confirmee") => ({
  id,
  state,
  starts_at: `${day}T14:00:00Z`,
  ends_at: `${day}T16:00:00Z`,
});

test("days are named as people name them, by the local calendar", () => {
  const said = ["2027-03-27T22:00:00Z", "2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z", "2027-03-26T12:00:00Z"];

  assert.deepEqual(
    said.map((instant) => dayWords(instant, NOW)),
    ["Aujourd'hui", "Demain", "Lundi 29 mars", "Hier"],
  );
});

test("hours are those of Paris, round ones are short", () => {
  assert.deepEqual(["2027-03-27T13:00:00Z", "2027-03-28T13:05:00Z"].map(hourWords), ["14\u00a0h", "15\u00a0h\u00a005"]);
  assert.equal(whenWords(outing("a", "2027-03-28"), NOW), "Demain, 16\u00a0h – 18\u00a0h");
});

test("names are read as a sentence", () => {
  assert.deepEqual([[], ["Awa"], ["Awa", "Karim"], ["Awa", "Karim", "Rose"]].map(listWords), [
    "",
    "Awa",
    "Awa et Karim",
    "Awa, Karim et Rose",
  ]);
});

test("a place with coordinates opens in the phone's own map, a place without does not", () => {
  const place = { name: "Square (nord)", latitude: "48.1", longitude: -1.6543211 };

  assert.deepEqual(geoLink(place), {
    href: "geo:48.10000,-1.65432?q=48.10000,-1.65432(Square%20(nord))",
    text: "48.10000, -1.65432",
  });
  assert.equal(geoLink({ name: "Ailleurs", latitude: null, longitude: null }), null);
});

test("the next outing is the one under way, else the first to come", () => {
  const now = new Date("2027-03-28T15:00:00Z");
  const all = [outing("later", "2027-03-30"), outing("under way", "2027-03-28"), outing("off", "2027-03-29", "annulee")];

  const sorted = sortOutings(all, () => false, now);

  assert.equal(sorted.next?.id, "under way");
  assert.deepEqual(sorted.later.map(({ id }) => id), ["later"]);
});

test("a team that stays late still finds its outing first; a draft whose hour passed is nothing to close", () => {
  const all = [outing("late", "2027-03-28"), outing("draft", "2027-03-27", "brouillon")];

  const sorted = sortOutings(all, () => false, new Date("2027-03-28T17:30:00Z"));

  assert.equal(sorted.next?.id, "late");
  assert.deepEqual(sorted.toClose, []);
});

test("an outing that ended with no word waits for its closing, the latest first", () => {
  const now = new Date("2027-03-28T15:00:00Z");
  const all = [outing("old", "2027-03-20"), outing("told", "2027-03-26"), outing("forgotten", "2027-03-27")];

  const sorted = sortOutings(all, ({ id }) => id === "told", now);

  assert.equal(sorted.next, null);
  assert.deepEqual(sorted.toClose.map(({ id }) => id), ["forgotten", "old"]);
  assert.deepEqual(sorted.past.map(({ id }) => id), ["told"]);
});

test("an outing closed before its hour of end gives its place to the next one", () => {
  const now = new Date("2027-03-28T15:00:00Z");

  const sorted = sortOutings([outing("told", "2027-03-28"), outing("after", "2027-03-29")], ({ id }) => id === "told", now);

  assert.equal(sorted.next?.id, "after");
  assert.deepEqual(sorted.past.map(({ id }) => id), ["told"]);
});
