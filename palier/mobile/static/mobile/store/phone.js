// @ts-check
// What this phone is: its key, its clock, whose account is open on it.
import { makeClock } from "terrain/logic/ids";
import { read, write } from "terrain/store/database";
import { announce } from "terrain/store/notices";

/**
 * @returns {Promise<string | null>} the membership whose account is open on this phone
 */
export async function currentUser() {
  return (await read("phone", (phone) => phone.get("user"))) ?? null;
}

/**
 * Close the account: what came down for it leaves, nothing of it is shown any more. What it wrote stays, and will leave
 * when it comes back.
 */
export async function closeAccount() {
  await write(["phone", "outings", "facts"], async (transaction) => {
    await transaction.objectStore("phone").delete("user");
    await Promise.all(["outings", "facts"].map((name) => transaction.objectStore(name).clear()));
  });
  announce("account");
}

/**
 * @returns {Promise<string>} the key of this installation, made at its first start
 */
export async function deviceKey() {
  const known = await read("phone", (phone) => phone.get("counter"));
  if (known) return known.device;
  return write(["phone"], async (transaction) => {
    const phone = transaction.objectStore("phone");
    const counter = (await phone.get("counter")) ?? { device: makeClock().next(), seq: 0, clock: "" };
    await phone.put(counter, "counter");
    return counter.device;
  });
}

/**
 * @returns {Promise<boolean | null>} what the browser answered about keeping what is here; null if it has not
 */
export async function isPersisted() {
  return (await read("phone", (phone) => phone.get("persisted"))) ?? null;
}

/**
 * Ask the browser not to erase what is kept here when room is short, and note its answer. Some browsers never answer:
 * nothing may wait for this.
 *
 * @returns {Promise<boolean | null>} null where the browser has no such promise (WebKitGTK)
 */
export async function askPersistence() {
  const storage = /** @type {StorageManager | undefined} */ (navigator.storage);
  if (!storage?.persist) return null;
  const persisted = (await storage.persisted()) || (await storage.persist());
  await write(["phone"], async (transaction) => {
    await transaction.objectStore("phone").put(persisted, "persisted");
  });
  announce("sync");
  return persisted;
}
