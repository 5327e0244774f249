// Files as one archive (POSIX ustar), which every system unpacks. Reads nothing, compresses nothing.

import { joined, utf8 } from "./bytes.js";

const BLOCK = 512;
const MAX_NAME = 100;

function header(name, size, modifiedS) {
  const bytes = new Uint8Array(BLOCK);
  const put = (at, text) => bytes.set(utf8(text), at);
  const octal = (number, digits) => number.toString(8).padStart(digits, "0");
  const written = utf8(name);
  if (written.length > MAX_NAME) throw new RangeError("a name does not fit into the archive");
  bytes.set(written);
  // Only its owner reads it: evidence is about people.
  put(100, "0000600\0");
  put(108, "0000000\0");
  put(116, "0000000\0");
  put(124, `${octal(size, 11)}\0`);
  put(136, `${octal(modifiedS, 11)}\0`);
  put(148, "        ");
  put(156, "0");
  put(257, "ustar\0");
  put(263, "00");
  const sum = bytes.reduce((all, byte) => all + byte, 0);
  put(148, `${octal(sum, 6)}\0 `);
  return bytes;
}

/** An archive of files, each a name and a text, below one folder. */
export function archive(folder, files, modified) {
  const parts = [];
  for (const [name, text] of Object.entries(files)) {
    const content = utf8(text);
    const rest = (BLOCK - (content.length % BLOCK)) % BLOCK;
    parts.push(header(`${folder}/${name}`, content.length, Math.floor(modified / 1000)), content, new Uint8Array(rest));
  }
  return joined(...parts, new Uint8Array(2 * BLOCK));
}
