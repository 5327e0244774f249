// One entry of the log in a dialog over the page, with its evidence to save and the way to what else was done
// with its records. The number of an entry is asked for in a body like everything else.

import { ask } from "./asking.js";
import { tell } from "./exchange.js";
import { save } from "./download.js";

const NEXT = "samen-ask-record";
const dialog = document.querySelector("[data-entry-dialog]");
const place = dialog.querySelector("[data-place]");

async function open(index) {
  place.textContent = place.dataset.waiting;
  dialog.showModal();
  try {
    place.replaceChildren(await ask("/oversight/entries/open", { entry: Number(index) }));
  } catch (error) {
    tell(place, error);
  }
}

document.addEventListener("click", ({ target }) => {
  const { entry, record } = target.dataset ?? {};
  if (entry) open(entry);
  // The next page asks by itself; the id goes along in the tab and not in the address.
  if (record) {
    sessionStorage.setItem(NEXT, record);
    location.assign("/oversight/entries");
  }
});
dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
place.addEventListener("click", ({ target }) => {
  const evidence = place.querySelector("[data-evidence]");
  if ("save" in target.dataset) save(evidence.dataset.evidence, "application/json", evidence.value);
});

/** The record whose entries another page asked for; once. */
export function askedRecord() {
  const record = sessionStorage.getItem(NEXT);
  sessionStorage.removeItem(NEXT);
  return record;
}
