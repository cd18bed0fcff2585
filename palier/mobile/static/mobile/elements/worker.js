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

/**
 * Browsers let an installing worker fetch some twenty files a second: the page, which has its modules already, puts them
 * aside for it. What is missing there, the worker fetches by itself.
 */
async function putAside() {
  if (await navigator.serviceWorker.getRegistration("/terrain/")) return;
  const meta = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name='terrain-version']"));
  const { imports } = JSON.parse(document.querySelector("script[type='importmap']")?.textContent ?? "{}");
  const aside = await caches.open(`terrain-aside-${meta.content}`);
  const keep = async (/** @type {string} */ address) => {
    const response = await fetch(address, {
      cache: "fresh" in meta.dataset ? "no-cache" : "default",
      redirect: "error",
      priority: "low",
    });
    if (response.ok) await aside.put(address, response);
  };
  await Promise.all(Object.values(imports).map(keep));
}

/** Without it the page still works, with network only. */
export async function startWorker() {
  await putAside().catch(() => {});
  try {
    watch(await navigator.serviceWorker.register("/terrain/sw.js", { scope: "/terrain/", updateViaCache: "none" }));
  } catch {
    announce("sync");
  }
}
