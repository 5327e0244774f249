// An officer's questions in a real browser: who saw the demonstration's plate, signs of misuse, a sample with its
// review, a citizen's letter, a hold; and each of them in the log with its use code.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { beginQuestion } from "./hands.mjs";
import { PHONE, picture, raise } from "./stage.mjs";

const OFFICER = "fg-1";
const PLATE = "R-808-XB";
const HOSTILE = '<img src=x onerror="window.hacked=1"> controle na klacht';
let stage;
let officer;

before(async () => {
  stage = await raise();
  officer = await stage.browserOf(OFFICER, { colorScheme: "light", acceptDownloads: true });
});
after(() => stage?.end());

/** The entries that the officer left by this action, newest first, as the command line tells them. */
function left(action) {
  const why = ["--use", "self-monitoring", "--justification", "Zien welke regels de pagina's achterlieten"];
  const told = stage.as(OFFICER, "--json", "audit", "search", "--partner", "fg-twente", "--action", action, ...why);
  return JSON.parse(told).entries.map((entry) => entry.fields);
}

/** The browser's own line about the one request that was meant to be refused, and nothing else. */
function refusedOnce(wrong) {
  const lines = wrong.splice(0);
  assert.equal(lines.length, 1, lines.join("\n"));
  assert.match(lines[0], /status of 4(00|22)/);
}

/** A moment as a form takes it, some hours from now on this machine's clock. */
function inHours(page, hours, letters = 16) {
  return page.evaluate(([ms, length]) => {
    const then = Date.now() + ms;
    return new Date(then - new Date(then).getTimezoneOffset() * 60_000).toISOString().slice(0, length);
  }, [hours * 3_600_000, letters]);
}

/** The same page in the other theme and on a phone. */
async function pictures(page, name) {
  for (const [size, viewport] of [["desktop", page.viewportSize()], ["phone", PHONE]]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await picture(page, `officer-${name}-${size}-${colorScheme}`);
      const wide = await page.evaluate(() => {
        const boxes = [document.documentElement, ...document.querySelectorAll("dialog[open]")];
        return boxes.map((box) => box.scrollWidth - box.clientWidth);
      });
      assert.ok(wide.every((more) => more === 0), `${name} is wider than a ${size}: ${wide}`);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1366, height: 850 });
}

const begin = (page, use, justification) => beginQuestion(page, stage.url, use, justification);

test("without a question nothing is asked, and nothing is filled in", async () => {
  const { page, wrong } = officer;
  await page.goto(`${stage.url}/oversight/entries`);
  await page.getByText("Het logboek lezen kan alleen met een vraag").waitFor();
  assert.equal(await page.getByRole("button", { name: "Zoeken", exact: true }).isVisible(), false);
  await page.getByRole("link", { name: "Vraag beginnen" }).click();
  assert.equal(await page.getByLabel("Gebruik").inputValue(), "");
  assert.equal(await page.getByLabel("Waarom leest u het logboek").inputValue(), "");
  await page.getByLabel("Gebruik").selectOption("lawfulness");
  await page.getByLabel("Waarom leest u het logboek").fill("aaaaaaaaaaaaaaa");
  await pictures(page, "question");
  await page.getByRole("button", { name: "Vraag beginnen" }).click();
  // Words that say nothing are refused with the first question, in words that say what to do.
  await page.goto(`${stage.url}/oversight/entries`);
  await page.getByLabel("Kenteken").fill(PLATE);
  await page.getByRole("button", { name: "Zoeken", exact: true }).click();
  await page.getByRole("alert").getByText("Beëindig de vraag en begin een nieuwe.").waitFor();
  assert.equal(left("audit.search").find((fields) => fields.refusal)?.pointer, "/justification");
  refusedOnce(wrong);
});

