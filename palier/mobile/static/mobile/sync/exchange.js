// @ts-check
// One exchange with the centre: POST /api/sync, and what its answer means.
import { isAnswer } from "terrain/logic/answer";

const ADDRESS = "/api/sync";
const PATIENCE = 90_000;

/**
 * @typedef {import("terrain/store/types").Answer} Answer
 * @typedef {{outcome: "answered", answer: Answer}
 *   | {outcome: "offline", slow: boolean}
 *   | {outcome: "login" | "locked" | "closed" | "account", detail: string}
 *   | {outcome: "refused", tooBig: boolean, detail: string}
 *   | {outcome: "later", wait: number, detail: string}} Result
 */

/**
 * @param {Record<string, any>} body
 * @returns {Promise<Result>} never rejects
 */
export async function exchange(body) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const response = await fetch(ADDRESS, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Palier-Terrain": "1" },
      body: JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: patience.signal,
    });
    return await resultOf(response);
  } catch {
    return { outcome: "offline", slow: patience.signal.aborted };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {Response} response
 * @returns {Promise<Result>}
 */
async function resultOf(response) {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json") ?? false;
  // Not ours: a hotel's or a café's page in the way, or a proxy that cannot reach the centre.
  if (!isJson) return { outcome: "offline", slow: false };
  const body = await response.json();
  if (response.ok) return isAnswer(body) ? { outcome: "answered", answer: body } : { outcome: "offline", slow: false };
  const detail = typeof body?.detail === "string" ? body.detail : "";
  if (response.status === 401) return { outcome: REASONS[String(body?.reason)] ?? "login", detail };
  if (response.status === 409 && body?.reason === "account") return { outcome: "account", detail };
  if ([400, 413, 422].includes(response.status)) return { outcome: "refused", tooBig: response.status === 413, detail };
  return { outcome: "later", wait: 1000 * (Number(response.headers.get("Retry-After")) || 0), detail };
}

/** @type {Readonly<Record<string, "login" | "locked" | "closed">>} */
const REASONS = { login: "login", code: "locked", closed: "closed" };
