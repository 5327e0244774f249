// Pages that administer: a form says what happens at once and asks again before it sends, and the list shows what
// came of it where one was looking. Nothing is decided here; the exchange does that.

import { getHtml, post, tell } from "./exchange.js";
import { onSubmit } from "./forms.js";
import { elements } from "./fragments.js";
import { showTimes } from "./times.js";

const words = document.querySelector("[data-words]").dataset;
const said = document.querySelector("[data-said]");
const filter = document.querySelector("[data-filter]");
const list = () => document.querySelector("[data-list]");
const cards = () => [...list().querySelectorAll("[data-id]")];
const cardOf = (id) => cards().find((card) => card.dataset.id === id);

/** Shows the registrations that have every word of the filter. */
function narrow() {
  const wanted = filter.value.toLowerCase().split(" ").filter(Boolean);
  for (const card of cards()) {
    const text = card.textContent.toLowerCase();
    card.hidden = !wanted.every((word) => text.includes(word));
  }
}

/** Buttons work only from here on, and say so until then. */
function enable() {
  for (const button of document.querySelectorAll("[data-do]")) button.disabled = false;
}

/** The day of a moment on the reader's calendar, as a date field has it. */
function dayOf(moment) {
  const date = new Date(moment);
  return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** The last moment of a day on the reader's calendar; of a day that was not changed, the moment as it was. */
function lastOf(field) {
  const before = field.dataset.moment;
  if (before && dayOf(before) === field.value) return before;
  return new Date(`${field.value}T23:59:59`).toISOString().replace(/\.\d+Z$/, "Z");
}

const at = (about, pointer) => pointer.split("/").slice(1).reduce((value, member) => value?.[member], about);

function valueOf(field) {
  if (field.type === "date") return lastOf(field);
  if (!("json" in field.dataset)) return field.value.trim();
  let value;
  try {
    value = JSON.parse(field.value);
  } catch {
    throw { title: words.unreadable, pointer: field.name };
  }
  if (value?.d !== undefined) throw { title: words.private };
  return value;
}

const fieldsOf = (form) => [...form.elements].filter((field) => field.name?.startsWith("/"));

/** What a form says, as the API takes it: the name of a field is where its value belongs. */
function bodyOf(form) {
  const body = {};
  for (const field of fieldsOf(form)) {
    if (field.matches("fieldset:disabled *") || !field.value) continue;
    const members = field.name.split("/").slice(1);
    const last = members.pop();
    const place = members.reduce((value, member) => (value[member] ??= {}), body);
    if (field.type !== "checkbox") place[last] = valueOf(field);
    else if (field.checked) (place[last] ??= []).push(field.value);
  }
  return body;
}

function fill(form, about, standing) {
  form.reset();
  for (const field of fieldsOf(form)) {
    const { from } = field.dataset;
    const value = from ? about?.[from] : at(about ?? {}, field.name);
    delete field.dataset.moment;
    field.removeAttribute("aria-invalid");
    if ("fixed" in field.dataset) {
      field.disabled = about !== undefined && field.tagName === "SELECT";
      field.readOnly = about !== undefined;
    }
    if (field.type === "checkbox") field.checked = Boolean(value?.includes(field.value));
    else if (field.name === "/standing") field.value = standing;
    else if (field.type === "date" && value) [field.value, field.dataset.moment] = [dayOf(value), value];
    else if (value !== undefined) field.value = value;
  }
}

/** What fits what was chosen: papers of a firm, roles of a kind of partner, people of a partner. */
function fit(form) {
  const { "/kind": kind, "/role": role, "/partner": partner, "/person": person } = form.elements;
  for (const part of form.querySelectorAll("[data-for], [data-not-for]")) {
    const fits = part.dataset.for ? kind.value === part.dataset.for : role.value !== part.dataset.notFor;
    part.hidden = part.disabled = !fits;
  }
  const employer = partner?.selectedOptions?.[0]?.dataset.kind;
  const offer = (select, fits) => {
    for (const option of select?.options ?? []) {
      if (!option.value) continue;
      option.hidden = option.disabled = !fits(option.dataset);
      if (option.disabled && option.selected) select.value = "";
    }
  };
  offer(role, ({ kinds }) => !employer || kinds.split(" ").includes(employer));
  if (person?.tagName === "SELECT") offer(person, (option) => option.partner === partner.value);
}

/** The first step asks, the second one says what happens at once and asks whether that is meant. */
function step(form, sure) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  part("fields").hidden = sure;
  part("confirm").hidden = part("back").hidden = !sure;
  part("go").textContent = sure ? part("go").dataset.sure : part("go").dataset.next;
  form.dataset.sure = sure ? "yes" : "";
  if (sure) part("go").focus();
}

