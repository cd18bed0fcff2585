// @ts-check
// Bytes as text, and back.

// What a function call carries at once.
const SLICE = 0x8000;

/**
 * @param {Uint8Array} bytes
 * @returns {string} base64, padded
 */
export function base64Of(bytes) {
  let binary = "";
  for (let start = 0; start < bytes.length; start += SLICE) {
    binary += String.fromCharCode(...bytes.subarray(start, start + SLICE));
  }
  return btoa(binary);
}

/**
 * @param {string} text base64 or base64url, padded or not
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function bytesOf(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (one) => one.charCodeAt(0));
}

/**
 * @param {Uint8Array} bytes
 * @returns {string} base64url without padding
 */
export function base64UrlOf(bytes) {
  return base64Of(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param {string} id a UUID
 * @returns {Uint8Array<ArrayBuffer>} its sixteen bytes
 */
export function uuidBytes(id) {
  const digits = id.replaceAll("-", "");
  return Uint8Array.from({ length: 16 }, (_, index) => Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16));
}
