// The pages on which an officer asks and reads: entries, citizen's request, signs of misuse, recalls.

import { onQuestion } from "./asking.js";
import { showLetters } from "./letters.js";
import { askedRecord } from "./opening.js";

const form = document.querySelector("form[data-ask]");
onQuestion(form, document.querySelector("[data-results]"), showLetters);

const record = form.elements.namedItem("query.record") && askedRecord();
if (record) {
  form.elements.namedItem("query.record").value = record;
  form.requestSubmit();
}
