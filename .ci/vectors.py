#!/usr/bin/env python3
"""Checks the vectors in audit/vectors/ with a verifier written from audit/FORMAT.md alone: `verifier.py`, and
here the bundles (sections 8 and 9). Needs `cryptography` for the signatures; exits 1 when a vector differs.

    .ci/vectors.py [DIRECTORY]
"""
import sys; sys.dont_write_bytecode = True
from pathlib import Path
from verifier import *

MINUTE = 60_000
FILES = {"checkpoint", "policy", "entries.jsonl", "keys.json", "grants.json"}
ACCEPTING = ("collection", "alteration", "disclosure", "grant")

class Erased:
    shown = {}
    def __init__(self, text):
        value = members(parse_json(text), "version", "leaf", "erased_by", "proof"); need(value["version"] == 1)
        self.by, self.leaf = value["erased_by"], b64(value["leaf"]); need(self.by is None or type(self.by) is int and self.by >= 0)
        self.index, self.path, self.checkpoint = parse_proof(value["proof"])

class Bundle:
    def __init__(self, files):
        manifest = members(parse_json(files["manifest.json"]), "version", "exchange", "origin", "created_at", "question", "withheld", "files")
        listed = manifest["files"]; need(manifest["version"] == 1 and isinstance(manifest["question"], dict))
        need(set(listed) == set(files) - {"manifest.json"} and FILES <= set(listed), "listed")
        for path, digest in listed.items():
            need(sha(files[path].encode()) == unhex(digest), "digest")
            need(path in FILES or path == f"records/{digest}.jws", "path")
        self.withheld = [NAMES.index(name) + 1 for name in manifest["withheld"]]; need(self.withheld == sorted(set(self.withheld)))
        self.exchange, self.origin, self.created = manifest["exchange"], manifest["origin"], moment(manifest["created_at"])
        self.checkpoint, lines = files["checkpoint"], files["entries.jsonl"]; need(not lines or lines[-1] == "\n")
        self.lines = [Erased(line) if "erased_by" in parse_json(line) else Receipt(line) for line in lines.split("\n")[:-1]]
        need(all(a.index < b.index for a, b in zip(self.lines, self.lines[1:])), "order")
        self.records = [files[path].encode() for path in listed if path not in FILES]
        self.keys = {key["kid"]: members(key, "kid", "partner", "person", "jwk", "valid_from", "valid_until", "withdrawn_at") for key in parse_json(files["keys.json"])}
        need(all(kid == thumbprint(key["jwk"]) for kid, key in self.keys.items()))
        self.grants = [members(grant, "id", "proposal", "acceptances", "revocations") for grant in parse_json(files["grants.json"])]

    def text(self, line, field): return line.shown[field].decode("utf-8", "replace") if field in line.shown else None
    def time(self, line): return int.from_bytes(line.shown[1], "big") if 1 in line.shown else None
    def kind(self, line): return parse_leaf(line.leaf)[0]
    def counts(self, key, at):
        return moment(key["valid_from"]) <= at and (key["valid_until"] is None or at <= moment(key["valid_until"])) and \
            (key["withdrawn_at"] is None or at < moment(key["withdrawn_at"]))
    def accepted(self, digest):
        return [line for line in self.lines if isinstance(line, Receipt) and self.kind(line) in ACCEPTING and line.shown.get(19) == digest]
    def document(self, data, typ, party):
        header, _, _, _ = parse_jws(data); key = self.keys[header["kid"]]
        header, payload = verify_jws(data, key["jwk"]); payload = parse_json(payload)
        need(header["typ"] == typ and payload[party] == key["partner"] and payload["author"] == key["person"] and payload["exchange"] == self.exchange)
        return payload, key

    def check_entries(self):
        for line in self.lines:
            parse_leaf(line.leaf)
            need(line.checkpoint == self.checkpoint and included(sha(b"\0" + line.leaf), line.index, self.size, line.path, self.root))
    def check_fields(self):
        for line in self.lines:
            if isinstance(line, Receipt): line.check_fields(); need(not set(self.withheld) & set(line.shown))
    def check_order(self):
        latest = 0; known = min([self.created] + [t * 1000 for t in self.cosigned.values()])
        for time in (self.time(line) for line in self.lines if 1 in line.shown):
            need(time + MINUTE >= latest and time <= known + MINUTE); latest = max(latest, time)
    def check_erased(self):
        by_index = {line.index: line for line in self.lines}
        for line in (line for line in self.lines if isinstance(line, Erased)):
            if line.by is None:
                day = parse_leaf(line.leaf)[1]; need(day and day * 86_400_000 <= self.created)
            else:
                by = by_index[line.by]; need(self.kind(by) in ("erase", "erasure"))
                need(not (self.text(by, 14) or "").startswith("records "))
                spans = [word.split("-") for word in (self.text(by, 14) or "").split(" ") if re.fullmatch(r"\d+(-\d+)?", word)]
                need(any(decimal(span[0]) <= line.index <= decimal(span[-1]) for span in spans))
    def check_records(self):
        for record in self.records: need(self.accepted(sha(record)))
    def check_signatures(self):
        for record in self.records:
            payload, key = self.document(record, "samen-record+json", "issuer")
            for line in self.accepted(sha(record)):
                need(1 not in line.shown or self.counts(key, self.time(line)))
                need(4 not in line.shown or self.text(line, 4) == key["partner"])
                need(7 not in line.shown or payload["id"] in self.text(line, 7).split(" "))
    def check_keys(self):
        for line in self.lines:
            if self.kind(line) == "key" and self.text(line, 3) == "key.withdraw":
                kid = self.text(line, 24); need(kid not in self.keys or self.keys[kid]["withdrawn_at"])
    def check_grants(self):
        for grant in self.grants:
            proposal, key = self.document(grant["proposal"].encode(), "samen-grant+json", "from"); signed = [(proposal, key)]
            need(proposal["id"] == grant["id"])
            for typ, texts in (("acceptance", grant["acceptances"]), ("revocation", grant["revocations"])):
                for jws in texts:
                    consent, key = self.document(jws.encode(), f"samen-grant-{typ}+json", "partner"); signed.append((consent, key))
                    need(consent["grant"] == grant["id"] and unhex(consent["grant_sha256"]) == sha(grant["proposal"].encode()))
                    need(consent["partner"] in [proposal["from"]] + proposal["to"])
            for document, key in signed:
                at = loose_moment(document["issued_at"]); need(any(self.counts(key, at + off) for off in (0, 5 * MINUTE, -5 * MINUTE)))
    def check_kept(self, note, policy):
        origin, size, root = verify_checkpoint(note, policy.logs); times = [t * 1000 for t in cosignatures(note, policy.witnesses).values()]
        need(origin == self.origin and (size != self.size or root == self.root))
        need(size <= self.size or times and min(times) > self.created + MINUTE)
        for line in self.lines if times else []:
            time = self.time(line); t = max(times)
            if time is not None: need(time + MINUTE >= t if line.index >= size else time <= t + MINUTE)

