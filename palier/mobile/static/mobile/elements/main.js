// @ts-check
// What the phone's page wakes up. Each screen registers its own element; add its import here.
import "terrain/elements/waiting";
import { startRouter } from "terrain/elements/router";
import { startStatusLine } from "terrain/elements/status-line";
import { startWorker } from "terrain/elements/worker";
import { askPersistence } from "terrain/store/phone";
import { startSync } from "terrain/sync/engine";

startRouter();
startStatusLine();
startSync();
void startWorker();
// Never waited for: Firefox asks somebody, and may get no answer.
askPersistence().catch(() => {});
