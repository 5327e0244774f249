// Saying that a record which was taken back or corrected is deleted: one tap a record, signed on this device.

import { tell } from "./exchange.js";
import { acknowledge } from "./records.js";

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-deleted]");
  if (!button) return;
  const card = button.closest(".card");
  const output = card.querySelector("[data-output]");
  button.disabled = true;
  try {
    const sent = await acknowledge(card.dataset, "deleted");
    output.hidden = false;
    output.setAttribute("role", "status");
    output.textContent = `${button.dataset.told} ${sent.index ?? ""}`.trim();
    button.remove();
  } catch (error) {
    tell(output, error);
    button.disabled = false;
  }
});
