// The browser's own TLS against the exchange's: its certificate comes from its own store, the policy of an
// organization chooses it, and nothing stands between the two.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { letChoose, nativeBrowser, protocols } from "./native.mjs";
import { picture, raise } from "./stage.mjs";

const GRANT = ["--purpose", "offences", "--grant", "twente-2026-politie", "--to", "all"];
let stage;
let takeAway;
let open;

before(async () => {
  stage = await raise();
  takeAway = letChoose(stage.url);
});
afterEach(async () => {
  await open?.close();
  open = undefined;
});
after(async () => {
  takeAway?.();
  await stage?.end();
});

async function browserOf(who) {
  open = await nativeBrowser(stage.directory, who);
  return open;
}

function alert(plate) {
  return stage.as(
    "pt-officer-1027", "alert", "--plate", plate, "--reason", "stolen_vehicle", "--action", "observe_report",
    "--priority", "3", "--call", "0900-8844", "--handling", "H1", "--valid", "8h", ...GRANT,
  );
}

const live = (page) => page.locator('[data-connection][data-state="live"]').waitFor();

test("a guard's own browser opens the board over HTTP/2, and an alert arrives live", async () => {
  const { page } = await browserOf("fbt-guard-1042");
  await page.goto(`${stage.url}/board`);
  await live(page);
  await page.evaluate(() => (window.same = true));
  alert("L-789-NB");
  await page.getByText("L-789-NB").first().waitFor();
  assert.ok(await page.evaluate(() => window.same), "the page was loaded again");
  assert.deepEqual(await protocols(page), ["h2"]);
  await picture(page, "native-board-desktop");
});

test("a browser without a certificate gets no page at all", async () => {
  const { page } = await browserOf(null);
  const answers = [];
  page.on("response", (response) => answers.push(response.url()));
  // In TLS 1.3 the refusal comes after the browser thinks that it is connected (RFC 8446, section 4.4.2.4), so
  // how it names the broken connection depends on what it was about to do.
  await assert.rejects(page.goto(`${stage.url}/`), /net::ERR_(BAD_SSL_CLIENT_AUTH_CERT|SOCKET_NOT_CONNECTED|CONNECTION_(CLOSED|RESET))/);
  assert.deepEqual(answers, []);
  assert.equal(await page.locator("main").count(), 0);
});

test("a certificate is withdrawn while its page is open: the feed is cut and the next click is refused", async () => {
  const { page } = await browserOf("sec-operator-311");
  await page.goto(`${stage.url}/board`);
  await live(page);
  const reason = ["--reason", "The laptop was stolen"];
  stage.as("sec-admin-1", "certificate", "withdraw", "certs/sec-operator-311.pem", ...reason);
  await page.locator('[data-connection][data-state="dead"]').getByText("Dit certificaat is ingetrokken.").waitFor();
  assert.equal(await page.locator(".card").count(), 0, "what was shown is still there");
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().isNavigationRequest()),
    page.getByRole("link", { name: "Zoeken" }).click(),
  ]);
  assert.equal(answer.status(), 403);
  await page.getByText("Dit certificaat is ingetrokken.").waitFor();
  await picture(page, "native-withdrawn-desktop");
});

test("whose certificate is good and who has no right is told so in plain words", async () => {
  const { page } = await browserOf("steward-1");
  const answer = await page.goto(`${stage.url}/board`);
  assert.equal(answer.status(), 403);
  await page.getByText("Uw rol mag dit niet.").waitFor();
  assert.equal((await page.goto(`${stage.url}/partners`)).status(), 200);
});
