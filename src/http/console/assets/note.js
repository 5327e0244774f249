// Signed notes (C2SP signed-note) and their keys, Ed25519 only. What the text means, and which keys are
// trusted, is decided elsewhere.

import { Doubt, fromBase64, hex, same, sha256, utf8 } from "./bytes.js";

/** The kinds of signature: of the text itself, and of a witness. */
export const LOG = 0x01;
export const WITNESS = 0x04;

const MAX_BYTES = 1_000_000;
const MAX_SIGNATURES = 100;
const NOT_IN_NAMES = /[\p{White_Space}\p{Cc}+]/u;

const isName = (name) => name !== "" && !NOT_IN_NAMES.test(name);

/** Reads a verifier key `<name>+<8 hex>+<base64>` of a kind, and checks its id. */
export async function parseKey(vkey, kind = LOG) {
  // The base64 may hold plus signs of its own, a name none.
  const [name, id, ...rest] = vkey.split("+");
  const bytes = fromBase64(rest.join("+"));
  if (vkey.length > 1024 || !/^[0-9a-f]{8}$/.test(id ?? "") || bytes?.length !== 33) throw new Doubt("key-malformed");
  if (!isName(name)) throw new Doubt("key-malformed");
  if (bytes[0] !== kind) throw new Doubt("key-malformed");
  const digest = await sha256(utf8(`${name}\n`), bytes);
  if (hex(digest.slice(0, 4)) !== id) throw new Doubt("key-malformed");
  return { name, id, public: bytes.slice(1), vkey };
}

function parseSignature(line) {
  const [, name, payload] = /^\u2014 ([^ ]*) (.*)$/u.exec(line) ?? [];
  const bytes = payload === undefined ? undefined : fromBase64(payload);
  if (!bytes || bytes.length < 5 || !isName(name)) throw new Doubt("note-malformed");
  return { name, id: hex(bytes.slice(0, 4)), signature: bytes.slice(4) };
}

/** Reads a note. Nothing about it is verified. */
export function parseNote(note) {
  if (utf8(note).length > MAX_BYTES) throw new Doubt("note-malformed");
  for (const c of note) if (c < " " && c !== "\n") throw new Doubt("note-malformed");
  // The last blank line divides: the text may hold blank lines of its own.
  const at = note.lastIndexOf("\n\n");
  if (at < 0 || !note.endsWith("\n")) throw new Doubt("note-malformed");
  const lines = note.slice(at + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw new Doubt("note-malformed");
  return { text: note.slice(0, at + 1), signatures: lines.map(parseSignature) };
}

/** Whether a key signed a message. Throws where the browser has no Ed25519. */
export async function verifies(key, message, signature) {
  const usable = await crypto.subtle.importKey("raw", key.public, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, usable, signature, utf8(message));
}

// The example that the format itself publishes.
const EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const EXAMPLE = `This is an example message.\n\n\u2014 example.com/foo ${
  "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
}\n`;

/** Whether this browser checks Ed25519: it has to accept the published example and to refuse a changed one. */
export async function canVerify() {
  try {
    const key = await parseKey(EXAMPLE_KEY);
    const [line] = parseNote(EXAMPLE).signatures;
    const good = await verifies(key, "This is an example message.\n", line.signature);
    return good && !(await verifies(key, "This is an Example message.\n", line.signature));
  } catch {
    return false;
  }
}

/** The key of a line among those that are trusted; undefined for an unknown one. */
export function keyOf(line, trusted) {
  const named = trusted.filter((key) => key.name === line.name && key.id === line.id);
  if (named.some((key) => !same(key.public, named[0].public))) throw new Doubt("key-ambiguous", line.name);
  return named[0];
}

/** The names of the trusted keys that signed a note. A line of a trusted key that does not verify condemns it. */
export async function verifyNote(note, trusted) {
  const signers = new Set();
  for (const line of note.signatures) {
    const key = keyOf(line, trusted);
    if (!key) continue;
    if (!(await verifies(key, note.text, line.signature))) throw new Doubt("signature-bad", key.name);
    signers.add(key.name);
  }
  if (signers.size === 0) throw new Doubt("signature-none");
  return signers;
}
