// @ts-check
import { LOOKS, centreMark, dressBox, dressCanvas, words } from "palier/elements/map-looks";
import { degreesText, pointsText, readPoint, readPoints } from "palier/logic/points";

/** @typedef {import("palier/logic/points").LatLng} LatLng */

// Leaflet comes before, as a script of its own, and only on the pages that show a map.
const L = /** @type {any} */ (/** @type {any} */ (globalThis).L);
const FRANCE = [[42.3, -4.8], [51.1, 8.2]];
/**
 * The map of the zones and of the places. In a form, it writes a point (data-mode="pick") or the corners of a contour
 * ("draw") into the fields, which stay the truth: what is typed there moves the map.
 */
class TerritoryMap extends HTMLElement {
  /** @type {any} */
  #map;
  /** @type {any} */
  #shapes;
  /** @type {any} */
  #drawing;
  /** @type {Map<string, any>} */
  #byId = new Map();
  /** @type {AbortController} */
  #leaving = new AbortController();

  connectedCallback() {
    const canvas = /** @type {HTMLElement | null} */ (this.querySelector("[data-canvas]"));
    if (!L || !canvas) return;
    this.hidden = false;
    dressCanvas(canvas);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#map = L.map(canvas, {
      attributionControl: false,
      zoomControl: false,
      // The wheel scrolls the page: the buttons and the keys come near.
      scrollWheelZoom: false,
      zoomAnimation: !still,
      fadeAnimation: !still,
      minZoom: 4,
      maxZoom: 19,
    });
    this.#map.fitBounds(FRANCE);
    if (this.#writes) canvas.append(centreMark());
    if (this.dataset.tiles) L.tileLayer(this.dataset.tiles, { maxZoom: 19 }).addTo(this.#map);
    this.#drawing = L.layerGroup().addTo(this.#map);
    this.#map.on("popupopen tooltipopen", (/** @type {any} */ event) => dressBox(event.popup ?? event.tooltip));
    this.#map.on("click", (/** @type {any} */ event) => this.#put([event.latlng.lat, event.latlng.lng]));
    this.addEventListener("click", (event) => this.#press(event));
    this.#listen();
    void this.#load();
  }

  disconnectedCallback() {
    this.#leaving.abort();
    this.#map?.remove();
  }

  async #load() {
    try {
      const answer = await fetch(this.dataset.source ?? "", { headers: { Accept: "application/geo+json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      this.#show(await answer.json());
    } catch {
      this.#say("La carte ne peut pas être chargée pour l'instant. Les listes de la page disent la même chose.");
    }
    this.#redraw();
  }

  /** @param {any} content a GeoJSON FeatureCollection */
  #show(content) {
    this.#shapes = L.geoJSON(content, {
      style: (/** @type {any} */ feature) => (feature.properties.kind === "place" ? LOOKS.place : LOOKS.zone),
      interactive: !this.#writes,
      pointToLayer: (/** @type {any} */ _feature, /** @type {any} */ at) =>
        L.circleMarker(at, { radius: LOOKS.place.radius, interactive: !this.#writes }),
      onEachFeature: (/** @type {any} */ feature, /** @type {any} */ layer) => {
        this.#byId.set(feature.id, layer);
        if (this.#writes) return;
        layer.bindTooltip(words(feature.properties, "span"), { sticky: true });
        layer.bindPopup(words(feature.properties, "a"), { closeButton: false });
      },
    }).addTo(this.#map);
    const near = this.#byId.get(this.dataset.focus ?? "");
    if (near) this.#light(near, true);
    this.#fit(near ?? this.#shapes);
  }

  /** @param {any} layer */
  #fit(layer) {
    const bounds = layer.getBounds ? layer.getBounds() : L.latLngBounds([layer.getLatLng(), layer.getLatLng()]);
    if (bounds.isValid()) this.#map.fitBounds(bounds, { padding: [24, 24], maxZoom: layer.getBounds ? 16 : 14 });
  }

  /**
   * @param {any} layer
   * @param {boolean} on
   */
  #light(layer, on) {
    const isPlace = layer.feature.properties.kind === "place";
    layer.setStyle(isPlace ? (on ? LOOKS.placeNear : LOOKS.place) : on ? LOOKS.zoneNear : LOOKS.zone);
    if (isPlace) layer.setRadius((on ? LOOKS.placeNear : LOOKS.place).radius);
    if (on) layer.bringToFront();
    // A zone in front never covers a place.
    if (on && !isPlace) this.#byId.forEach((other) => other.getRadius && other.bringToFront());
  }

  /** Listen to the lists of the page, and to the fields that the map writes. */
  #listen() {
    const { signal } = this.#leaving;
    for (const name of ["focusin", "mouseover", "focusout", "mouseout"]) {
      const on = name === "focusin" || name === "mouseover";
      document.addEventListener(name, (event) => this.#follow(event.target, on), { signal });
    }
    for (const field of Object.values(this.#fields)) field?.addEventListener("input", () => this.#redraw(), { signal });
  }

  /**
   * @param {EventTarget | null} target
   * @param {boolean} on
   */
  #follow(target, on) {
    const link = target instanceof Element ? target.closest("[data-on-map]") : null;
    const id = link instanceof HTMLElement ? (link.dataset.onMap ?? "") : "";
    const layer = this.#byId.get(id);
    if (layer && id !== this.dataset.focus) this.#light(layer, on);
  }

  /** @param {Event} event */
  #press(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-does]") : null;
    if (!(button instanceof HTMLElement)) return;
    const centre = this.#map.getCenter();
    if (button.dataset.does === "nearer") this.#map.zoomIn();
    else if (button.dataset.does === "farther") this.#map.zoomOut();
    else if (button.dataset.does === "whole") this.#fit(this.#shapes ?? this.#drawing);
    else if (button.dataset.does === "put") this.#put([centre.lat, centre.lng]);
    else if (button.dataset.does === "undo") this.#write(this.#corners.slice(0, -1));
  }

  get #writes() {
    return this.dataset.mode !== "show";
  }

  get #fields() {
    const named = (/** @type {string} */ name) => {
      const field = this.closest("form")?.elements.namedItem(name);
      return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field : null;
    };
    return { latitude: named("latitude"), longitude: named("longitude"), contour: named("contour") };
  }

  get #corners() {
    const typed = this.#fields.contour?.value ?? "";
    return typed.trimStart().startsWith("{") ? [] : readPoints(typed);
  }

  /** @param {LatLng} point */
  #put(point) {
    const { latitude, longitude } = this.#fields;
    if (this.dataset.mode === "draw") this.#write([...this.#corners, point]);
    if (this.dataset.mode !== "pick" || !latitude || !longitude) return;
    latitude.value = degreesText(point[0]);
    longitude.value = degreesText(point[1]);
    this.#redraw();
    this.#say(`Point posé : ${latitude.value}, ${longitude.value}.`);
  }

  /** @param {LatLng[]} corners */
  #write(corners) {
    const { contour } = this.#fields;
    if (!contour) return;
    contour.value = pointsText(corners);
    this.#redraw();
    this.#say(`${corners.length} point${corners.length > 1 ? "s" : ""} posé${corners.length > 1 ? "s" : ""}.`);
  }

  /** Draw what the fields say. */
  #redraw() {
    this.#drawing.clearLayers();
    const { latitude, longitude } = this.#fields;
    const picked = latitude && longitude ? readPoint(`${latitude.value} ; ${longitude.value}`) : null;
    for (const at of picked ? [picked] : this.#corners) {
      L.circleMarker(at, { ...LOOKS.placeNear, radius: 8, interactive: false }).addTo(this.#drawing);
    }
    if (this.#corners.length > 1) L.polygon(this.#corners, { ...LOOKS.drawn, interactive: false }).addTo(this.#drawing);
    if (picked && !this.#map.getBounds().contains(picked)) this.#map.setView(picked, 16);
  }

  /** @param {string} said */
  #say(said) {
    const place = this.querySelector("[data-said]");
    if (place) place.textContent = said;
  }
}

customElements.define("territory-map", TerritoryMap);
