// A steward and a firm's administrator keep the registry by hand: what they change says first what happens at
// once, leaves an entry, and holds at once in the browsers of others.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, picture, raise, readmePicture } from "./stage.mjs";

const STEWARD = "steward-1";
const ADMIN = "fbt-admin-1";
let stage;

before(async () => {
  stage = await raise();
});
after(() => stage?.end());

async function at(who, path, options = {}) {
  const opened = await stage.browserOf(who, options);
  await opened.page.goto(`${stage.url}${path}`);
  return opened;
}

const entry = (page, id) => page.locator(`[data-id="${id}"]`);
const dialog = (page) => page.locator("dialog[open]");
const press = (page, name) => dialog(page).getByRole("button", { name, exact: true }).click();

/** A day so many days ahead, as a date field has it. */
const ahead = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Both steps of a form, which has to say in between what happens at once. */
async function sure(page, consequence) {
  await press(page, "Verder");
  await dialog(page).locator("[data-confirm] p:visible", { hasText: consequence }).waitFor();
  await press(page, "Ja, doe dit");
}

async function change(page, id, deed, reason, consequence) {
  await entry(page, id).getByRole("button", { name: deed }).click();
  await dialog(page).getByLabel("Waarom").fill(reason);
  await sure(page, consequence);
  await entry(page, id).locator(".done").getByText(/logregel \d+/).waitFor();
}

test("a steward admits a firm and makes it active, and each step says what it does", async () => {
  const { page, wrong, context } = await at(STEWARD, "/partners");
  await page.getByRole("button", { name: "Partner toelaten" }).click();
  await dialog(page).getByLabel("Kenmerk").first().fill("nachtwacht");
  await dialog(page).getByLabel("Naam", { exact: true }).fill("Nachtwacht Oost");
  assert.ok(!(await dialog(page).getByLabel("Categorie").isVisible()), "papers of a firm before it is one");
  await dialog(page).getByLabel("Soort").selectOption("firm");
  await dialog(page).getByLabel("Nummer").fill("ND9977");
  await dialog(page).getByLabel("Categorie").fill("ND");
  await dialog(page).getByLabel("Afgegeven door").fill("Justis");
  await dialog(page).getByLabel("Geldt in").fill("NL");
  await dialog(page).getByLabel("Geldig tot en met").first().fill(ahead(400));
  await dialog(page).getByLabel("Naam van het keurmerk").fill("Keurmerk Beveiliging");
  await dialog(page).getByLabel("Geldig tot en met").last().fill(ahead(400));
  await dialog(page).getByLabel("Proeftijd tot en met").fill(ahead(90));
  await picture(page, "steward-admit-desktop-light");
  await sure(page, "Hij kan niets tot u hem actief maakt.");
  await entry(page, "nachtwacht").locator(".done").getByText(/logregel \d+/).waitFor();
  await entry(page, "nachtwacht").getByText("aangevraagd").waitFor();
  await entry(page, "nachtwacht").getByText("De proeftijd halveert het").waitFor();
  await change(page, "nachtwacht", "Actief maken", "Convenant getekend, papieren gezien", "ontvangt berichten");
  await entry(page, "nachtwacht").getByText("actief", { exact: true }).waitFor();
  assert.deepEqual(wrong, []);
  await context.close();
});

test("a license that runs out soon stands first, and the list keeps its place", async () => {
  const { page, wrong, context } = await at(STEWARD, "/partners", { viewport: PHONE, colorScheme: "light" });
  const securion = entry(page, "securion");
  await securion.getByRole("button", { name: "Wijzigen" }).click();
  await dialog(page).getByLabel("Geldig tot en met").first().fill(ahead(12));
  await picture(page, "steward-renew-phone-light");
  const top = await securion.evaluate((card) => card.getBoundingClientRect().top);
  await sure(page, "Wat u invulde, geldt vanaf nu.");
  await securion.locator(".done").getByText(/logregel \d+/).waitFor();
  await securion.getByText(/over 1[12] dagen/).waitFor();
  const now = await securion.evaluate((card) => ({
    top: card.getBoundingClientRect().top,
    focused: document.activeElement === card,
    first: card.closest("[data-list]").querySelector("[data-id]") === card,
    limit: document.documentElement.scrollTop === 0,
  }));
  assert.ok(now.focused && now.first, "what runs out first does not stand first");
  assert.ok(now.limit || Math.abs(now.top - top) < 2, `the list moved from ${top} to ${now.top}`);
  assert.match(await page.locator("[data-said]").textContent(), /logregel \d+/);
  await page.goto(`${stage.url}/`);
  await page.getByRole("link", { name: "Bij één partner lopen papieren af" }).waitFor();
  await picture(page, "steward-home-phone-light");
  assert.deepEqual(wrong, []);
  await context.close();
});

