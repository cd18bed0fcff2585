// @ts-check
// Between what the server writes (JSON, bytes in base64url) and what the browser's passkeys speak (bytes).

/**
 * @param {string} text base64url, padded or not
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function toBytes(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {string} base64url without padding
 */
export function toText(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {any[] | undefined} credentials as the server lists them */
function known(credentials) {
  return (credentials ?? []).map((credential) => ({ ...credential, id: toBytes(credential.id) }));
}

/**
 * @param {any} options of the server, to make a passkey
 * @returns {CredentialCreationOptions} for a key that is found without a name, and whose device checks who holds it
 */
export function creationOptions({ publicKey }) {
  const selection = { ...publicKey.authenticatorSelection };
  return {
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...selection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  };
}

/**
 * @param {any} options of the server, to use a passkey
 * @returns {CredentialRequestOptions}
 */
export function requestOptions({ publicKey }) {
  return {
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  };
}

/**
 * @param {any} credential a PublicKeyCredential, new or used
 * @returns {object} what the server checks
 */
export function credentialJson(credential) {
  const { response } = credential;
  const bytes = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const parts = bytes.filter((name) => response[name]).map((name) => [name, toText(response[name])]);
  return {
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    response: Object.fromEntries(parts),
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

/**
 * @param {string} name of the browser's error
 * @returns {string} what to tell, in French
 */
export function refusal(name) {
  if (name === "InvalidStateError") return "Cet appareil a déjà une clé d'accès pour ce compte.";
  if (name === "NotAllowedError") return "La demande a été annulée, ou a duré trop longtemps. Vous pouvez réessayer.";
  return "Cet appareil n'a pas pu se servir d'une clé d'accès. Essayez par un autre moyen, ou depuis un autre appareil.";
}
