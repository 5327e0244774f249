// The yearly overview: asked for once, then printed and saved from what came.

import { ask } from "./asking.js";
import { save } from "./download.js";
import { onSubmit } from "./forms.js";

const form = document.querySelector("form[data-overview]");
const numbers = document.querySelector("[data-numbers]");

onSubmit(form, async ({ year, month, recount }) => {
  const asked = { year: Number(year), recount: recount === "yes" };
  if (month) asked.month = Number(month);
  const found = await ask("/overview", asked);
  numbers.replaceChildren(found);
  found.focus();
  return "";
});

numbers.addEventListener("click", ({ target }) => {
  const { file, type, text } = target.dataset;
  // The page keeps the ends of lines as its own; in a table of values (RFC 4180) they are two characters.
  if (file) save(file, type, type === "text/csv" ? text.replaceAll("\n", "\r\n") : text);
  if ("print" in target.dataset) print();
});
