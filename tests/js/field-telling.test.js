// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { factsWith, improvisedFacts } from "../../palier/mobile/static/mobile/logic/local-outing.js";
import { above, routeOf } from "../../palier/mobile/static/mobile/logic/routes.js";
import { NOTHING_SAID, readTelling, tellingFaults, tellingWriting } from "../../palier/mobile/static/mobile/logic/telling.js";

const ID = "0197e7a2-0000-7000-8000-00000000000a";

test("said aloud, it says to how many", () => {
  const wrong = ["", "0", "-2", "deux", "1.5", "6000"].map((people) => Object.keys(tellingFaults({ ...NOTHING_SAID, people })));

  assert.deepEqual(wrong, Array(6).fill(["people"]));
  assert.deepEqual(tellingFaults({ ...NOTHING_SAID, people: " 3 " }), {});
});

test("a poster is told to nobody in particular", () => {
  const poster = { ...NOTHING_SAID, means: "affiche" };

  assert.deepEqual(tellingFaults(poster), {});
  assert.deepEqual(tellingWriting(ID, poster), { kind: "answer.tell", payload: { restitution: ID, means: "affiche" } });
});

test("only what was said is sent", () => {
  const said = { ...NOTHING_SAID, people: "3", contested: "oui", note: " Déçus. ", reason: "oubliée" };

  const payload = { restitution: ID, means: "terrain", people: 3, contested: true, note: "Déçus." };
  assert.deepEqual(tellingWriting(ID, said), { kind: "answer.tell", payload });
});

test("what could not be told says why, and nothing else", () => {
  const said = { ...NOTHING_SAID, isTold: /** @type {const} */ ("non"), people: "3", reason: " " };

  assert.deepEqual(Object.keys(tellingFaults(said)), ["reason"]);
  const written = tellingWriting(ID, { ...said, reason: "Immeuble vide " });
  assert.deepEqual(written.payload, { restitution: ID, impossible: true, reason: "Immeuble vide" });
});

test("a draft of any age is read", () => {
  assert.deepEqual(readTelling({ people: 3, note: "Déçus", old: "x" }), { ...NOTHING_SAID, note: "Déçus" });
});

test("an answer told here is no longer due here", () => {
  const made = { id: "1", kind: "outing.improvise", payload: { place: null, new_place: "La dalle", modality: "marche", members: [] } };
  const op = { outing: "square", device: "phone", seq: 1, user: "awa", at: "2027-03-04T14:00:00Z", schema: 1 };
  const facts = improvisedFacts({ ...op, ...made }, { me: { user: "awa", first_name: "Awa" }, members: [], places: [] });
  const due = [ID, "other"].map((id) => ({ id, need: "Un banc", label: "Refusé", text: "", since: "2027-03-01T00:00:00Z" }));

  const after = factsWith({ ...facts, answers: due }, [{ ...op, id: "2", ...tellingWriting(ID, { ...NOTHING_SAID, people: "1" }) }]);

  assert.deepEqual(after.answers.map(({ id }) => id), ["other"]);
});

test("its screen is below the outing", () => {
  const hash = `#/sortie/${ID}/rapporter/${ID}`;

  assert.deepEqual(routeOf(hash), { element: "terrain-tell", outing: ID, entry: ID });
  assert.equal(above(hash), `#/sortie/${ID}`);
});
