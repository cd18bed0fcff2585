// @ts-check

/**
 * An outing made on the spot, as its screen holds it: a place known or the name of a new one, how, with whom, until when.
 * @typedef {{place: string, newPlace: string, modality: string, members: string[], alone: string, until: string}} Departure
 *   until: "HH:MM", the hour of the wall
 */

const QUARTER = 15;
const USUAL_MINUTES = 120;

/** @param {Date} at @returns {string} "HH:MM" on this phone's wall */
const wall = (at) => `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;

/**
 * @param {Date} now
 * @returns {string} "HH:MM", about two hours from now, on a quarter of an hour
 */
export function usualReturn(now) {
  const later = new Date(now.getTime() + USUAL_MINUTES * 60_000);
  later.setMinutes(Math.ceil(later.getMinutes() / QUARTER) * QUARTER, 0, 0);
  return wall(later);
}

/**
 * @param {string} until "HH:MM"
 * @param {Date} now
 * @returns {Date | null} the next time that the wall says so; null when it is no hour
 */
export function nextTime(until, now) {
  const [hours, minutes] = until.split(":").map(Number);
  if (!/^\d\d:\d\d$/.test(until) || hours === undefined || minutes === undefined) return null;
  const found = new Date(now);
  found.setHours(hours, minutes, 0, 0);
  if (found <= now) found.setDate(found.getDate() + 1);
  return found;
}

/**
 * @param {Departure} departure
 * @param {Date} now
 * @returns {Record<string, string>} what is missing, by field, in French; empty when one can leave
 */
export function departureFaults(departure, now) {
  /** @type {Record<string, string>} */
  const faults = {};
  if (!departure.place && !departure.newPlace.trim()) {
    faults["newPlace"] = "Dites où vous êtes : un lieu de la liste, ou le nom d'un nouveau lieu.";
  }
  if (!departure.members.length && !departure.alone.trim()) {
    faults["alone"] = "On sort à deux. Si vous êtes seul·e, dites pourquoi.";
  }
  if (!nextTime(departure.until, now)) faults["until"] = "Dites vers quelle heure vous rentrez.";
  return faults;
}

/**
 * @param {Departure} departure without fault
 * @param {string} me the id of who writes
 * @param {Date} now
 * @returns {{kind: string, payload: Record<string, unknown>}}
 */
export function departureWriting(departure, me, now) {
  const known = Boolean(departure.place);
  return {
    kind: "outing.improvise",
    payload: {
      place: known ? departure.place : null,
      new_place: known ? "" : departure.newPlace.trim(),
      modality: departure.modality,
      starts_at: now.toISOString(),
      ends_at: (nextTime(departure.until, now) ?? now).toISOString(),
      members: [me, ...departure.members.filter((member) => member !== me)],
      alone_reason: departure.members.length ? "" : departure.alone.trim(),
    },
  };
}
