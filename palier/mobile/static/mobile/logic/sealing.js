// @ts-check
// Seal a name so that only the centre opens it: this phone cannot read it back (palier/residents/sealing.py, docs/adr).
import { base64UrlOf, bytesOf, uuidBytes } from "terrain/logic/bytes";

const VERSION = 1;
const INFO = "palier recontact 1";
const IV_BYTES = 12;
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const utf8 = new TextEncoder();

/**
 * @typedef {{first_name: string, contact: string, kind: string, when: string}} Named
 * @typedef {{v: number, key: string, point: string, iv: string, box: string}} Sealed
 * @typedef {{ephemeral?: CryptoKeyPair, iv?: Uint8Array<ArrayBuffer>}} Drawn what is drawn for each name; only tests give it
 */

/**
 * @param {Named} named
 * @param {{entry: string, key: {id: string, point: string}}} target the line, and the public key of the structure
 * @param {Drawn} [drawn]
 * @returns {Promise<Sealed>}
 * @throws when ``key.point`` is no point of the curve
 */
export async function seal(named, { entry, key }, drawn = {}) {
  const own = drawn.ephemeral ?? (await newPair());
  const iv = drawn.iv ?? crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const cipher = await cipherKey(own.privateKey, key);
  const clear = utf8.encode(clearText(named));
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: uuidBytes(entry) }, cipher, clear);
  clear.fill(0);
  const point = await crypto.subtle.exportKey("raw", own.publicKey);
  return {
    v: VERSION,
    key: key.id,
    point: base64UrlOf(new Uint8Array(point)),
    iv: base64UrlOf(iv),
    box: base64UrlOf(new Uint8Array(box)),
  };
}

/**
 * @param {Named} named
 * @returns {string} the JSON that is enciphered, in this order
 */
export function clearText({ first_name, contact, kind, when }) {
  return JSON.stringify({ first_name, contact, kind, when });
}

/** @returns {Promise<CryptoKeyPair>} whose private half never leaves WebCrypto */
async function newPair() {
  return /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]));
}

/**
 * @param {CryptoKey} own
 * @param {{id: string, point: string}} key
 * @returns {Promise<CryptoKey>} AES-256-GCM
 */
async function cipherKey(own, { id, point }) {
  const theirs = await crypto.subtle.importKey("raw", bytesOf(point), CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: uuidBytes(id), info: utf8.encode(INFO) };
  return crypto.subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
}
