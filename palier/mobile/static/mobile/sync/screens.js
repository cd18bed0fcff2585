// @ts-check
// The templates of the screens that are not the first: kept by the worker with the rest of its version.
const ADDRESS = "/terrain/ecrans/";

/**
 * @param {string} version of this page
 * @returns {Promise<string>} a page of HTML
 * @throws {Error} when there is none of this very version: a page never mixes two
 */
export async function fetchScreens(version) {
  const response = await fetch(ADDRESS, { redirect: "error" });
  if (!response.ok || response.headers.get("X-Terrain-Version") !== version) throw new Error(`${ADDRESS}: ${response.status}`);
  return response.text();
}
