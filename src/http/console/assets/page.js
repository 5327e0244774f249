// What every page does: times in the reader's clock, kept fresh, and the task of the tab in its head.

import { end, show } from "./task.js";
import { showTimes } from "./times.js";

show();
document.querySelector("header [aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" });
document.querySelector("[data-task-end]")?.addEventListener("click", end);
showTimes(document);
setInterval(() => {
  showTimes(document);
  show();
}, 30_000);
