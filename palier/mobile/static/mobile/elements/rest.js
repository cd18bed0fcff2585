// @ts-check
// What may wait until the first screen is drawn: sending, the worker, the other screens, the housekeeping.
import { loadScreens } from "terrain/elements/router";
import { startWorker } from "terrain/elements/worker";
import { forgetOldLines } from "terrain/store/lines";
import { askPersistence } from "terrain/store/phone";
import { forgetOldTraces } from "terrain/store/traces";
import { startSync } from "terrain/sync/engine";

export async function startRest() {
  startSync();
  // Never waited for: Firefox asks somebody, and may get no answer.
  askPersistence().catch(() => {});
  forgetOldTraces(new Date()).catch(() => {});
  forgetOldLines(new Date()).catch(() => {});
  await startWorker();
  // So that they are there before the network goes: a page never mixes two versions.
  await loadScreens();
}
