// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import {
  departureFaults,
  departureWriting,
  nextTime,
  usualReturn,
} from "../../palier/mobile/static/mobile/logic/improvising.js";

const NOW = new Date(2027, 2, 4, 22, 40);
const DEPARTURE = { place: "square", newPlace: "", modality: "marche", members: ["karim"], alone: "", until: "23:45" };

test("the usual return is two hours ahead, on a quarter of an hour, past midnight too", () => {
  assert.equal(usualReturn(NOW), "00:45");
  assert.equal(usualReturn(new Date(2027, 2, 4, 14, 50)), "17:00");
});

test("an hour already past is tomorrow's; nonsense is none", () => {
  assert.deepEqual(nextTime("23:45", NOW), new Date(2027, 2, 4, 23, 45));
  assert.deepEqual(nextTime("00:30", NOW), new Date(2027, 2, 5, 0, 30));
  assert.equal(nextTime("", NOW), null);
});

test("one says where, and why when alone", () => {
  const nothing = { ...DEPARTURE, place: "", members: [], until: "" };

  assert.deepEqual(Object.keys(departureFaults(nothing, NOW)), ["newPlace", "alone", "until"]);
  assert.deepEqual(departureFaults(DEPARTURE, NOW), {});
  assert.deepEqual(departureFaults({ ...nothing, newPlace: "Le parc", alone: "Karim est malade", until: "23:00" }, NOW), {});
});

test("an outing leaves with its team, whoever writes first among them", () => {
  assert.deepEqual(departureWriting(DEPARTURE, "awa", NOW), {
    kind: "outing.improvise",
    payload: {
      place: "square",
      new_place: "",
      modality: "marche",
      starts_at: NOW.toISOString(),
      ends_at: new Date(2027, 2, 4, 23, 45).toISOString(),
      members: ["awa", "karim"],
      alone_reason: "",
    },
  });
});

test("a new place is a name; a reason is kept for who is alone only", () => {
  const alone = { ...DEPARTURE, place: "", newPlace: " Le parc ", members: [], alone: " Karim est malade " };

  const { payload } = departureWriting(alone, "awa", NOW);
  const paired = departureWriting({ ...DEPARTURE, alone: "un reste" }, "awa", NOW).payload;

  assert.deepEqual([payload["place"], payload["new_place"], payload["alone_reason"]], [null, "Le parc", "Karim est malade"]);
  assert.equal(paired["alone_reason"], "");
});
