// An officer's questions: each carries the use code and the justification of this tab's question, in its body
// and never in an address, and the answer is a part of the page.

import { postForHtml, Refused, tell } from "./exchange.js";
import { onSubmit, utc } from "./forms.js";
import { fragment } from "./fragments.js";
import { task } from "./task.js";
import { showTimes } from "./times.js";

/** Use code and justification, as said once in this tab. */
export function why() {
  const reading = task()?.reading;
  if (reading?.use_code) return reading;
  throw new Refused("question-needed", document.querySelector("[data-without-task]").firstChild.textContent.trim(), "");
}

/** Asks with use code and justification; gives the element of the answer. */
export async function ask(path, body) {
  return answer(path, { ...why(), ...body });
}

/** Orders or reviews with the use code alone: their own words are in the body. */
export async function order(path, body) {
  return answer(path, { use_code: why().use_code, ...body });
}

/** What is wrong with the question itself has no field on this page: it says to begin another one. */
export function ofQuestion(error) {
  if (!["/use_code", "/justification"].includes(error.pointer)) throw error;
  const { again } = document.querySelector("[data-without-task]").dataset;
  throw new Refused(error.slug, error.title, `${error.advice} ${again}`);
}

async function answer(path, body) {
  const element = fragment(await postForHtml(path, body).catch(ofQuestion));
  showTimes(element);
  return element;
}

function said(field) {
  if (field.type === "datetime-local") return utc(field.value);
  if (field.type === "number") return Number(field.value);
  return field.type === "checkbox" ? true : field.value.trim();
}

/** What a form says; a dot in a name leads into a member. */
export function body(form) {
  const built = {};
  for (const field of form.elements) {
    const unsaid = !field.name || field.value.trim() === "" || (["checkbox", "radio"].includes(field.type) && !field.checked);
    const path = field.name?.split(".") ?? [];
    const name = path.pop();
    let at = built;
    for (const part of path) at = at[part] ??= {};
    if (!unsaid) at[name] = said(field);
  }
  return built;
}

/** Lets a form ask and its results show what comes, page by page. */
export function onQuestion(form, results, shown = () => {}) {
  let asked;
  const page = async (cursor) => {
    const found = await ask(form.dataset.ask, cursor ? { ...asked, cursor } : asked);
    results.querySelector("[data-next]")?.closest("p").remove();
    if (cursor) results.append(found);
    else results.replaceChildren(found);
    found.focus();
    shown(found);
  };
  onSubmit(form, async () => {
    asked = body(form);
    const { emptyQuestion } = form.dataset;
    if (emptyQuestion && Object.keys(asked.query).length === 0) throw new Refused("empty", emptyQuestion, "");
    await page();
    return "";
  });
  results.addEventListener("click", async ({ target }) => {
    if (target.dataset.next) await withTold(target, () => page(target.dataset.next));
  });
}

/** Does what a button is for, once at a time; a refusal is told beside the button. */
export async function withTold(button, work) {
  button.disabled = true;
  button.parentElement.querySelector(":scope > .refusal")?.remove();
  try {
    await work();
  } catch (error) {
    const place = document.createElement("div");
    place.className = "refusal";
    button.parentElement.append(place);
    tell(place, error);
  } finally {
    button.disabled = false;
  }
}
