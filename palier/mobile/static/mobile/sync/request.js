// @ts-check
// What a phone says of itself each time it sends.
import { factOf } from "terrain/store/facts";
import { countPending } from "terrain/store/outbox";
import { deviceKey, isPersisted } from "terrain/store/phone";

const SCHEMA = 1;

/**
 * @param {string | null} user
 * @param {import("terrain/store/types").Operation[]} ops
 * @returns {Promise<Record<string, any>>} the body of POST /api/sync
 */
export async function requestOf(user, ops) {
  const { mine, oldest } = await countPending(user);
  return {
    schema: SCHEMA,
    device: await deviceKey(),
    user,
    sent_at: new Date().toISOString(),
    cursor: user ? ((await factOf(user, "cursor")) ?? null) : null,
    persisted: await isPersisted(),
    app: document.querySelector("meta[name='terrain-version']")?.getAttribute("content") ?? "",
    pending: mine,
    oldest_pending_at: oldest,
    ops,
  };
}
