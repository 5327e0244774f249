// The police's night in a real browser: an alert composed with a preview, a sighting answered in one tap, a
// handover taken and completed, a recall followed until it is deleted; and nothing in a report runs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { askForKey, compose, live, sawIt } from "./hands.mjs";
import { DESKTOP, PHONE, picture, raise } from "./stage.mjs";

const OFFICER = "pt-officer-1027";
const GUARD = "fbt-guard-1042";
let stage;
let officer;
let guard;

/** Makes the key of a device and has the administrator approve it. */
async function enroll(one, administrator) {
  await askForKey(one, stage.url, "Werkplek");
  const [open] = JSON.parse(stage.as(administrator, "--json", "key", "requests", "--state", "open")).items;
  stage.as(administrator, "key", "approve", open.kid);
  await one.page.reload();
  await one.page.getByText("Goedgekeurd op").waitFor();
}

before(async () => {
  stage = await raise();
  officer = await stage.browserOf(OFFICER, { colorScheme: "light" });
  guard = await stage.browserOf(GUARD, { viewport: PHONE, colorScheme: "light" });
  for (const one of [officer, guard]) one.page.setDefaultTimeout(10_000);
  await enroll(officer, "pt-admin-1");
  await enroll(guard, "fbt-admin-1");
});
after(() => stage?.end());

test("nothing is filled in for the police, and what is missing is said at its field", async () => {
  const { page, context } = await stage.browserOf(OFFICER, { viewport: PHONE, colorScheme: "dark" });
  await page.goto(`${stage.url}/alerts/new`);
  assert.equal(await page.getByRole("combobox", { name: "Doel", exact: true }).inputValue(), "");
  assert.equal(await page.locator("[name=status]:checked").count(), 0);
  assert.equal(await page.locator("[name=audience]:checked").count(), 0);
  const send = page.getByRole("button", { name: "Ondertekenen en versturen" });
  assert.ok(await send.isDisabled(), "an alert without a preview can be sent");
  await page.getByRole("combobox", { name: "Doel", exact: true }).selectOption("offences");
  await page.getByLabel("Iedereen onder het besluit").check();
  await page.getByLabel("Afhandelingscode").selectOption("H1");
  await page.locator("[data-preview] [name=grant]:checked").waitFor();
  await send.click();
  const plate = page.locator('fieldset[data-at="/body/plate"] .wrong-here');
  await plate.waitFor();
  assert.equal(await page.locator('[data-at="/body/action"]').getAttribute("aria-invalid"), "true");
  assert.ok((await page.locator(".wrong-here").count()) >= 7);
  await picture(page, "police-composer-phone-dark");
  await context.close();
});

test("what the preview says is refused cannot be sent", async () => {
  const { page, wrong } = officer;
  await page.goto(`${stage.url}/alerts/new`);
  await compose(page, "K-001-AA");
  const send = page.getByRole("button", { name: "Ondertekenen en versturen" });
  await page.locator("[data-preview] [name=grant]:checked").waitFor();
  assert.ok(await send.isEnabled());
  await page.getByRole("combobox", { name: "Doel", exact: true }).selectOption("supervision");
  assert.ok(await send.isDisabled(), "the preview of another purpose counts");
  await page.getByText("Zo kan het niet worden verstuurd").waitFor();
  assert.ok(await send.isDisabled(), "a refused alert can be sent");
  await picture(page, "police-preview-refused-desktop-light");
  assert.deepEqual(wrong, []);
});

