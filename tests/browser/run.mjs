// Runs the browser tests: `npm ci` once, then `node run.mjs`, with the exchange built before
// (`cargo build`). SAMEN names another binary, CHROMIUM another browser. Screenshots go to
// target/screenshots.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const tests = readdirSync(here).filter((name) => name.endsWith(".test.mjs"));
const files = tests.map((name) => join(here, name));
// One file at a time: each has an exchange and a browser of its own.
const options = ["--test", "--test-concurrency=1", "--test-reporter=spec"];
process.exit(spawnSync(process.execPath, [...options, ...files], { stdio: "inherit" }).status ?? 1);
