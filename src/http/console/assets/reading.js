// Saying that an alert was read: one tap, signed on this device, so that its sender sees that it arrived with somebody.

import { tell } from "./exchange.js";
import { acknowledge } from "./records.js";

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-read]");
  if (!button) return;
  const card = button.closest(".card");
  button.disabled = true;
  card.querySelector("[data-read-output]")?.remove();
  try {
    await acknowledge(card.dataset, "read");
    const told = document.createElement("span");
    told.className = "tag";
    told.setAttribute("role", "status");
    told.textContent = button.dataset.told;
    button.replaceWith(told);
  } catch (error) {
    const output = document.createElement("div");
    output.className = "notice";
    output.dataset.readOutput = "";
    button.closest(".buttons").before(output);
    tell(output, error);
    button.disabled = false;
  }
});
