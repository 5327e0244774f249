// The officer's first page: what asks for attention, looked up when the officer says so, because looking leaves
// entries: open recalls, months to close, and the newest samples with how far each has come.

import { ask } from "./asking.js";
import { tell } from "./exchange.js";
import "./opening.js";

// Each costs a question of its own.
const SAMPLES = 5;

const place = document.querySelector(".attention");
const look = document.querySelector("[data-look]");

async function show(selector, work) {
  const target = place.querySelector(selector);
  target.textContent = place.dataset.waiting;
  try {
    target.replaceChildren(await work());
  } catch (error) {
    tell(target, error);
  }
}

/** The newest samples, with how far each has come. */
async function samples() {
  const found = await ask("/oversight/samples/own", {});
  const rows = [...found.querySelectorAll("li")];
  for (const row of rows.slice(SAMPLES)) row.remove();
  for (const row of rows.slice(0, SAMPLES)) {
    const button = row.querySelector("[data-sample]");
    const { reviewed, size } = (await ask("/oversight/samples/progress", { sample: Number(button.dataset.sample) })).dataset;
    const said = document.createElement("p");
    const done = Number(reviewed) >= Number(size);
    said.className = done ? "done" : "notice";
    said.textContent = `${done ? place.dataset.done : place.dataset.running} ${reviewed} / ${size}`;
    button.parentElement.replaceWith(said);
  }
  return found;
}

look.addEventListener("click", async () => {
  place.hidden = false;
  look.disabled = true;
  await show("[data-recalls]", () => ask("/oversight/recalls", { query: { open: true } }));
  await show("[data-months]", () => ask("/oversight/months", {}));
  await show("[data-samples]", samples);
  look.disabled = false;
});
