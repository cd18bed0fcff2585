// @ts-check

/** Hours and days are those of the outing's country, wherever the phone believes that it is. */
const PARIS = "Europe/Paris";
const DAY = new Intl.DateTimeFormat("fr-FR", { timeZone: PARIS, weekday: "long", day: "numeric", month: "long" });
const KEY = new Intl.DateTimeFormat("en-CA", { timeZone: PARIS, year: "numeric", month: "2-digit", day: "2-digit" });
const HOUR = new Intl.DateTimeFormat("fr-FR", { timeZone: PARIS, hour: "2-digit", minute: "2-digit" });
// A team that stays late still finds its outing first.
const LINGERS = 2 * 3600 * 1000;
const NEAR = new Map([
  [-1, "Hier"],
  [0, "Aujourd'hui"],
  [1, "Demain"],
]);

/** @param {Date} one @param {Date} other @returns {number} days from one local day to the other */
const daysBetween = (one, other) => (Date.parse(KEY.format(other)) - Date.parse(KEY.format(one))) / 86_400_000;

/**
 * @param {string} instant ISO 8601
 * @param {Date} now
 * @returns {string} « Aujourd'hui », « Demain », « Hier », else « Mardi 24 novembre »
 */
export function dayWords(instant, now) {
  const day = new Date(instant);
  const words = NEAR.get(daysBetween(now, day)) ?? DAY.format(day);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * @param {string} instant ISO 8601
 * @returns {string} « 14 h » or « 14 h 05 », with spaces that do not break
 */
export function hourWords(instant) {
  const [hours = "", minutes = ""] = HOUR.format(new Date(instant)).split(":");
  return `${Number(hours)}\u00a0h${minutes === "00" ? "" : `\u00a0${minutes}`}`;
}

/**
 * @param {{starts_at: string, ends_at: string}} outing
 * @param {Date} now
 * @returns {string} « Demain, 14 h – 16 h 30 »
 */
export const whenWords = (outing, now) =>
  `${dayWords(outing.starts_at, now)}, ${hourWords(outing.starts_at)} – ${hourWords(outing.ends_at)}`;

/**
 * @param {readonly string[]} names
 * @returns {string} « Awa », « Awa et Karim », « Awa, Karim et Rose »
 */
export const listWords = (names) =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} et ${names.at(-1)}`;

/**
 * @param {{name: string, latitude?: number | string | null, longitude?: number | string | null}} place
 * @returns {{href: string, text: string} | null} a link that the phone's own map opens, and the coordinates in words
 */
export function geoLink(place) {
  const [latitude, longitude] = [Number(place.latitude ?? NaN), Number(place.longitude ?? NaN)];
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return null;
  const [north, east] = [latitude.toFixed(5), longitude.toFixed(5)];
  return {
    href: `geo:${north},${east}?q=${north},${east}(${encodeURIComponent(place.name)})`,
    text: `${north}, ${east}`,
  };
}

/**
 * Sort one's outings for the first screen.
 * @template {{id: string, starts_at: string, ends_at: string, state: string}} Outing
 * @param {readonly Outing[]} outings
 * @param {(outing: Outing) => boolean} isClosed whether the team already told how it ended
 * @param {Date} now
 * @returns {{next: Outing | null, later: Outing[], toClose: Outing[], past: Outing[]}} next: under way, else the first
 *   to come; toClose: confirmed, over, with no word of how it ended, latest first
 */
export function sortOutings(outings, isClosed, now) {
  const held = outings.filter((outing) => outing.state !== "annulee");
  const inOrder = [...held].sort((one, other) => one.starts_at.localeCompare(other.starts_at));
  const ahead = inOrder.filter((outing) => Date.parse(outing.ends_at) + LINGERS > now.getTime() && !isClosed(outing));
  const over = inOrder.filter((outing) => !ahead.includes(outing)).reverse();
  return {
    next: ahead[0] ?? null,
    later: ahead.slice(1),
    toClose: over.filter((outing) => outing.state !== "brouillon" && !isClosed(outing)),
    past: over.filter(isClosed),
  };
}
