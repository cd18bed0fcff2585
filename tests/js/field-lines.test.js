// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import {
  emptyLine,
  firstWords,
  lineFaults,
  lineFields,
  readLine,
  screenOf,
} from "../../palier/mobile/static/mobile/logic/lines.js";
import { suggestedThemes, withChosen } from "../../palier/mobile/static/mobile/logic/suggestions.js";

const KNOWN = ["logement", "cadre_de_vie", "mobilite", "ecole", "acces_droits", "numerique", "isolement_lien_social"];

test("a new line sends all its fields, without what was not said", () => {
  const voice = { ...emptyLine("voice.put"), text: "  On veut un banc \n", themes: ["mobilite", "cadre_de_vie"] };

  assert.deepEqual(lineFields(voice), {
    text: "On veut un banc",
    themes: ["cadre_de_vie", "mobilite"],
    consent: "interne",
    language: "fr",
  });
  assert.deepEqual(lineFields({ ...emptyLine("orientation.put"), target: "caf" }), {
    target: "caf",
    how: "information",
    theme: null,
  });
});

test("a line written again sends only what changed, so that it overwrites nobody's other field", () => {
  const before = { ...emptyLine("voice.put"), text: "On veut un banc", themes: ["mobilite", "ecole"] };

  assert.deepEqual(lineFields({ ...before, text: "On veut deux bancs " }, before), { text: "On veut deux bancs" });
  assert.deepEqual(lineFields({ ...before, themes: ["ecole", "mobilite"] }, before), {});
  assert.deepEqual(lineFields({ ...before, themes: [] }, before), { themes: [] });
});

test("a draft of any age is read for what still makes sense", () => {
  const kept = { text: "banc", themes: ["ecole", 3], consent: null, gone: "x", language: ["fr"] };

  assert.deepEqual(readLine("voice.put", kept), { ...emptyLine("voice.put"), text: "banc", themes: ["ecole"] });
  assert.deepEqual([undefined, null, "x", 3].map((one) => readLine("photo.put", one)), Array(4).fill({ caption: "" }));
});

test("an empty line is never shared between two screens", () => {
  const first = emptyLine("voice.put");
  /** @type {string[]} */ (first["themes"]).push("ecole");

  assert.deepEqual(emptyLine("voice.put")["themes"], []);
});

test("only words, and a target, are asked for", () => {
  const kinds = ["encounter.put", "voice.put", "orientation.put", "observation.put", "photo.put"];

  const missing = kinds.map((kind) => Object.keys(lineFaults(kind, emptyLine(kind))));

  assert.deepEqual(missing, [[], ["text"], ["target"], ["text"], []]);
  assert.deepEqual(lineFaults("voice.put", { text: " \n" }), { text: "Écrivez ce qui a été dit, même en quelques mots." });
});

test("a name is never written again: it has no screen", () => {
  assert.deepEqual(["voice.put", "encounter.put", "resident.put", "debrief.put"].map(screenOf), ["parole", "rencontre", "", ""]);
});

test("a list shows the first words", () => {
  assert.equal(firstWords({ text: " On veut\n un banc " }), "On veut un banc");
  assert.equal(firstWords({ text: "x".repeat(80) }), `${"x".repeat(60)}…`);
  assert.deepEqual([firstWords({ caption: "Le hall" }), firstWords({ duration: "nc" })], ["Le hall", ""]);
});

test("three themes come first: chosen here, then by the team, then what the outing is for", () => {
  assert.deepEqual(suggestedThemes(["ecole"], ["numerique"], ["acces_droits"], KNOWN), ["ecole", "numerique", "acces_droits"]);
  assert.deepEqual(suggestedThemes([], [], [], KNOWN), ["cadre_de_vie", "logement", "isolement_lien_social"]);
  assert.deepEqual(suggestedThemes(["disparu"], [], ["inconnu"], KNOWN.slice(2)), ["isolement_lien_social", "mobilite", "ecole"]);
});

test("what is chosen comes first next time, once", () => {
  assert.deepEqual(withChosen(["ecole", "logement"], ["logement", "mobilite"]), ["logement", "mobilite", "ecole"]);
});
