// The examination of a log, step by step, each with a verdict and what was found. Trusts the exchange for nothing:
// it is asked for bytes, and what they prove is computed here. Shows nothing, and keeps only what `memory` is given.

import { Doubt, textOf } from "./bytes.js";
import { parseProof, verifyCheckpoint } from "./checkpoint.js";
import { cosigners, isMet, parsePolicy, quorumTime } from "./cosignature.js";
import { canVerify, parseKey } from "./note.js";
import { Tiles, entriesOf, leafHash, tilePath, tileWidth, verifyConsistency, verifyInclusion } from "./tree.js";

/** The steps, in order. A step that was not reached is skipped. */
export const STEPS = ["key", "signature", "history", "inclusion", "policy", "witnesses", "quorum"];

/** Verdicts, the gravest first. */
const GRAVITY = ["fails", "unable", "skipped", "look", "first", "holds"];

/** A quorum that is older, in seconds, is worth a look. */
const OLD_S = 3600n;

/**
 * Examines a log. `ask` gives the bytes at a path, `memory` is what was seen before, `now` the moment, `choose` an
 * index below a size.
 */
export async function examine({ ask, memory, now, choose }) {
  const report = { steps: new Map(), at: now, witnesses: [], verdict: "skipped" };
  const say = (step, verdict, finding, ...values) => report.steps.set(step, { verdict, finding, values });
  const attempt = async (step, work) => {
    try {
      say(step, ...(await work()));
    } catch (error) {
      if (!(error instanceof Doubt)) throw error;
      say(step, error.code === "log-unreachable" || error.code === "no-ed25519" ? "unable" : "fails", error.code, ...error.values);
    }
    return report.steps.get(step).verdict;
  };
  const look = { ask, memory, now, choose, report };
  if ((await attempt("key", () => key(look))) !== "unable" && look.key) {
    const signed = await attempt("signature", () => signature(look));
    // A key of another log signs nothing here: that is told, and is no evidence against this one.
    if (signed === "fails" && look.isOfLog) await alarm(look, "signature");
    if (signed === "holds") {
      await attempt("history", () => history(look));
      await attempt("inclusion", () => inclusion(look));
      await attempt("policy", () => policy(look));
      await attempt("witnesses", () => witnesses(look));
      await attempt("quorum", () => quorum(look));
    }
  }
  for (const step of STEPS) if (!report.steps.has(step)) say(step, "skipped", "skipped");
  const said = [...report.steps.values()].map(({ verdict }) => verdict);
  report.verdict = GRAVITY.find((verdict) => said.includes(verdict));
  report.key = look.key?.vkey;
  return report;
}

/** An alarm keeps what was served beside what was kept. */
function alarm({ memory, now, served, last, policy: read }, kind) {
  const [kept, shown] = kind === "policy" ? [last, read.text] : [last?.signed, served];
  return memory.alarm({ at: now, kind, kept: kept ?? "", served: shown });
}

async function key(look) {
  look.served = textOf(await look.ask("log/checkpoint"));
  look.policyText = textOf(await look.ask("log/policy"));
  if (!(await canVerify())) throw new Doubt("no-ed25519");
  look.policy = await parsePolicy(look.policyText).catch(() => undefined);
  const origin = look.served.split("\n")[0];
  const offered = look.policy?.logs.find((log) => log.name === origin);
  const pin = await look.memory.get("pin");
  if (!pin) {
    if (!offered) throw new Doubt("key-absent", origin);
    [look.key, look.isOfLog] = [offered, true];
    return ["first", "key-first"];
  }
  look.key = await parseKey(pin.vkey);
  [look.isPinned, look.isOfLog] = [true, look.key.name === origin];
  if (!look.isOfLog) throw new Doubt("key-other-log", origin);
  if (offered && offered.vkey !== pin.vkey) throw new Doubt("key-changed", offered.vkey);
  return ["holds", pin.how === "paper" ? "key-paper" : "key-same", pin.at];
}

const lastName = ({ key }) => `last ${key.vkey}`;

async function signature(look) {
  look.last = await look.memory.get(lastName(look));
  look.checkpoint = await verifyCheckpoint(look.served, [look.key]);
  look.report.checkpoint = look.checkpoint;
  if (!look.isPinned) await look.memory.put("pin", { vkey: look.key.vkey, how: "first", at: look.now });
  return ["holds", "signature-good", look.key.name];
}

