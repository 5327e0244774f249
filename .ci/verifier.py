"""A second verifier, written from audit/FORMAT.md alone (sections 1 to 7); `vectors.py` runs it."""
import base64, hashlib, hmac, json, re, uuid
from datetime import datetime, timedelta, timezone
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils

CLASSES = {1: "collection", 2: "alteration", 3: "consultation", 4: "disclosure", 5: "combination", 6: "erasure",
           7: "administration", 8: "refusal", 16: "open", 17: "key", 18: "grant", 19: "erase", 20: "review", 21: "heartbeat"}
NAMES = ("time operation action partner person certificate records purpose grant case reason justification asked given "
         "recipients request_id trace_id policy_version record_sha256 refusal pointer asserted_by use_code subject detail "
         "suppressed previous_root build exchange").split()

class Bad(Exception): pass
def need(condition, why="bad"):
    if not condition: raise Bad(why)
def sha(data): return hashlib.sha256(data).digest()
def u(number, size): return number.to_bytes(size, "big")

# 1. Conventions
def strict(text, decode, encode):
    try: data = decode(text)
    except Exception: raise Bad("encoding")
    need(encode(data) == text, "spelling"); return data
def b64(text): return strict(text, lambda t: base64.b64decode(t, validate=True), lambda d: base64.b64encode(d).decode())
def encode_url(data): return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
def b64url(text): return strict(text, lambda t: base64.urlsafe_b64decode(t + "=" * (-len(t) % 4)), encode_url)
def unhex(text): return strict(text, bytes.fromhex, bytes.hex)
def decimal(text): return strict(text, lambda t: int(t) if re.fullmatch("[0-9]+", t) else 1 / 0, str)
def pairs(items):
    need(len({k for k, _ in items}) == len(items), "member twice"); return dict(items)
def parse_json(data):
    try: return json.loads(data if isinstance(data, str) else data.decode("utf-8"), object_pairs_hook=pairs)
    except ValueError: raise Bad("json")
def members(value, *names, optional=()):
    need(isinstance(value, dict) and set(names) <= set(value) <= set(names) | set(optional), "members"); return value
def moment(text):
    need(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text), "moment"); return loose_moment(text)
def loose_moment(text):
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d+))?(?:[Zz]|[+-]00:00)", text); need(found, "moment")
    seconds = datetime.strptime(f"{found[1]} {found[2]}", "%Y-%m-%d %H:%M:%S").replace(tzinfo=timezone.utc) - datetime(1970, 1, 1, tzinfo=timezone.utc)
    return seconds // timedelta(milliseconds=1) + int(((found[3] or "") + "000")[:3])

# 2. Tree (RFC 9162, sections 2.1.3.2 and 2.1.4.2)
def node(left, right): return sha(b"\1" + left + right)
def root_of(leaves):
    if len(leaves) < 2: return leaves[0] if leaves else sha(b"")
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root_of(leaves[:k]), root_of(leaves[k:]))
def included(leaf, index, size, path, root):
    if index >= size: return False
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0: return False
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn: fn, sn = fn >> 1, sn >> 1
        else: r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root
def consistent(old, old_root, new, new_root, path):
    if old == new: return not path and old_root == new_root
    if old == 0: return not path
    if old & old - 1 == 0: path = [old_root] + path
    if not path: return False
    fn, sn = old - 1, new - 1
    while fn & 1: fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0: return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn: fn, sn = fn >> 1, sn >> 1
        else: sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == new_root

# 3. and 4. Leaf, fields, commitment
def parse_leaf(leaf):
    need(len(leaf) == 52 and leaf[:15] == b"samen-audit/v1\n" and leaf[15] in CLASSES, "leaf")
    return CLASSES[leaf[15]], int.from_bytes(leaf[16:20], "big"), leaf[20:]
def salt_of(k, field): return hmac.new(k, b"samen-audit/salt/v1" + u(field, 2), "sha256").digest()
def field_digest(field, salt, value): return sha(b"samen-audit/field/v1\0" + u(field, 2) + salt + u(len(value), 4) + value)
def commitment(digests): return sha(b"samen-audit/commit/v1\0" + u(len(digests), 1) + b"".join(digests))
def name_of(field): return NAMES[field - 1] if 1 <= field <= len(NAMES) else f"field-{field}"