test("who saw the plate: the question stands on every page, and the plate in no address", async () => {
  const { page, wrong } = officer;
  const addresses = [];
  page.on("request", (request) => addresses.push(request.url()));
  await begin(page, "lawfulness", HOSTILE);
  await page.goto(`${stage.url}/oversight/entries`);
  await page.locator("[data-task]").getByText("controle na klacht").waitFor();
  await page.getByLabel("Kenteken").fill(PLATE);
  await page.getByRole("button", { name: "Zoeken", exact: true }).click();
  await page.locator("[data-results] tbody tr").first().waitFor();
  await page.getByText("fbt-guard-1042").first().waitFor();
  assert.ok((await page.locator("[data-results] tbody tr").count()) > 3);
  await pictures(page, "entries");
  assert.deepEqual(addresses.filter((address) => /808/.test(address)), []);
  const [search] = left("audit.search").filter((fields) => fields.asked?.includes(PLATE));
  assert.equal(search.use_code, "lawfulness");
  assert.equal(search.justification, HOSTILE);
  assert.deepEqual(wrong, []);
});

test("an entry opens with its fields, its evidence, and what else was done with its record", async () => {
  const { page, wrong } = officer;
  await page.locator("[data-results] [data-entry]").first().focus();
  await page.keyboard.press("Enter");
  const dialog = page.locator("dialog[open]");
  await dialog.getByText("Motivering").first().waitFor();
  await pictures(page, "entry");
  const [file] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: "Bewijs opslaan" }).click()]);
  assert.match(file.suggestedFilename(), /^samen-\d+\.json$/);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  const told = page.locator("[data-results] tbody tr", { hasText: "bericht verstuurd" }).first();
  await told.locator("[data-entry]").click();
  await dialog.locator("[data-record]").first().click();
  await page.waitForFunction(() => document.querySelector('[name="query.record"]')?.value.length === 36);
  await page.locator("[data-results] tbody tr").first().waitFor();
  assert.equal(new URL(page.url()).search, "");
  assert.equal(left("audit.open")[0].use_code, "lawfulness");
  assert.deepEqual(wrong, []);
});

test("what was not found is told and entered too, and a wrong field says so beside itself", async () => {
  const { page, wrong } = officer;
  await page.goto(`${stage.url}/oversight/entries`);
  await page.getByRole("button", { name: "Zoeken", exact: true }).click();
  await page.getByText("Vul ten minste één veld in.").waitFor();
  await page.getByLabel("Kenteken").fill("ZZ-999-Z");
  await page.getByRole("button", { name: "Zoeken", exact: true }).click();
  await page.getByText("Niets gevonden. Ook dat staat in het logboek.").waitFor();
  await page.getByLabel("Nummer van het bericht").fill("geen nummer");
  await page.getByLabel("Kenteken").fill("");
  await page.getByRole("button", { name: "Zoeken", exact: true }).click();
  await page.getByRole("alert").waitFor();
  const marked = page.locator('[name="query.record"]');
  assert.equal(await marked.getAttribute("aria-invalid"), "true");
  assert.equal(await marked.evaluate((field) => field === document.activeElement), true);
  await pictures(page, "refused");
  assert.equal(left("audit.search").find((fields) => fields.asked?.includes("ZZ-999-Z")).given, "nothing found");
  refusedOnce(wrong);
});

test("signs of misuse come with what they mean and the entries behind them", async () => {
  const why = ["--purpose", "offences", "--reason", "alert-follow-up", "--justification", "Nagaan of dit bericht er nog is"];
  for (let at = 0; at < 12; at += 1) {
    assert.throws(() => stage.as("fbt-guard-1042", "open", `019ab3c0-0001-7c3e-8d21-5f0a6b1c9e${10 + at}`, ...why), /not-found|nothing/i);
  }
  const { page, wrong } = officer;
  await begin(page, "self-monitoring", "Maandelijkse controle op misbruik");
  await page.goto(`${stage.url}/oversight/flags`);
  await page.getByText("Een signaal is een vraag, geen oordeel.").waitFor();
  await page.getByLabel("Vanaf").fill(await inHours(page, -48));
  await page.getByRole("button", { name: "Zoek signalen" }).click();
  const sign = page.locator('[data-sign="refusals-in-a-row"]');
  await sign.getByText("Weigeringen achter elkaar").waitFor();
  await page.getByText("de centrale weet niet wiens kenteken het is").waitFor();
  await pictures(page, "flags");
  await sign.locator("[data-entry]").first().click();
  await page.locator("dialog[open]").getByText("Geweigerd").first().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(left("audit.flags")[0].use_code, "self-monitoring");
  assert.deepEqual(wrong, []);
});

