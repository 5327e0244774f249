// Bytes and numbers as evidence has them, in their one spelling, and SHA-256. Knows no format.

/** Why evidence was not accepted, by a code that the page has words for. */
export class Doubt extends Error {
  constructor(code, ...values) {
    super(code);
    Object.assign(this, { code, values });
  }
}

const encoder = new TextEncoder();

/** Text as UTF-8. */
export const utf8 = (text) => encoder.encode(text);

/** UTF-8 as text; a mark at its beginning stays, because signed text stays as it is. */
export const textOf = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

/** Several pieces as one. */
export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether two pieces are the same. */
export const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);

/** Bytes as base64 (RFC 4648, section 4). */
export const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

/** Strict base64; undefined for every other spelling. */
export function fromBase64(text) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  // The last character may carry bits that belong to no byte.
  return base64(bytes) === text ? bytes : undefined;
}

/** A hash in base64; undefined when it is none. */
export function hashFrom(text) {
  const bytes = fromBase64(text);
  return bytes?.length === 32 ? bytes : undefined;
}

/** Bytes in hexadecimal. */
export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const LARGEST = 2n ** 64n - 1n;

/** An unsigned number of 64 bits in decimal, without a sign or leading zeros; undefined for anything else. */
export function fromDecimal(text) {
  if (!/^(0|[1-9][0-9]{0,19})$/.test(text)) return undefined;
  const number = BigInt(text);
  return number <= LARGEST ? number : undefined;
}

/** SHA-256. */
export async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
}