# 5. Signed texts
def ed(public, signature, data):
    try: ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, data); return True
    except (InvalidSignature, ValueError): return False
def vkey(text, kind):
    name, key_id, key = text.split("+", 2)
    key = b64(key); need(len(key) == 33 and key[0] == kind, "vkey")
    need(unhex(key_id) == sha(name.encode() + b"\n" + key)[:4], "key id"); return name, unhex(key_id), key[1:]
def parse_note(note):
    need(len(note.encode()) <= 1_000_000 and not re.search("[\0-\x09\x0b-\x1f]", note) and "\n\n" in note and note[-1] == "\n", "note")
    text, lines = note.rsplit("\n\n", 1); found = []
    for line in lines[:-1].split("\n"):
        match = re.fullmatch("\u2014 ([^\\s+]+) (\\S+)", line); need(match and len(b64(match[2])) > 4, "line")
        found.append((match[1], b64(match[2])[:4], b64(match[2])[4:]))
    need(len(found) <= 100, "lines"); return text + "\n", found
def verify_note(note, keys):
    text, lines = parse_note(note); signers = set()
    for name, key_id, signature in lines:
        for known, known_id, public in keys:
            if (name, key_id) == (known, known_id):
                need(ed(public, signature, text.encode()), "signature"); signers.add(name)
    need(signers, "not signed"); return text, signers
def verify_checkpoint(note, keys):
    text, signers = verify_note(note, keys); lines = text.split("\n"); need(len(lines) == 4 and lines[0] in signers, "checkpoint")
    root = b64(lines[2]); need(len(root) == 32); return lines[0], decimal(lines[1]), root
def cosignatures(note, witnesses):
    text, lines = parse_note(note); found = {}
    for name, key_id, signature in lines:
        for at, (known, known_id, public) in enumerate(witnesses):
            if (name, key_id) == (known, known_id):
                need(len(signature) == 72, "cosignature"); time = int.from_bytes(signature[:8], "big")
                need(time < 1 << 63 and ed(public, signature[8:], f"cosignature/v1\ntime {time}\n{text}".encode()), "cosignature")
                found[at] = max(time, found.get(at, 0))
    return found
def parse_proof(text):
    head, blank, checkpoint = text.partition("\n\n"); lines = head.split("\n"); need(lines.pop(0) == "c2sp.org/tlog-proof@v1" and checkpoint, "proof")
    if lines and lines[0].startswith("extra "): b64(lines.pop(0)[6:])
    need(lines and lines[0].startswith("index "), "index"); path = [b64(line) for line in lines[1:]]
    need(len(path) <= 64 and all(len(h) == 32 for h in path)); return decimal(lines[0][6:]), path, checkpoint
class Policy:
    def __init__(self, text):
        self.logs, self.witnesses, self.names, self.groups, members, self.quorum = [], [], {"none": True}, {}, set(), None
        need(text[-1:] == "\n", 0)
        for number, line in enumerate(text[:-1].split("\n"), 1):
            try: self.line(line, members)
            except (Bad, ValueError, IndexError): raise Bad(number)
        need(self.quorum is not None, 0)
    def line(self, line, members):
        need(not re.search("[\0-\x08\x0b-\x1f\x7f]", line)); words = line.replace("\t", " ").split(" "); words = [w for w in words if w]
        if not words or words[0][0] == "#": return
        kind, rest = words[0], words[1:]; need(kind in ("log", "witness", "group", "quorum"))
        if kind == "log":
            need(len(rest) in (1, 2)); key = vkey(rest[0], 1); need(key[2] not in [k[2] for k in self.logs]); self.logs.append(key)
        elif kind == "witness":
            need(len(rest) in (2, 3) and rest[0] not in self.names); key = vkey(rest[1], 4); need(key[2] not in [k[2] for k in self.witnesses])
            self.names[rest[0]] = len(self.witnesses); self.witnesses.append(key)
        elif kind == "group":
            name, k, *inside = rest; need(inside and name not in self.names); k = {"all": len(inside), "any": 1}.get(k) or decimal(k)
            need(1 <= k <= len(inside) and len(set(inside)) == len(inside) and not members & set(inside) and all(i in self.names and i != "none" for i in inside))
            members |= set(inside); self.names[name] = (k, inside)
        else: need(len(rest) == 1 and self.quorum is None and rest[0] in self.names); self.quorum = rest[0]
    def met(self, found, name=None):
        what = self.names[name or self.quorum]
        if what is True: return True
        return what in found if isinstance(what, int) else sum(self.met(found, i) for i in what[1]) >= what[0]