test("a sample is drawn, two entries are reviewed with progress, and it goes on later", async () => {
  const { page, wrong } = officer;
  await page.goto(`${stage.url}/oversight/samples`);
  await page.getByLabel("Bron van het toeval").fill("lotto 2026-11-21: 4 8 15 16 23 42");
  await page.getByLabel("Aantal regels").fill("5");
  await page.getByLabel("Vanaf").fill(await inHours(page, -48));
  await page.getByLabel("Tot", { exact: true }).fill(await inHours(page, 0, 19));
  await page.getByRole("button", { name: "Trekken" }).click();
  const sample = page.locator("[data-sample-shown]");
  await sample.waitFor();
  const number = await sample.getAttribute("data-sample-shown");
  for (const [at, verdict, note] of [[0, "In orde", "Doel en motivering passen bij de signalering"], [1, "Onduidelijk", HOSTILE]]) {
    const row = sample.locator("[data-row]").nth(at);
    await row.getByText("Beoordelen").click();
    await row.getByLabel(verdict, { exact: true }).check();
    await row.getByLabel("Wat hebt u gevonden").fill(note);
    if (at === 1) await pictures(page, "sample");
    await row.getByRole("button", { name: "Oordeel vastleggen" }).click();
    await row.getByText(/vastgelegd als logregel \d+/).waitFor();
    assert.equal(await sample.locator("[data-count]").textContent(), String(at + 1));
  }
  assert.equal(await sample.locator("progress").getAttribute("max"), "5");
  assert.equal(await sample.locator("progress").evaluate((bar) => bar.value), 2);
  await page.reload();
  await page.getByText("Verder met een steekproef").click();
  await page.getByRole("button", { name: "Steekproeven van mijn kantoor" }).click();
  await page.locator(`[data-sample="${number}"]`).click();
  await page.locator(`[data-sample-shown="${number}"][data-reviewed="2"]`).waitFor();
  await page.getByText("controle na klacht", { exact: false }).last().waitFor();
  await pictures(page, "sample-later");
  const reviews = left("audit.review");
  assert.deepEqual(reviews.map((fields) => fields.use_code), ["self-monitoring", "self-monitoring"]);
  assert.equal(reviews[0].justification, HOSTILE);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.deepEqual(wrong, []);
});

test("a citizen's request gives a report, and a letter without what may be withheld", async () => {
  const { page, wrong } = officer;
  await page.goto(`${stage.url}/oversight/subject`);
  await page.getByLabel("Kenteken").fill(PLATE);
  await page.getByRole("button", { name: "Verslag maken" }).click();
  await page.getByRole("heading", { name: "Brief in concept" }).waitFor();
  assert.match(await page.locator('[data-letter="nl"] textarea').inputValue(), /Geachte heer of mevrouw/);
  await pictures(page, "subject");
  await page.getByLabel("Taal van de brief").selectOption("fr");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Brief opslaan" }).click()]);
  const chunks = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  const letter = Buffer.concat(chunks).toString("utf8");
  assert.match(letter, /Madame, Monsieur/);
  assert.doesNotMatch(letter, /========|led-15|fbt-guard/);
  await page.evaluate(() => (window.print = () => {}));
  await page.getByRole("button", { name: "Brief afdrukken" }).click();
  await page.emulateMedia({ media: "print" });
  await picture(page, "officer-letter-print");
  assert.equal(await page.locator('[data-letter="fr"] .aside').isVisible(), false);
  assert.equal(await page.locator('[data-letter="fr"] .paper').isVisible(), true);
  await page.emulateMedia({ media: "screen" });
  assert.equal(left("audit.subject")[0].use_code, "self-monitoring");
  assert.deepEqual(wrong, []);
});

