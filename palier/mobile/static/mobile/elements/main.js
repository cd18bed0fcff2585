// @ts-check
// What the phone's page wakes up. Each screen registers its own element; add its import here.
import "terrain/elements/close";
import "terrain/elements/count";
import "terrain/elements/depart";
import "terrain/elements/encounter";
import "terrain/elements/help";
import "terrain/elements/home";
import "terrain/elements/improvise";
import "terrain/elements/observation";
import "terrain/elements/orientation";
import "terrain/elements/outing";
import "terrain/elements/photo";
import "terrain/elements/recall";
import "terrain/elements/voice";
import "terrain/elements/waiting";
import "terrain/elements/written";
import { closeIfLeft, watchLeaving } from "terrain/elements/leaving";
import { startRouter } from "terrain/elements/router";
import { startStatusLine } from "terrain/elements/status-line";
import { startWorker } from "terrain/elements/worker";
import { askPersistence } from "terrain/store/phone";
import { forgetOldLines } from "terrain/store/lines";
import { forgetOldTraces } from "terrain/store/traces";
import { startSync } from "terrain/sync/engine";

// A mark left by the server, read without waiting for anything: a page that shows nobody's yet.
closeIfLeft()
  .catch(reportError)
  .finally(() => {
    startRouter();
    startStatusLine();
    startSync();
    watchLeaving();
  });
void startWorker();
// Never waited for: Firefox asks somebody, and may get no answer.
askPersistence().catch(() => {});
forgetOldTraces(new Date()).catch(() => {});
forgetOldLines(new Date()).catch(() => {});
