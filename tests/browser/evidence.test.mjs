// The data protection officer's own evidence: the overview with its charts, the log checked by the browser itself,
// with an exchange that lies, and a bundle that the stand-alone verifier accepts.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { beginQuestion } from "./hands.mjs";
import { PHONE, picture, raise } from "./stage.mjs";

const OFFICER = "fg-1";
const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const verifier = process.env.SAMEN_VERIFY ?? join(root, "target", "debug", "samen-verify");
const screenshots = join(root, "target", "screenshots");
const LOOKS = [["desktop", "light"], ["desktop", "dark"], ["phone", "light"], ["phone", "dark"]];
let stage;

before(async () => {
  stage = await raise();
});
after(() => stage?.end());

const options = (size, colorScheme) => ({ colorScheme, ...(size === "phone" ? { viewport: PHONE } : {}) });

const why = (page, justification = "Jaarlijkse controle voor het verslag aan de burgemeester") =>
  beginQuestion(page, stage.url, "self-monitoring", justification);

async function overview(page) {
  await why(page);
  await page.goto(`${stage.url}/overview`);
  await page.getByLabel("De logregels opnieuw tellen").check();
  await page.getByRole("button", { name: "Overzicht maken" }).click();
  await page.locator(".overview .chart").first().waitFor();
}

async function saved(page, work) {
  const [download] = await Promise.all([page.waitForEvent("download"), work()]);
  return { name: download.suggestedFilename(), path: await download.path() };
}

