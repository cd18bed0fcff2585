// @ts-check
// Somebody logged out of this browser, perhaps long ago and without network: the next person sees nothing of theirs.
import { closeAccount } from "terrain/store/phone";

// Set by the server at each way out (palier/structures/middleware.py).
const MARK = "palier_sorti";

/** @returns {Promise<void>} once nothing of the one who left can be shown */
export async function closeIfLeft() {
  if (!document.cookie.split("; ").some((cookie) => cookie.startsWith(`${MARK}=`))) return;
  await closeAccount();
  document.cookie = `${MARK}=; path=/; max-age=0; samesite=lax`;
}

export function watchLeaving() {
  document.addEventListener("visibilitychange", () => void closeIfLeft().catch(reportError));
}