test("an alert is composed, previewed, signed, and appears before a guard without a reload", async () => {
  const { page, wrong } = officer;
  await guard.page.goto(`${stage.url}/board`);
  await live(guard.page);
  await guard.page.evaluate(() => (window.same = true));
  await page.goto(`${stage.url}/alerts/new`);
  await compose(page, "K-123-VG");
  await page.getByLabel("Punt en straal").check();
  await page.getByLabel("Breedtegraad").fill("52.27");
  await page.getByLabel("Lengtegraad").fill("6.79");
  await page.getByLabel("Straal (km)").fill("12");
  await page.getByText("Een persoon beschrijven").click();
  await page.getByLabel("Leeftijd van").fill("25");
  await page.getByLabel("Leeftijd tot").fill("35");
  await page.getByLabel("Rol van de persoon").selectOption("suspect");
  await page.getByRole("combobox", { name: "Bron", exact: true }).selectOption("1");
  await page.getByRole("combobox", { name: "Informatie", exact: true }).selectOption("B");
  await page.getByRole("combobox", { name: "Delen", exact: true }).selectOption("P");
  await page.getByRole("group", { name: "Wat is inschatting" }).getByLabel("Leeftijd").check();
  const preview = page.locator("[data-preview]");
  for (const name of ["Fair Bewaking Twente", "Securion", "RJ Safety & Security"]) await preview.getByText(name, { exact: true }).waitFor();
  await preview.getByText("twente-2026-politie").waitFor();
  await preview.getByText("Hoogstens tot").waitFor();
  await preview.locator("svg.map").waitFor();
  await picture(page, "police-composer-desktop-light");
  const sent = page.waitForRequest((request) => request.url().endsWith("/v1/records"));
  await page.getByRole("button", { name: "Ondertekenen en versturen" }).click();
  assert.match((await sent).postData(), /^[\w-]+\.[\w-]+\.[\w-]+$/, "it is not signed");
  await page.getByText(/logregel \d+/).waitFor();
  await guard.page.getByText("K-123-VG").first().waitFor();
  assert.ok(await guard.page.evaluate(() => window.same), "the board was loaded again");
  assert.deepEqual(wrong, []);
});

test("a sighting arrives live beside its alert, is answered in one tap, and the answer reaches the guard", async () => {
  const { page, wrong } = officer;
  await page.goto(`${stage.url}/incoming`);
  await live(page);
  const second = await stage.browserOf("pt-desk-2003", { viewport: PHONE, colorScheme: "dark" });
  await second.page.goto(`${stage.url}/incoming`);
  await live(second.page);
  await guard.page.goto(`${stage.url}/board`);
  await sawIt(guard.page, "K-123-VG", "Hengelo");
  const waiting = (one) => one.locator('[data-part="open"] .thread', { hasText: "Hengelo" }).filter({ hasText: "K-123-VG" });
  await waiting(page).waitFor();
  await waiting(second.page).waitFor();
  assert.match(await waiting(page).locator(".listed").textContent(), /Bestelbus[^]*wit/);
  await picture(page, "police-incoming-desktop-light");
  await picture(second.page, "police-incoming-phone-dark");
  await guard.page.goto(`${stage.url}/answers`);
  await live(guard.page);
  await waiting(page).getByRole("button", { name: "klopte", exact: true }).click();
  const answered = (one) => one.locator('[data-part="answered"] .thread', { hasText: "K-123-VG" });
  for (const one of [page, second.page, guard.page]) {
    await answered(one).waitFor();
    await answered(one).locator(".given").getByText("klopte").waitFor();
    assert.equal(await waiting(one).count(), 0);
  }
  assert.equal(await answered(page).getByRole("button", { name: "klopte", exact: true }).isVisible(), false);
  await picture(guard.page, "guard-answers-tied-phone-light");
  assert.deepEqual([...wrong, ...second.wrong], []);
  await second.context.close();
});

test("a look-alike plate shows the characters that differ", async () => {
  const { page } = officer;
  await page.goto(`${stage.url}/incoming`);
  await page.locator(".thread .read mark").first().waitFor();
  assert.equal(await page.locator(".thread .read mark").first().textContent(), "O");
});

