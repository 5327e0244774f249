// Taking an alert back: one tap opens the question why, one more answers it, signs and sends.

import { onSubmit } from "./forms.js";
import { filled, send } from "./records.js";

const DAYS = 28;
const dialog = document.querySelector("[data-recall-dialog]");
const form = dialog.querySelector("form");

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-recall]")) dialog.showModal();
});
dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
form.addEventListener("keydown", (event) => {
  // Without this, Enter in the remark would press the first reason.
  if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
});

onSubmit(form, async (said, button) => {
  const { id, grant, purpose, status, audience } = form.dataset;
  const sent = await send({
    type: "alert",
    purpose,
    status,
    references: [id],
    days: DAYS,
    body: filled({ reason: button.dataset.reason, text: said.text }),
    more: { message: "cancel", grant, audience: JSON.parse(audience) ?? "all" },
  });
  setTimeout(() => dialog.close(), 1_500);
  return `${form.dataset.sent} ${sent.index ?? ""}`.trim();
});
