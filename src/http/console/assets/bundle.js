// Taking an evidence bundle: what is asked goes out once, and what comes back is saved as one archive.

import { ofQuestion, why } from "./asking.js";
import { save } from "./download.js";
import { Refused, post } from "./exchange.js";
import { onSubmit, utc } from "./forms.js";
import { filled } from "./records.js";
import { archive } from "./tar.js";

const form = document.querySelector("form[data-bundle]");
const made = document.querySelector("[data-made]");
const withheld = form.querySelector("[data-withheld]");
const boxes = [...form.querySelectorAll("[name=withhold]")];
const MOST = 2_000;
let kept;

const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);

function count() {
  const number = chosen().length;
  withheld.textContent = number === 0 ? withheld.dataset.none : withheld.dataset.some.replace("%1", number);
}

form.querySelector("[data-citizen]").addEventListener("change", ({ target }) => {
  for (const box of boxes) if ("forCitizen" in box.dataset) box.checked = target.checked;
  count();
});
for (const box of boxes) box.addEventListener("change", count);
count();

/** Numbers and ranges with commas between. */
function indexes(text) {
  const all = [];
  for (const part of text.split(/[\s,;]+/).filter(Boolean)) {
    const [, first, last] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last ?? first)];
    if (!(from <= to) || to - from >= MOST) throw new Refused("request-invalid", form.dataset.indexes);
    for (let at = from; at <= to; at += 1) all.push(at);
  }
  return [...new Set(all)];
}

function fetchAgain() {
  save(`${kept.name}.tar`, "application/x-tar", kept.bytes);
}

onSubmit(form, async ({ record, plate, partner, person, purpose, operation, from, to, entries, records }) => {
  const query = filled({ record: record?.toLowerCase(), plate, partner, person, purpose, operation, from: utc(from), to: utc(to) });
  const only = indexes(entries ?? "");
  if (Object.keys(query).length === 0 && only.length === 0) throw new Refused("request-invalid", form.dataset.needs);
  const asked = { ...why(), query, withhold: chosen(), records: records === "yes" };
  if (only.length > 0) asked.entries = only;
  const { files, entry } = await post("/bundle", asked).catch(ofQuestion);
  const name = `samen-bundle-${entry}`;
  kept = { name, bytes: archive(name, files, Date.now()) };
  fetchAgain();
  made.hidden = false;
  made.querySelector("[data-command]").textContent = `samen-verify bundle ${name}.tar --policy POLICY --checkpoint CHECKPOINT`;
  const lines = files["entries.jsonl"].split("\n").length - 1;
  return form.dataset.done.replace("%1", lines).replace("%2", entry);
});

made.querySelector("[data-again]").addEventListener("click", fetchAgain);