test("a handover is accepted and completed, and the guard sees each step by itself", async () => {
  const { page } = officer;
  await guard.page.goto(`${stage.url}/handovers/new`);
  await guard.page.getByLabel("Overdracht").selectOption("patrol");
  await guard.page.getByLabel("Doel").selectOption("offences");
  await guard.page.getByLabel("Plaats").fill("Borne");
  await guard.page.getByLabel("Toelichting").fill("Tas met gereedschap bij hek 3.");
  await guard.page.getByRole("button", { name: "Ondertekenen en versturen" }).click();
  await guard.page.getByText(/logregel \d+/).waitFor();
  await guard.page.goto(`${stage.url}/answers`);
  await live(guard.page);
  await page.goto(`${stage.url}/incoming`);
  await live(page);
  const own = (one, part) => one.locator(`[data-part="${part}"] .thread`, { hasText: "Tas met gereedschap" });
  await own(page, "open").getByRole("button", { name: "Aannemen", exact: true }).click();
  await own(page, "open").getByText("In behandeling").waitFor();
  await own(guard.page, "open").getByText("In behandeling").waitFor();
  await own(guard.page, "open").locator(".given").getByText("aangenomen").waitFor();
  await own(page, "open").getByRole("button", { name: "Afronden" }).click();
  await own(page, "answered").waitFor();
  await own(guard.page, "answered").locator(".given").getByText("afgerond").waitFor();
});

test("the map of an alert has its sightings under the numbers of the list", async () => {
  const { page } = officer;
  await page.goto(`${stage.url}/alerts`);
  await page.locator(".own", { hasText: "R-808-XB" }).locator("h3 a").click();
  const numbers = page.locator("svg.map text.number");
  await numbers.first().waitFor();
  assert.deepEqual((await numbers.allTextContents()).sort(), ["1", "2"]);
  assert.deepEqual(await page.locator(".threads .number-tag").allTextContents(), ["2", "1"]);
  await picture(page, "police-alert-map-desktop-light");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize(PHONE);
  await picture(page, "police-alert-map-phone-dark");
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: "light" });
});

