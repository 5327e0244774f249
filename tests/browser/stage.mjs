// A whole alliance to look at: `samen demo` on a free port in a directory of its own, its commands, and
// browsers with the client certificates of its people.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach } from "node:test";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const binary = process.env.SAMEN ?? join(root, "target", "debug", "samen");
const browsers = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const screenshots = join(root, "target", "screenshots");

/** The browser that is there. */
export const browserPath = () => browsers.find((path) => path && existsSync(path));

/** What it is started with: inside a container, as root, it has no sandbox of its own. */
export const browserArguments = () => (process.getuid?.() === 0 ? ["--no-sandbox"] : []);

const open = new Set();

/** Lets a page be pictured when the test that it is open in fails. */
export function watch(page) {
  open.add(page);
  page.on("close", () => open.delete(page));
}

// Of a test that failed: what its pages showed, and where the pictures of that lie.
afterEach(async (context) => {
  if (context.passed !== false) return;
  for (const [at, page] of [...open].entries()) {
    const name = context.name.replace(/[^a-z0-9]+/gi, "-").slice(0, 80);
    const path = join(screenshots, `failed-${name}-${at + 1}.png`);
    await page.screenshot({ path, fullPage: true, timeout: 10_000 }).then(
      () => console.error(`"${context.name}" failed; its page: ${path}`),
      (error) => console.error(`"${context.name}" failed, without a picture of its page: ${error.message}`),
    );
  }
});

/** A phone and a desktop, as people of the mission have them. */
export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1366, height: 850 };

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The demonstration on a port that was free a moment ago; ends with what it told when it does not come up. */
async function start() {
  const directory = mkdtempSync(join(tmpdir(), "samen-browser-"));
  const port = await freePort();
  const demo = spawn(binary, ["demo", "--dir", directory, "--listen", `127.0.0.1:${port}`]);
  let told = "";
  const ended = await new Promise((resolve) => {
    const hear = (chunk) => {
      told += chunk;
      if (told.includes("Ctrl-C")) resolve(false);
    };
    demo.stdout.on("data", hear);
    demo.stderr.on("data", hear);
    demo.on("close", () => resolve(true));
  });
  if (ended) rmSync(directory, { recursive: true, force: true });
  return { directory, port, demo, told, ended };
}

/** Starts the demonstration and waits until it says that one may look around. */
export async function raise() {
  let started = await start();
  // Somebody else was given the port meanwhile.
  for (let again = 0; again < 3 && started.ended && /in use|is taken/.test(started.told); again += 1) started = await start();
  const { directory, port, demo, told, ended } = started;
  if (ended) throw new Error(`the demonstration ended with ${demo.exitCode}:\n${told}`);
  const browser = await chromium.launch({ executablePath: browserPath(), args: browserArguments() });
  mkdirSync(screenshots, { recursive: true });
  const stop = () =>
    new Promise((resolve) => {
      if (demo.exitCode !== null) return resolve();
      demo.on("exit", resolve);
      demo.kill("SIGINT");
    });
  return {
    url: `https://localhost:${port}`,
    directory,
    binary,
    /** Stops the exchange, as a power cut would for who looks at a page. */
    stop,
    async end() {
      await browser.close();
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
    /** Runs a command as one of the cast and gives what it printed. */
    as(who, ...args) {
      const ran = spawnSync(binary, ["--as", `clients/${who}.toml`, ...args], { cwd: directory, encoding: "utf8" });
      if (ran.status !== 0) throw new Error(`samen ${args.join(" ")}: ${ran.stderr}`);
      return ran.stdout;
    },
    /** A browser of one of the cast, with the certificate of that person. */
    async browserOf(who, options = {}) {
      const context = await browser.newContext({
        viewport: DESKTOP,
        locale: "nl-NL",
        timezoneId: "Europe/Amsterdam",
        // The development CA of this run is known to nobody else.
        ignoreHTTPSErrors: true,
        clientCertificates: [
          {
            origin: `https://localhost:${port}`,
            certPath: join(directory, "certs", `${who}.pem`),
            keyPath: join(directory, "certs", `${who}.key.pem`),
          },
        ],
        ...options,
      });
      const page = await context.newPage();
      watch(page);
      const wrong = [];
      page.on("pageerror", (error) => wrong.push(String(error)));
      page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
      return { context, page, wrong };
    },
  };
}

/** A picture for people to look at. */
export async function picture(page, name) {
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

/** A picture for the README, as a window of this size shows it: made anew when somebody asks for it. */
export async function readmePicture(page, name, size) {
  if (!process.env.SAMEN_WRITE_PICTURES) return;
  const pictures = join(root, "tests", "browser", "pictures");
  mkdirSync(pictures, { recursive: true });
  const before = page.viewportSize();
  await page.setViewportSize(size);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  await page.setViewportSize(before);
}
