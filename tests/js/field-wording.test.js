// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { counted, countedKind, hourOf, isOverdue, statusOf } from "../../palier/mobile/static/mobile/logic/wording.js";

const NOW = new Date(2026, 10, 21, 15, 4);
const SENT = new Date(2026, 10, 21, 14, 32).toISOString();
const OLD = new Date(2026, 10, 19, 9, 5).toISOString();
/** @type {import("../../palier/mobile/static/mobile/logic/wording.js").Holding} */
const nothing = { phase: "idle", pending: 0, oldest: null, lastReceivedAt: null };

test("an hour is said as in French, with its day when it is another", () => {
  assert.equal(hourOf(SENT, NOW), "14 h 32");
  assert.equal(hourOf(OLD, NOW), "le 19 novembre à 9 h 05");
});

test("« Reçu » is said only of a receipt, and of nothing left behind", () => {
  assert.equal(statusOf({ ...nothing, lastReceivedAt: SENT }, NOW), "Reçu par le centre à 14 h 32");
  assert.equal(statusOf({ ...nothing, lastReceivedAt: OLD }, NOW), "Reçu par le centre le 19 novembre à 9 h 05");
  assert.equal(statusOf(nothing, NOW), "Rien à envoyer");
  assert.doesNotMatch(statusOf({ ...nothing, lastReceivedAt: SENT, pending: 1, oldest: SENT }, NOW), /Reçu/);
});

test("what is on the phone only is counted, with its hour", () => {
  const held = "Enregistré sur ce téléphone : 3 saisies";

  assert.equal(statusOf({ ...nothing, pending: 3, oldest: SENT }, NOW), `${held} depuis 14 h 32`);
  assert.equal(statusOf({ ...nothing, pending: 3, oldest: null }, NOW), held);
  assert.equal(statusOf({ ...nothing, phase: "offline", pending: 1, oldest: OLD }, NOW), `${held.slice(0, -9)}1 saisie depuis le 19 novembre à 9 h 05`);
});

test("what is to be done is said", () => {
  const waiting = { ...nothing, pending: 2, oldest: SENT };

  assert.equal(statusOf({ ...waiting, phase: "login" }, NOW), "2 saisies à envoyer : connectez-vous");
  assert.equal(statusOf({ ...waiting, phase: "refused" }, NOW), "2 saisies à envoyer : le centre ne les prend pas encore");
  assert.equal(statusOf({ ...waiting, phase: "locked" }, NOW), "2 saisies à envoyer : tapez votre code");
  assert.equal(statusOf({ ...waiting, phase: "sending" }, NOW), "Envoi de 2 saisies au centre");
  assert.equal(statusOf({ ...nothing, phase: "login" }, NOW), "Connectez-vous pour recevoir vos sorties");
  assert.equal(statusOf({ ...nothing, phase: "locked" }, NOW), "Tout est envoyé. Tapez votre code");
});

test("a day without sending is an alert, even when the clock was put back", () => {
  const hour = 3600 * 1000;
  const since = (/** @type {number} */ hours) => new Date(NOW.getTime() - hours * hour).toISOString();
  const overdue = (/** @type {string | null} */ oldest, pending = 1) => isOverdue({ ...nothing, pending, oldest }, NOW);

  assert.deepEqual([overdue(since(23.9)), overdue(since(24)), overdue(since(-25))], [false, true, true]);
  assert.deepEqual([overdue(since(48), 0), overdue(null)], [false, false]);
});

test("kinds have a name, even those of a later version", () => {
  assert.deepEqual([countedKind(1, "tally.add"), countedKind(2, "later.kind")], ["1 comptage", "2 saisies"]);
  assert.deepEqual([counted(0, "saisie"), counted(1, "saisie"), counted(2, "saisie")], ["0 saisie", "1 saisie", "2 saisies"]);
});
