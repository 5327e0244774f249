// Searching and opening, each with the task of this tab as its reason.

import { postForHtml, tell } from "./exchange.js";
import { onSubmit, values } from "./forms.js";
import { fragment } from "./fragments.js";
import { filled } from "./records.js";
import { task } from "./task.js";
import { showTimes } from "./times.js";

const form = document.querySelector("form[data-search]");
const results = document.querySelector("[data-results]");
let asked;

async function ask(cursor) {
  const reading = task()?.reading;
  if (!reading) return location.reload();
  const html = await postForHtml("/search", filled({ reading, query: asked, cursor }));
  const found = fragment(html);
  results.querySelector("[data-next]")?.remove();
  if (cursor) results.append(found);
  else results.replaceChildren(found);
  showTimes(results);
}

onSubmit(form, async () => {
  const said = values(form);
  asked = filled({ plate: said.plate, case: said.case, types: said.type ? [said.type] : undefined, status: said.status });
  await ask();
  return "";
});

results.addEventListener("click", async (event) => {
  const { open, next } = event.target.dataset;
  try {
    if (next) await ask(next);
    if (open) {
      const reading = task()?.reading;
      if (!reading) return location.reload();
      const card = fragment(await postForHtml("/search/open", { id: open, reading }));
      event.target.closest("li").replaceChildren(card);
      showTimes(card);
      card.focus();
    }
  } catch (error) {
    const place = document.createElement("div");
    place.className = "refusal";
    event.target.closest("li, p").append(place);
    tell(place, error);
  }
});
