// This device: whether it has a key, asking the partner's administrator to approve it, and how that stands.

import { get, post, tell } from "./exchange.js";
import { onSubmit } from "./forms.js";
import { forget, identity, load, make, sign } from "./keys.js";
import { moment } from "./records.js";
import { showTimes } from "./times.js";

const state = document.querySelector("[data-device-state]");
const words = state.dataset;
const form = document.querySelector("form[data-device]");
const again = document.querySelector("[data-forget]");

function line(text, time) {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  if (time) {
    const element = document.createElement("time");
    element.dateTime = time;
    paragraph.append(" ", element);
  }
  state.append(paragraph);
}

async function show() {
  const key = await load();
  state.replaceChildren();
  form.hidden = Boolean(key);
  again.hidden = !key;
  if (!key) return line(words.none);
  const { items } = await get("/v1/keys/requests");
  const own = items.filter((item) => item.kid === key.kid).pop();
  line(`${words.has} ${key.device} (${key.alg}, ${key.kid.slice(0, 12)}…)`);
  if (own) line(words[own.state] ?? own.state, own.decided ? own.decided.at : own.expires_at);
  else line(words.unknown);
  showTimes(state);
}

onSubmit(form, async (said) => {
  const key = (await load()) ?? (await make(said.device));
  const proof = await sign(key, "samen-key-request+json", { ...identity(), at: moment(new Date()) });
  try {
    await post("/v1/keys/requests", { jwk: key.jwk, device: said.device, proof });
  } catch (error) {
    // A key that nobody was asked about is of no use.
    await forget();
    throw error;
  }
  await show();
  return words.asked;
});

again.addEventListener("click", async () => {
  await forget();
  await show();
});

show().catch((error) => tell(state, error));
