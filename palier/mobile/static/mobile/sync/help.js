// @ts-check
// « Besoin d'aide »: asked of the centre at once, or plainly not asked. Nothing of it is queued: late help is no help.
import { syncNow } from "terrain/sync/engine";

const PATIENCE = 15_000;

/** @typedef {{isSent: true, at: string} | {isSent: false, detail: string}} HelpAnswer */

const NO_NETWORK = "Ce téléphone ne joint pas le centre : pas de réseau, ou le centre ne répond pas.";

/**
 * @param {string} outing
 * @returns {Promise<HelpAnswer>} ``detail``: why the alert did not leave, in French; never rejects
 */
export async function askHelp(outing) {
  const first = await ask(outing);
  if (first !== "unknown") return first;
  // An outing improvised a moment ago: the centre must hear of it before.
  await syncNow();
  const second = await ask(outing);
  return second === "unknown" ? { isSent: false, detail: "Le centre ne connaît pas encore cette sortie." } : second;
}

/**
 * @param {string} outing
 * @returns {Promise<HelpAnswer | "unknown">}
 */
async function ask(outing) {
  try {
    const response = await fetch("/api/help", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Palier-Terrain": "1" },
      body: JSON.stringify({ outing }),
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    // Not ours: the page of a café's network in the way.
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) return { isSent: false, detail: NO_NETWORK };
    if (response.status === 404) return "unknown";
    const body = await response.json();
    if (response.ok && typeof body?.at === "string") return { isSent: true, at: body.at };
    return { isSent: false, detail: typeof body?.detail === "string" ? body.detail : NO_NETWORK };
  } catch {
    return { isSent: false, detail: NO_NETWORK };
  }
}
