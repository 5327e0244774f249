// The modules that check evidence in the browser, run in Node against the vectors of audit/vectors and against a
// small log of their own: what is good is accepted, and every kind of lie is noticed.

import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { base64, fromBase64, fromDecimal, hex, joined, sha256, utf8 } from "../../src/http/console/assets/bytes.js";
import { parseCheckpoint, parseProof, verifyCheckpoint } from "../../src/http/console/assets/checkpoint.js";
import { cosigners, isMet, parsePolicy } from "../../src/http/console/assets/cosignature.js";
import { examine, pin } from "../../src/http/console/assets/health.js";
import { canVerify, parseKey, parseNote, verifyNote } from "../../src/http/console/assets/note.js";
import { Tiles, entriesOf, leafHash, nodeHash, tilePath, verifyConsistency, verifyInclusion } from "../../src/http/console/assets/tree.js";

const vectors = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "audit", "vectors");
// Numbers of 64 bits as text, which JavaScript would round.
const casesOf = (name) => JSON.parse(readFileSync(join(vectors, `${name}.json`), "utf8").replace(/: (\d{16,})/g, ': "$1"')).cases;
const bytesOf = (text) => Uint8Array.from(Buffer.from(text, "hex"));
const holds = (work) => work().then(() => true, (error) => (error.code ? false : Promise.reject(error)));

test("the published note holds, and every vector says the same here", async () => {
  assert.ok(await canVerify());
  const cases = casesOf("note");
  assert.ok(cases.length >= 9);
  for (const one of cases) {
    const found = await holds(async () => verifyNote(parseNote(one.note), [await parseKey(one.key)]));
    assert.equal(found, one.holds, one.name);
  }
});

test("a changed bit anywhere in the published note is noticed", async () => {
  const { note, key } = casesOf("note")[0];
  const trusted = [await parseKey(key)];
  const { text, signatures: [line] } = parseNote(note);
  for (let at = 0; at < line.signature.length; at += 1) {
    const signature = line.signature.slice();
    signature[at] ^= 1;
    assert.equal(await holds(() => verifyNote({ text, signatures: [{ ...line, signature }] }, trusted)), false);
  }
  for (const wrong of [key.replace("530d903a", "530d903b"), key.replace("foo", "bar"), `${key} `, key.slice(0, -4), ""]) {
    assert.equal(await holds(() => parseKey(wrong)), false, wrong);
  }
});

test("checkpoints and proofs say the same as the vectors", async () => {
  for (const one of casesOf("checkpoint")) {
    const keys = await Promise.all(one.log_keys.map((key) => parseKey(key)));
    assert.equal(await holds(() => verifyCheckpoint(one.checkpoint, keys)), one.holds, one.name);
  }
  for (const one of casesOf("proof")) {
    const found = await holds(async () => {
      const { index, path, signed } = parseProof(one.proof);
      const { size, root } = await verifyCheckpoint(signed, [await parseKey(one.log_key)]);
      await verifyInclusion(await leafHash(bytesOf(one.leaf)), index, size, path, root);
    });
    assert.equal(found, one.holds, one.name);
  }
});

test("cosignatures and policies say the same as the vectors", async () => {
  for (const one of casesOf("cosignature")) {
    const keys = await Promise.all(one.witness_keys.map(async (key) => ({ ...(await parseKey(key, 4)), witness: key.split("+")[0] })));
    let found;
    assert.equal(await holds(async () => (found = await cosigners(parseNote(one.checkpoint), keys))), one.holds, one.name);
    const seen = [...(found ?? [])].map(([name, time]) => [name, Number(time)]).sort();
    assert.deepEqual(seen, [...(one.cosigned ?? [])].sort(), one.name);
  }
  for (const one of casesOf("policy")) {
    let policy;
    const readable = await holds(async () => (policy = await parsePolicy(one.policy)));
    assert.equal(readable, one.refused_line === null, one.name);
    for (const { checkpoint, met } of policy ? one.met : []) {
      const found = await cosigners(parseNote(checkpoint), policy.witnesses);
      assert.equal(isMet(policy, [...found.keys()]), met, one.name);
    }
  }
});

test("tiles lie where the vectors say", () => {
  for (const { level, n, width, path } of casesOf("tile").filter((one) => one.n !== undefined)) {
    assert.equal(tilePath(level, BigInt(n), width), path);
  }
  assert.equal(fromDecimal("01"), undefined);
  assert.equal(fromDecimal("18446744073709551616"), undefined);
  assert.equal(fromBase64("AAF="), undefined, "bits that belong to no byte");
});