test("the overview draws the year, in tables with the same numbers, for every screen", async () => {
  for (const [size, theme] of LOOKS) {
    const { page, wrong, context } = await stage.browserOf(OFFICER, options(size, theme));
    await overview(page);
    await page.getByText("elk aantal klopt").waitFor();
    await page.getByRole("img", { name: "Verstrekkingen naar doel, per maand" }).waitFor();
    const [drawn, told] = await page.evaluate(() => {
      const section = document.querySelector(".chart").closest(".numbers");
      const sums = [...section.querySelectorAll("tfoot td")].map((cell) => Number(cell.textContent));
      return [[...section.querySelectorAll(".total")].map((text) => Number(text.textContent)), sums];
    });
    assert.deepEqual(drawn, told.slice(0, -1).filter((sum) => sum > 0), "the chart and its table differ");
    assert.equal(told.at(-1), drawn.reduce((sum, one) => sum + one, 0));
    const unlike = await page.evaluate(() => {
      const parts = document.querySelectorAll(".numbers:has(#disclosures-by-partner-title) .legend .part");
      return new Set([...parts].map((part) => part.getAttribute("fill"))).size === parts.length && parts.length > 1;
    });
    assert.ok(unlike, "two partners have the same pattern");
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${size}: the page is ${overflow} too wide`);
    await picture(page, `dpo-overview-${size}-${theme}`);
    assert.deepEqual(wrong, []);
    await context.close();
  }
});

test("the overview is printed on A4, and saved as JSON and CSV", async () => {
  const { page, context } = await stage.browserOf(OFFICER, { colorScheme: "dark" });
  await overview(page);
  const csv = await saved(page, () => page.getByRole("button", { name: "CSV" }).click());
  assert.match(csv.name, /^samen-overview-\d{4}\.csv$/);
  const lines = readFileSync(csv.path, "utf8").split("\r\n");
  assert.equal(lines[0].slice(0, 40), "table,key,count,month");
  assert.ok(lines.some((line) => /^"disclosures-by-purpose","offences",\d+,\d{4}-\d{2}$/.test(line)));
  const json = await saved(page, () => page.getByRole("button", { name: "JSON" }).click());
  const numbers = JSON.parse(readFileSync(json.path, "utf8"));
  assert.deepEqual([numbers.months.length, numbers.recount.agrees], [12, true]);
  await page.emulateMedia({ media: "print" });
  assert.ok(!(await page.locator("form[data-overview]").isVisible()), "the form is printed");
  await page.emulateMedia({ media: null });
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  assert.match(pdf.toString("latin1", 0, 8), /%PDF-1/);
  mkdirSync(screenshots, { recursive: true });
  writeFileSync(join(screenshots, "dpo-overview.pdf"), pdf);
  await context.close();
});

test("a month has tables and no chart, and a vague reason is refused in words", async () => {
  const { page, context } = await stage.browserOf(OFFICER);
  await why(page, "self-monitoring self-monitoring");
  await page.goto(`${stage.url}/overview`);
  const form = page.locator("form[data-overview]");
  await form.getByLabel("Periode").selectOption(String(new Date().getUTCMonth() + 1));
  await page.getByRole("button", { name: "Overzicht maken" }).click();
  await form.getByRole("alert").waitFor();
  await why(page, "Maandelijkse controle");
  await page.goto(`${stage.url}/overview`);
  await form.getByLabel("Periode").selectOption(String(new Date().getUTCMonth() + 1));
  await page.getByRole("button", { name: "Overzicht maken" }).click();
  await page.locator(".overview .counts").first().waitFor();
  assert.equal(await page.locator(".overview .chart").count(), 0);
  await context.close();
});

/** The verdict of each step, by its name. */
async function verdicts(page) {
  await page.locator('[data-overall][aria-busy="false"]').waitFor();
  const said = await page.locator("[data-step]").evaluateAll((steps) => steps.map((step) => [step.dataset.step, step.dataset.verdict]));
  return { overall: await page.locator("[data-overall]").getAttribute("data-verdict"), ...Object.fromEntries(said) };
}

async function again(page) {
  await page.getByRole("button", { name: "Opnieuw controleren" }).click();
  return verdicts(page);
}

const found = (page, step) => page.locator(`[data-step="${step}"] [data-found]`).textContent();

test("the browser checks the log by itself and remembers what it saw", async () => {
  for (const [size, theme] of LOOKS) {
    const { page, wrong, context } = await stage.browserOf(OFFICER, options(size, theme));
    await page.goto(`${stage.url}/log-health`);
    const first = await verdicts(page);
    assert.deepEqual(first, { overall: "first", key: "first", signature: "holds", history: "first", inclusion: "holds", policy: "first", witnesses: "holds", quorum: "holds" });
    await picture(page, `dpo-log-health-first-${size}-${theme}`);
    await page.reload();
    const second = await verdicts(page);
    assert.deepEqual(second, { overall: "holds", key: "holds", signature: "holds", history: "holds", inclusion: "holds", policy: "holds", witnesses: "holds", quorum: "holds" });
    await page.getByLabel("Logregel om na te rekenen").fill("3");
    await again(page);
    assert.match(await found(page, "inclusion"), /^Logregel 3 van \d+ is nagerekend/);
    await picture(page, `dpo-log-health-${size}-${theme}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${size}: the page is ${overflow} too wide`);
    assert.deepEqual(wrong, []);
    await context.close();
  }
});

/** Serves a changed checkpoint in the place of the one of the exchange. */
async function lie(page, change) {
  await page.unrouteAll({ behavior: "wait" });
  await page.route("**/log/checkpoint", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: change(await answer.text()) });
  });
}

test("a flipped root is an alarm, an older checkpoint is told as rolled back, and the good one stays kept", async () => {
  const { page, context } = await stage.browserOf(OFFICER, { colorScheme: "light" });
  await page.goto(`${stage.url}/log-health`);
  await verdicts(page);
  let old;
  await lie(page, (text) => (old = text));
  await again(page);
  // The log grows; then it is whole, and longer.
  const size = () => page.locator("[data-size]").textContent();
  const before = await size();
  await page.unrouteAll({ behavior: "wait" });
  // Opening the page again is an entry by itself.
  await page.goto(`${stage.url}/log-health`);
  await verdicts(page);
  for (let tries = 0; (await size()) === before || (await size()) === "–"; tries += 1) {
    assert.ok(tries < 200, "no new checkpoint came");
    await again(page);
  }
  assert.match(await found(page, "history"), /^Van [\d.]+ naar [\d.]+ regels/);
  await lie(page, (text) => {
    const [origin, entries, hash, ...rest] = text.split("\n");
    return [origin, entries, (hash[0] === "A" ? "B" : "A") + hash.slice(1), ...rest].join("\n");
  });
  const flipped = await again(page);
  assert.deepEqual([flipped.overall, flipped.signature, flipped.history], ["fails", "fails", "skipped"]);
  await page.getByRole("alert").getByText("Alarm: het logboek klopt niet").waitFor();
  await picture(page, "dpo-log-health-flipped-desktop-light");
  await lie(page, () => old);
  const rolled = await again(page);
  assert.deepEqual([rolled.overall, rolled.signature, rolled.history], ["fails", "holds", "fails"]);
  assert.match(await found(page, "history"), /teruggedraaid/);
  await picture(page, "dpo-log-health-rolled-back-desktop-light");
  // Both checkpoints can be taken away, and the one that was kept still counts.
  assert.equal(await page.locator("[data-alarm-list] li").count(), 2);
  const served = await saved(page, () => page.getByRole("button", { name: "Wat werd getoond" }).first().click());
  assert.equal(readFileSync(served.path, "utf8"), old);
  await page.unrouteAll({ behavior: "wait" });
  const honest = await again(page);
  assert.deepEqual([honest.overall, honest.history], ["holds", "holds"]);
  await context.close();
});

test("a key on paper is pinned, another one is told, and nonsense is refused", async () => {
  const { page, context } = await stage.browserOf(OFFICER, options("phone", "dark"));
  await page.goto(`${stage.url}/log-health`);
  await verdicts(page);
  const form = page.locator("form[data-paper]");
  const enter = async (key, told) => {
    await form.getByLabel("Sleutel van het logboek").fill(key);
    await form.getByRole("button").click();
    await form.getByText(told).waitFor();
  };
  await enter("geen sleutel", "Dit is geen sleutel van een logboek");
  await enter(readFileSync(join(stage.directory, "log.vkey"), "utf8"), "Deze sleutel is nu vastgezet");
  assert.match(await found(page, "key"), /op papier/);
  await enter("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "een andere sleutel onthouden");
  assert.deepEqual([(await verdicts(page)).overall, (await verdicts(page)).key], ["fails", "fails"]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} too wide`);
  await picture(page, "dpo-log-health-key-phone-dark");
  await context.close();
});

