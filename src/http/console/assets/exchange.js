// Asking the exchange: every request carries the value that shows that a page of the exchange made it, and
// a refusal comes back in plain words of the page's language.

const form = document.querySelector('meta[name="samen-form"]')?.content ?? "";

/** What the exchange said no to, in words. */
export class Refused extends Error {
  constructor(slug, title, advice, pointer, requestId) {
    super(title);
    Object.assign(this, { slug, title, advice, pointer, requestId });
  }
}

let words;

async function inWords(slug) {
  words ??= fetch(document.body.dataset.refusals).then((answer) => (answer.ok ? answer.json() : {}));
  return (await words.catch(() => ({})))[slug];
}

/** The refusal in an answer with a problem document (RFC 9457). */
async function refusal(answer) {
  const problem = await answer.json().catch(() => ({}));
  const slug = String(problem.type ?? "").split(":").pop();
  const said = (await inWords(slug)) ?? { title: problem.title ?? String(answer.status), advice: problem.detail ?? "" };
  return new Refused(slug, said.title, said.advice, problem.pointer, problem.request_id);
}

async function send(path, options) {
  let answer;
  try {
    answer = await fetch(path, { credentials: "same-origin", redirect: "error", cache: "no-store", ...options });
  } catch {
    throw new Refused("unreachable", document.body.dataset.unreachable, "");
  }
  if (!answer.ok) throw await refusal(answer);
  return answer;
}

/** Asks for JSON. */
export async function get(path) {
  return (await send(path, { headers: { accept: "application/json" } })).json();
}

/** Asks for a page as text. A refusal is thrown in words, as everywhere. */
export async function getHtml(path) {
  return (await send(path, { headers: { accept: "application/json;q=0.9" } })).text();
}

/** Posts JSON and gives the JSON of the answer. */
export async function post(path, body) {
  const headers = { "content-type": "application/json", accept: "application/json", "samen-form": form };
  return (await send(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
}

/** Posts JSON and gives the HTML of the answer. A refusal is thrown in words, as everywhere. */
export async function postForHtml(path, body) {
  const headers = { "content-type": "application/json", accept: "application/json;q=0.9", "samen-form": form };
  return (await send(path, { method: "POST", headers, body: JSON.stringify(body) })).text();
}

/** Posts a signed document and gives its receipt. */
export async function postSigned(path, jws) {
  const headers = { "content-type": "application/jose", accept: "application/json", "samen-form": form };
  return (await send(path, { method: "POST", headers, body: jws })).json();
}

/** Shows a refusal in an element that screen readers announce; any other error shows as itself. */
export function tell(element, error) {
  element.replaceChildren();
  element.hidden = false;
  element.setAttribute("role", "alert");
  const lines = [error.title ?? String(error), error.advice, error.pointer && `→ ${error.pointer}`];
  for (const line of lines.filter(Boolean)) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    element.append(paragraph);
  }
}