async function history(look) {
  const { memory, now, checkpoint, last } = look;
  const keep = () => memory.put(lastName(look), { signed: checkpoint.signed, size: checkpoint.size, root: checkpoint.root, at: now });
  if (!last) {
    await keep();
    return ["first", "history-first", checkpoint.size];
  }
  if (checkpoint.size < last.size) {
    await alarm(look, "rollback");
    throw new Doubt("history-rolled-back", checkpoint.size, last.size);
  }
  try {
    await continues(look, last, checkpoint);
  } catch (error) {
    if (error.code === "history-fork") {
      await alarm(look, "fork");
      throw new Doubt("history-fork", checkpoint.size, last.size);
    }
    throw error;
  }
  await keep();
  if (checkpoint.size === last.size) return ["holds", "history-same", checkpoint.size, last.at];
  return ["holds", "history-grown", last.size, checkpoint.size, last.at];
}

/** Throws unless the newer checkpoint continues the older one. */
async function continues({ ask }, older, newer) {
  const grew = newer.size > older.size;
  const path = grew ? await new Tiles(newer.size, ask).consistency(older.size) : [];
  await verifyConsistency(older, newer, path);
}

async function inclusion(look) {
  const { ask, checkpoint } = look;
  const { size, root } = checkpoint;
  if (size === 0n) return ["first", "inclusion-empty"];
  const index = look.choose(size);
  if (index >= size) return ["unable", "inclusion-beyond", index, size];
  const n = index >> 8n;
  const entries = entriesOf(await ask(tilePath("entries", n, tileWidth(size, 0, n))));
  const entry = entries[Number(index & 255n)];
  if (!entry) throw new Doubt("tile-malformed");
  const leaf = await leafHash(entry);
  // Once out of the tiles, and once by the proof that the exchange hands out.
  await verifyInclusion(leaf, index, size, await new Tiles(size, ask).inclusion(index), root);
  const proof = parseProof(textOf(await ask(`log/proof/${index}`)));
  const proven = await verifyCheckpoint(proof.signed, [look.key]);
  if (proof.index !== index) throw new Doubt("inclusion-bad");
  await verifyInclusion(leaf, index, proven.size, proof.path, proven.root);
  const [older, newer] = proven.size < size ? [proven, checkpoint] : [checkpoint, proven];
  await continues(look, older, newer);
  return ["holds", "inclusion-good", index, size];
}

async function policy(look) {
  const { memory, now } = look;
  look.policy ??= await parsePolicy(look.policyText);
  const known = await memory.get("policy");
  if (known?.text === look.policyText) return ["holds", "policy-same", known.at];
  await memory.put("policy", { text: look.policyText, at: now });
  if (!known) return ["first", "policy-first"];
  await alarm({ ...look, last: known.text }, "policy");
  return ["look", "policy-changed", known.at];
}

async function witnesses(look) {
  const { memory, checkpoint, report, policy: { witnesses: named } = {} } = look;
  if (!named) throw new Doubt("policy-malformed");
  look.found = await cosigners(checkpoint.note, named);
  for (const { witness, vkey } of named) {
    const time = look.found.get(witness);
    const name = `witness ${vkey}`;
    if (time !== undefined) await memory.put(name, { size: checkpoint.size, time });
    const before = await memory.get(name);
    const behind = before && (checkpoint.size > before.size ? checkpoint.size - before.size : 0n);
    report.witnesses.push({ name: witness, vkey, isThere: time !== undefined, time: before?.time, behind });
  }
  if (named.length === 0) return ["look", "witnesses-none"];
  if (look.found.size === named.length) return ["holds", "witnesses-all", named.length];
  return ["look", "witnesses-some", look.found.size, named.length];
}

async function quorum({ now, found, policy: read }) {
  if (!found || !read) throw new Doubt("quorum-unknown");
  if (read.quorum === "none") return ["look", "quorum-none"];
  if (!isMet(read, [...found.keys()])) throw new Doubt("quorum-missing");
  const time = quorumTime(read, found);
  const at = new Date(Number(time) * 1000);
  const isOld = BigInt(Math.floor(now.getTime() / 1000)) - time > OLD_S;
  return isOld ? ["look", "quorum-old", at] : ["holds", "quorum-met", at];
}

/** Pins the key that somebody has from elsewhere; gives the one that was pinned before, when it is another. */
export async function pin(memory, text, now) {
  const { vkey } = await parseKey(text.trim());
  const before = await memory.get("pin");
  await memory.put("pin", { vkey, how: "paper", at: now });
  return before && before.vkey !== vkey ? before : undefined;
}