/** The leaves of the vectors' trees: numbers of eight bytes. */
const leaf = (n) => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(n));
  return bytes;
};

/** The root of a complete subtree. */
async function rootOf(hashes) {
  if (hashes.length === 1) return hashes[0];
  const middle = hashes.length / 2;
  return nodeHash(await rootOf(hashes.slice(0, middle)), await rootOf(hashes.slice(middle)));
}

/** Serves the tiles of a list of entries, as an exchange does. */
function tilesOf(entries) {
  const rows = [];
  return async (path) => {
    rows[0] ??= await Promise.all(entries.map((entry) => leafHash(entry)));
    const [, level, number, width] = /^tile\/(\w+)\/([x\d/]+)(?:\.p\/(\d+))?$/.exec(path);
    const from = Number(number.replaceAll("x", "").replaceAll("/", "")) * 256;
    const to = from + Number(width ?? 256);
    if (level === "entries") return joined(...entries.slice(from, to).map((one) => joined(Uint8Array.of(one.length >> 8, one.length & 255), one)));
    for (let at = 1; at <= Number(level); at += 1) {
      const below = rows[at - 1];
      const whole = Array.from({ length: Math.floor(below.length / 256) }, (_, n) => n);
      rows[at] ??= await Promise.all(whole.map((n) => rootOf(below.slice(256 * n, 256 * (n + 1)))));
    }
    return joined(...rows[Number(level)].slice(from, to));
  };
}

test("roots, inclusion and consistency are those of the vectors, and proofs out of tiles are the same", async () => {
  for (const one of casesOf("tree")) {
    const size = BigInt(one.size);
    const root = bytesOf(one.root);
    const tiles = new Tiles(size, tilesOf(Array.from({ length: one.size }, (_, n) => leaf(n))));
    assert.equal(hex(await tiles.root()), one.root);
    for (const { index, path } of one.inclusion) {
      const proof = path.map(bytesOf);
      const own = await leafHash(leaf(index));
      await verifyInclusion(own, BigInt(index), size, proof, root);
      assert.deepEqual((await tiles.inclusion(BigInt(index))).map(hex), path);
      const others = [[own, BigInt(index) + 1n, size, proof], [await leafHash(leaf(index + 1)), BigInt(index), size, proof], [own, BigInt(index), size, [...proof, root]]];
      for (const [hash, at, of, by] of others) assert.equal(await holds(() => verifyInclusion(hash, at, of, by, root)), false);
      if (proof.length > 0) {
        proof[0] = proof[0].slice();
        proof[0][5] ^= 8;
        assert.equal(await holds(() => verifyInclusion(own, BigInt(index), size, proof, root)), false);
      }
    }
    for (const { old, old_root: oldRoot, proof } of one.consistency) {
      const [older, newer] = [{ size: BigInt(old), root: bytesOf(oldRoot) }, { size, root }];
      await verifyConsistency(older, newer, proof.map(bytesOf));
      assert.deepEqual((await tiles.consistency(BigInt(old))).map(hex), proof);
      const flipped = older.root.slice();
      flipped[0] ^= 1;
      assert.equal(await holds(() => verifyConsistency({ ...older, root: flipped }, newer, proof.map(bytesOf))), false);
      if (old < one.size) assert.equal(await holds(() => verifyConsistency(newer, older, proof.map(bytesOf))), false, "shorter");
    }
  }
});

test("a log of several levels of tiles is one tree", async () => {
  const entries = Array.from({ length: 66_000 }, (_, n) => leaf(n));
  const ask = tilesOf(entries);
  const [small, large] = [new Tiles(1_000n, ask), new Tiles(66_000n, ask)];
  const root = await large.root();
  const own = await leafHash(leaf(65_537));
  await verifyInclusion(own, 65_537n, 66_000n, await large.inclusion(65_537n), root);
  await verifyConsistency({ size: 1_000n, root: await small.root() }, { size: 66_000n, root }, await large.consistency(1_000n));
  assert.equal(hex(await large.root(1_000n)), hex(await small.root()));
});

