// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import {
  closingFaults,
  closingWritings,
  emptyClosing,
  nobodyWritings,
  readClosing,
} from "../../palier/mobile/static/mobile/logic/closing.js";

const TEAM = ["awa", "karim"];
const NEW = { entry: "key", isNew: true };
const AGAIN = { entry: "key", isNew: false };

test("an outing closes with nothing said: everybody is back, and nothing told before is blanked", () => {
  assert.deepEqual(closingWritings(emptyClosing(TEAM), NEW, 0), [
    { id: "key", kind: "debrief.put", payload: { entry: "key" } },
    { kind: "outing.check_out", payload: { members: TEAM } },
  ]);
});

test("what was said is sent, and whoever was met undoes « Personne aujourd'hui »", () => {
  const closing = {
    ...emptyClosing(TEAM),
    moods: { awa: "bien", karim: "" },
    hasIncident: /** @type {const} */ ("oui"),
    incident: "tension",
    incidentText: " On nous a suivis. ",
    forSupervision: true,
    supportWanted: true,
    supportText: "",
    sentence: " Il pleuvait ",
  };

  assert.deepEqual(closingWritings(closing, AGAIN, 3)[0]?.payload, {
    entry: "key",
    moods: { awa: "bien" },
    incident: "tension",
    incident_text: "On nous a suivis.",
    for_supervision: true,
    support_wanted: true,
    support_text: "",
    sentence: "Il pleuvait",
    nobody: false,
  });
});

test("what was written under an answer taken back does not leave the phone", () => {
  const closing = {
    ...emptyClosing(TEAM),
    hasIncident: /** @type {const} */ ("non"),
    incident: "verbal",
    incidentText: "des mots durs",
    forSupervision: true,
    supportText: "en parler",
  };

  assert.deepEqual(closingWritings(closing, NEW, 0)[0]?.payload, { entry: "key", incident: "aucun" });
});

test("an incident says of which kind; nothing else is asked", () => {
  const yes = { ...emptyClosing(TEAM), hasIncident: /** @type {const} */ ("oui") };

  assert.deepEqual(Object.keys(closingFaults(yes)), ["incident"]);
  assert.deepEqual(closingFaults({ ...yes, incident: "tension" }), {});
  assert.deepEqual(closingFaults(emptyClosing(TEAM)), {});
});

test("only the writing that makes the line has its key: told again, it is another operation", () => {
  const [made] = closingWritings(emptyClosing(TEAM), NEW, 0);
  const [again] = closingWritings(emptyClosing(TEAM), AGAIN, 0);

  assert.equal(made?.id, "key");
  assert.deepEqual(again, { kind: "debrief.put", payload: { entry: "key" } });
});

test("nobody back means no return", () => {
  const writings = closingWritings({ ...emptyClosing(TEAM), back: [] }, NEW, 0);

  assert.deepEqual(writings.map(({ kind }) => kind), ["debrief.put"]);
});

test("a draft of another day gives back what still makes sense", () => {
  const kept = { sentence: "Il pleuvait", moods: { awa: "leger" }, back: ["awa", "gone"], incident: 3, other: true };

  const closing = readClosing(kept, TEAM);

  assert.deepEqual(closing, { ...emptyClosing(TEAM), sentence: "Il pleuvait", moods: { awa: "leger" }, back: ["awa"] });
  assert.deepEqual(readClosing("broken", TEAM), emptyClosing(TEAM));
});

test("« Personne aujourd'hui » closes, and everybody is back", () => {
  assert.deepEqual(nobodyWritings(NEW, TEAM), [
    { id: "key", kind: "debrief.put", payload: { entry: "key", nobody: true, incident: "aucun" } },
    { kind: "outing.check_out", payload: { members: TEAM } },
  ]);
});
