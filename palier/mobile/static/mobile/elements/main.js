// @ts-check
// What the phone's page wakes up. The first screen comes with it; the router loads the others (logic/routes.js).
import "terrain/elements/home";
import { closeIfLeft, watchLeaving } from "terrain/elements/leaving";
import { loadScreens, startRouter } from "terrain/elements/router";
import { startStatusLine } from "terrain/elements/status-line";
import { startWorker } from "terrain/elements/worker";
import { askPersistence } from "terrain/store/phone";
import { forgetOldLines } from "terrain/store/lines";
import { forgetOldTraces } from "terrain/store/traces";
import { startSync } from "terrain/sync/engine";

/** @param {() => unknown} work that may wait until the first screen is drawn */
function later(work) {
  // Safari has no requestIdleCallback.
  const whenIdle = () =>
    "requestIdleCallback" in window ? requestIdleCallback(work, { timeout: 2_000 }) : setTimeout(work);
  if (document.readyState === "complete") whenIdle();
  else addEventListener("load", whenIdle);
}

// A mark left by the server, read without waiting for anything: a page that shows nobody's yet.
closeIfLeft()
  .catch(reportError)
  .finally(() => {
    startRouter();
    startStatusLine();
    watchLeaving();
    later(startSync);
  });
later(() => {
  void startWorker();
  // Never waited for: Firefox asks somebody, and may get no answer.
  askPersistence().catch(() => {});
  forgetOldTraces(new Date()).catch(() => {});
  forgetOldLines(new Date()).catch(() => {});
  // The other screens, so that they are there before the network goes: a page never mixes two versions.
  void loadScreens();
});
