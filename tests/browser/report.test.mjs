// A guard's own device and reports: the key is made and approved, and what is sent is signed with it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, picture, raise } from "./stage.mjs";

const GUARD = "fbt-guard-1042";
let stage;
let guard;

before(async () => {
  stage = await raise();
  guard = await stage.browserOf(GUARD, { viewport: PHONE, colorScheme: "light" });
});
after(() => stage?.end());

test("without a key nothing is sent, and the page says what to do", async () => {
  const { page } = guard;
  await page.goto(`${stage.url}/board`);
  await page.locator('.card[data-kind="alert"] [data-sighting]').first().click();
  await page.getByLabel("gezien", { exact: true }).check();
  await page.getByLabel("Ja, het is precies dit kenteken").check();
  await page.getByLabel("ja", { exact: true }).check();
  await page.getByLabel("Plaats").fill("Hengelo");
  await picture(page, "guard-sighting-phone-light");
  const sent = [];
  page.on("request", (request) => request.url().endsWith("/v1/records") && sent.push(request.url()));
  await page.getByRole("button", { name: "Ondertekenen en versturen" }).click();
  await page.getByText("nog geen sleutel").waitFor();
  assert.deepEqual(sent, []);
});

test("a device asks for its key and the administrator approves it", async () => {
  const { page } = guard;
  await page.goto(`${stage.url}/device`);
  await page.getByLabel("Naam van dit apparaat").fill("Telefoon van de ronde");
  await page.getByRole("button", { name: "Sleutel maken" }).click();
  await page.getByText("Wacht op goedkeuring").waitFor();
  const held = await page.evaluate(async () => {
    const database = await new Promise((resolve) => {
      const asked = indexedDB.open("samen", 1);
      asked.onsuccess = () => resolve(asked.result);
    });
    const keys = await new Promise((resolve) => {
      const asked = database.transaction("keys").objectStore("keys").getAll();
      asked.onsuccess = () => resolve(asked.result);
    });
    const exported = await crypto.subtle.exportKey("pkcs8", keys[0].sign).then(() => true, () => false);
    return { exported, extractable: keys[0].sign.extractable, kid: keys[0].kid };
  });
  assert.deepEqual([held.exported, held.extractable], [false, false]);
  stage.as("fbt-admin-1", "key", "approve", held.kid);
  await page.reload();
  await page.getByText("Goedgekeurd op").waitFor();
  await picture(page, "guard-device-phone-light");
});

test("a sighting is signed on the device and entered", async () => {
  const { page, wrong } = guard;
  await page.goto(`${stage.url}/board`);
  await page.locator('.card[data-kind="alert"] [data-sighting]').first().click();
  await page.getByLabel("gezien", { exact: true }).check();
  await page.getByLabel("Ja, het is precies dit kenteken").check();
  await page.getByLabel("ja", { exact: true }).check();
  await page.getByLabel("Plaats").fill("Hengelo");
  await page.getByRole("button", { name: "Ondertekenen en versturen" }).click();
  await page.locator(".card .done").getByText(/logregel \d+/).waitFor();
  assert.deepEqual(wrong, []);
});

test("an incident is found in the list, told, signed and entered", async () => {
  const { page, wrong } = guard;
  await page.goto(`${stage.url}/incidents/new`);
  const kind = await page.locator("datalist option").first().getAttribute("value");
  await page.getByLabel("Soort melding").fill(kind);
  await page.getByLabel("Doel").selectOption("offences");
  await page.getByLabel("Begonnen").fill("2026-01-01T00:00");
  await page.evaluate(() => {
    const local = new Date(Date.now() - 600_000 - new Date().getTimezoneOffset() * 60_000);
    document.querySelector('[name="began"]').value = local.toISOString().slice(0, 16);
  });
  await page.getByLabel("In woorden").fill("Achterzijde loods 4");
  await page.getByLabel("Waargenomen").fill("De zijdeur was geforceerd.");
  await picture(page, "guard-incident-phone-light");
  await page.getByRole("button", { name: "Ondertekenen en versturen" }).click();
  await page.getByText(/logregel \d+/).waitFor();
  assert.deepEqual(wrong, []);
});

test("a search needs a task, and what is opened is a card", async () => {
  const { page, wrong } = guard;
  await page.goto(`${stage.url}/search`);
  await page.getByText("Zoeken kan alleen binnen een taak").waitFor();
  await page.goto(`${stage.url}/task`);
  await page.getByLabel("Doel").selectOption("offences");
  await page.getByLabel("Reden").selectOption("alert-follow-up");
  await page.getByLabel("Waarom nu").fill("Busje met dit kenteken staat bij de poort");
  await page.getByRole("button", { name: "Taak beginnen" }).click();
  await page.getByText("De taak is begonnen").waitFor();
  await page.goto(`${stage.url}/search`);
  await page.getByLabel("Kenteken").fill("R808XB");
  await page.getByRole("button", { name: "Zoeken", exact: true }).click();
  await page.getByRole("button", { name: "Openen" }).first().click();
  await page.locator("[data-results] .card").first().waitFor();
  await picture(page, "guard-search-phone-light");
  assert.deepEqual(wrong, []);
});

test("what came back is there, at the report that it answers", async () => {
  const { page } = guard;
  await page.goto(`${stage.url}/answers`);
  const answered = page.locator('[data-part="answered"] .thread', { has: page.locator('.card[data-kind="sighting"]') });
  await answered.locator(".given").getByText("bedankt").waitFor();
  await page.locator('[data-part="open"] .thread', { hasText: "Achterzijde loods 4" }).waitFor();
  await picture(page, "guard-answers-phone-light");
});
