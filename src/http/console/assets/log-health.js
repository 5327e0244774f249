// The page on the health of the log: asks for the bytes, lets `health.js` judge them, and shows every verdict with
// its words. The words are in the page; nothing is judged here.

import { Doubt } from "./bytes.js";
import { rootText } from "./checkpoint.js";
import { save } from "./download.js";
import { Refused, postForHtml } from "./exchange.js";
import { onSubmit } from "./forms.js";
import { fragment } from "./fragments.js";
import { examine, pin } from "./health.js";
import { seen } from "./seen.js";
import { dateAndTime, showTimes } from "./times.js";

const words = Object.fromEntries([...document.querySelectorAll("[data-word]")].map((one) => [one.dataset.word, one.textContent]));
const language = document.documentElement.lang;
const part = (name) => document.querySelector(`[data-${name}]`);
const form = part("check");

function inWords(value) {
  if (value instanceof Date) return dateAndTime(value);
  return typeof value === "bigint" || typeof value === "number" ? value.toLocaleString(language) : String(value);
}

/** A text of the page with its values. */
const say = (key, ...values) => (words[key] ?? key).replace(/%(\d)/g, (_, at) => inWords(values[at - 1] ?? ""));

async function ask(path) {
  let answer;
  try {
    answer = await fetch(`/${path.startsWith("tile/") ? `log/${path}` : path}`, { cache: "no-store", redirect: "error" });
  } catch {
    throw new Doubt("log-unreachable");
  }
  if (answer.status === 404) throw new Doubt("not-served", path);
  if (!answer.ok) throw new Doubt("log-unreachable");
  return new Uint8Array(await answer.arrayBuffer());
}

/** A random index below a size, or the one that was chosen. */
function choose(size) {
  const chosen = form.elements.entry.value.trim();
  if (/^\d{1,15}$/.test(chosen)) return BigInt(chosen);
  return crypto.getRandomValues(new BigUint64Array(1))[0] % size;
}

function showWitness({ name, isThere, time, behind }) {
  const line = document.createElement("li");
  const state = say(isThere ? "witness-there" : "witness-missing", name);
  const lag = time === undefined ? say("witness-never") : say("witness-behind", behind, new Date(Number(time) * 1000));
  line.textContent = `${state} ${lag}`;
  line.dataset.there = isThere;
  return line;
}

function show(report) {
  const overall = part("overall");
  overall.dataset.verdict = report.verdict;
  overall.setAttribute("role", report.verdict === "fails" ? "alert" : "status");
  part("overall-words").textContent = say(`health-all-${report.verdict}`);
  part("at").textContent = dateAndTime(report.at);
  const { checkpoint } = report;
  part("origin").textContent = checkpoint?.origin ?? "–";
  part("size").textContent = checkpoint ? inWords(checkpoint.size) : "–";
  part("root").textContent = checkpoint ? rootText(checkpoint) : "–";
  part("key").textContent = report.key ?? "";
  for (const [name, { verdict, finding, values }] of report.steps) {
    const step = document.querySelector(`[data-step="${name}"]`);
    step.dataset.verdict = verdict;
    step.querySelector("[data-badge]").textContent = say(`verdict-${verdict}`);
    step.querySelector("[data-found]").textContent = say(finding, ...values);
  }
  part("witnesses").replaceChildren(...report.witnesses.map(showWitness));
}

function button(key, name, text) {
  const one = document.createElement("button");
  one.type = "button";
  one.textContent = say(key);
  one.disabled = text === "";
  one.addEventListener("click", () => save(name, "text/plain", text));
  return one;
}

async function showAlarms() {
  const alarms = await seen.alarms();
  part("alarms").hidden = alarms.length === 0;
  const lines = alarms.reverse().map(({ at, kind, kept, served }) => {
    const [line, said, buttons] = ["li", "p", "p"].map((name) => document.createElement(name));
    said.textContent = `${dateAndTime(at)}: ${say(`alarm-${kind}`)}`;
    buttons.className = "buttons";
    const stamp = at.toISOString().replace(/[:.]/g, "-");
    buttons.append(button("alarm-kept", `${stamp}-kept.txt`, kept), button("alarm-served", `${stamp}-served.txt`, served));
    line.append(said, buttons);
    return line;
  });
  part("alarm-list").replaceChildren(...lines);
}

async function check() {
  const overall = part("overall");
  overall.setAttribute("aria-busy", "true");
  try {
    show(await examine({ ask, memory: seen, now: new Date(), choose }));
    await showAlarms();
  } finally {
    overall.setAttribute("aria-busy", "false");
  }
  return "";
}

onSubmit(form, check);

onSubmit(part("paper"), async ({ key }) => {
  try {
    const before = await pin(seen, key, new Date());
    await check();
    return before ? say("key-replaced", before.vkey, before.at) : say("key-pinned");
  } catch (error) {
    throw error instanceof Doubt ? new Refused(error.code, say(error.code)) : error;
  }
});

onSubmit(part("ask-witnesses"), async ({ use, justification }) => {
  const told = fragment(await postForHtml("/log-health/witnesses", { use_code: use, justification }));
  part("told").replaceChildren(told);
  showTimes(told);
  return "";
});

// The first check needs nobody to ask for it.
form.requestSubmit();