test("a browser without Ed25519 says so and claims nothing", async () => {
  const { page, context } = await stage.browserOf(OFFICER);
  await page.addInitScript(() => {
    crypto.subtle.importKey = async () => {
      throw new DOMException("unknown algorithm", "NotSupportedError");
    };
  });
  await page.goto(`${stage.url}/log-health`);
  const said = await verdicts(page);
  assert.deepEqual([said.overall, said.key, said.signature, said.inclusion], ["unable", "unable", "skipped", "skipped"]);
  assert.match(await found(page, "key"), /kan handtekeningen van het soort Ed25519 niet controleren/);
  await context.close();
});

test("the exchange tells how its witnesses stand, for a reason", async () => {
  for (const [size, theme] of [LOOKS[0], LOOKS[3]]) {
    const { page, wrong, context } = await stage.browserOf(OFFICER, options(size, theme));
    await why(page);
    await page.goto(`${stage.url}/log-health`);
    await page.getByRole("button", { name: "Vragen" }).click();
    await page.locator("[data-told]").getByRole("rowheader", { name: "politie-twente" }).waitFor();
    assert.equal(await page.locator("[data-told]").getByText("bevestigd", { exact: true }).count(), 2);
    await page.locator("[data-told]").scrollIntoViewIfNeeded();
    await picture(page, `dpo-witnesses-${size}-${theme}`);
    assert.deepEqual(wrong, []);
    await context.close();
  }
});

