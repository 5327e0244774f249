// Samples: drawing one, coming back to one, and a verdict on each of its entries with progress.

import { ask, onQuestion, order, withTold } from "./asking.js";
import { onSubmit } from "./forms.js";
import "./opening.js";

const results = document.querySelector("[data-results]");
const own = document.querySelector("[data-own]");

function reviewable(sample) {
  const bar = sample.querySelector("progress");
  for (const form of sample.querySelectorAll("form[data-review]")) {
    const row = form.closest("[data-row]");
    onSubmit(form, async ({ verdict, note }) => {
      const done = await order("/oversight/reviews", { entry: Number(form.dataset.review), verdict, note });
      row.querySelector("[data-verdict]").replaceChildren(done);
      form.closest("details").open = false;
      form.reset();
      const reviewed = [...sample.querySelectorAll("[data-verdict]")].filter((place) => place.firstElementChild).length;
      bar.value = reviewed;
      sample.querySelector("[data-count]").textContent = reviewed;
      return "";
    });
  }
}

async function comeBack(sample) {
  const found = await ask("/oversight/samples/progress", { sample: Number(sample) });
  results.replaceChildren(found);
  reviewable(found);
  found.focus();
}

onQuestion(document.querySelector("form[data-ask]"), results, reviewable);
const form = document.querySelector("form[data-return]");
onSubmit(form, async ({ sample }, button) => {
  if (button?.value === "own" || sample === undefined) {
    const found = await ask("/oversight/samples/own", {});
    own.replaceChildren(found);
    found.focus();
  } else {
    await comeBack(sample);
  }
  return "";
});
own.addEventListener("click", async ({ target }) => {
  if (target.dataset.sample) await withTold(target, () => comeBack(target.dataset.sample));
});
