// The Merkle tree of RFC 6962 and RFC 9162: proofs checked, and proofs made out of tiles (C2SP tlog-tiles).
// Fetches nothing: where tiles come from is the caller's business. Sizes and indexes are of 64 bits.

import { Doubt, same, sha256 } from "./bytes.js";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The hash of an entry. */
export const leafHash = (entry) => sha256(LEAF, entry);

/** The hash of two subtrees. */
export const nodeHash = (left, right) => sha256(NODE, left, right);

/** Checks that a leaf is number `index` of the tree (RFC 9162, section 2.1.3.2). */
export async function verifyInclusion(leaf, index, size, path, root) {
  if (index >= size) throw new Doubt("inclusion-bad");
  let [node, last, hash] = [index, size - 1n, leaf];
  for (const sibling of path) {
    if (last === 0n) throw new Doubt("inclusion-bad");
    if (node & 1n || node === last) {
      hash = await nodeHash(sibling, hash);
      [node, last] = withoutMissing(node, last);
    } else {
      hash = await nodeHash(hash, sibling);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  if (last !== 0n || !same(hash, root)) throw new Doubt("inclusion-bad");
}

/** Checks that the newer tree begins with the very leaves of the older one (RFC 9162, section 2.1.4.2). */
export async function verifyConsistency(older, newer, path) {
  const wrong = () => new Doubt("history-fork");
  if (older.size > newer.size) throw wrong();
  if (older.size === newer.size || older.size === 0n) {
    const empty = await sha256();
    const fits = older.size === newer.size ? same(older.root, newer.root) : same(older.root, empty);
    const emptyFits = older.size !== 0n || same(older.root, empty);
    if (path.length > 0 || !fits || !emptyFits) throw wrong();
    return;
  }
  let [node, last] = [older.size - 1n, newer.size - 1n];
  while (node & 1n) [node, last] = [node >> 1n, last >> 1n];
  // A complete older tree is its own first subtree, so the path leaves its root out.
  const isComplete = (older.size & (older.size - 1n)) === 0n;
  const [first, ...rest] = isComplete ? [older.root, ...path] : path;
  if (!first) throw wrong();
  let [fromOld, fromNew] = [first, first];
  for (const hash of rest) {
    if (last === 0n) throw wrong();
    if (node & 1n || node === last) {
      fromOld = await nodeHash(hash, fromOld);
      fromNew = await nodeHash(hash, fromNew);
      [node, last] = withoutMissing(node, last);
    } else {
      fromNew = await nodeHash(fromNew, hash);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  if (last !== 0n || !same(fromOld, older.root) || !same(fromNew, newer.root)) throw wrong();
}

// At the right edge the path climbs past the levels where there is no right sibling.
function withoutMissing(node, last) {
  while (!(node & 1n) && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
  return [node, last];
}

/** Where a tile lies: `tile/<level>/<n>[.p/<width>]`, with the number in groups of three digits. */
export function tilePath(level, n, width) {
  const digits = String(n);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.../g);
  const number = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return `tile/${level}/${number}${width < 256 ? `.p/${width}` : ""}`;
}

/** How many hashes tile `n` of a level has in a tree of this size: 0 to 256. */
export function tileWidth(size, level, n) {
  const left = (size >> (8n * BigInt(level))) - n * 256n;
  return Number(left < 0n ? 0n : left > 256n ? 256n : left);
}

/** The leaves in an entries tile: each after its length of two bytes. */
export function entriesOf(bytes) {
  const entries = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + bytes[at] * 256 + bytes[at + 1];
    if (!(end <= bytes.length)) throw new Doubt("tile-malformed");
    entries.push(bytes.slice(at + 2, end));
    at = end;
  }
  return entries;
}

/** Hashes of complete subtrees out of the tiles of a tree; `ask` gives the bytes at a path. Each is asked once. */
export class Tiles {
  constructor(size, ask) {
    Object.assign(this, { size, ask, read: new Map() });
  }

  async hashes(level, n) {
    const path = tilePath(level, n, tileWidth(this.size, level, n));
    if (!this.read.has(path)) {
      const bytes = await this.ask(path);
      if (bytes.length !== 32 * tileWidth(this.size, level, n)) throw new Doubt("tile-malformed");
      this.read.set(path, bytes);
    }
    return this.read.get(path);
  }

  /** The root of the leaves from `index << height` to `(index + 1) << height`. */
  async subtree(height, index) {
    const [level, inner] = [Math.floor(height / 8), height % 8];
    const first = index << BigInt(inner);
    const bytes = await this.hashes(level, first >> 8n);
    const from = Number(first & 255n);
    let row = [];
    for (let at = from; at < from + 2 ** inner; at += 1) row.push(bytes.slice(32 * at, 32 * (at + 1)));
    while (row.length > 1) {
      const pairs = row.filter((_, at) => at % 2 === 0).map((left, at) => nodeHash(left, row[2 * at + 1]));
      row = await Promise.all(pairs);
    }
    return row[0];
  }

  /** The root of `n` leaves from `begin` on; all but the last subtree are complete. */
  async range(begin, n) {
    if (n === 0n) return sha256();
    const height = n.toString(2).length - 1;
    if (n === 1n << BigInt(height)) return this.subtree(height, begin >> BigInt(height));
    const k = split(n);
    return nodeHash(await this.range(begin, k), await this.range(begin + k, n - k));
  }

  /** The root of the first `size` leaves. */
  root(size = this.size) {
    return this.range(0n, size);
  }

  /** The path of a leaf, from its sibling up. */
  async inclusion(index) {
    let [begin, n, path] = [0n, this.size, []];
    while (n > 1n) {
      const k = split(n);
      const isLeft = index - begin < k;
      path.unshift(isLeft ? await this.range(begin + k, n - k) : await this.range(begin, k));
      [begin, n] = isLeft ? [begin, k] : [begin + k, n - k];
    }
    return path;
  }

  /** The path from a tree of `old` leaves to this one (SUBPROOF of RFC 9162). */
  async consistency(old) {
    let [begin, n, path] = [0n, this.size, []];
    if (old === 0n) return path;
    while (old - begin < n) {
      const k = split(n);
      const isLeft = old - begin <= k;
      path.unshift(isLeft ? await this.range(begin + k, n - k) : await this.range(begin, k));
      [begin, n] = isLeft ? [begin, k] : [begin + k, n - k];
    }
    if (begin !== 0n) path.unshift(await this.range(begin, n));
    return path;
  }
}

/** The largest power of two below. */
const split = (n) => 1n << BigInt((n - 1n).toString(2).length - 1);
