// Answering a report in one tap: the button is the answer, signed on this device and sent to who reported.

import { tell } from "./exchange.js";
import { filled, send } from "./records.js";

const DAYS = 28;

/** The record behind a button. */
function answerOf(button, thread, text) {
  const { outcome, move } = button.dataset;
  if (outcome) return { type: "outcome", body: filled({ code: outcome, text }) };
  return { type: "handover", body: filled({ kind: thread.dataset.handover, state: move, note: text }) };
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-answer]");
  if (!form) return;
  event.preventDefault();
  const button = event.submitter?.matches("[data-outcome], [data-move]") ? event.submitter : undefined;
  if (!button) return;
  const thread = form.closest(".thread");
  const output = form.querySelector("[data-output]");
  const { id, purpose, status, issuer } = thread.dataset;
  const buttons = [...form.querySelectorAll("button")];
  for (const one of buttons) one.disabled = true;
  try {
    const { type, body } = answerOf(button, thread, form.elements.text.value.trim());
    const sent = await send({
      type, purpose, status, body,
      references: [id], days: DAYS, to: [issuer], more: { audience: [issuer] },
    });
    output.hidden = false;
    output.setAttribute("role", "status");
    output.textContent = `${form.dataset.sent} ${sent.index ?? ""}`.trim();
    form.elements.text.value = "";
  } catch (error) {
    tell(output, error);
    // Only what was not sent can be sent again from here; the rest comes anew with the feed.
    for (const one of buttons) one.disabled = false;
  }
});

// Without this, Enter in the remark would press the first button.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("form[data-answer] [name=text]")) event.preventDefault();
});
