// Times as people read them: the server writes UTC, the page shows the reader's own clock and language.

const language = document.documentElement.lang;
const moment = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
const age = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });

/** The time of day, for "no connection since". */
export function timeOfDay(date) {
  return clock.format(date);
}

/** Date and time on the reader's clock. */
export function dateAndTime(date) {
  return moment.format(date);
}

function ago(date) {
  // What happened this minute is a minute old: clocks differ, and nothing happened in the future.
  const minutes = Math.min(Math.round((date - Date.now()) / 60_000), -1);
  if (Math.abs(minutes) < 60) return age.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 48 ? age.format(hours, "hour") : age.format(Math.round(hours / 24), "day");
}

/** Makes every <time> below an element local; those with data-age also say how long ago. */
export function showTimes(root) {
  for (const element of root.querySelectorAll("time[datetime]")) {
    const date = new Date(element.dateTime);
    if (Number.isNaN(date.getTime())) continue;
    const local = moment.format(date);
    element.textContent = "age" in element.dataset ? `${ago(date)} (${local})` : local;
    element.title = element.dateTime;
  }
}