def check_bundle(files, policy, kept):
    failed = []
    def run(name, check, *arguments):
        try: check(*arguments); return True
        except (Bad, KeyError, TypeError, ValueError, IndexError): failed.append(name); return False
    parsed = []
    if not run("manifest", lambda: parsed.append(Bundle(files))): return failed
    bundle = parsed[0]
    def checkpoint():
        origin, bundle.size, bundle.root = verify_checkpoint(bundle.checkpoint, policy.logs); need(origin == bundle.origin)
        bundle.cosigned = cosignatures(bundle.checkpoint, policy.witnesses)
    if not run("checkpoint", checkpoint): return failed
    run("witnesses", lambda: need(policy.met(bundle.cosigned)))
    for name in ("entries", "fields", "order", "erased", "records", "signatures", "keys", "grants"): run(name, getattr(bundle, f"check_{name}"))
    for note in kept: run("kept", bundle.check_kept, note, policy)
    return failed

def holds(check, *arguments):
    try: check(*arguments); return True
    except Bad: return False

def leaf(c):
    data = b"samen-audit/v1\n" + u(c["number"], 1) + u(c["erase_day"], 4) + unhex(c["commit"])
    return data.hex() == c["leaf"] and sha(b"\0" + data).hex() == c["hash"] and parse_leaf(data)[0] == c["class"]
def commitment_(c):
    k, digests = unhex(c["k"]), []
    for f in c["fields"]:
        salt = salt_of(k, f["id"]); digests.append(field_digest(f["id"], salt, unhex(f["value"])))
        if (salt.hex(), digests[-1].hex(), name_of(f["id"])) != (f["salt"], f["digest"], f["name"]): return False
    return commitment(digests).hex() == c["commit"]
