// Records: completed, signed on this device and sent. Nothing is sent unsigned.

import { Refused, postSigned } from "./exchange.js";
import { identity, load, sign } from "./keys.js";

const DAY_MS = 86_400_000;

function signing() {
  return document.querySelector("[data-signing]").dataset;
}

/** The grants under which a record of this type may be sent for this purpose. */
export function grantsFor(type, purpose) {
  const grants = JSON.parse(signing().grants);
  return grants.filter((grant) => grant.types.includes(type) && (!purpose || grant.purposes.includes(purpose)));
}

/** A moment as it travels: UTC, to the second. */
export function moment(date) {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** A UUID of version 7 (RFC 9562, section 5.7): ordered by time. */
function newId(date) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = date.getTime();
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** What is left out of a form is left out of the record. */
export function filled(object) {
  const said = Object.entries(object).filter(([, value]) => value !== "" && value !== undefined && value !== null);
  return Object.fromEntries(said);
}

function refusedHere(slug) {
  const { noKey, noGrant } = signing();
  return new Refused(slug, slug === "no-key" ? noKey : noGrant, "");
}

/**
 * Signs a record and sends it; gives its id and the log index of its receipt. `days` is how long it is to live,
 * which the grant may shorten. The grant is the one that `more` names, else the first that reaches `to`.
 */
export async function send({
  type, purpose, status = "actual", references = [], days, body, to = [], more = {}, path = "/v1/records",
}) {
  const key = await load();
  if (!key) throw refusedHere("no-key");
  const reaches = (one) => to.every((partner) => one.to.includes(partner)) && (!more.grant || one.id === more.grant);
  const grant = grantsFor(type, purpose).find(reaches);
  if (!grant) throw refusedHere("no-grant");
  const { exchange, partner, person } = identity();
  const now = new Date();
  const record = {
    type,
    version: 1,
    id: newId(now),
    exchange,
    issuer: partner,
    author: person,
    issued_at: moment(now),
    expires_at: moment(new Date(now.getTime() + Math.min(days, grant.days) * DAY_MS - 60_000)),
    status,
    message: "new",
    references,
    purpose,
    grant: grant.id,
    audience: "all",
    handling: { code: grant.handling, conditions: [], onward: false },
    ...more,
    body,
  };
  const receipt = await postSigned(path, await sign(key, "samen-record+json", record));
  // The place in the log stands in the proof of the receipt (C2SP tlog-proof).
  return { id: record.id, index: /^index (\d+)/m.exec(receipt.proof ?? "")?.[1] };
}

const RECEIPT_DAYS = 28;

/** Says with a signed receipt what was done with a record: `delivered`, `read` or `deleted`. */
export function acknowledge({ id, purpose, status, issuer }, state) {
  return send({
    type: "receipt",
    purpose,
    status,
    references: [id],
    days: RECEIPT_DAYS,
    body: { state, at: moment(new Date()) },
    to: [issuer],
    more: { audience: [issuer] },
    path: "/v1/feed/acknowledgements",
  });
}