test("the text for the control room can be copied", async () => {
  const context = await stage.browserOf(OFFICER, { permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = context;
  await page.goto(`${stage.url}/incoming`);
  const thread = page.locator(".thread", { hasText: "K-123-VG" }).first();
  await thread.getByText("Tekst voor de meldkamer").click();
  await thread.getByRole("button", { name: "Kopiëren" }).click();
  await thread.getByText("Gekopieerd").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^SAMEN SIGHTING new /);
  assert.match(copied, /kentk: K123VG NL/);
  await context.context.close();
});

test("an update is the composer filled with the old alert, and takes its place", async () => {
  const { page, wrong } = officer;
  await guard.page.goto(`${stage.url}/board`);
  await live(guard.page);
  await page.goto(`${stage.url}/alerts`);
  await live(page);
  await picture(page, "police-alerts-desktop-light");
  await page.locator(".own", { hasText: "K-123-VG" }).locator("h3 a").click();
  await page.getByRole("heading", { name: "Meldingen bij deze signalering (1)" }).waitFor();
  await picture(page, "police-alert-desktop-light");
  await page.getByRole("link", { name: "Bijwerken" }).click();
  assert.equal(await page.getByLabel("Kenteken", { exact: true }).inputValue(), "K-123-VG");
  assert.equal(await page.getByLabel("Leeftijd van").inputValue(), "25");
  assert.equal(await page.getByLabel("Straal (km)").inputValue(), "12");
  assert.ok(await page.getByRole("group", { name: "Wat is inschatting" }).getByLabel("Leeftijd").isChecked());
  await page.getByRole("textbox", { name: "Toelichting op de reden" }).fill("Nu met twee inzittenden.");
  await page.getByLabel("Geldig").selectOption("12");
  await page.locator("[data-preview] [name=grant]:checked").waitFor();
  await page.getByRole("button", { name: "Ondertekenen en versturen" }).click();
  await page.getByText(/logregel \d+/).waitFor();
  const card = guard.page.locator('.card[data-kind="alert"]', { hasText: "K-123-VG" });
  await card.getByText("gecorrigeerd").waitFor();
  await card.getByText("Nu met twee inzittenden.").waitFor();
  assert.equal(await card.count(), 1);
  assert.deepEqual(wrong, []);
});

test("what a guard says to have read, the police see", async () => {
  const { page, wrong } = officer;
  await page.goto(`${stage.url}/alerts`);
  await page.locator('.own[data-state="in-force"]', { hasText: "K-123-VG" }).locator("h3 a").click();
  await live(page);
  const row = page.locator("tr", { hasText: "Fair Bewaking Twente" });
  assert.equal(await row.getAttribute("data-delivery"), "sent");
  await guard.page.goto(`${stage.url}/board`);
  await live(guard.page);
  const card = guard.page.locator(".card", { hasText: "K-123-VG" });
  await card.getByRole("button", { name: "Meld als gelezen" }).click();
  await card.getByText("gelezen en gemeld").waitFor();
  await row.getByText("gelezen", { exact: true }).waitFor();
  await picture(guard.page, "guard-board-read-phone-light");
  // A colleague need not say it again.
  await guard.page.reload();
  await card.getByText("gelezen en gemeld").waitFor();
  assert.deepEqual([...wrong, ...guard.wrong], []);
});

test("a recall takes two taps, and its progress reaches deleted by itself", async () => {
  const { page, wrong } = officer;
  await page.goto(`${stage.url}/alerts`);
  await page.locator('.own[data-state="in-force"]', { hasText: "K-123-VG" }).locator("h3 a").click();
  await live(page);
  await page.getByRole("button", { name: "Intrekken" }).click();
  await picture(page, "police-recall-desktop-light");
  await page.getByRole("button", { name: "opgelost", exact: true }).click();
  await page.getByRole("heading", { name: "Voortgang van het intrekken" }).waitFor();
  await page.evaluate(() => (window.same = true));
  const id = await page.locator("[data-refresh]").getAttribute("data-refresh");
  // The guard's board says that something has to go; the guard says so for the firm in one tap.
  await guard.page.locator("[data-deletions]").getByRole("link", { name: "Te verwijderen" }).click();
  const waiting = guard.page.locator(`.card[data-id="${id}"]`);
  await waiting.getByText("ingetrokken", { exact: true }).waitFor();
  assert.ok(!(await guard.page.locator("main").textContent()).includes("K-123-VG"));
  await picture(guard.page, "guard-deletions-phone-light");
  await waiting.getByRole("button", { name: "Wij hebben er niets meer van" }).click();
  await waiting.getByText(/Verwijderd en gemeld in logregel \d+/).waitFor();
  const row = page.locator("tr", { hasText: "Fair Bewaking Twente" });
  await row.getByText("verwijderd", { exact: true }).waitFor();
  await page.getByText("1 / 3").waitFor();
  assert.equal(await page.locator("tr", { hasText: "Securion" }).getAttribute("data-delivery"), "sent");
  assert.ok(await page.evaluate(() => window.same), "the page was loaded again");
  await picture(page, "police-recall-progress-desktop-light");
  assert.deepEqual(wrong, []);
});

test("an exercise is composed on a page that looks like one", async () => {
  const { page, context } = await stage.browserOf(OFFICER, { viewport: PHONE, colorScheme: "light" });
  await page.goto(`${stage.url}/alerts/new`);
  assert.equal(await page.locator("body.unreal").count(), 0);
  await page.getByLabel("OEFENING", { exact: true }).check();
  await page.locator("body.unreal h1 .unreal-word", { hasText: "OEFENING" }).waitFor();
  await picture(page, "police-composer-exercise-phone-light");
  await page.getByLabel("echt", { exact: true }).check();
  assert.equal(await page.locator("body.unreal").count(), 0);
  await context.close();
});

test("markup in what guards send is text before the police", async () => {
  const enemy = "<script>window.hacked=1</script><img src=x onerror=window.hacked=2>";
  stage.as(
    GUARD, "sighting", "--spontaneous", "--kind", "seen", "--plate", "H-999-KK", "--street", enemy, "--town", "Almelo",
    "--note", enemy, "--method", "person", "--first-seen", "now", "--purpose", "offences", "--valid", "24h", "--handling", "H1",
    "--grant", "twente-2026-fair-bewaking-twente", "--to", "politie-twente",
  );
  const { page, wrong } = officer;
  await page.goto(`${stage.url}/incoming`);
  await page.locator(".thread", { hasText: "H-999-KK" }).getByText("window.hacked=1").first().waitFor();
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.locator(".thread img, .thread script").count(), 0);
  assert.deepEqual(wrong, []);
});

test("a guard has no page of the police", async () => {
  for (const path of ["/incoming", "/alerts", "/alerts/new"]) {
    const answer = await guard.page.goto(`${stage.url}${path}`);
    assert.equal(answer.status(), 403, path);
  }
});