test("a hold is placed and released, each after reading what will happen", async () => {
  const { page, wrong } = officer;
  const sent = JSON.parse(stage.as(OFFICER, "--json", "audit", "search", "--plate", PLATE, "--action", "record.submit",
    "--use", "lawfulness", "--justification", "Het bericht van de demonstratie zoeken"));
  const [record] = sent.entries.at(-1).fields.records.split(" ");
  await page.goto(`${stage.url}/oversight/orders`);
  const hold = page.locator('[data-order$="/hold"]');
  await hold.getByLabel("Nummer van het bericht").fill(record);
  await hold.getByLabel("Bewaren tot").fill(await inHours(page, 24 * 400));
  await hold.getByLabel("Grond").fill("Zaak 2026-11 loopt bij de rechtbank");
  await hold.getByRole("button", { name: "Bewaren" }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.getByText("ook als zijn bewaartermijn eerder eindigt").waitFor();
  await pictures(page, "confirm");
  await dialog.getByRole("button", { name: "Nee, terug" }).click();
  assert.equal(left("record.hold").length, 0);
  await hold.getByRole("button", { name: "Bewaren" }).click();
  await dialog.getByRole("button", { name: "Ja, dit besluit ik" }).click();
  // More than a year is refused, at its field.
  await hold.getByRole("alert").waitFor();
  assert.equal(await hold.getByLabel("Bewaren tot").getAttribute("aria-invalid"), "true");
  await hold.getByLabel("Bewaren tot").fill(await inHours(page, 24 * 30));
  await hold.getByRole("button", { name: "Bewaren" }).click();
  await dialog.getByRole("button", { name: "Ja, dit besluit ik" }).click();
  await page.getByText("Dit bericht wordt bewaard:").waitFor();
  const release = page.locator('[data-order$="/release"]');
  await release.getByLabel("Nummer van het bericht").fill(record);
  await release.getByLabel("Grond").fill("De zaak is afgedaan, vonnis gelezen");
  await release.getByRole("button", { name: "Bewaring beëindigen" }).click();
  await dialog.getByRole("button", { name: "Ja, dit besluit ik" }).click();
  await page.getByText("De bewaring door uw kantoor is beëindigd:").waitFor();
  await pictures(page, "orders");
  const [granted, refused] = left("record.hold");
  assert.deepEqual([granted.use_code, granted.refusal, refused.pointer], ["self-monitoring", undefined, "/until"]);
  assert.equal(left("record.release")[0].use_code, "self-monitoring");
  refusedOnce(wrong);
});

test("a record is erased before time and a month closed, with the number of the entry", async () => {
  const { page, wrong } = officer;
  const grant = ["--purpose", "offences", "--grant", "twente-2026-politie", "--to", "all", "--handling", "H1", "--valid", "8h"];
  stage.as("pt-officer-1027", "alert", "--plate", "G-456-BB", "--reason", "wanted", "--action", "observe_report", "--priority", "3", "--call", "0900-8844", ...grant);
  const sent = JSON.parse(stage.as(OFFICER, "--json", "audit", "search", "--plate", "G-456-BB", "--use", "lawfulness", "--justification", "Het foute bericht zoeken"));
  const [record] = sent.entries[0].fields.records.split(" ");
  await page.goto(`${stage.url}/oversight/orders`);
  const dialog = page.locator("dialog[open]");
  const erase = page.locator('[data-order$="/erasure"]');
  await erase.getByLabel("Nummer van het bericht").fill(record);
  await erase.getByLabel("Grond").fill("Had nooit gedeeld mogen worden");
  await erase.getByRole("button", { name: "Voorgoed wissen" }).click();
  await dialog.getByText("Dit kan niet worden teruggedraaid.").waitFor();
  await pictures(page, "erase");
  await dialog.getByRole("button", { name: "Ja, dit besluit ik" }).click();
  await page.getByText("Dit bericht is gewist:").waitFor();
  const close = page.locator('[data-order$="/closing"]');
  const last = await page.evaluate(() => {
    const now = new Date();
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1)).toISOString().slice(0, 7);
  });
  await close.getByLabel("Tot en met maand").fill(last);
  await close.getByLabel("Grond").fill("Controle van de maand is afgerond");
  await close.getByRole("button", { name: "Maand afsluiten" }).click();
  await dialog.getByRole("button", { name: "Ja, dit besluit ik" }).click();
  await page.getByText("De controle is afgesloten tot en met").waitFor();
  assert.match(await page.locator(".done").last().textContent(), /Vastgelegd als logregel \d+/);
  const [erased] = left("record.erase");
  assert.deepEqual([erased.records, erased.use_code], [record, "self-monitoring"]);
  assert.equal(left("audit.close")[0].use_code, "self-monitoring");
  assert.deepEqual(wrong, []);
});

