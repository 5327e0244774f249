// Reports with what they answer and what answers them: new ones come, answered ones move, in every window.

import { fragment } from "./fragments.js";
import { follow } from "./live.js";
import { showTimes } from "./times.js";

const parts = new Map([...document.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
const said = document.querySelector("[data-said]");

function listOf(thread) {
  const part = parts.get(thread.dataset.state === "answered" ? "answered" : "open");
  return part.querySelector("[data-threads]");
}

/** Newest first; what somebody is at work on comes after what nobody has taken. */
function isBefore(thread, other) {
  const rank = (one) => (one.dataset.state === "busy" ? 1 : 0);
  if (rank(thread) !== rank(other)) return rank(thread) < rank(other);
  return Number(thread.dataset.index) > Number(other.dataset.index);
}

function tidy() {
  for (const part of parts.values()) {
    const count = part.querySelectorAll("[data-threads] > .thread").length;
    part.querySelector("[data-count]").textContent = count;
    part.querySelector("[data-empty]").hidden = count > 0;
  }
}

/** What somebody is typing or has opened stays so when the thread comes again. */
function keep(old, thread) {
  const typed = old.querySelector("[name=text]")?.value;
  const field = thread.querySelector("[name=text]");
  if (typed && field) field.value = typed;
  thread.querySelectorAll("details").forEach((one, at) => {
    one.open = old.querySelectorAll("details")[at]?.open ?? false;
  });
}

function show(html) {
  const thread = fragment(html);
  if (!thread) return;
  const old = document.getElementById(thread.id);
  const focused = old?.contains(document.activeElement);
  const changed = !old || old.dataset.state !== thread.dataset.state;
  if (old) keep(old, thread);
  old?.remove();
  const list = listOf(thread);
  const next = [...list.children].find((other) => isBefore(thread, other));
  list.insertBefore(thread, next ?? null);
  showTimes(thread);
  if (focused) thread.focus({ preventScroll: true });
  if (!changed) return;
  thread.classList.add("fresh");
  const name = [thread.querySelector(".thread-state"), thread.querySelector("h3"), thread.querySelector(".characters")];
  said.textContent = name
    .filter(Boolean)
    .map((element) => element.textContent.trim())
    .join(", ");
}

/** The best order for the eye, also of what the page brought. */
for (const part of parts.values()) {
  const list = part.querySelector("[data-threads]");
  const threads = [...list.children].sort((one, other) => (isBefore(one, other) ? -1 : 1));
  list.append(...threads);
}

const feed = document.querySelector("[data-feed]");
follow(feed.dataset.feed, document.querySelector("[data-connection]"), (event, text) => {
  if (event === "card") show(text);
  if (event === "withdrawn") document.getElementById(`thread-${text}`)?.remove();
  if (event === "unreadable") location.reload();
  // Whoever lost their standing sees nothing any more.
  if (event === "refused") for (const part of parts.values()) part.querySelector("[data-threads]").replaceChildren();
  tidy();
});
