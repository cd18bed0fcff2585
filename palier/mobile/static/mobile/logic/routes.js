// @ts-check
// Which screen an address shows: "#/sortie/<id>/compter" is <terrain-count outing="<id>">.

/** @typedef {{element: string, outing: string | null, entry?: string}} Route entry: the line written again, or the one that somebody is called back about */

/** @type {Readonly<Record<string, string>>} */
const PAGES = { "": "home", improviser: "improvise", attente: "waiting" };
/** @type {Readonly<Record<string, string>>} */
const OUTING_PAGES = {
  "": "outing",
  depart: "depart",
  aide: "help",
  lignes: "written",
  compter: "count",
  rencontre: "encounter",
  parole: "voice",
  orientation: "orientation",
  observation: "observation",
  photo: "photo",
  rappel: "recall",
  rapporter: "tell",
  clore: "close",
};
/** Every screen: `<terrain-count>` is made by terrain/elements/count. */
export const SCREENS = [...Object.values(PAGES), ...Object.values(OUTING_PAGES)];
// Their line is not one of those that one wrote.
const OF_HUB = new Set(["terrain-recall", "terrain-tell"]);
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * @param {string} hash of the address, with its "#" or without
 * @returns {Route} the home screen when the address is unknown
 */
export function routeOf(hash) {
  const [page = "", id = "", part = "", entry = ""] = hash.replace(/^#?\/?/, "").split("/");
  if (page === "sortie" && ID.test(id) && Object.hasOwn(OUTING_PAGES, part)) {
    const line = ID.test(entry) ? { entry: entry.toLowerCase() } : {};
    return { element: `terrain-${OUTING_PAGES[part]}`, outing: id.toLowerCase(), ...line };
  }
  return { element: `terrain-${!id && Object.hasOwn(PAGES, page) ? PAGES[page] : "home"}`, outing: null };
}

/**
 * @param {string} hash
 * @returns {string} the address of the screen above, "" at the top
 */
export function above(hash) {
  const { element, outing, entry } = routeOf(hash);
  if (element === "terrain-home") return "";
  if (!outing || element === "terrain-outing") return "#/";
  return entry && !OF_HUB.has(element) ? `#/sortie/${outing}/lignes` : `#/sortie/${outing}`;
}