test("a suspended firm loses its open board at once, and gets it back", async () => {
  const guard = await at("rjs-guard-77", "/board");
  await guard.page.locator('[data-connection][data-state="live"]').waitFor();
  const { page, context } = await at(STEWARD, "/partners");
  await change(page, "rj-safety-security", "Schorsen", "Keurmerk in onderzoek", "binnen een seconde afgesloten");
  await guard.page.locator('[data-connection][data-state="dead"]').getByText("niet actief").waitFor();
  assert.equal(await guard.page.locator(".card").count(), 0);
  await entry(page, "rj-safety-security").getByText("geschorst").waitFor();
  await change(page, "rj-safety-security", "Actief maken", "Onderzoek afgerond", "ontvangt berichten");
  await guard.page.locator('[data-connection][data-state="live"]').waitFor();
  await guard.context.close();
  await context.close();
});

test("what is refused is told beside the form, in plain words, and can be put right", async () => {
  const { page, context } = await at(STEWARD, "/partners", { colorScheme: "dark" });
  await page.getByRole("button", { name: "Partner toelaten" }).click();
  await dialog(page).getByLabel("Kenmerk").first().fill("fg-twente");
  await dialog(page).getByLabel("Naam", { exact: true }).fill("Politie Nergens");
  await dialog(page).getByLabel("Soort").selectOption("police");
  await sure(page, "Hij kan niets tot u hem actief maakt.");
  await dialog(page).getByRole("alert").getByText("Dit is al geregistreerd.").waitFor();
  const kind = dialog(page).getByLabel("Soort");
  assert.equal(await kind.getAttribute("aria-invalid"), "true");
  const told = await kind.getAttribute("aria-describedby");
  assert.match(await page.locator(`[id="${told}"]`).textContent(), /Dit is al geregistreerd\./);
  await picture(page, "steward-refused-desktop-dark");
  await dialog(page).getByLabel("Kenmerk").first().fill("politie-nergens");
  await sure(page, "Hij kan niets tot u hem actief maakt.");
  await entry(page, "politie-nergens").locator(".done").waitFor();
  await context.close();
});

test("a steward reads neither records nor the log", async () => {
  const { page, context } = await at(STEWARD, "/");
  for (const path of ["/board", "/search", "/task"]) {
    assert.equal((await page.goto(`${stage.url}${path}`)).status(), 403, path);
    await page.getByText("Uw rol mag dit niet.").waitFor();
  }
  await context.close();
});

test("an administrator registers a guard and the certificate, and no private key leaves its hands", async () => {
  const made = spawnSync(stage.binary, ["pki", "client", "--ca", "certs", "--out", "new", "--common-name", "fbt-guard-2001", "--organization", "fair-bewaking-twente"], { cwd: stage.directory, encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  const { page, wrong, context } = await at(ADMIN, "/persons", { viewport: PHONE, colorScheme: "dark" });
  const id = "fair-bewaking-twente fbt-guard-2001";
  await page.getByRole("button", { name: "Persoon of systeem registreren" }).click();
  await dialog(page).getByLabel("Nummer").fill("fbt-guard-2001");
  assert.deepEqual(await dialog(page).getByLabel("Rol").locator("option:not([hidden])").allTextContents().then((all) => all.slice(1)), ["beveiliger", "centralist", "beheerder", "systeem"]);
  await dialog(page).getByLabel("Rol").selectOption("system");
  assert.ok(!(await dialog(page).getByLabel("Gescreend door").isVisible()), "a system has no screening");
  await dialog(page).getByLabel("Rol").selectOption("guard");
  await dialog(page).getByLabel("Gescreend door").fill("Politie Oost-Nederland");
  await dialog(page).getByLabel("Geldig tot en met").fill(ahead(45));
  await sure(page, "De persoon is meteen actief.");
  await entry(page, id).locator(".done").getByText(/logregel \d+/).waitFor();
  await picture(page, "admin-persons-phone-dark");
  await page.goto(`${stage.url}/certificates`);
  const sent = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.postData()));
  await page.getByRole("button", { name: "Certificaat registreren" }).click();
  await dialog(page).getByLabel("In handen van").selectOption("fbt-guard-2001");
  await dialog(page).getByLabel("Bestand van het certificaat").setInputFiles(join(stage.directory, "new.key.pem"));
  await dialog(page).getByText("Hier staat een geheime sleutel in.").waitFor();
  assert.equal(await dialog(page).getByLabel("Certificaat (PEM)").inputValue(), "");
  await dialog(page).getByLabel("Bestand van het certificaat").setInputFiles(join(stage.directory, "new.pem"));
  await picture(page, "admin-certificate-phone-dark");
  await sure(page, "komt vanaf nu binnen als deze persoon");
  const card = page.locator("[data-id]", { hasText: "fbt-guard-2001" });
  await card.locator(".done").getByText(/logregel \d+/).waitFor();
  assert.ok(sent.length === 1 && !sent[0].includes("PRIVATE"), sent.join("\n"));
  const print = await card.getAttribute("data-id");
  await change(page, print, "Intrekken", "Pas verloren", "het komt er nooit meer in");
  await entry(page, print).getByText("ingetrokken", { exact: true }).waitFor();
  assert.deepEqual(wrong, []);
  await context.close();
});

