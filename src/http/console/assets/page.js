// What every page does: times in the reader's clock, kept fresh, and the task of the tab in its head.

import { end, show } from "./task.js";
import { showTimes } from "./times.js";

show();

// On a phone the pages stand behind one button.
const menu = document.querySelector("[data-menu]");
function unfold(open) {
  menu?.parentElement.classList.toggle("open", open);
  menu?.setAttribute("aria-expanded", String(open));
}
menu?.addEventListener("click", () => unfold(menu.getAttribute("aria-expanded") !== "true"));
menu?.parentElement.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || menu.getAttribute("aria-expanded") !== "true") return;
  unfold(false);
  menu.focus();
});

document.querySelector("[data-task-end]")?.addEventListener("click", end);
showTimes(document);
setInterval(() => {
  showTimes(document);
  show();
}, 30_000);
