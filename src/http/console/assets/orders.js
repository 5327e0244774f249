// Orders: what will happen is told before it does, and what has happened with the number of its entry.

import { body, order } from "./asking.js";
import { onSubmit } from "./forms.js";
import { dateAndTime } from "./times.js";

const dialog = document.querySelector("[data-confirm]");

/** Whether the officer still wants it, after reading what will happen. */
function confirmed(form) {
  const button = form.querySelector(".buttons button");
  dialog.querySelector("h2").textContent = button.textContent;
  dialog.querySelector("[data-will]").textContent = form.dataset.will;
  const said = dialog.querySelector("[data-said]");
  said.replaceChildren();
  for (const field of form.querySelectorAll("[name]")) {
    const [name, value] = [document.createElement("dt"), document.createElement("dd")];
    name.textContent = field.labels[0].firstChild.textContent.trim();
    value.textContent = field.type === "datetime-local" ? dateAndTime(new Date(field.value)) : field.value;
    const row = document.createElement("div");
    row.append(name, value);
    said.append(row);
  }
  const yes = dialog.querySelector('[value="yes"]');
  yes.className = button.className;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

for (const form of document.querySelectorAll("form[data-order]")) {
  onSubmit(form, async () => {
    const asked = body(form);
    if (!(await confirmed(form))) return "";
    const done = await order(form.dataset.order, asked);
    form.parentElement.querySelector(":scope > .done")?.remove();
    form.after(done);
    form.reset();
    done.focus();
    return "";
  });
}
