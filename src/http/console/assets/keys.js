// The signing key of this device: made here, kept here, and never able to leave. The exchange only ever sees
// its public half and what it signed.

const NAME = "samen";
const STORE = "keys";

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inStore(mode, work) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asked = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** In whose name the page signs: from the element with data-signing. */
export function identity() {
  const { exchange, partner, person } = document.querySelector("[data-signing]").dataset;
  return { exchange, partner, person };
}

function place({ exchange, partner, person }) {
  return `${exchange} ${partner} ${person}`;
}

/** The key of this device for whoever the page is for, or undefined. */
export function load() {
  return inStore("readonly", (store) => store.get(place(identity())));
}

/** Forgets the key of this device. */
export function forget() {
  return inStore("readwrite", (store) => store.delete(place(identity())));
}

function base64url(bytes) {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const bytesOf = (text) => new TextEncoder().encode(text);

/** The name of a key (RFC 7638): a digest over its required members in alphabetical order. */
async function thumbprint(jwk) {
  const members = jwk.kty === "OKP" ? ["crv", "kty", "x"] : ["crv", "kty", "x", "y"];
  const text = JSON.stringify(Object.fromEntries(members.map((member) => [member, jwk[member]])));
  return base64url(await crypto.subtle.digest("SHA-256", bytesOf(text)));
}

async function pair() {
  try {
    return { alg: "EdDSA", keys: await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]) };
  } catch {
    // Browsers without Ed25519 have P-256.
    const kind = { name: "ECDSA", namedCurve: "P-256" };
    return { alg: "ES256", keys: await crypto.subtle.generateKey(kind, false, ["sign", "verify"]) };
  }
}

/** Makes the key of this device. Its private half cannot be read, only used. */
export async function make(device) {
  const { alg, keys } = await pair();
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", keys.publicKey);
  const jwk = y === undefined ? { kty, crv, x } : { kty, crv, x, y };
  const key = { alg, jwk, kid: await thumbprint(jwk), device, sign: keys.privateKey };
  await inStore("readwrite", (store) => store.put(key, place(identity())));
  return key;
}

/** Signs a document as a JWS in compact form (RFC 7515). */
export async function sign(key, typ, document) {
  const header = base64url(bytesOf(JSON.stringify({ alg: key.alg, kid: key.kid, typ })));
  const input = `${header}.${base64url(bytesOf(JSON.stringify(document)))}`;
  const how = key.alg === "EdDSA" ? { name: "Ed25519" } : { name: "ECDSA", hash: "SHA-256" };
  return `${input}.${base64url(await crypto.subtle.sign(how, key.sign, bytesOf(input)))}`;
}
