// What came back: answers of the police to what this partner sent, newest first, and live.

import { fragment } from "./fragments.js";
import { follow } from "./live.js";
import { showTimes } from "./times.js";

const list = document.querySelector("[data-cards]");
const empty = document.querySelector("[data-empty]");
const said = document.querySelector("[data-said]");

follow(list.dataset.feed, document.querySelector("[data-connection]"), (event, text) => {
  if (event === "card") {
    const card = fragment(text);
    if (!card) return;
    for (const id of [...card.dataset.replaces.split(" "), card.dataset.id].filter(Boolean)) {
      document.getElementById(`record-${id}`)?.remove();
    }
    list.prepend(card);
    showTimes(list);
    said.textContent = card.querySelector("h3").textContent.trim();
  }
  if (event === "withdrawn") {
    for (const id of text.split(" ").filter(Boolean)) document.getElementById(`record-${id}`)?.remove();
  }
  if (event === "refused") list.replaceChildren();
  empty.hidden = list.querySelector(".card") !== null;
});
