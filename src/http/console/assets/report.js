// Incidents and handovers: from a form to a signed record.

import { offerPosition, onSubmit, place, utc } from "./forms.js";
import { filled, send } from "./records.js";

/** The code behind what was chosen from the list of classifications. */
function lmc(form) {
  const input = form.elements.lmc;
  const option = [...form.querySelectorAll("datalist option")].find((known) => known.value === input.value);
  input.setCustomValidity(input.value && !option ? input.dataset.unknown : "");
  return option?.dataset.code;
}

const ways = {
  incident(form, said) {
    const telling = ["observation", "statement", "action", "damage"]
      .filter((part) => said[part])
      .map((part) => ({ part, text: said[part] }));
    const vehicle = filled({ kind: said.vehicle, partial_plate: undefined });
    const informed = said.reference ? { at: utc(said.began), reference: said.reference } : undefined;
    return filled({
      lmc: lmc(form),
      began_at: utc(said.began),
      ended_at: utc(said.ended),
      place: place(said),
      narrative: telling,
      caught_in_act: said.caught === "yes",
      control_room: informed,
      vehicles: Object.keys(vehicle).length ? [{ vehicle }] : undefined,
    });
  },
  handover(form, said) {
    const where = place(said);
    return filled({
      kind: said.kind,
      state: "offered",
      lmc: lmc(form),
      place: Object.keys(where).length ? where : undefined,
      live_view: said.live_view === "yes" ? true : undefined,
      key_holder_coming: said.key_holder === "yes" ? true : undefined,
      call_back: said.phone ? filled({ phone: said.phone, ask_for: said.ask_for }) : undefined,
      note: said.note,
    });
  },
};

for (const form of document.querySelectorAll("form[data-report]")) {
  offerPosition(form);
  form.elements.lmc.addEventListener("input", () => lmc(form));
  onSubmit(form, async (said) => {
    const type = form.dataset.report;
    const more = said.case ? { case: said.case } : {};
    const sent = await send({ type, purpose: said.purpose, days: 30, body: ways[type](form, said), more });
    form.reset();
    return `${form.dataset.sent} ${sent.index ?? ""}`.trim();
  });
}
