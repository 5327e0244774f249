// The yearly overview: asked for once, then printed and saved from what came.

import { save } from "./download.js";
import { postForHtml } from "./exchange.js";
import { onSubmit } from "./forms.js";
import { fragment } from "./fragments.js";
import { showTimes } from "./times.js";

const form = document.querySelector("form[data-overview]");
const numbers = document.querySelector("[data-numbers]");

onSubmit(form, async ({ year, month, use, justification, recount }) => {
  const asked = { use_code: use, justification, year: Number(year), recount: recount === "yes" };
  if (month) asked.month = Number(month);
  const found = fragment(await postForHtml("/overview", asked));
  numbers.replaceChildren(found);
  showTimes(numbers);
  found.focus();
  return "";
});

numbers.addEventListener("click", ({ target }) => {
  const { file, type, text } = target.dataset;
  // The page keeps the ends of lines as its own; in a table of values (RFC 4180) they are two characters.
  if (file) save(file, type, type === "text/csv" ? text.replaceAll("\n", "\r\n") : text);
  if ("print" in target.dataset) print();
});
