// @ts-check
// Word that something changed on this phone, to this page and to its other tabs.

/** @typedef {"outbox" | "facts" | "sync" | "account" | "trouble" | "version"} Topic */
/** @typedef {(detail?: any) => unknown} Listener */

/** @type {Map<Topic, Set<Listener>>} */
const listeners = new Map();
const channel = new BroadcastChannel("palier-terrain");

/**
 * @param {Topic} topic
 * @param {any} [detail]
 */
function tell(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

channel.addEventListener("message", ({ data }) => tell(data.topic));

/**
 * @param {Topic} topic
 * @param {any} [detail] for this page only
 */
export function announce(topic, detail) {
  tell(topic, detail);
  channel.postMessage({ topic });
}

/**
 * @param {Topic} topic
 * @param {Listener} listener
 * @returns {() => void} stops listening
 */
export function listen(topic, listener) {
  const known = listeners.get(topic) ?? new Set();
  listeners.set(topic, known.add(listener));
  return () => void known.delete(listener);
}
