// The composer of alerts: what is typed becomes a record; a preview says who would receive it, under which grant
// and until when; and nothing that the preview refuses can be signed.

import { postForHtml, tell } from "./exchange.js";
import { fragment } from "./fragments.js";
import { clear, mark, point, read, valueAt, write } from "./pointers.js";
import { filled, moment, send } from "./records.js";
import { dateAndTime, showTimes } from "./times.js";

const HOUR_MS = 3_600_000;
// Each preview leaves an entry, so not at every key.
const QUIET_MS = 600;

const form = document.querySelector("form[data-composer]");
const words = form.dataset;
const says = form.querySelector("[data-preview-says]");
const button = form.querySelector("[data-send]");
const output = form.querySelector("[data-output]");
let shown = "";
let asked = "";
let timer;

const choice = (name) => form.querySelector(`[name="${name}"]:checked`)?.value;
const many = (name) => [...form.querySelectorAll(`[name="${name}"]:checked`)].map((field) => field.value);

/** A Polygon out of what was pasted: itself, or the only one of a feature. */
function polygon(text) {
  const pasted = JSON.parse(text);
  const feature = pasted.type === "FeatureCollection" && pasted.features.length === 1 ? pasted.features[0] : pasted;
  const { type, coordinates } = feature.type === "Feature" ? feature.geometry : feature;
  if (type !== "Polygon") throw new Error(type);
  return { type, coordinates: coordinates.map((ring) => ring.map(([lon, lat]) => [lon, lat])) };
}

const degrees = (text) => Number(text.replace(",", "."));

/** The area; undefined without one, null when it cannot be read. */
function area() {
  const { lat, lon, radius, geojson } = form.elements;
  if (choice("where") === "circle") {
    if (!lat.value || !lon.value || !radius.value) return null;
    const coordinates = [degrees(lon.value), degrees(lat.value)];
    return { type: "Point", coordinates, radius_m: Math.round(Number(radius.value) * 1000) };
  }
  if (choice("where") !== "geojson") return undefined;
  try {
    return polygon(geojson.value);
  } catch {
    return null;
  }
}

function audience() {
  if (choice("audience") === "all") return "all";
  const to = many("to");
  return choice("audience") === "named" && to.length ? to : undefined;
}

function expires() {
  const hours = Number(form.elements.hours.value);
  return hours ? new Date(Date.now() + hours * HOUR_MS) : undefined;
}

/** What the preview is asked; undefined while it would say nothing. */
function question(record) {
  const { purpose, body = {}, handling } = record;
  const to = audience();
  if (!purpose || !to || !handling?.code) return undefined;
  const components = ["plate", "vehicle", "person"].filter((component) => body[component]);
  if (body.person?.last_seen?.place) components.push("place");
  return filled({
    type: "alert",
    purpose,
    components,
    audience: to === "all" ? undefined : to,
    area: area() ?? undefined,
    handling: handling.code,
    onward: handling.onward === true,
  });
}

/** The grant that was chosen in the preview that is shown, when that is of what the form says now. */
function grant() {
  const radio = says.querySelector("[name=grant]:checked");
  return shown && shown === asked ? radio : undefined;
}

/** Shows how the form stands: until when, for which status, and whether it can be sent. */
function stand() {
  const until = expires();
  form.querySelector("[data-until]").textContent = until ? dateAndTime(until) : "";
  button.disabled = !grant();
}

async function preview() {
  const now = question(read(form));
  asked = now ? JSON.stringify(now) : "";
  if (asked && asked === shown) return stand();
  if (!now) {
    shown = "";
    says.replaceChildren(Object.assign(document.createElement("p"), { className: "fine", textContent: form.querySelector("[data-preview]").dataset.wait }));
    return stand();
  }
  const before = says.querySelector("[name=grant]:checked")?.value;
  try {
    const found = fragment(await postForHtml("/alerts/preview", now));
    // An answer to an older question is of no use.
    if (JSON.stringify(now) !== asked) return;
    says.replaceChildren(found);
    const radios = [...says.querySelectorAll("[name=grant]")];
    const chosen = radios.find((radio) => radio.value === before) ?? (radios.length === 1 ? radios[0] : undefined);
    if (chosen) chosen.checked = true;
    shown = asked;
    showTimes(says);
  } catch (error) {
    shown = "";
    tell(says, error);
  }
  stand();
}