test("a device is approved in one browser and may sign in the other", async () => {
  const guard = await at("fbt-guard-1042", "/device", { viewport: PHONE });
  await guard.page.getByLabel("Naam van dit apparaat").fill("Telefoon van de nacht");
  await guard.page.getByRole("button", { name: "Sleutel maken" }).click();
  await guard.page.getByText("Wacht op goedkeuring").waitFor();
  const { page, wrong, context } = await at(ADMIN, "/", { colorScheme: "light" });
  await page.getByRole("link", { name: "Eén apparaat wacht op goedkeuring" }).click();
  const card = page.locator("[data-id]", { hasText: "Telefoon van de nacht" });
  await card.getByText("Politie Oost-Nederland").waitFor();
  await picture(page, "admin-devices-desktop-light");
  const kid = await card.getAttribute("data-id");
  await card.getByRole("button", { name: "Goedkeuren" }).click();
  await dialog(page).getByText(kid).waitFor();
  await sure(page, "in naam van zijn eigenaar");
  await entry(page, kid).locator(".done").getByText(/logregel \d+/).waitFor();
  await guard.page.reload();
  await guard.page.getByText("Goedgekeurd op").waitFor();
  await page.goto(`${stage.url}/keys`);
  await change(page, kid, "Intrekken", "Telefoon gestolen", "wordt niet meer aangenomen");
  assert.deepEqual(wrong, []);
  await guard.context.close();
  await context.close();
});

test("a filter, a keyboard and a screen reader are enough", async () => {
  const { page, context } = await at(STEWARD, "/persons");
  await page.getByLabel("Deze lijst filteren").fill("securion operator");
  assert.deepEqual(await page.locator("[data-id]:visible h3").allTextContents(), ["sec-operator-311"]);
  const button = page.locator("[data-id]:visible").getByRole("button", { name: "Schorsen sec-operator-311" });
  await button.focus();
  await page.keyboard.press("Enter");
  await dialog(page).waitFor();
  assert.equal(await dialog(page).evaluate((open) => document.getElementById(open.getAttribute("aria-labelledby")).textContent), "Schorsen: sec-operator-311");
  await page.keyboard.press("Escape");
  assert.equal(await dialog(page).count(), 0);
  assert.ok(await button.evaluate((element) => document.activeElement === element), "the focus is lost");
  const bare = await page.evaluate(() => {
    const controls = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")];
    return controls.filter((control) => control.labels.length === 0).length;
  });
  assert.equal(bare, 0, "a field without a label");
  await context.close();
});

test("on a phone the pages stand behind one button", async () => {
  const { page, context } = await at("fbt-guard-1042", "/board", { viewport: PHONE, colorScheme: "light" });
  const menu = page.getByRole("button", { name: "Menu" });
  assert.equal(await menu.textContent(), "Menu Signaleringenbord");
  await page.locator('[data-connection][data-state="live"]').waitFor();
  await readmePicture(page, "board", { width: 390, height: 690 });
  assert.ok(!(await page.getByRole("link", { name: "Zoeken" }).isVisible()));
  await menu.press("Enter");
  await page.getByRole("link", { name: "Zoeken" }).waitFor();
  await picture(page, "guard-menu-phone-light");
  await page.keyboard.press("Escape");
  assert.equal(await menu.getAttribute("aria-expanded"), "false");
  assert.ok(await menu.evaluate((element) => document.activeElement === element));
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  assert.ok(!wider, "the page is wider than the phone");
  await context.close();
});

test("an address that is not there has a page that leads back", async () => {
  const { page, context } = await at(STEWARD, "/nowhere");
  await page.getByRole("heading", { level: 1, name: "Niet gevonden" }).waitFor();
  await page.getByRole("link", { name: "Naar de eerste pagina" }).click();
  await page.getByRole("heading", { level: 1, name: "Samen" }).waitFor();
  await context.close();
});

test("every page in both themes and both sizes", async () => {
  for (const [size, viewport] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const colorScheme of ["light", "dark"]) {
      const { page, wrong, context } = await at(STEWARD, "/", { viewport, colorScheme });
      for (const name of ["", "partners", "persons", "certificates", "keys", "devices"]) {
        await page.goto(`${stage.url}/${name}`);
        await picture(page, `steward-${name || "home"}-${size}-${colorScheme}`);
        if (name === "partners" && size === "desktop" && colorScheme === "light") await readmePicture(page, "partners", { width: 800, height: 600 });
        const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        assert.ok(!wider, `/${name} is wider than the ${size}`);
      }
      assert.deepEqual(wrong, []);
      await context.close();
    }
  }
});
