// A guard's night in a real browser: the board lives by itself, a sighting is signed on the phone, and nothing
// that stands in a record runs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, picture, raise } from "./stage.mjs";

const GUARD = "fbt-guard-1042";
let stage;

before(async () => {
  stage = await raise();
});
after(() => stage?.end());

function alert(plate, ...more) {
  return stage.as(
    "pt-officer-1027", "alert", "--plate", plate, "--reason", "stolen_vehicle", "--action", "observe_report",
    "--priority", "3", "--call", "0900-8844", "--handling", "H1", "--valid", "8h", "--purpose", "offences",
    "--grant", "twente-2026-politie", "--to", "all", ...more,
  );
}

function recall(id) {
  const grant = ["--purpose", "offences", "--grant", "twente-2026-politie", "--to", "all"];
  stage.as("pt-officer-1027", "recall", id, "--type", "alert", "--reason", "resolved", "--valid", "8h", "--handling", "H1", ...grant);
}

test("an alert appears on the board without a reload", async () => {
  const { page, wrong, context } = await stage.browserOf(GUARD, { viewport: PHONE, colorScheme: "dark" });
  await page.goto(`${stage.url}/board`);
  await page.getByText("R-808-XB").waitFor();
  await page.locator('[data-connection][data-state="live"]').waitFor();
  await page.evaluate(() => (window.same = true));
  alert("L-123-VG");
  await page.getByText("L-123-VG").first().waitFor();
  assert.ok(await page.evaluate(() => window.same), "the page was loaded again");
  assert.match(await page.locator("[data-said]").textContent(), /L-123-VG/);
  await picture(page, "guard-board-phone-dark");
  assert.deepEqual(wrong, []);
  await context.close();
});

test("the same page in light on a desktop, in three languages", async () => {
  for (const [locale, heading] of [["nl-NL", "Signaleringenbord"], ["fr-BE", "Tableau des signalements"], ["en-GB", "Alert board"]]) {
    const { page, wrong, context } = await stage.browserOf(GUARD, { locale, colorScheme: "light" });
    await page.goto(`${stage.url}/board`);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await picture(page, `guard-board-desktop-light-${locale}`);
    assert.deepEqual(wrong, []);
    await context.close();
  }
});

test("what was chosen stays: the language", async () => {
  const { page, context } = await stage.browserOf(GUARD);
  await page.goto(`${stage.url}/`);
  await page.getByRole("link", { name: "Français" }).click();
  await page.goto(`${stage.url}/board`);
  await page.getByRole("heading", { level: 1, name: "Tableau des signalements" }).waitFor();
  await context.close();
});

test("who has no right is told so in plain words", async () => {
  const { page, context } = await stage.browserOf("fg-1");
  const answer = await page.goto(`${stage.url}/board`);
  assert.equal(answer.status(), 403);
  await page.getByText("Uw rol mag dit niet.").waitFor();
  await picture(page, "refused-desktop-light");
  await context.close();
});

test("markup in a record is text, and the policy stops a script that got in", async () => {
  const { page, context } = await stage.browserOf(GUARD);
  const enemy = "<script>window.hacked=1</script><img src=x onerror=window.hacked=2>";
  alert("G-456-BB", "--reason-text", enemy);
  await page.goto(`${stage.url}/board`);
  await page.getByText("window.hacked=1").first().waitFor();
  const stopped = await page.evaluate(async () => {
    const told = new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), { once: true });
    });
    const script = document.createElement("script");
    try {
      script.text = "window.hacked = 3";
      document.body.append(script);
    } catch {
      return "trusted-types";
    }
    return told;
  });
  assert.match(stopped, /script-src|trusted-types/);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  await context.close();
});

test("an exercise has a board of its own and looks like one", async () => {
  alert("X-999-XX", "--status", "exercise");
  const { page, context } = await stage.browserOf(GUARD, { viewport: PHONE, colorScheme: "light" });
  await page.goto(`${stage.url}/board`);
  await page.locator('[data-connection][data-state="live"]').waitFor();
  assert.equal(await page.getByText("X-999-XX").count(), 0);
  await page.getByRole("link", { name: "Oefeningen" }).click();
  await page.getByText("X-999-XX").waitFor();
  await page.locator(".card .unreal-word").getByText("OEFENING").waitFor();
  await picture(page, "guard-exercise-phone-light");
  await context.close();
});

test("a recalled alert goes from the board by itself", async () => {
  const { page, context } = await stage.browserOf(GUARD);
  await page.goto(`${stage.url}/board`);
  const card = page.locator(".card", { hasText: "L-123-VG" });
  await card.waitFor();
  await page.locator('[data-connection][data-state="live"]').waitFor();
  const id = await card.getAttribute("data-id");
  recall(id);
  await card.waitFor({ state: "detached" });
  assert.match(await page.locator("[data-said]").textContent(), /L-123-VG/);
  await context.close();
});

test("the whole board can be used with a keyboard", async () => {
  const { page, context } = await stage.browserOf(GUARD);
  await page.goto(`${stage.url}/board`);
  await page.getByText("R-808-XB").first().waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.locator("[data-sighting]").first().focus();
  await page.keyboard.press("Enter");
  await page.locator("dialog[open]").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  const bare = await page.evaluate(() => {
    const controls = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")];
    return controls.filter((control) => control.labels.length === 0).length;
  });
  assert.equal(bare, 0, "a field without a label");
  await context.close();
});

// Last: the exchange is gone after it.
test("a board that hears nothing says so", async () => {
  const { page, context } = await stage.browserOf(GUARD, { viewport: PHONE });
  await page.goto(`${stage.url}/board`);
  await page.locator('[data-connection][data-state="live"]').waitFor();
  await stage.stop();
  await page.locator('[data-connection][data-state="dead"]').waitFor();
  assert.match(await page.locator("[data-connection]").textContent(), /Geen verbinding sinds \d/);
  await picture(page, "guard-board-phone-dead");
  await context.close();
});