function open(button) {
  const dialog = document.querySelector(`dialog[data-form="${button.dataset.do}"]`);
  const form = dialog.querySelector("form");
  const card = button.closest("[data-id]");
  const about = card ? JSON.parse(card.dataset.about) : undefined;
  const { standing } = button.dataset;
  fill(form, about, standing);
  fit(form);
  form.dataset.about = card?.dataset.about ?? "";
  const title = form.querySelector("h2");
  const name = card?.querySelector("h3").textContent;
  if ("of" in title.dataset) title.textContent = `${button.firstChild.textContent.trim()}: ${name}`;
  if (title.dataset.new) title.textContent = card ? `${title.dataset.known}: ${name}` : title.dataset.new;
  for (const shown of form.querySelectorAll("[data-show]")) shown.textContent = about?.[shown.dataset.show];
  for (const line of form.querySelectorAll("[data-when]")) line.hidden = line.dataset.when !== standing;
  for (const line of form.querySelectorAll("[data-when-new]")) line.hidden = Boolean(card);
  for (const line of form.querySelectorAll("[data-when-known]")) line.hidden = !card;
  form.querySelector("[data-output]").hidden = true;
  step(form, false);
  dialog.showModal();
}

/** The list anew, where one was: the card that changed says what was done, and stays where it stood. */
async function refresh(id, message) {
  const before = cardOf(id)?.getBoundingClientRect().top;
  const open = [...list().querySelectorAll("details")].some((part) => part.open);
  const [fresh] = elements(await getHtml(location.pathname + location.search), "[data-list]");
  list().replaceWith(document.adoptNode(fresh));
  for (const part of list().querySelectorAll("details")) part.open = open;
  showTimes(list());
  narrow();
  enable();
  const done = document.createElement("p");
  done.className = "done";
  done.textContent = said.textContent = message;
  const card = cardOf(id);
  if (!card) return list().prepend(done);
  const folded = card.closest("details");
  if (folded) folded.open = true;
  card.hidden = false;
  card.querySelector("header").after(done);
  card.focus({ preventScroll: true });
  if (before === undefined) card.scrollIntoView({ block: "center" });
  else scrollBy(0, card.getBoundingClientRect().top - before);
}

async function send(form) {
  const body = bodyOf(form);
  if (form.dataset.sure !== "yes") {
    step(form, true);
    return "";
  }
  const about = form.dataset.about ? JSON.parse(form.dataset.about) : {};
  const path = form.dataset.path.replace("{kid}", encodeURIComponent(about.kid));
  const changed = await post(path, body);
  const id = form.dataset.card.replace(/\{(.+?)\}/g, (_, name) => (name === "subject" ? changed.subject : at(body, name)));
  form.closest("dialog").close();
  await refresh(id, `${changed.proposed ? words.proposed : words.done} ${changed.entry}.`);
  return "";
}

for (const form of document.querySelectorAll("dialog form")) {
  onSubmit(form, () =>
    send(form).catch((error) => {
      step(form, false);
      throw error;
    }),
  );
  form.addEventListener("change", async ({ target }) => {
    fit(form);
    const into = target.dataset.textFor;
    if (into && target.files.length > 0) {
      form.elements[into].value = await target.files[0].text();
      form.querySelector("[data-output]").hidden = true;
    }
    // A private key stays with its owner: what looks like one does not even stay in the page.
    for (const field of form.querySelectorAll("textarea")) {
      if (!field.value.includes("PRIVATE KEY")) continue;
      field.value = target.value = "";
      tell(form.querySelector("[data-output]"), { title: words.private });
    }
  });
  form.querySelector("[data-back]").addEventListener("click", () => step(form, false));
  form.querySelector("[data-close]").addEventListener("click", () => form.closest("dialog").close());
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) open(button);
});
filter.addEventListener("input", narrow);
enable();
