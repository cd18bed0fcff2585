// @ts-check
// Points as people read and write them: latitude first. No page, no map here.

/** @typedef {[number, number]} LatLng latitude, longitude, in degrees */

const NUMBER = /-?\d+(?:[.,]\d+)?/g;

/**
 * @param {string} line
 * @returns {LatLng | null} the point that a line says, or null
 */
export function readPoint(line) {
  const numbers = line.match(NUMBER) ?? [];
  const [latitude, longitude] = numbers.map((number) => Number(number.replace(",", ".")));
  if (numbers.length !== 2 || latitude === undefined || longitude === undefined) return null;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? [latitude, longitude] : null;
}

/**
 * @param {string} text
 * @returns {LatLng[]} the points of the lines that say one, in order
 */
export function readPoints(text) {
  return text
    .split("\n")
    .map(readPoint)
    .filter((point) => point !== null);
}

/**
 * @param {number} degrees
 * @returns {string} to ten centimetres, without a comma
 */
export function degreesText(degrees) {
  return String(Math.round(degrees * 1e6) / 1e6);
}

/**
 * @param {LatLng[]} points
 * @returns {string} one point a line
 */
export function pointsText(points) {
  return points.map(([latitude, longitude]) => `${degreesText(latitude)}, ${degreesText(longitude)}`).join("\n");
}
