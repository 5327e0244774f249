// Witnesses: the policy that names them (C2SP tlog-policy), their cosignatures on a checkpoint (cosignature/v1),
// and whether they are enough. Decides nothing about how old a cosignature may be.

import { Doubt, fromDecimal, same } from "./bytes.js";
import { LOG, WITNESS, keyOf, parseKey, verifies } from "./note.js";

const MAX_BYTES = 262_144;
const MAX_EACH = 64;
const LATEST = 2n ** 63n - 1n;

/** Reads a policy: its logs, its witnesses, its groups and the name of its quorum. */
export async function parsePolicy(text) {
  const policy = { logs: [], witnesses: [], names: new Map(), quorum: undefined, text };
  const lines = text.split("\n");
  if (text.length > MAX_BYTES || lines.pop() !== "") throw new Doubt("policy-malformed");
  for (const line of lines) {
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(line)) throw new Doubt("policy-malformed");
    const items = line.split(/[ \t]+/).filter((item) => item !== "");
    if (items.length === 0 || items[0].startsWith("#")) continue;
    await read(policy, items);
  }
  if (policy.quorum === undefined) throw new Doubt("policy-malformed");
  return policy;
}

async function read(policy, [word, ...items]) {
  const wrong = () => new Doubt("policy-malformed");
  const isTaken = (name) => name === "none" || policy.names.has(name);
  if (word === "log" && items.length >= 1 && items.length <= 2) {
    const key = await parseKey(items[0], LOG);
    if (policy.logs.length === MAX_EACH || has(policy.logs, key)) throw wrong();
    policy.logs.push(key);
  } else if (word === "witness" && items.length >= 2 && items.length <= 3) {
    const [name, vkey] = items;
    const key = { ...(await parseKey(vkey, WITNESS)), witness: name };
    if (isTaken(name) || policy.witnesses.length === MAX_EACH || has(policy.witnesses, key)) throw wrong();
    policy.names.set(name, { key });
    policy.witnesses.push(key);
  } else if (word === "group" && items.length >= 3) {
    const [name, threshold, ...members] = items;
    const needed = threshold === "all" ? members.length : threshold === "any" ? 1 : Number(fromDecimal(threshold) ?? 0n);
    const groups = [...policy.names.values()].filter((one) => one.members).length;
    if (isTaken(name) || needed < 1 || needed > members.length || groups === MAX_EACH) throw wrong();
    for (const member of members) {
      const meaning = policy.names.get(member);
      // Each name once in all groups, so that no witness counts twice.
      if (!meaning || meaning.isMember) throw wrong();
      meaning.isMember = true;
    }
    policy.names.set(name, { needed, members });
  } else if (word === "quorum" && items.length === 1) {
    const known = items[0] === "none" || policy.names.has(items[0]);
    if (policy.quorum !== undefined || !known) throw wrong();
    policy.quorum = items[0];
  } else {
    throw wrong();
  }
}

const has = (keys, key) => keys.some((other) => same(other.public, key.public));

/** Whether the witnesses with these names in the policy make its quorum. */
export function isMet(policy, there) {
  const counts = (name) => {
    const { members, needed } = policy.names.get(name);
    return members ? members.filter(counts).length >= needed : there.includes(name);
  };
  return policy.quorum === "none" || counts(policy.quorum);
}

/**
 * Who cosigned a checkpoint, and when in seconds: by name in the policy. Lines of unknown keys are passed over; one
 * of a known witness that does not verify condemns all.
 */
export async function cosigners(note, witnesses) {
  const found = new Map();
  for (const line of note.signatures) {
    const key = keyOf(line, witnesses);
    if (!key) continue;
    const [time, signature] = [timeOf(line.signature), line.signature.slice(8)];
    const message = `cosignature/v1\ntime ${time}\n${note.text}`;
    if (time === undefined || !(await verifies(key, message, signature))) throw new Doubt("witness-bad", key.witness);
    // Of several lines of one witness the newest counts.
    if (!(found.get(key.witness) > time)) found.set(key.witness, time);
  }
  return found;
}

function timeOf(payload) {
  if (payload.length <= 8) return undefined;
  const time = new DataView(payload.buffer, payload.byteOffset).getBigUint64(0);
  return time <= LATEST ? time : undefined;
}

/** The newest time from which on enough witnesses have cosigned; undefined without a quorum. */
export function quorumTime(policy, found) {
  const times = [...found].sort(([, a], [, b]) => (a < b ? 1 : -1));
  const there = [];
  for (const [name, time] of times) {
    there.push(name);
    if (isMet(policy, there)) return time;
  }
  return undefined;
}
