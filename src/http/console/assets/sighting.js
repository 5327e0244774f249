// "Seen": one tap on a card opens the check (does the plate, does the description agree?), one more sends it.

import { offerPosition, onSubmit, place } from "./forms.js";
import { moment, send } from "./records.js";

const dialog = document.querySelector("dialog[data-sighting-dialog]");
const form = dialog.querySelector("form");
const about = dialog.querySelector("[data-about-name]");
const output = form.querySelector("[data-output]");
let card;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sighting]");
  if (!button) return;
  card = button.closest(".card");
  dialog.dataset.about = card.dataset.id;
  about.textContent = [card.querySelector(".plate .characters"), card.querySelector("h3")]
    .filter(Boolean)
    .map((element) => element.textContent.trim())
    .join(" · ");
  form.reset();
  output.hidden = true;
  form.querySelector("[data-plate-question]").hidden = !card.querySelector(".plate");
  dialog.showModal();
});

dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
offerPosition(dialog);

function plate() {
  const drawn = card.querySelector(".plate");
  if (!drawn) return {};
  const { country, text, normal } = drawn.dataset;
  return { match: "exact", plate: { country, text, normal } };
}

onSubmit(form, async (said) => {
  const now = moment(new Date());
  const sent = await send({
    type: "sighting",
    purpose: card.dataset.purpose,
    status: card.dataset.status,
    references: [card.dataset.id],
    days: 14,
    body: {
      of: card.dataset.id,
      kind: said.kind,
      first_seen: now,
      last_seen: now,
      place: place(said),
      method: "person",
      description_agrees: said.agrees,
      ...(said.plate_read === "yes" ? plate() : {}),
      ...(said.heading ? { direction: { heading: said.heading } } : {}),
      ...(said.note ? { note: said.note } : {}),
    },
  });
  const done = document.createElement("p");
  done.className = "done";
  done.textContent = `${form.dataset.sent} ${sent.index ?? ""}`.trim();
  card.querySelector(".buttons")?.before(done);
  setTimeout(() => dialog.close(), 1_500);
  return done.textContent;
});
