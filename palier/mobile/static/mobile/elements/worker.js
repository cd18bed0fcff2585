// @ts-check
// The worker that opens Terrain without network. A new version waits: it never replaces a page in use.
import { announce } from "terrain/store/notices";

const HOUR = 3600 * 1000;

/** @param {ServiceWorkerRegistration} registration */
function tellWaiting(registration) {
  const notice = document.getElementById("version");
  if (!notice || !registration.waiting || !navigator.serviceWorker.controller) return;
  notice.hidden = false;
  announce("version");
}

/** @param {ServiceWorkerRegistration} registration */
function watch(registration) {
  tellWaiting(registration);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => tellWaiting(registration));
  });
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - asked < HOUR) return;
    asked = Date.now();
    // Without network there is simply nothing new.
    registration.update().catch(() => {});
  });
}

/** Without it the page still works, with network only. */
export async function startWorker() {
  try {
    watch(await navigator.serviceWorker.register("/terrain/sw.js", { scope: "/terrain/", updateViaCache: "none" }));
  } catch {
    announce("sync");
  }
}
