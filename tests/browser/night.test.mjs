// The night of the demonstration once more, played by hand and in Dutch: police at a desk send an alert, a guard on
// a phone sees the van, police answer and take the alert back, and the data protection officer sees all of it.
// Nobody loads a page again for what another one did, and nothing is typed into a terminal.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { askForKey, beginQuestion, compose, live, sawIt } from "./hands.mjs";
import { DESKTOP, PHONE, picture, raise } from "./stage.mjs";

const PLATE = "T-404-KB";
let stage;
let police;
let guard;
let officer;

before(async () => {
  stage = await raise();
  police = await stage.browserOf("pt-officer-1027", { colorScheme: "light" });
  guard = await stage.browserOf("fbt-guard-1042", { viewport: PHONE, colorScheme: "dark" });
  officer = await stage.browserOf("fg-1", { colorScheme: "light" });
});
after(() => stage?.end());

/** Marks the page, so that loading it again shows. */
const remember = (page) => page.evaluate(() => (window.same = true));
const isSame = (page) => page.evaluate(() => window.same === true);

/** The administrator of a partner approves the one device that waits, in a browser too. */
async function approve(administrator, name) {
  const { page, wrong, context } = await stage.browserOf(administrator);
  await page.goto(`${stage.url}/`);
  await page.getByRole("link", { name: "Eén apparaat wacht op goedkeuring" }).click();
  await page.locator("[data-id]", { hasText: name }).getByRole("button", { name: "Goedkeuren" }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.getByRole("button", { name: "Verder" }).click();
  await dialog.getByRole("button", { name: "Ja, doe dit" }).click();
  await page.locator(".done").getByText(/logregel \d+/).waitFor();
  assert.deepEqual(wrong, []);
  await context.close();
}

test("both devices get a key that their own administrators approve", async () => {
  for (const [one, administrator, name] of [[police, "pt-admin-1", "Meldkamer werkplek 4"], [guard, "fbt-admin-1", "Telefoon van de ronde"]]) {
    await askForKey(one, stage.url, name);
    await approve(administrator, name);
    await one.page.reload();
    await one.page.getByText("Goedgekeurd op").waitFor();
  }
});

test("the alert goes out from the desk and is on the phone", async () => {
  await guard.page.goto(`${stage.url}/board`);
  await live(guard.page);
  await remember(guard.page);
  const { page } = police;
  await page.goto(`${stage.url}/alerts/new`);
  await compose(page, PLATE);
  await page.locator("[data-preview]").getByText("Fair Bewaking Twente", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Ondertekenen en versturen" }).click();
  await page.getByText(/logregel \d+/).waitFor();
  await guard.page.locator(".card", { hasText: PLATE }).waitFor();
  assert.ok(await isSame(guard.page));
  await picture(guard.page, "night-board-phone-dark");
});

test("the guard reports the van, and the desk has the report beside the alert", async () => {
  const { page } = police;
  await page.goto(`${stage.url}/incoming`);
  await live(page);
  await remember(page);
  await sawIt(guard.page, PLATE, "Borne");
  await page.locator('[data-part="open"] .thread', { hasText: PLATE }).getByText("Borne", { exact: true }).waitFor();
  assert.ok(await isSame(page));
  await picture(page, "night-incoming-desktop-light");
});

test("one tap answers, and the guard has the answer at the own report", async () => {
  await guard.page.goto(`${stage.url}/answers`);
  await live(guard.page);
  await remember(guard.page);
  const open = police.page.locator('[data-part="open"] .thread', { hasText: PLATE });
  await open.getByRole("button", { name: "klopte", exact: true }).click();
  const answered = guard.page.locator('[data-part="answered"] .thread', { hasText: PLATE });
  await answered.locator(".given").getByText("klopte").waitFor();
  assert.ok(await isSame(guard.page));
  await picture(guard.page, "night-answer-phone-dark");
});

test("the alert is taken back, and goes from the phone by itself", async () => {
  await guard.page.goto(`${stage.url}/board`);
  const card = guard.page.locator(".card", { hasText: PLATE });
  await card.waitFor();
  await live(guard.page);
  const { page } = police;
  await page.goto(`${stage.url}/alerts`);
  await page.locator(".own", { hasText: PLATE }).locator("h3 a").click();
  await page.getByRole("button", { name: "Intrekken" }).click();
  await page.getByRole("button", { name: "opgelost", exact: true }).click();
  await page.getByRole("heading", { name: "Voortgang van het intrekken" }).waitFor();
  await card.waitFor({ state: "detached" });
});

test("the officer sees who saw the plate, whether it is gone, and that the log is whole", async () => {
  const { page } = officer;
  await beginQuestion(page, stage.url, "lawfulness", "Controle van de nachtdienst in Borne");
  await page.goto(`${stage.url}/oversight/entries`);
  await page.getByLabel("Kenteken").fill(PLATE);
  await page.getByRole("button", { name: "Zoeken", exact: true }).click();
  const rows = page.locator("[data-results] tbody tr");
  await rows.filter({ hasText: "fbt-guard-1042" }).first().waitFor();
  await rows.filter({ hasText: "pt-officer-1027" }).first().waitFor();
  await picture(page, "night-entries-desktop-light");
  await page.goto(`${stage.url}/oversight/recalls`);
  await page.getByLabel("Alleen wat nog niet overal is verwijderd").check();
  await page.getByRole("button", { name: "Laat zien" }).click();
  await page.locator("[data-results] .due").first().waitFor();
  await page.goto(`${stage.url}/log-health`);
  await page.locator('[data-overall][aria-busy="false"]').waitFor();
  assert.equal(await page.locator('[data-step="signature"]').getAttribute("data-verdict"), "holds");
  assert.equal(await page.locator('[data-step="inclusion"]').getAttribute("data-verdict"), "holds");
  await page.goto(`${stage.url}/overview`);
  await page.getByRole("button", { name: "Overzicht maken" }).click();
  await page.locator(".overview .chart").first().waitFor();
  await picture(page, "night-overview-desktop-light");
});

test("every page of guard and police in both themes and both sizes", async () => {
  const pages = [
    [guard, "guard", ["board", "incidents/new", "handovers/new", "answers", "deletions", "device", "task", "search"]],
    [police, "police", ["incoming", "alerts", "alerts/new", "deletions"]],
  ];
  for (const [{ page }, who, paths] of pages) {
    for (const path of paths) {
      await page.goto(`${stage.url}/${path}`);
      for (const [size, viewport] of [["phone", PHONE], ["desktop", DESKTOP]]) {
        await page.setViewportSize(viewport);
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          await picture(page, `night-${who}-${path.replace("/", "-")}-${size}-${colorScheme}`);
        }
        const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        assert.ok(!wider, `/${path} is wider than the ${size}`);
      }
    }
  }
});

test("nothing went wrong in any of the windows", () => {
  assert.deepEqual([...police.wrong, ...guard.wrong, ...officer.wrong], []);
});