test("recalls say who has deleted", async () => {
  const { page, wrong } = officer;
  const grant = ["--purpose", "offences", "--grant", "twente-2026-politie", "--to", "all", "--handling", "H1", "--valid", "8h"];
  stage.as("pt-officer-1027", "alert", "--plate", "L-123-VG", "--reason", "wanted", "--action", "observe_report", "--priority", "3", "--call", "0900-8844", ...grant);
  const sent = JSON.parse(stage.as(OFFICER, "--json", "audit", "search", "--plate", "L-123-VG", "--use", "lawfulness", "--justification", "Het nieuwe bericht zoeken"));
  const [id] = sent.entries[0].fields.records.split(" ");
  stage.as("pt-officer-1027", "recall", id, "--type", "alert", "--reason", "mistaken", ...grant);
  await page.goto(`${stage.url}/oversight/recalls`);
  await page.getByLabel("Alleen wat nog niet overal is verwijderd").check();
  await page.getByRole("button", { name: "Laat zien" }).click();
  await page.getByText(id).waitFor();
  await page.locator("[data-results] .due").first().waitFor();
  await pictures(page, "recalls");
  assert.equal(left("audit.recalls")[0].use_code, "self-monitoring");
  assert.deepEqual(wrong, []);
});

test("the first page shows the scope and, when asked, what needs attention", async () => {
  const { page, wrong } = officer;
  await page.goto(`${stage.url}/oversight`);
  await page.locator(".scope").getByText("Fair Bewaking Twente").waitFor();
  await page.getByRole("button", { name: "Kijk wat aandacht vraagt" }).click();
  await page.getByText("Loopt nog, beoordeeld: 2 / 5").waitFor();
  await page.getByText("Er is geen maand om af te sluiten.").waitFor();
  await page.locator("[data-recalls] .due").first().waitFor();
  await pictures(page, "attention");
  await page.getByRole("button", { name: "Vraag beëindigen" }).click();
  await page.getByText("Het logboek lezen kan alleen met een vraag").waitFor();
  assert.deepEqual(wrong, []);
});

test("nobody else gets these pages, and every field has a label", async () => {
  const paths = ["", "/question", "/entries", "/subject", "/flags", "/samples", "/recalls", "/orders"];
  const guard = await stage.browserOf("fbt-guard-1042");
  for (const path of paths) {
    const answer = await guard.page.goto(`${stage.url}/oversight${path}`);
    assert.equal(answer.status(), 403, path);
    await guard.page.getByText("Uw rol mag dit niet.").waitFor();
  }
  await guard.context.close();
  for (const path of paths) {
    await officer.page.goto(`${stage.url}/oversight${path}`);
    const bare = await officer.page.evaluate(() => {
      const controls = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")];
      return controls.filter((control) => control.labels.length === 0 && !control.ariaLabel).map((control) => control.name);
    });
    assert.deepEqual(bare, [], path);
  }
});

test("the pages are there in French and English", async () => {
  for (const [locale, heading] of [["fr-BE", "Qui a vu quoi"], ["en-GB", "Who saw what"]]) {
    const { page, wrong, context } = await stage.browserOf(OFFICER, { locale });
    await page.goto(`${stage.url}/oversight/entries`);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await pictures(page, `entries-${locale}`);
    assert.deepEqual(wrong, []);
    await context.close();
  }
});
