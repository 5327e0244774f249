// Runs the browser tests: `npm ci` once, then `node run.mjs`, with the exchange built before
// (`cargo build`). SAMEN names another binary, CHROMIUM another browser. Screenshots go to
// target/screenshots. The last line counts the tests; `.ci/browser` installs what this needs.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const tests = readdirSync(here).filter((name) => name.endsWith(".test.mjs"));
const files = tests.map((name) => join(here, name));
const scratch = mkdtempSync(join(tmpdir(), "samen-run-"));
const counted = join(scratch, "tap");
// One file at a time: each has an exchange and a browser of its own.
const options = ["--test", "--test-concurrency=1", "--test-reporter=spec", "--test-reporter-destination=stdout"];
const count = ["--test-reporter=tap", `--test-reporter-destination=${counted}`];
const { status } = spawnSync(process.execPath, [...options, ...count, ...files], { stdio: "inherit" });
const tap = readFileSync(counted, "utf8");
rmSync(scratch, { recursive: true });
const [passed, failed, skipped] = ["pass", "fail", "skipped"].map((name) => Number(tap.match(new RegExp(`^# ${name} (\\d+)`, "m"))?.[1] ?? 0));
console.log(`browser tests: ${passed} passed, ${failed} failed, ${skipped} skipped`);
// A run in which nothing ran has shown nothing.
process.exit(status === 0 && passed > 0 && skipped === 0 ? 0 : status || 1);
