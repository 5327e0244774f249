// Browsers as people have them: their own profile, with the client certificate and the CA in the browser's own
// store (NSS) and the managed policy by which an organization lets its certificate be chosen. The TLS is the
// browser's own; in the other tests it is that of playwright, which stands between them.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";
import { DESKTOP, browserArguments, browserPath, watch } from "./stage.mjs";

// Where Debian's chromium looks for policies.
const POLICIES = "/etc/chromium/policies/managed";
const PASSWORD = "samen";

function run(program, ...args) {
  const ran = spawnSync(program, args, { encoding: "utf8" });
  if (ran.error) throw new Error(`${program} (package libnss3-tools): ${ran.error.message}`);
  if (ran.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${ran.stdout}${ran.stderr}`);
}

/** Puts the policy in force for one address, and gives what takes it away again with every folder that it needed. */
export function letChoose(url) {
  const made = [];
  for (let path = POLICIES; !existsSync(path); path = dirname(path)) made.push(path);
  try {
    mkdirSync(POLICIES, { recursive: true });
  } catch (error) {
    throw new Error(`the policy is written to ${POLICIES}, which takes root: ${error.message}`);
  }
  const file = join(POLICIES, `samen-${process.pid}.json`);
  const choice = JSON.stringify({ pattern: url, filter: {} });
  writeFileSync(file, JSON.stringify({ AutoSelectCertificateForUrls: [choice] }));
  return () => {
    rmSync(file);
    for (const path of made) rmdirSync(path);
  };
}

/** A browser with a home of its own, in which the certificate of `who` lies, or none at all. */
export async function nativeBrowser(directory, who) {
  const home = mkdtempSync(join(tmpdir(), "samen-native-"));
  const store = join(home, ".pki", "nssdb");
  mkdirSync(store, { recursive: true });
  run("certutil", "-d", `sql:${store}`, "-N", "--empty-password");
  run("certutil", "-d", `sql:${store}`, "-A", "-n", "ca", "-t", "C,,", "-i", join(directory, "certs", "ca.pem"));
  if (who) {
    const bundle = join(directory, "certs", `${who}.p12`);
    run("pk12util", "-d", `sql:${store}`, "-i", bundle, "-W", PASSWORD, "-K", "");
  }
  const context = await chromium.launchPersistentContext(join(home, "profile"), {
    executablePath: browserPath(),
    args: browserArguments(),
    env: { ...process.env, HOME: home },
    viewport: DESKTOP,
    locale: "nl-NL",
    timezoneId: "Europe/Amsterdam",
  });
  const page = context.pages()[0] ?? (await context.newPage());
  watch(page);
  return {
    page,
    async close() {
      await context.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** By which protocol the page itself and each of its requests came. */
export function protocols(page) {
  return page.evaluate(() => {
    const entries = ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind));
    return [...new Set(entries.map((entry) => entry.nextHopProtocol).filter(Boolean))];
  });
}
