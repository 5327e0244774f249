// Own alerts: rows come and change by themselves; the page of one alert asks for itself again when something
// about it changed.

import { getHtml, tell } from "./exchange.js";
import { elements, fragment } from "./fragments.js";
import { follow } from "./live.js";
import { showTimes } from "./times.js";

// Many recipients answer at once; each reading leaves an entry.
const TOGETHER_MS = 700;

const rows = document.querySelector("[data-rows]");
const said = document.querySelector("[data-said]");
const empty = document.querySelector("[data-empty]");
let waiting;

function put(row) {
  const old = document.getElementById(row.id);
  row.querySelectorAll("details").forEach((one, at) => {
    one.open = old?.querySelectorAll("details")[at]?.open ?? false;
  });
  if (old) old.replaceWith(row);
  else {
    row.classList.add("fresh");
    rows.prepend(row);
  }
  showTimes(row);
  said.textContent = [row.querySelector(".characters"), row.querySelector("h3"), row.querySelector(".standing")]
    .filter(Boolean)
    .map((element) => element.textContent.trim())
    .join(", ");
}

/** What a person is doing on the page stays: opened parts and typed remarks. */
function keep(old, fresh) {
  for (const thread of fresh.querySelectorAll(".thread")) {
    const typed = old.querySelector(`#${CSS.escape(thread.id)} [name=text]`)?.value;
    const field = thread.querySelector("[name=text]");
    if (typed && field) field.value = typed;
  }
  const opened = [...old.querySelectorAll("details")].map((one) => one.open);
  const now = [...fresh.querySelectorAll("details")];
  if (now.length === opened.length) now.forEach((one, at) => (one.open = opened[at]));
}

async function refresh() {
  waiting = undefined;
  const page = document.querySelector("[data-refresh]");
  try {
    const [fresh] = elements(await getHtml(location.pathname), "[data-refresh]");
    keep(page, fresh);
    const adopted = document.adoptNode(fresh);
    page.replaceWith(adopted);
    showTimes(adopted);
    said.textContent = adopted.querySelector(".standing").textContent.trim();
  } catch (error) {
    tell(said, error);
  }
}

const feed = document.querySelector("[data-feed]");
follow(feed.dataset.feed, document.querySelector("[data-connection]"), (event, text) => {
  if (event === "unreadable") location.reload();
  if (event === "refused") for (const part of document.querySelectorAll("[data-rows], [data-refresh]")) part.replaceChildren();
  if (event !== "card") return;
  const row = fragment(text);
  if (!row) return;
  if (rows) {
    put(row);
    empty.hidden = true;
  } else if (row.dataset.id === document.querySelector("[data-refresh]").dataset.refresh) {
    waiting ??= setTimeout(refresh, TOGETHER_MS);
  }
});