def tree(c):
    leaves = [sha(b"\0" + u(n, 8)) for n in range(c["size"])]; root = root_of(leaves); raw = lambda path: [unhex(h) for h in path]
    good = root.hex() == c["root"]
    for i in c["inclusion"]:
        path = raw(i["path"]); good &= included(leaves[i["index"]], i["index"], c["size"], path, root)
        good &= not included(leaves[i["index"]], i["index"], c["size"], path + [root], root) and not included(sha(b"other"), i["index"], c["size"], path, root)
    for o in c["consistency"]:
        old_root = root_of(leaves[:o["old"]]); good &= old_root.hex() == o["old_root"] and consistent(o["old"], old_root, c["size"], root, raw(o["proof"]))
        good &= not consistent(o["old"], sha(b"other"), c["size"], root, raw(o["proof"])) or o["old"] == 0
    return good
def tile(c):
    if "entries" in c: return b"".join(u(len(unhex(e)), 2) + unhex(e) for e in c["entries"]).hex() == c["bytes"]
    if "hashes" in c: return "".join(c["hashes"]) == c["bytes"]
    digits = str(c["n"]); digits = digits.zfill(-(-len(digits) // 3) * 3); groups = [digits[i:i + 3] for i in range(0, len(digits), 3)]
    path = "/".join(["x" + g for g in groups[:-1]] + groups[-1:]) + (f".p/{c['width']}" if c["width"] < 256 else "")
    return f"tile/{c['level']}/{path}" == c["path"]
def note(c):
    key = vkey(c["key"], 1); good = holds(verify_note, c["note"], [key]) == c["holds"] and key[1].hex() == c["key_id"]
    return good and (not c["holds"] or verify_note(c["note"], [key])[0] == c["text"])
def checkpoint(c):
    keys = [vkey(k, 1) for k in c["log_keys"]]; good = holds(verify_checkpoint, c["checkpoint"], keys) == c["holds"]
    return good and (not c["holds"] or [verify_checkpoint(c["checkpoint"], keys)[1], verify_checkpoint(c["checkpoint"], keys)[2].hex()] == [c["size"], c["root"]])
def cosignature(c):
    keys = [vkey(k, 4) for k in c["witness_keys"]]
    if not holds(cosignatures, c["checkpoint"], keys): return not c["holds"]
    return c["holds"] and sorted([keys[at][0], t] for at, t in cosignatures(c["checkpoint"], keys).items()) == c["cosigned"]
def proof(c):
    def check():
        index, path, note = parse_proof(c["proof"]); _, size, root = verify_checkpoint(note, [vkey(c["log_key"], 1)])
        need(included(sha(b"\0" + unhex(c["leaf"])), index, size, path, root))
    return holds(check) == c["holds"]
def policy(c):
    try: parsed = Policy(c["policy"])
    except Bad as bad: return bad.args[0] == c["refused_line"]
    met = lambda note: (verify_checkpoint(note, parsed.logs), parsed.met(cosignatures(note, parsed.witnesses)))[1]
    return c["refused_line"] is None and all(met(m["checkpoint"]) == m["met"] for m in c["met"])
def receipt(c):
    def check(): Receipt(c["receipt"]).verify([vkey(c["log_key"], 1)], c["record"].encode() or None)
    return holds(check) == c["holds"]
def jws(c):
    jwk = json.loads(c["jwk"]); good = holds(verify_jws, c["jws"].encode(), jwk) == c["holds"] and thumbprint(jwk) == c["thumbprint"]
    return good and (not c["holds"] or encode_url(verify_jws(c["jws"].encode(), jwk)[1]) == c["payload"])
def bundle(c): return check_bundle(c["files"], Policy(c["policy"]), c["kept"]) == c["failed"]

def main():
    directory = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "audit" / "vectors"); wrong = 0
    checks = dict(leaf=leaf, commitment=commitment_, tree=tree, tile=tile, note=note, checkpoint=checkpoint, cosignature=cosignature,
                  proof=proof, policy=policy, receipt=receipt, jws=jws, bundle=bundle)
    for path in sorted(directory.glob("*.json")):
        cases = json.loads(path.read_text("utf-8"))["cases"]; bad = [c.get("name", at) for at, c in enumerate(cases) if not checks[path.stem](c)]
        print(f"{path.name}: {len(cases) - len(bad)} of {len(cases)} hold" + (f"; these do not: {bad}" if bad else "")); wrong += len(bad)
    sys.exit(1 if wrong else 0)

main()
