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

test("an outing closes with nothing said: everybody is back, no incident", () => {
  const [debrief, back] = closingWritings(emptyClosing(TEAM), "key");

  assert.deepEqual(debrief, {
    kind: "debrief.put",
    payload: {
      entry: "key",
      moods: {},
      incident: "aucun",
      incident_text: "",
      for_supervision: false,
      support_wanted: false,
      support_text: "",
      sentence: "",
      nobody: false,
    },
  });
  assert.deepEqual(back, { kind: "outing.check_out", payload: { members: TEAM } });
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

  const payload = closingWritings(closing, "key")[0]?.payload;

  assert.deepEqual(
    [payload?.["incident"], payload?.["incident_text"], payload?.["for_supervision"], payload?.["support_text"]],
    ["aucun", "", false, ""],
  );
});

test("an incident says of which kind; nothing else is asked", () => {
  const yes = { ...emptyClosing(TEAM), hasIncident: /** @type {const} */ ("oui") };

  assert.deepEqual(Object.keys(closingFaults(yes)), ["incident"]);
  assert.deepEqual(closingFaults({ ...yes, incident: "tension" }), {});
  assert.deepEqual(closingFaults(emptyClosing(TEAM)), {});
});

test("moods unsaid are not sent, and nobody back means no return", () => {
  const closing = { ...emptyClosing(TEAM), moods: { awa: "bien", karim: "" }, back: [] };

  const writings = closingWritings(closing, "key");

  assert.equal(writings.length, 1);
  assert.deepEqual(writings[0]?.payload["moods"], { awa: "bien" });
});

test("a draft of another day gives back what still makes sense", () => {
  const kept = { sentence: "Il pleuvait", moods: { awa: "leger" }, back: ["awa", "gone"], incident: 3, other: true };

  const closing = readClosing(kept, TEAM);

  assert.deepEqual(closing, { ...emptyClosing(TEAM), sentence: "Il pleuvait", moods: { awa: "leger" }, back: ["awa"] });
  assert.deepEqual(readClosing("broken", TEAM), emptyClosing(TEAM));
});

test("« Personne aujourd'hui » closes, and everybody is back", () => {
  assert.deepEqual(nobodyWritings("key", TEAM), [
    { kind: "debrief.put", payload: { entry: "key", nobody: true, incident: "aucun" } },
    { kind: "outing.check_out", payload: { members: TEAM } },
  ]);
});
