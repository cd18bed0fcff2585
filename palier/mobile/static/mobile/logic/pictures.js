// @ts-check
// A picture on its way: is it one, how big will it be, and nothing in it but the picture.

export const MOST_BYTES = 300_000;
/** What the centre keeps too (palier/core/images.py). */
export const LONGEST_SIDE = 1280;
/** Beyond, unfolding it could stop the phone. 48 Mpx telephones are far below. */
export const MOST_PIXELS = 130_000_000;
const SIDES = [LONGEST_SIDE, 1024, 800, 640, 480];
const QUALITIES = [0.82, 0.7, 0.55, 0.4];
const JPEG_START = 0xffd8;
const SCAN = 0xda;
// What draws the picture: JFIF says its pixels are square, Adobe how its colours are told.
const [JFIF, ADOBE] = [0xe0, 0xee];

/** @param {Uint8Array} bytes @param {number} start @param {string} text @returns {boolean} */
const says = (bytes, start, text) => [...text].every((one, index) => bytes[start + index] === one.charCodeAt(0));

/**
 * @param {Uint8Array} bytes the first of a file, sixteen at least
 * @returns {string} "jpeg", "png"..., "" when this is no picture; never a drawing that could hold a program (SVG)
 */
export function pictureKind(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "jpeg";
  if (bytes[0] === 0x89 && says(bytes, 1, "PNG\r\n")) return "png";
  if (says(bytes, 0, "RIFF") && says(bytes, 8, "WEBP")) return "webp";
  if (says(bytes, 0, "GIF8")) return "gif";
  if (says(bytes, 4, "ftyp") && ["heic", "heix", "hevc", "mif1", "msf1", "heif"].some((brand) => says(bytes, 8, brand))) return "heic";
  if (says(bytes, 4, "ftyp") && ["avif", "avis"].some((brand) => says(bytes, 8, brand))) return "avif";
  return "";
}

/**
 * @param {number} width
 * @param {number} height
 * @param {number} longest
 * @returns {{width: number, height: number}} the same shape with no side longer than ``longest``, never made bigger
 */
export function fitted(width, height, longest) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * @param {number} width
 * @param {number} height
 * @returns {{width: number, height: number, quality: number}[]} what to try, the best first, until one is small enough
 */
export function attempts(width, height) {
  const sides = SIDES.filter((side, index) => index === 0 || side < Math.max(width, height));
  return sides.flatMap((side) => QUALITIES.map((quality) => ({ ...fitted(width, height, side), quality })));
}

/**
 * @param {Uint8Array} bytes a JPEG
 * @returns {Uint8Array<ArrayBuffer>} the same picture without its metadata: place, date, telephone, thumbnail, profile, comments
 * @throws {Error} when this is no JPEG
 */
export function bareJpeg(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== JPEG_START) throw new Error("no JPEG");
  /** @type {Uint8Array[]} */
  const kept = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== SCAN) {
    const mark = bytes[at + 1] ?? 0;
    const end = at + 2 + view.getUint16(at + 2);
    const isMetadata = mark === 0xfe || (mark >= 0xe0 && mark <= 0xef && mark !== JFIF && mark !== ADOBE);
    if (!isMetadata) kept.push(bytes.subarray(at, end));
    at = end;
  }
  if (bytes[at] !== 0xff || bytes[at + 1] !== SCAN) throw new Error("no JPEG");
  kept.push(bytes.subarray(at, endOf(bytes)));
  return joined(kept);
}

/** @param {Uint8Array} bytes @returns {number} after the end mark: some write more there */
function endOf(bytes) {
  for (let at = bytes.length - 2; at > 0; at -= 1) if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return at + 2;
  return bytes.length;
}

/** @param {Uint8Array[]} parts @returns {Uint8Array<ArrayBuffer>} */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * @param {number} bytes
 * @returns {string} « 212 ko »
 */
export const weightWords = (bytes) => `${Math.max(1, Math.round(bytes / 1000))}\u00a0ko`;
