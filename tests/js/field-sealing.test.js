// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import "./terrain-names.js";

const { base64Of, base64UrlOf, bytesOf, uuidBytes } = await import("../../palier/mobile/static/mobile/logic/bytes.js");
const { clearText, seal } = await import("../../palier/mobile/static/mobile/logic/sealing.js");
const { canSeal, consentsIn, readIn } = await import("../../palier/mobile/static/mobile/logic/recalls.js");

const EXAMPLE = JSON.parse(readFileSync(new URL("../fixtures/sealing.json", import.meta.url), "utf8"));
const CURVE = { name: "ECDH", namedCurve: "P-256" };

/** @returns {Promise<CryptoKeyPair>} the pair drawn in the example */
async function drawnPair() {
  const { d: _private, ...publicHalf } = EXAMPLE.ephemeral_private;
  return {
    privateKey: await crypto.subtle.importKey("jwk", EXAMPLE.ephemeral_private, CURVE, false, ["deriveBits"]),
    publicKey: await crypto.subtle.importKey("jwk", publicHalf, CURVE, true, []),
  };
}

test("the phone makes the very bytes that the centre makes", async () => {
  const drawn = { ephemeral: await drawnPair(), iv: bytesOf(EXAMPLE.sealed.iv) };

  const sealed = await seal(EXAMPLE.named, { entry: EXAMPLE.entry, key: EXAMPLE.key }, drawn);

  assert.equal(clearText(EXAMPLE.named), EXAMPLE.clear);
  assert.deepEqual(sealed, EXAMPLE.sealed);
});

test("another line, or another key's name, makes another box", async () => {
  const drawn = { ephemeral: await drawnPair(), iv: bytesOf(EXAMPLE.sealed.iv) };
  const otherKey = { ...EXAMPLE.key, id: EXAMPLE.entry };

  const elsewhere = await seal(EXAMPLE.named, { entry: EXAMPLE.key.id, key: EXAMPLE.key }, drawn);
  const otherwise = await seal(EXAMPLE.named, { entry: EXAMPLE.entry, key: otherKey }, drawn);

  assert.equal(new Set([EXAMPLE.sealed.box, elsewhere.box, otherwise.box]).size, 3);
});

test("each name has its own pair and its own draw", async () => {
  const [one, other] = await Promise.all([1, 2].map(() => seal(EXAMPLE.named, { entry: EXAMPLE.entry, key: EXAMPLE.key })));

  assert.notEqual(one?.point, other?.point);
  assert.notEqual(one?.iv, other?.iv);
  assert.notEqual(one?.box, other?.box);
});

test("a key that is no point of the curve seals nothing", async () => {
  const key = { ...EXAMPLE.key, point: base64UrlOf(new Uint8Array(65).fill(4)) };

  await assert.rejects(seal(EXAMPLE.named, { entry: EXAMPLE.entry, key }));
});

test("bytes go to text and come back, however many", () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);

  assert.deepEqual(bytesOf(base64Of(bytes)), bytes);
  assert.deepEqual(bytesOf(base64UrlOf(bytes)), bytes);
  assert.deepEqual([...uuidBytes("01a1fdb0-975e-737b-9583-37996f6c44d1")].slice(0, 3), [0x01, 0xa1, 0xfd]);
});

test("a name is sealed only with a key and the words to read", () => {
  const text = { name: "Français", lines: ["Bonjour"] };
  const texts = { recontact: { version: "1-24", languages: { fr: text, ar: text } } };
  const consents = consentsIn(texts);

  assert.deepEqual([undefined, {}, { recontact: { version: 1 } }].map(consentsIn), [null, null, null]);
  assert.deepEqual(consents, texts.recontact);
  assert.equal(canSeal({ key: EXAMPLE.key }, consents), true);
  assert.deepEqual([canSeal({ key: null }, consents), canSeal({ key: EXAMPLE.key }, null), canSeal(null, consents)], [false, false, false]);
  assert.deepEqual(consents && ["ar", "so"].map((language) => readIn(consents, language)), ["ar", "fr"]);
});
