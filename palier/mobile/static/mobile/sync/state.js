// @ts-check
// Where the exchange with the centre stands, for the status line.
import { factOf } from "terrain/store/facts";
import { announce } from "terrain/store/notices";
import { countPending } from "terrain/store/outbox";
import { currentUser } from "terrain/store/phone";

/** @typedef {import("terrain/logic/wording").Phase} Phase */

/** @type {{phase: Phase, detail: string}} */
const state = { phase: "idle", detail: "" };

/**
 * @param {Phase} phase
 * @param {string} [detail] in French, from the centre
 */
export function become(phase, detail = "") {
  state.phase = phase;
  state.detail = detail;
  announce("sync");
}

/**
 * @returns {Promise<{phase: Phase, detail: string, lastReceivedAt: string | null, pending: number,
 *   oldest: string | null, others: number}>}
 */
export async function syncState() {
  const user = await currentUser();
  const { mine, others, oldest } = await countPending(user);
  const lastReceivedAt = user ? ((await factOf(user, "received_at")) ?? null) : null;
  return { ...state, lastReceivedAt, pending: mine, oldest, others };
}
