// The board: cards come, are replaced and go by themselves, and screen readers hear of it.

import { getHtml } from "./exchange.js";
import { elements, fragment } from "./fragments.js";
import { follow } from "./live.js";
import { showTimes } from "./times.js";

// Each comparison is a disclosure with an entry of its own, so not too often.
const COMPARE_MS = 5 * 60_000;

const lists = [...document.querySelectorAll("[data-cards]")];
const said = document.querySelector("[data-said]");
const empty = document.querySelector("[data-empty]");
const deletions = document.querySelector("[data-deletions]");

function cardOf(id) {
  return document.getElementById(`record-${id}`);
}

function name(card) {
  return [card.querySelector(".characters"), card.querySelector("h3")]
    .filter(Boolean)
    .map((element) => element.textContent.trim())
    .join(", ");
}

function tidy() {
  if (empty) empty.hidden = document.querySelector('[data-cards~="alert"] > .card') !== null;
  const answers = document.querySelector("[data-answers-section]");
  if (answers) answers.hidden = answers.querySelector(".card") === null;
}

function remove(id, announced) {
  const card = cardOf(id);
  if (!card) return;
  if (announced) said.textContent = `${said.dataset.gone} ${name(card)}`;
  const dialog = document.querySelector("dialog[open]");
  if (dialog?.dataset.about === id) dialog.close();
  card.remove();
}

/** What was taken back or corrected has to be deleted wherever it was kept. */
function withdraw(id, announced) {
  deletions.hidden = false;
  remove(id, announced);
}

function add(html) {
  const card = fragment(html);
  if (!card) return;
  for (const id of card.dataset.replaces.split(" ").filter(Boolean)) withdraw(id, false);
  cardOf(card.dataset.id)?.remove();
  const list = lists.find((element) => element.dataset.cards.split(" ").includes(card.dataset.kind));
  if (!list) return;
  card.classList.add("fresh");
  list.prepend(card);
  showTimes(list);
  const prefix = card.dataset.kind === "alert" ? said.dataset.new : "";
  said.textContent = `${prefix} ${name(card)}`.trim();
  document.dispatchEvent(new CustomEvent("samen-card", { detail: card }));
}

/** What ran out by the clock alone goes by itself. */
function expire() {
  for (const card of document.querySelectorAll('.card[data-kind="alert"][data-expires]')) {
    if (new Date(card.dataset.expires) < new Date()) remove(card.dataset.id, true);
  }
  tidy();
}

/** What is in force, compared with the board: a grant that has ended takes its alerts along, and no feed says so. */
async function compare() {
  let page;
  try {
    page = await getHtml(location.pathname + location.search);
  } catch {
    // The feed says whether there is a connection.
    return;
  }
  const [list] = elements(page, "[data-feed]");
  if (!list) return;
  deletions.hidden = elements(page, "[data-deletions]")[0]?.hidden ?? true;
  const upTo = Number(new URL(list.dataset.feed, location.href).searchParams.get("after"));
  const inForce = new Set([...list.querySelectorAll(".card")].map((card) => card.dataset.id));
  for (const card of document.querySelectorAll('[data-cards~="alert"] > .card')) {
    if (Number(card.dataset.index) <= upTo && !inForce.has(card.dataset.id)) remove(card.dataset.id, true);
  }
  tidy();
}

const feed = document.querySelector("[data-feed]");
follow(feed.dataset.feed, document.querySelector("[data-connection]"), (event, text) => {
  if (event === "card") add(text);
  if (event === "withdrawn") for (const id of text.split(" ").filter(Boolean)) withdraw(id, true);
  if (event === "unreadable") location.reload();
  // Whoever lost their standing sees nothing any more.
  if (event === "refused") for (const list of lists) list.replaceChildren();
  tidy();
});
setInterval(expire, 10_000);
setInterval(compare, COMPARE_MS);
expire();
