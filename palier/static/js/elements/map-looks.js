// @ts-check
// How the map looks. Set by the script, not by a style sheet: the policy of the pages lets it, and only a page that
// shows a map pays for it.

const SAPIN = "var(--sapin)";
const TERRACOTTA = "var(--terracotta)";
/** How each thing is drawn, by Leaflet: the tints are those of the style sheet, light or dark. */
export const LOOKS = {
  zone: { color: SAPIN, weight: 1.5, fillColor: SAPIN, fillOpacity: 0.1 },
  zoneNear: { color: SAPIN, weight: 4, fillColor: "var(--miel)", fillOpacity: 0.45 },
  place: { radius: 8, color: "var(--surface)", weight: 2, fillColor: TERRACOTTA, fillOpacity: 1 },
  placeNear: { radius: 13, color: "var(--encre)", weight: 3, fillColor: TERRACOTTA, fillOpacity: 1 },
  drawn: { color: TERRACOTTA, weight: 3, dashArray: "8 6", fillColor: TERRACOTTA, fillOpacity: 0.15 },
};

/** @param {HTMLElement} canvas where the map is drawn */
export function dressCanvas(canvas) {
  const look = { blockSize: "min(65vh, 34rem)", borderRadius: "var(--radius)", border: "1px solid var(--edge)" };
  Object.assign(canvas.style, look, { background: "var(--brume)", font: "inherit", isolation: "isolate" });
}

/** @returns {HTMLElement} what shows the centre of the map to those who put points without a mouse */
export function centreMark() {
  const mark = document.createElement("span");
  mark.textContent = "+";
  mark.ariaHidden = "true";
  const place = { position: "absolute", inset: "50% auto auto 50%", translate: "-50% -50%", zIndex: "500" };
  Object.assign(mark.style, place, { fontSize: "2rem", lineHeight: "1", color: "var(--encre)", pointerEvents: "none" });
  return mark;
}

/** @param {any} box the popup or the tooltip that Leaflet opens */
export function dressBox(box) {
  // One of the two at a time: they would cover each other.
  if (box.options.closeButton === false) box._source?.closeTooltip();
  const element = /** @type {HTMLElement} */ (box.getElement());
  const look = { background: "var(--surface)", color: "var(--encre)" };
  const parts = element.querySelectorAll(".leaflet-popup-content-wrapper, .leaflet-popup-tip");
  for (const part of parts.length ? parts : [element]) {
    if (part instanceof HTMLElement) Object.assign(part.style, look);
  }
  const content = element.querySelector(".leaflet-popup-content");
  if (content instanceof HTMLElement) Object.assign(content.style, { font: "inherit", lineHeight: "1.4" });
}

/**
 * @param {{label: string, detail: string, url: string}} told
 * @param {"a" | "span"} tag
 * @returns {HTMLElement} the name of a place or of a zone, and what it is; never as HTML
 */
export function words(told, tag) {
  const box = document.createElement("div");
  const name = document.createElement(tag);
  name.textContent = told.label;
  name.style.fontWeight = "650";
  if (name instanceof HTMLAnchorElement) {
    name.href = told.url;
    name.style.color = SAPIN;
  }
  const detail = document.createElement("div");
  detail.textContent = told.detail;
  box.append(name, detail);
  return box;
}
