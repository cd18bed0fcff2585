// @ts-check
// What the screens are drawn from. The first one's comes with the page; the others' come once, when it is drawn.
import { fetchScreens } from "terrain/sync/screens";

/** @type {Promise<void> | null} */
let coming = null;

async function bring() {
  const version = document.querySelector("meta[name='terrain-version']")?.getAttribute("content") ?? "";
  // Written by our own server alone, and parsed where nothing runs.
  const found = new DOMParser().parseFromString(await fetchScreens(version), "text/html");
  document.body.append(...found.querySelectorAll("template"));
}

/**
 * @param {string} element "terrain-count"
 * @returns {HTMLTemplateElement | null} null when it has not come
 */
export function templateOf(element) {
  const found = document.getElementById(`screen-${element.replace("terrain-", "")}`);
  return found instanceof HTMLTemplateElement ? found : null;
}

/** Bring those of the other screens, once. */
export async function bringTemplates() {
  coming ??= bring();
  try {
    await coming;
  } catch (error) {
    coming = null;
    throw error;
  }
}
