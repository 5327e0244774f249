// What people of several tests do by hand: enroll a device, wait until a page is live, begin a question, and say in a
// form what an alert of the night always says.

/** Makes the key of a device. Gives its id: the administrator of the partner has to approve it. */
export async function askForKey({ page }, url, name) {
  await page.goto(`${url}/device`);
  await page.getByLabel("Naam van dit apparaat").fill(name);
  await page.getByRole("button", { name: "Sleutel maken" }).click();
  await page.getByText("Wacht op goedkeuring").waitFor();
}

/** Waits until a page hears what happens. */
export const live = (page) => page.locator('[data-connection][data-state="live"]').waitFor();

/** Says once in this tab for what the log is read. */
export async function beginQuestion(page, url, use, justification) {
  await page.goto(`${url}/oversight/question`);
  await page.getByLabel("Gebruik").selectOption(use);
  await page.getByLabel("Waarom leest u het logboek").fill(justification);
  await page.getByRole("button", { name: "Vraag beginnen" }).click();
  await page.getByText("De vraag is begonnen").waitFor();
}

/** What an alert of the night always says. */
export async function compose(page, plate) {
  await page.getByLabel("echt", { exact: true }).check();
  await page.getByRole("combobox", { name: "Doel", exact: true }).selectOption("offences");
  await page.getByLabel("Zaaknummer").fill("PL0600-2026-7001");
  await page.getByRole("combobox", { name: "Reden", exact: true }).selectOption("burglary");
  await page.getByLabel("Kenteken", { exact: true }).fill(plate);
  await page.getByRole("group", { name: "Voertuig" }).getByLabel("Soort").selectOption("van");
  await page.getByRole("group", { name: "Voertuig" }).getByRole("combobox", { name: "Kleur", exact: true }).selectOption("white");
  await page.getByRole("combobox", { name: "Gevraagd" }).selectOption("observe_report");
  await page.getByLabel("Prioriteit").selectOption("2");
  await page.getByLabel("Telefoon", { exact: true }).fill("0900-8844");
  await page.getByLabel("Vluchtgevaarlijk").check();
  await page.getByLabel("Iedereen onder het besluit").check();
  await page.getByLabel("Geldig").selectOption("8");
  await page.getByLabel("Afhandelingscode").selectOption("H1");
}

/** Answers that the plate on a card was seen, in a town. */
export async function sawIt(page, plate, town) {
  await page.locator(".card", { hasText: plate }).locator("[data-sighting]").click();
  await page.getByLabel("gezien", { exact: true }).check();
  await page.getByLabel("Ja, het is precies dit kenteken").check();
  await page.getByLabel("ja", { exact: true }).check();
  await page.getByLabel("Plaats").fill(town);
  await page.getByRole("button", { name: "Ondertekenen en versturen" }).click();
  await page.locator(".card .done").getByText(/logregel \d+/).waitFor();
}
