// @ts-check
// What the phone's page wakes up. The first screen comes with it; the router loads the others (logic/routes.js).
import "terrain/elements/home";
import { closeIfLeft, watchLeaving } from "terrain/elements/leaving";
import { startRouter } from "terrain/elements/router";
import { startStatusLine } from "terrain/elements/status-line";

const PATIENCE = 3_000;

// The first screen has the phone for itself until it is drawn.
const drawn = new Promise((done) => {
  addEventListener("drawn", done, { once: true });
  setTimeout(done, PATIENCE);
});

async function wakeTheRest() {
  try {
    const { startRest } = await import("terrain/elements/rest");
    await startRest();
  } catch (error) {
    // A first visit whose network went in its first second: what is kept already is never there to fail.
    addEventListener("online", () => void wakeTheRest(), { once: true });
    reportError(error);
  }
}

// A mark left by the server, read without waiting for anything: a page that shows nobody's yet.
await closeIfLeft().catch(reportError);
startRouter();
startStatusLine();
watchLeaving();
await drawn;
// Safari has no requestIdleCallback.
if ("requestIdleCallback" in window) requestIdleCallback(() => void wakeTheRest(), { timeout: 1_000 });
else setTimeout(() => void wakeTheRest());
