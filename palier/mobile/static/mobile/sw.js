// @ts-check
// Opens Terrain without network. The view that serves this file writes TERRAIN above it.
// It answers for its own list and for the page /terrain/, by GET; everything else, POST above all, never comes here.

/** @typedef {{version: string, shell: string, screens: string, files: string[], fresh: boolean}} List */
const worker = /** @type {ServiceWorkerGlobalScope & {TERRAIN: List}} */ (/** @type {unknown} */ (self));
const { version, shell, screens, files, fresh } = worker.TERRAIN;
const PREFIX = "terrain-";
const CACHE = PREFIX + version;
// Where the page puts aside what it has already (elements/worker.js).
const ASIDE = `${PREFIX}aside-${version}`;
const PAGES = [shell, screens];
const LISTED = new Set([screens, ...files]);

/**
 * @param {string} address
 * @returns {Promise<[string, Response]>}
 * @throws when it is not exactly what this version is made of
 */
async function fetched(address) {
  const isPage = PAGES.includes(address);
  const aside = isPage ? undefined : await caches.match(address, { cacheName: ASIDE, ignoreVary: true });
  if (aside) return [address, aside];
  const response = await fetch(address, { cache: isPage ? "reload" : fresh ? "no-cache" : "default", redirect: "error" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  // A page of another version, of a log-in, of a hotel.
  if (isPage && response.headers.get("X-Terrain-Version") !== version) throw new Error(`${address}: another version`);
  return [address, response];
}

/** All or nothing: a version that did not come down whole is not kept, and the one before goes on. */
async function install() {
  try {
    const found = await Promise.all([...PAGES, ...files].map(fetched));
    const cache = await caches.open(CACHE);
    await Promise.all(found.map(([address, response]) => cache.put(address, response)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/**
 * @param {Request} request
 * @param {string} address
 * @returns {Promise<Response>}
 */
async function answer(request, address) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address, { ignoreVary: true })) ?? fetch(request);
}

worker.addEventListener("install", (event) => {
  event.waitUntil(install());
  // Where browsers know how, they read the list by themselves, without waking this worker for each of its files.
  const routes = [...PAGES, ...files].map((pathname) => ({ urlPattern: { pathname, search: "" } }));
  const { addRoutes } = /** @type {{addRoutes?: (rules: object) => Promise<void>}} */ (/** @type {unknown} */ (event));
  addRoutes?.call(event, { condition: { or: routes }, source: { cacheName: CACHE } }).catch(() => {});
});
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" ? pathname === shell : LISTED.has(pathname)) {
    event.respondWith(answer(request, request.mode === "navigate" ? shell : pathname));
  }
});