/** A key pair that signs notes; made at run time. */
async function signer(name, kind) {
  const { privateKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(createPublicKey(createPrivateKey(privateKey.export({ type: "pkcs8", format: "pem" }))).export({ format: "jwk" }).x, "base64url");
  const bytes = joined(Uint8Array.of(kind), Uint8Array.from(raw));
  const id = (await sha256(utf8(`${name}\n`), bytes)).slice(0, 4);
  const line = (message, before = new Uint8Array()) => `\u2014 ${name} ${base64(joined(id, before, Uint8Array.from(sign(null, Buffer.from(message), privateKey))))}\n`;
  return { vkey: `${name}+${hex(id)}+${base64(bytes)}`, line };
}

/** A log with two witnesses that can be told to lie. */
async function makeLog() {
  const log = await signer("log.example/audit/2026", 1);
  const witnesses = [await signer("police.example", 4), await signer("firm.example", 4)];
  const named = witnesses.map(({ vkey }, at) => `witness w${at} ${vkey}\n`).join("");
  const served = { log, witnesses, policy: `log ${log.vkey}\n${named}group both all w0 w1\nquorum both\n`, entries: Array.from({ length: 5 }, (_, n) => leaf(n)), time: 1_800_000_000 };
  served.checkpoint = async ({ size = served.entries.length, cosigned = 2, key = log } = {}) => {
    const root = await new Tiles(BigInt(size), tilesOf(served.entries)).root();
    const text = `log.example/audit/2026\n${size}\n${base64(root)}\n`;
    const time = new Uint8Array(8);
    new DataView(time.buffer).setBigUint64(0, BigInt(served.time));
    const lines = witnesses.slice(0, cosigned).map((one) => one.line(`cosignature/v1\ntime ${served.time}\n${text}`, time));
    return `${text}\n${key.line(text)}${lines.join("")}`;
  };
  return served;
}

/** Examines it as a page does; what is in `lies` is served in the place of the truth. */
async function look(log, memory, lies = {}) {
  const checkpoint = lies.checkpoint ?? (await log.checkpoint());
  const ask = async (path) => {
    if (path === "log/checkpoint") return utf8(checkpoint);
    if (path === "log/policy") return utf8(lies.policy ?? log.policy);
    if (path.startsWith("tile/")) return (lies.tiles ?? tilesOf(log.entries))(path);
    const index = BigInt(path.split("/").pop());
    const hashes = await new Tiles(BigInt(log.entries.length), tilesOf(log.entries)).inclusion(index);
    return utf8(`c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes.map((hash) => `${base64(hash)}\n`).join("")}\n${await log.checkpoint()}`);
  };
  const now = new Date(1_800_000_060_000);
  const report = await examine({ ask, memory, now, choose: (size) => lies.entry ?? size - 1n });
  const said = Object.fromEntries([...report.steps].map(([step, { verdict, finding }]) => [step, `${verdict} ${finding}`]));
  return { report, said };
}

function memory() {
  const [kept, alarms] = [new Map(), []];
  return { get: async (name) => kept.get(name), put: async (name, value) => void kept.set(name, value), alarm: async (one) => void alarms.push(one), alarms, kept };
}

test("a good log: first seen, then the same, then grown", async () => {
  const [log, seen] = [await makeLog(), memory()];
  const first = await look(log, seen);
  assert.deepEqual(first.said, {
    key: "first key-first", signature: "holds signature-good", history: "first history-first", inclusion: "holds inclusion-good",
    policy: "first policy-first", witnesses: "holds witnesses-all", quorum: "holds quorum-met",
  });
  assert.equal(first.report.verdict, "first");
  const again = await look(log, seen);
  assert.deepEqual([again.report.verdict, again.said.key, again.said.history], ["holds", "holds key-same", "holds history-same"]);
  for (let n = 5; n < 300; n += 1) log.entries.push(leaf(n));
  const grown = await look(log, seen, { entry: 3n });
  assert.deepEqual([grown.report.verdict, grown.said.history, grown.said.inclusion], ["holds", "holds history-grown", "holds inclusion-good"]);
  assert.equal(seen.alarms.length, 0);
});

test("a flipped bit in signature, root, tile or entry is noticed", async () => {
  const [log, seen] = [await makeLog(), memory()];
  await look(log, seen);
  const good = await log.checkpoint();
  const kept = [...seen.kept].filter(([name]) => name.startsWith("last"));
  const flip = (text, at) => text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
  for (const at of [good.indexOf("\n5\n") + 4, good.indexOf("\u2014") + 40]) {
    const { said, report } = await look(log, seen, { checkpoint: flip(good, at) });
    assert.deepEqual([report.verdict, said.signature, said.history], ["fails", "fails signature-bad", "skipped skipped"]);
  }
  assert.equal(seen.alarms.length, 2);
  assert.deepEqual([...seen.kept].filter(([name]) => name.startsWith("last")), kept, "the good one is kept");
  const changed = (kind) => async (path) => {
    const bytes = (await tilesOf(log.entries)(path)).slice();
    if (path.startsWith(`tile/${kind}`)) bytes[kind === "entries" ? bytes.length - 1 : 0] ^= 1;
    return bytes;
  };
  for (const kind of ["entries", "0"]) {
    const { said } = await look(log, seen, { tiles: changed(kind) });
    assert.equal(said.inclusion, "fails inclusion-bad", kind);
  }
});

test("a shorter log, a fork of the same size and a fork that grew are alarms, and the old one is kept", async () => {
  const [log, seen] = [await makeLog(), memory()];
  await look(log, seen);
  const [[, kept]] = [...seen.kept].filter(([name]) => name.startsWith("last"));
  const shorter = await look(log, seen, { checkpoint: await log.checkpoint({ size: 4 }) });
  assert.deepEqual([shorter.said.history, shorter.report.verdict], ["fails history-rolled-back", "fails"]);
  const honest = log.entries;
  for (const more of [0, 7]) {
    log.entries = [...honest.slice(0, 2), leaf(99), ...honest.slice(3), ...Array.from({ length: more }, (_, n) => leaf(n))];
    const { said } = await look(log, seen);
    assert.equal(said.history, "fails history-fork", `${more} more`);
  }
  assert.deepEqual(seen.alarms.map(({ kind }) => kind), ["rollback", "fork", "fork"]);
  assert.ok(seen.alarms.every((one) => one.kept === kept.signed && one.served !== kept.signed));
  log.entries = honest;
  assert.equal((await look(log, seen)).said.history, "holds history-same", "the old one was forgotten");
});

test("another key is noticed, and a key from paper counts", async () => {
  const [log, other] = [await makeLog(), await makeLog()];
  const seen = memory();
  await look(log, seen);
  const swapped = await look(other, seen);
  assert.deepEqual([swapped.said.key, swapped.said.signature], ["fails key-changed", "fails signature-none"]);
  assert.equal(await pin(seen, `  ${log.log.vkey}\n`, new Date()), undefined);
  assert.equal((await look(log, seen)).said.key, "holds key-paper");
  assert.equal((await pin(seen, other.log.vkey, new Date())).vkey, log.log.vkey);
  assert.equal((await look(log, seen)).said.signature, "fails signature-none");
  await assert.rejects(pin(seen, "no key", new Date()), { code: "key-malformed" });
});

test("a missing witness, a forged cosignature and another policy are told", async () => {
  const [log, seen] = [await makeLog(), memory()];
  await look(log, seen);
  log.entries.push(leaf(5), leaf(6));
  const one = await look(log, seen, { checkpoint: await log.checkpoint({ cosigned: 1 }) });
  assert.deepEqual([one.said.witnesses, one.said.quorum], ["look witnesses-some", "fails quorum-missing"]);
  assert.deepEqual(one.report.witnesses.map(({ isThere, behind }) => [isThere, behind]), [[true, 0n], [false, 2n]]);
  const good = await log.checkpoint();
  const at = good.lastIndexOf(" ") + 30;
  const forged = await look(log, seen, { checkpoint: good.slice(0, at) + (good[at] === "A" ? "B" : "A") + good.slice(at + 1) });
  assert.equal(forged.said.witnesses, "fails witness-bad");
  const weaker = log.policy.replace("all w0 w1", "any w0 w1");
  const changed = await look(log, seen, { policy: weaker });
  assert.deepEqual([changed.said.policy, changed.report.verdict], ["look policy-changed", "look"]);
  assert.deepEqual(seen.alarms.map(({ kind }) => kind), ["policy"]);
  const none = await look(log, memory(), { policy: "quorum none\n" });
  assert.equal(none.said.key, "fails key-absent");
});

test("what cannot be read is refused: entries cut off, checkpoints with more lines", () => {
  assert.throws(() => entriesOf(Uint8Array.of(0, 5, 1)), { code: "tile-malformed" });
  assert.throws(() => entriesOf(Uint8Array.of(0)), { code: "tile-malformed" });
  for (const text of ["a\n1\nx\n", "a\n01\n\n", `a\n1\n${base64(new Uint8Array(32))}\nmore\n`, `\n1\n${base64(new Uint8Array(32))}\n`]) {
    assert.throws(() => parseCheckpoint(text), { code: "checkpoint-malformed" });
  }
});