/** What the stand-alone verifier says of a bundle, with the policy and key of the officer and nothing else. */
function verify(path, ...more) {
  const policy = join(stage.directory, "witnesses.policy");
  const ran = spawnSync(verifier, ["bundle", path, "--policy", policy, ...more], { encoding: "utf8" });
  return { code: ran.status, said: ran.stdout + ran.stderr };
}

test("a bundle is saved as one file, and samen-verify accepts it as it is and unpacked", async () => {
  const { page, wrong, context } = await stage.browserOf(OFFICER, options("desktop", "light"));
  await why(page);
  await page.goto(`${stage.url}/bundle`);
  const form = page.locator("form[data-bundle]");
  await page.getByRole("button", { name: "Bundel maken" }).click();
  await form.getByText("Kies eerst een bericht, logregels of een periode.").waitFor();
  await form.getByText("Verder beperken").click();
  await form.locator("[name=partner]").selectOption("politie-twente");
  await form.getByLabel("Voor de betrokkene zelf").check();
  await form.getByText("Velden die niemand te zien krijgt: 9 gekozen").waitFor();
  await picture(page, "dpo-bundle-desktop-light");
  const tar = await saved(page, () => page.getByRole("button", { name: "Bundel maken" }).click());
  await page.getByText(/logregels bewaard\. Vastgelegd als logregel/).waitFor();
  assert.match(tar.name, /^samen-bundle-\d+\.tar$/);
  const checked = verify(tar.path, "--entries");
  assert.equal(checked.code, 0, checked.said);
  assert.match(checked.said, /withheld/);
  const folder = join(stage.directory, "unpacked");
  mkdirSync(folder);
  assert.equal(spawnSync("tar", ["-xf", tar.path, "-C", folder]).status, 0, "an ordinary tar does not unpack it");
  assert.equal(verify(join(folder, tar.name.replace(".tar", ""))).code, 0);
  // One changed byte of what it says is noticed.
  const bytes = readFileSync(tar.path);
  bytes[bytes.indexOf('"created_at"') + 20] ^= 1;
  writeFileSync(join(folder, "changed.tar"), bytes);
  assert.equal(verify(join(folder, "changed.tar")).code, 3);
  await picture(page, "dpo-bundle-made-desktop-light");
  assert.deepEqual(wrong, []);
  await context.close();
});

test("a bundle of single entries and of a period, on a phone", async () => {
  const { page, wrong, context } = await stage.browserOf(OFFICER, options("phone", "dark"));
  await why(page);
  await page.goto(`${stage.url}/bundle`);
  const form = page.locator("form[data-bundle]");
  await form.getByLabel("Nummers van logregels").fill("3, zeven");
  await form.getByRole("button", { name: "Bundel maken" }).click();
  await form.getByText("Nummers van logregels zien er zo uit").waitFor();
  await form.getByLabel("Nummers van logregels").fill("5, 2-3");
  const tar = await saved(page, () => form.getByRole("button", { name: "Bundel maken" }).click());
  const listed = spawnSync("tar", ["-xOf", tar.path, "--wildcards", "*/manifest.json"], { encoding: "utf8" });
  assert.deepEqual(JSON.parse(listed.stdout).question.entries, [5, 2, 3]);
  assert.equal(verify(tar.path).code, 0);
  await form.getByLabel("Nummers van logregels").fill("");
  await form.getByLabel("Vanaf").fill("2026-01-01T00:00");
  const period = await saved(page, () => form.getByRole("button", { name: "Bundel maken" }).click());
  // Its newest entries may be too fresh for the witnesses, so it is the log alone that vouches for them.
  const key = readFileSync(join(stage.directory, "log.vkey"), "utf8").trim();
  const checked = spawnSync(verifier, ["bundle", period.path, "--log-key", key], { encoding: "utf8" });
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} too wide`);
  await picture(page, "dpo-bundle-phone-dark");
  assert.deepEqual(wrong, []);
  await context.close();
});
