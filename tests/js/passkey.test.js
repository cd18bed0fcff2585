// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { creationOptions, credentialJson, refusal, requestOptions, toBytes, toText } from "../../palier/static/js/logic/passkey.js";

const bytes = Uint8Array.from([0, 1, 62, 63, 250, 251, 255]);

test("bytes survive base64url both ways, whatever their number", () => {
  for (let count = 0; count <= bytes.length; count += 1) {
    const some = bytes.slice(0, count);
    assert.deepEqual(toBytes(toText(some.buffer)), some);
  }
  assert.equal(toText(bytes.buffer), "AAE-P_r7_w");
  assert.deepEqual(toBytes("AAE-P_r7_w=="), bytes);
});

test("a new key is found without a name, on a device that checks who holds it", () => {
  const { publicKey } = creationOptions({
    publicKey: {
      challenge: "AAE",
      user: { id: "_w", name: "awa@exemple.fr", displayName: "Awa" },
      rp: { id: "palier.exemple.fr", name: "Palier" },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }],
      excludeCredentials: [{ type: "public-key", id: "_w" }],
      authenticatorSelection: { residentKey: "discouraged", userVerification: "preferred" },
    },
  });

  assert.deepEqual(publicKey?.authenticatorSelection, {
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  });
  assert.deepEqual(publicKey?.challenge, Uint8Array.from([0, 1]));
  assert.deepEqual(publicKey?.user.id, Uint8Array.from([255]));
  assert.deepEqual(publicKey?.excludeCredentials, [{ type: "public-key", id: Uint8Array.from([255]) }]);
  assert.equal(publicKey?.rp.id, "palier.exemple.fr");
});

test("a key is asked for among those the server knows, or among all", () => {
  const some = requestOptions({ publicKey: { challenge: "AAE", allowCredentials: [{ type: "public-key", id: "_w" }] } });
  const all = requestOptions({ publicKey: { challenge: "AAE", userVerification: "required" } });

  assert.deepEqual(some.publicKey?.allowCredentials, [{ type: "public-key", id: Uint8Array.from([255]) }]);
  assert.deepEqual(all.publicKey, { challenge: Uint8Array.from([0, 1]), userVerification: "required", allowCredentials: [] });
});

test("only what the browser gave is sent to the server", () => {
  const used = credentialJson({
    type: "public-key",
    id: "_w",
    rawId: Uint8Array.from([255]).buffer,
    response: {
      clientDataJSON: bytes.buffer,
      authenticatorData: bytes.buffer,
      signature: bytes.buffer,
      userHandle: null,
    },
    getClientExtensionResults: () => ({ credProps: { rk: true } }),
  });

  assert.deepEqual(used, {
    type: "public-key",
    id: "_w",
    rawId: "_w",
    response: { clientDataJSON: "AAE-P_r7_w", authenticatorData: "AAE-P_r7_w", signature: "AAE-P_r7_w" },
    clientExtensionResults: { credProps: { rk: true } },
  });
});

test("each refusal of the browser has its sentence", () => {
  const sentences = ["InvalidStateError", "NotAllowedError", "SecurityError"].map(refusal);

  assert.equal(new Set(sentences).size, 3);
  assert.equal(refusal(""), refusal("SecurityError"));
});
