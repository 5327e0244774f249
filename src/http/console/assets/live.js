// A live feed that is honest about itself: it says since when it hears nothing, connects again by itself,
// and goes on where it was, so that nothing is lost and nothing comes twice.

import { timeOfDay } from "./times.js";

// The exchange gives a sign of life every five seconds at the latest.
const SILENCE_MS = 16_000;
const AGAIN_MS = 3_000;

/**
 * Follows a feed. `told` is called with the name of the event and its text; `shown` is the element that says
 * whether the feed is live, with its words in data-live, data-opening and data-dead.
 */
export function follow(address, shown, told) {
  const url = new URL(address, location.href);
  let source;
  let heard = new Date();
  let dead = false;

  function say(state, text) {
    dead = state === "dead";
    document.body.classList.toggle("dead", dead);
    shown.dataset.state = state;
    if (shown.textContent !== text) shown.textContent = text;
  }

  function hear(event) {
    heard = new Date();
    if (event.lastEventId) url.searchParams.set("after", event.lastEventId);
    say("live", shown.dataset.live);
    if (event.type !== "alive") told(event.type, event.data);
  }

  function open() {
    source?.close();
    source = new EventSource(url);
    for (const name of ["alive", "card", "withdrawn", "unreadable"]) source.addEventListener(name, hear);
    source.addEventListener("refused", (event) => {
      source.close();
      say("dead", event.data);
      told("refused", event.data);
    });
    source.onerror = () => {
      say("dead", `${shown.dataset.dead} ${timeOfDay(heard)}`);
      // A browser gives up after a refusal; a control room does not.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, AGAIN_MS);
    };
  }

  open();
  setInterval(() => {
    if (Date.now() - heard.getTime() < SILENCE_MS) return;
    say("dead", `${shown.dataset.dead} ${timeOfDay(heard)}`);
    heard = new Date();
    open();
  }, SILENCE_MS / 4);
  addEventListener("pagehide", () => source.close());
  // A page that the browser kept while another was shown is old: ask again.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