/** Everything that has to be said, at its field; true when nothing is missing. */
function complete(record) {
  clear(form);
  const missing = [...form.querySelectorAll("[required]")].filter((field) => {
    return field.type === "radio" ? !choice(field.name) : !field.value.trim();
  });
  const once = missing.filter((field, at) => missing.findIndex((other) => other.name && other.name === field.name) === at || !field.name);
  for (const field of once) mark(field, words.missing);
  if (!audience()) mark(form.querySelector('fieldset[data-at="/audience"]'), words.missing);
  if (area() === null) mark(form.querySelector('fieldset[data-at="/area"]'), choice("where") === "geojson" ? words.geojson : words.missing);
  const { plate, vehicle, person } = record.body ?? {};
  if (!plate && !vehicle && !person) mark(form.querySelector('fieldset[data-at="/body/plate"]'), words.what);
  if (person) for (const field of form.querySelectorAll("[data-for-person]")) if (!field.value) mark(field, words.missing);
  const latest = grant()?.dataset.latest;
  if (latest && expires() > new Date(latest)) mark(form.elements.hours, words.tooLong);
  const [first] = form.querySelectorAll("[aria-invalid]");
  first?.closest("details")?.setAttribute("open", "");
  (first?.matches("fieldset") ? first.querySelector("input") : first)?.focus();
  return !first;
}

async function sign() {
  const record = read(form);
  if (!complete(record)) return;
  const chosen = grant();
  if (!chosen) return mark(button, words.needsPreview);
  const { status, purpose, body, handling, ...others } = record;
  const opinions = many("opinion").filter((pointer) => valueAt(record, pointer) !== undefined);
  const of = words.of;
  const sent = await send({
    type: "alert",
    purpose,
    status,
    body,
    references: of ? [of] : [],
    days: 1,
    more: filled({
      ...others,
      message: of ? "update" : "new",
      grant: chosen.value,
      // A minute less than chosen: clocks differ, and the grant counts exactly.
      expires_at: moment(new Date(expires().getTime() - 60_000)),
      audience: audience(),
      handling: { conditions: [], onward: false, ...handling },
      assessment: opinions.length ? opinions : undefined,
      area: area(),
    }),
  });
  output.hidden = false;
  output.setAttribute("role", "status");
  const link = Object.assign(document.createElement("a"), { href: `/alerts/${sent.id}`, textContent: words.open });
  output.replaceChildren(`${words.sent} ${sent.index ?? ""} `, link);
  // Sent is sent: the same form sends nothing twice.
  for (const field of form.querySelectorAll("input, select, textarea, button")) field.disabled = true;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  output.hidden = true;
  try {
    await sign();
  } catch (error) {
    clear(form);
    tell(output, error);
    if (error.pointer) point(form, error.pointer, `${error.title} ${error.advice ?? ""}`.trim());
  } finally {
    if (output.getAttribute("role") !== "status" || output.hidden) stand();
  }
});

function shape() {
  for (const part of form.querySelectorAll("[data-where]")) part.hidden = part.dataset.where !== choice("where");
  form.querySelector("[data-named]").hidden = choice("audience") !== "named";
  const word = form.querySelector("[name=status]:checked")?.dataset.word ?? "";
  const shownWord = document.querySelector("[data-unreal-word]");
  shownWord.hidden = !word;
  shownWord.textContent = word;
  document.body.classList.toggle("unreal", Boolean(word));
}

form.addEventListener("input", (event) => {
  shape();
  stand();
  if (event.target.name === "grant") return;
  const now = question(read(form));
  asked = now ? JSON.stringify(now) : "";
  stand();
  clearTimeout(timer);
  timer = setTimeout(preview, QUIET_MS);
});

form.querySelector("[data-more-clothing]").addEventListener("click", () => {
  const next = form.querySelector("[data-garment][hidden]");
  if (next) next.hidden = false;
  next?.querySelector("select").focus();
});

/** The parts of an earlier alert that are no single field. */
function refill(old) {
  write(form, old);
  const set = (name, value) => {
    const field = form.querySelector(`[name="${name}"][value="${value}"]`);
    if (field) field.checked = true;
  };
  if (old.area?.type === "Point") {
    set("where", "circle");
    [form.elements.lon.value, form.elements.lat.value] = old.area.coordinates;
    form.elements.radius.value = old.area.radius_m / 1000;
  } else if (old.area) {
    set("where", "geojson");
    form.elements.geojson.value = JSON.stringify(old.area);
  }
  set("audience", old.audience === "all" ? "all" : "named");
  if (old.audience !== "all") for (const to of old.audience) set("to", to);
  for (const pointer of old.assessment ?? []) set("opinion", pointer);
  if (old.body.person) form.querySelector("[data-person]").open = true;
  const garments = form.querySelectorAll("[data-garment]");
  (old.body.person?.clothing ?? []).forEach((_, at) => garments[at] && (garments[at].hidden = false));
}

if (words.old) refill(JSON.parse(words.old));
shape();
preview();
