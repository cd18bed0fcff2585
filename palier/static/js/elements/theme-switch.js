// @ts-check
import { STORAGE_KEY, parseTheme } from "palier/logic/theme";

/** @returns {string | null} what this device keeps, or null when storage is refused */
function stored() {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

/** @param {import("palier/logic/theme").Theme} theme */
function apply(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "auto") localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // Storage refused: the choice holds for this page only.
  }
}

/** Light, dark or as the system: wakes the radio buttons that the server wrote, and keeps the choice on this device. */
class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    const current = parseTheme(stored());
    for (const input of this.querySelectorAll("input")) input.checked = input.value === current;
    this.hidden = false;
    this.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement) apply(parseTheme(event.target.value));
    });
  }
}

customElements.define("theme-switch", ThemeSwitch);
