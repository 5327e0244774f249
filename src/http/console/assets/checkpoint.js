// Checkpoints (C2SP tlog-checkpoint) and proofs in a file (C2SP tlog-proof). Compares nothing.

import { Doubt, base64, fromBase64, fromDecimal, hashFrom } from "./bytes.js";
import { parseNote, verifyNote } from "./note.js";

/** Reads the text of a checkpoint: origin, size and root, and nothing else. */
export function parseCheckpoint(text) {
  const [origin, size, root, end, ...more] = text.split("\n");
  const checkpoint = { origin, size: fromDecimal(size ?? ""), root: hashFrom(root ?? "") };
  const whole = end === "" && more.length === 0 && origin !== "";
  if (!whole || checkpoint.size === undefined || !checkpoint.root) throw new Doubt("checkpoint-malformed");
  return checkpoint;
}

/** The checkpoint in a signed note, when the log that it names signed it with a trusted key. */
export async function verifyCheckpoint(signed, keys) {
  const note = parseNote(signed);
  const signers = await verifyNote(note, keys);
  const checkpoint = parseCheckpoint(note.text);
  if (!signers.has(checkpoint.origin)) throw new Doubt("signature-none");
  return { ...checkpoint, note, signed };
}

/** A root as people compare it. */
export const rootText = ({ root }) => base64(root);

const HEADER = "c2sp.org/tlog-proof@v1\n";
const MAX_HASHES = 64;

/** Reads a proof: index, path and signed checkpoint. Nothing is verified. */
export function parseProof(text) {
  const wrong = () => new Doubt("proof-malformed");
  if (text.length > 2_000_000 || !text.startsWith(HEADER)) throw wrong();
  const body = text.slice(HEADER.length);
  // The first blank line ends the path; the checkpoint has one of its own.
  const at = body.indexOf("\n\n");
  if (at < 0 || at + 2 === body.length) throw wrong();
  const lines = body.slice(0, at).split("\n");
  if (lines[0].startsWith("extra ") && !fromBase64(lines.shift().slice(6))) throw wrong();
  const index = fromDecimal(/^index (.*)$/.exec(lines.shift() ?? "")?.[1] ?? "");
  const path = lines.map(hashFrom);
  if (index === undefined || path.length > MAX_HASHES || path.includes(undefined)) throw wrong();
  return { index, path, signed: body.slice(at + 2) };
}
