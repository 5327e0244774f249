// The page on which a task begins: a reader's, or an officer's question to the log.

import { filled } from "./records.js";
import { onSubmit } from "./forms.js";
import { begin } from "./task.js";

const form = document.querySelector("form[data-begin-task]");
const needs = (form.dataset.needsCase ?? "").split(" ");

form.elements.reason?.addEventListener("change", () => {
  form.elements.case.required = needs.includes(form.elements.reason.value);
});

onSubmit(form, async ({ minutes, ...reading }) => {
  begin(filled(reading), Number(minutes));
  form.reset();
  return form.dataset.begun;
});
