// Forms for a thumb: places with the device's own position, and a result that says what happened.

import { showTimes } from "./times.js";
import { tell } from "./exchange.js";
import { filled } from "./records.js";

/** The values of a form; nothing for what is empty. */
export function values(form) {
  return filled(Object.fromEntries(new FormData(form)));
}

/** The place in a form, as it travels. */
export function place(said) {
  const { street, number, postcode, town, place: description, lat, lon, radius } = said;
  const point = lat && lon ? { type: "Point", coordinates: [Number(lon), Number(lat)] } : undefined;
  const radius_m = point && radius ? Math.min(Math.max(Math.ceil(Number(radius)), 1), 200_000) : undefined;
  return filled({ street, number, postcode, town, point, radius_m, description });
}

/** A moment in a form: local time on the page, UTC on the way. */
export function utc(local) {
  return local ? new Date(local).toISOString().replace(/\.\d+Z$/, "Z") : undefined;
}

/** Lets the buttons "here" of an element fill in the position of the device, when its user allows that. */
export function offerPosition(root) {
  for (const button of root.querySelectorAll("[data-here]")) {
    button.addEventListener("click", () => {
      const form = button.form;
      navigator.geolocation?.getCurrentPosition(
        ({ coords }) => {
          form.elements.lat.value = coords.latitude.toFixed(6);
          form.elements.lon.value = coords.longitude.toFixed(6);
          form.elements.radius.value = Math.ceil(coords.accuracy);
          button.textContent = `${button.dataset.found} ±${Math.ceil(coords.accuracy)} m`;
        },
        () => {
          button.textContent = button.dataset.notFound;
        },
        { enableHighAccuracy: true, timeout: 10_000 },
      );
    });
  }
}

/** The field whose name is a JSON Pointer, or its members with dots between; or one within. */
function fieldAt(form, pointer) {
  const names = [pointer, pointer.slice(1).replaceAll("/", ".")];
  return [...form.elements].find(({ name }) => names.includes(name) || name?.startsWith(`${pointer}/`));
}

/** Puts the output of a form at the field that a JSON Pointer names, and marks it; back where it was without one. */
function atField(form, output, pointer) {
  for (const marked of form.querySelectorAll("[aria-invalid]")) {
    marked.removeAttribute("aria-invalid");
    marked.removeAttribute("aria-describedby");
  }
  const field = pointer && fieldAt(form, pointer);
  const place = field?.closest(".pair > *") ?? field?.closest("label");
  if (place) place.after(output);
  else form.querySelector(":scope > .buttons")?.before(output);
  if (!field) return undefined;
  output.id ||= `told-${crypto.randomUUID()}`;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", output.id);
  return field;
}

/** Does the work of a form once at a time, and says in its output what came of it. */
export function onSubmit(form, work) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const output = form.querySelector("[data-output]");
    const buttons = [...form.querySelectorAll("button")];
    for (const button of buttons) button.disabled = true;
    atField(form, output, undefined);
    try {
      const done = await work(values(form), event.submitter);
      output.hidden = !done;
      output.setAttribute("role", "status");
      output.textContent = done;
      showTimes(form);
    } catch (error) {
      const field = atField(form, output, error.pointer);
      tell(output, field ? { title: error.title, advice: error.advice } : error);
      field?.focus();
      output.scrollIntoView({ block: "nearest" });
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  });
}
