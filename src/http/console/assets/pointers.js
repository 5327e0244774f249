// Forms by JSON Pointer (RFC 6901): every field says with data-at which member of the record it is, so that one
// way fills a record from a form, a form from a record, and finds the field that a refusal is about.

const parts = (pointer) => pointer.split("/").slice(1);

/** The value at a pointer, or undefined. */
export function valueAt(record, pointer) {
  return parts(pointer).reduce((value, part) => value?.[part], record);
}

function put(record, pointer, value) {
  const names = parts(pointer);
  const last = names.pop();
  let place = record;
  names.forEach((name, at) => {
    const next = names[at + 1] ?? last;
    place[name] ??= /^\d+$/.test(next) ? [] : {};
    place = place[name];
  });
  place[last] = value;
}

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** What a field says; undefined when it says nothing. */
function said(field) {
  const text = field.value.trim();
  if (["checkbox", "radio"].includes(field.type) && !field.checked) return undefined;
  if (!text) return undefined;
  switch (field.dataset.as) {
    case "int": return Number(text);
    case "bool": return text === "true";
    case "lines": return lines(text).length ? lines(text) : undefined;
    case "moment": return new Date(text).toISOString().replace(/\.\d+Z$/, "Z");
    default: return text;
  }
}

/** Lists without holes, in the order of the form. */
function dense(value) {
  if (Array.isArray(value)) return value.filter((one) => one !== undefined).map(dense);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, dense(one)]));
}

/** The fields that say something, by where they stand in the record. */
function fields(form) {
  return [...form.querySelectorAll("input[data-at], select[data-at], textarea[data-at]")];
}

/** The members that a form says. */
export function read(form) {
  const record = {};
  const empty = (pointer) => !form.querySelector(`[data-at="${pointer}"]`)?.value.trim();
  for (const field of fields(form)) {
    const value = said(field);
    const { at, as, with: other } = field.dataset;
    if (value === undefined || (other && empty(other))) continue;
    if (as === "set") put(record, at, [...(valueAt(record, at) ?? []), value]);
    else put(record, at, value);
  }
  return dense(record);
}

function local(moment) {
  const date = new Date(moment);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Fills a form from a record. */
export function write(form, record) {
  for (const field of fields(form)) {
    const value = valueAt(record, field.dataset.at);
    if (value === undefined) continue;
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.dataset.as === "set") field.checked = value.includes(field.value);
    else if (field.type === "checkbox") field.checked = String(value) === field.value;
    else if (field.dataset.as === "lines") field.value = value.join("\n");
    else if (field.dataset.as === "moment") field.value = local(value);
    else field.value = String(value);
  }
}

/** Takes every mark of an error away. */
export function clear(form) {
  for (const note of form.querySelectorAll(".wrong-here")) note.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

let count = 0;

/** Says at a field what is wrong with it. */
export function mark(field, text) {
  const note = document.createElement("span");
  note.className = "wrong-here";
  note.id = `wrong-${(count += 1)}`;
  note.textContent = text;
  if (field.matches("fieldset")) field.append(note);
  else if (["radio", "checkbox"].includes(field.type)) field.closest("fieldset").append(note);
  else field.after(note);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", note.id);
}

/** Shows the field that a pointer is about: the nearest one that contains it or that it contains. */
export function point(form, pointer, text) {
  const known = [...form.querySelectorAll("[data-at]")];
  const fits = (at) => pointer === at || pointer.startsWith(`${at}/`) || at.startsWith(`${pointer}/`);
  const near = known.filter((field) => fits(field.dataset.at));
  // The closest has most of the path in common; a field comes before the group around it.
  const rank = (field) => {
    const at = field.dataset.at;
    return (at === pointer ? 1_000 : pointer.startsWith(at) ? at.length : 0) + (field.matches("fieldset") ? 0 : 0.5);
  };
  const [field] = near.sort((one, other) => rank(other) - rank(one));
  if (!field) return false;
  field.closest("details")?.setAttribute("open", "");
  mark(field, text);
  const target = field.matches("fieldset") ? (field.querySelector("input, select, textarea") ?? field) : field;
  target.focus();
  return true;
}
