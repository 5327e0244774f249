// The task: why somebody reads, said once, in their own words, for as long as the task lasts. It stays in this
// tab and goes with every question; the exchange judges it each time.

import { dateAndTime } from "./times.js";

const NAME = "samen-task";
const LONGEST_MS = 8 * 3_600_000;

/** The task of this tab, or nothing when there is none or it has ended. */
export function task() {
  const text = sessionStorage.getItem(NAME);
  if (!text) return undefined;
  const said = JSON.parse(text);
  if (said.ends > Date.now()) return said;
  sessionStorage.removeItem(NAME);
  return undefined;
}

/** Begins a task: purpose, reason, case and justification as a reading, or use code and justification, for some minutes. */
export function begin(reading, minutes) {
  const ends = Date.now() + Math.min(minutes * 60_000, LONGEST_MS);
  sessionStorage.setItem(NAME, JSON.stringify({ reading, ends }));
  show();
}

/** Ends the task. */
export function end() {
  sessionStorage.removeItem(NAME);
  show();
}

/** Shows the task in the head of the page, and what only makes sense with or without one. */
export function show() {
  const now = task();
  const shown = document.querySelector("[data-task]");
  if (shown) {
    shown.hidden = !now;
    const words = shown.querySelector("[data-task-words]");
    const { reading } = now ?? {};
    // An officer's question shows its own words too: they are in every entry that it leaves.
    const own = reading?.use_code && `„${reading.justification}”`;
    words.textContent = now
      ? [words.dataset[(reading.purpose ?? reading.use_code).replace("-", "")], reading.case, own, `${words.dataset.until} ${dateAndTime(new Date(now.ends))}`].filter(Boolean).join(" · ")
      : "";
  }
  for (const element of document.querySelectorAll("[data-with-task]")) element.hidden = !now;
  for (const element of document.querySelectorAll("[data-without-task]")) element.hidden = Boolean(now);
}