# 6. Signed documents
def thumbprint(jwk): return encode_url(sha(json.dumps({k: jwk[k] for k in ("crv", "kty", "x", "y") if k in jwk}, separators=(",", ":")).encode()))
def parse_jws(data):
    need(len(data) <= 96 * 1024, "large")
    if data.lstrip()[:1] == b"{":
        parts = members(parse_json(data), "payload", "protected", "signature"); need(b"\\" not in data and all(isinstance(p, str) for p in parts.values()))
        parts = [parts["protected"], parts["payload"], parts["signature"]]
    else: parts = re.sub(r"\r?\n\Z", "", data.decode("utf-8", "replace")).split(".")
    need(len(parts) == 3 and parts[2], "parts"); header = b64url(parts[0]); need(len(header) <= 2048); header = parse_json(header)
    need(isinstance(header, dict) and not {"crit", "b64", "jku", "jwk", "x5u", "x5c"} & set(header), "header")
    for name in ("alg", "kid", "typ"): need(isinstance(header.get(name), str) and 1 <= len(header[name].encode()) <= 128, name)
    return header, b64url(parts[1]), f"{parts[0]}.{parts[1]}".encode(), b64url(parts[2])
def verify_jws(data, jwk):
    header, payload, signed, signature = parse_jws(data); need(len(signature) == 64, "length")
    if (jwk["kty"], jwk["crv"]) == ("OKP", "Ed25519"): need(header["alg"] in ("EdDSA", "Ed25519") and ed(b64url(jwk["x"]), signature, signed), "signature")
    else:
        need((jwk["kty"], jwk["crv"], header["alg"]) == ("EC", "P-256", "ES256"), "algorithm"); n = lambda b: int.from_bytes(b, "big")
        key = ec.EllipticCurvePublicNumbers(n(b64url(jwk["x"])), n(b64url(jwk["y"])), ec.SECP256R1()).public_key()
        try: key.verify(utils.encode_dss_signature(n(signature[:32]), n(signature[32:])), signed, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature: raise Bad("signature")
    return header, payload

# 7. Receipt
class Receipt:
    def __init__(self, text):
        value = members(parse_json(text), "version", "leaf", "fields", "proof", optional=("record", "record_sha256", "witnesses_missing")); need(value["version"] == 1)
        need(isinstance(value.get("witnesses_missing", ["none"]), list) and 1 <= len(value.get("witnesses_missing", ["none"])) <= 64)
        self.record, self.leaf, self.shown, self.digests, last = value.get("record"), b64(value["leaf"]), {}, [], -1
        need(self.record is None or str(uuid.UUID(self.record)) == self.record); need(len(self.leaf) == 52)
        self.digest = unhex(value["record_sha256"]) if "record_sha256" in value else None
        for part in value["fields"]:
            number = part["id"]; need(type(number) is int and last < number < 1 << 16, "order"); last = number
            need(not 1 <= number <= len(NAMES) or part["name"] == name_of(number), "name")
            if "digest" in part: self.digests.append(b64(members(part, "id", "name", "digest")["digest"])); need(len(self.digests[-1]) == 32)
            else:
                members(part, "id", "name", "salt", "value"); salt = b64(part["salt"]); need(len(salt) == 32)
                self.shown[number] = b64(part["value"]); self.digests.append(field_digest(number, salt, self.shown[number]))
        self.index, self.path, self.checkpoint = parse_proof(value["proof"])
    def check_fields(self, record=None):
        need(commitment(self.digests) == parse_leaf(self.leaf)[2], "commitment"); need(self.digest == self.shown.get(19), "digest")
        if self.record: need(19 in self.shown and (7 not in self.shown or self.record in self.shown[7].decode().split(" ")), "record")
        if record is not None:
            need(sha(record) == self.digest, "other record"); own = parse_json(parse_jws(record)[1]).get("id"); need(not self.record or own in (None, self.record))
    def verify(self, keys, record=None):
        self.check_fields(record); _, size, root = verify_checkpoint(self.checkpoint, keys); need(included(sha(b"\0" + self.leaf), self.index, size, self.path, root), "inclusion")
