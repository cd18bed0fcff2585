// @ts-check
// When to send, and what becomes of each exchange. What is here only leaves by a receipt.
import { waitBefore } from "terrain/logic/backoff";
import { MOST_BYTES, MOST_OPS } from "terrain/logic/batch";
import { listen } from "terrain/store/notices";
import { countPending, pending, setAside } from "terrain/store/outbox";
import { closeAccount, currentUser } from "terrain/store/phone";
import { settle } from "terrain/store/settle";
import { exchange } from "terrain/sync/exchange";
import { requestOf } from "terrain/sync/request";
import { become, syncState } from "terrain/sync/state";

export { syncState };

const EVERY = 60_000;
// Several taps leave together.
const SOON = 1_500;

const caps = { limit: MOST_OPS, bytes: MOST_BYTES };
let failures = 0;
// On the page's own clock: that of the phone may be set back two days.
let notBefore = 0;
let due = Infinity;
/** @type {Promise<void> | null} */
let running = null;
let isWanted = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Send now, whatever the last failure: somebody asked, or the network came back. */
export async function syncNow() {
  notBefore = 0;
  // What was written since the exchange under way began leaves with the next one.
  if (running) await running;
  await run();
}

/** Send at each occasion: start, network, return to the page, something written, time. */
export function startSync() {
  addEventListener("online", () => void syncNow());
  addEventListener("focus", () => void run());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void run());
  // Who is it, then?
  listen("account", () => plan(0));
  listen("outbox", async () => {
    const user = await currentUser();
    if ((await countPending(user)).mine > 0) plan(SOON);
  });
  void syncNow();
}

/** @param {number} delay milliseconds; an exchange planned sooner stands, so that tapping without a pause sends too */
function plan(delay) {
  // The end of the exchange under way plans the next one.
  isWanted ||= running !== null;
  const at = Math.max(performance.now() + delay, notBefore);
  if (at >= due) return;
  clearTimeout(timer);
  due = at;
  timer = setTimeout(() => {
    due = Infinity;
    void run();
  }, at - performance.now());
}

/** @returns {Promise<void>} */
function run() {
  if (running) {
    isWanted = true;
    return running;
  }
  if (performance.now() < notBefore) {
    plan(0);
    return Promise.resolve();
  }
  running = once().finally(() => {
    running = null;
    plan(isWanted && failures === 0 ? SOON : EVERY);
    isWanted = false;
  });
  return running;
}

async function once() {
  try {
    await alone(drain);
  } catch {
    // The phone's own storage failed: what is there stays there, and the next occasion tries again.
    failLater();
    become("offline");
  }
}

/**
 * One tab sends at a time. Where locks do not exist two may: a repeat is answered as the first time.
 *
 * @param {() => Promise<void>} work
 */
async function alone(work) {
  const locks = /** @type {LockManager | undefined} */ (navigator.locks);
  if (!locks) return work();
  await locks.request("palier-terrain-sync", { ifAvailable: true }, async (lock) => {
    if (lock) await work();
  });
}

/** Send batch after batch until nothing is left, or one does not pass. */
async function drain() {
  let isTold = false;
  for (;;) {
    const user = await currentUser();
    const ops = user ? await pending(user, caps) : [];
    if (ops.length === 0 && isTold) return;
    if (ops.length > 0) become("sending");
    const body = await requestOf(user, ops);
    const result = await exchange(body);
    // The centre says what changed with the last part.
    isTold = body["pending"] <= ops.length;
    if (!(await conclude(user, ops, result))) return;
    // Nothing was left; unless another account opened, whose own may wait here.
    if (ops.length === 0 && (await currentUser()) === user) return;
  }
}

/**
 * @param {string | null} user
 * @param {import("terrain/store/types").Operation[]} ops
 * @param {import("terrain/sync/exchange").Result} result
 * @returns {Promise<boolean>} whether to go on with the next batch
 */
async function conclude(user, ops, result) {
  if (result.outcome === "answered") return received(user, ops, result.answer);
  if (result.outcome === "account") {
    // Somebody else is logged in: ask who, sending nothing of the account before.
    const hello = await exchange({ ...(await requestOf(null, [])), cursor: null });
    if (hello.outcome === "answered") return received(null, [], hello.answer);
    return conclude(user, [], hello);
  }
  if (result.outcome === "refused" && ops.length > 0) return shrink(ops, result);
  failLater(result.outcome === "later" ? result.wait : 0);
  if (result.outcome === "offline") {
    if (result.slow) caps.bytes = Math.max(1, Math.floor(caps.bytes / 2));
    become("offline");
  } else if (result.outcome === "closed") {
    // Lost, lent, or its member left: nothing is shown here any more. What is written waits.
    await closeAccount();
    become("login", result.detail);
  } else if (result.outcome === "login" || result.outcome === "locked") become(result.outcome, result.detail);
  else become("refused", result.detail);
  return false;
}

/**
 * @param {string | null} user
 * @param {import("terrain/store/types").Operation[]} ops
 * @param {import("terrain/store/types").Answer} answer
 */
async function received(user, ops, answer) {
  const count = await settle(user, new Set(ops.map(({ id }) => id)), answer);
  const unreadable = answer.unreadable ?? [];
  await setAside(new Map(unreadable.flatMap(({ index, reason }) => (ops[index] ? [[ops[index].id, reason]] : []))));
  caps.limit = MOST_OPS;
  caps.bytes = Math.min(MOST_BYTES, caps.bytes * 2);
  failures = 0;
  notBefore = 0;
  become(answer.locked ? "locked" : "idle");
  // A centre that takes nothing of what it is given must not be asked in a loop.
  return count + unreadable.length > 0 || user === null;
}

/**
 * Something in the batch is not accepted: send less at once, and keep aside the one that does not pass alone.
 *
 * @param {import("terrain/store/types").Operation[]} ops
 * @param {{tooBig: boolean, detail: string}} refusal
 */
async function shrink(ops, { detail }) {
  const [only] = ops;
  if (ops.length > 1) caps.limit = Math.ceil(ops.length / 2);
  else if (only) await setAside(new Map([[only.id, detail || "Le centre n'a pas pu la lire."]]));
  return true;
}

/** @param {number} [asked] milliseconds that the centre asked to wait */
function failLater(asked = 0) {
  failures += 1;
  notBefore = performance.now() + waitBefore(failures, Math.random, asked);
}
