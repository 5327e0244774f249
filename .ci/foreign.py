"""A partner's own software in another language: signs records of the demonstration with a JOSE library
that shares no code with the exchange, and flips bits in what it got.

    foreign.py sign DIR PERSON incident|sighting   prints a flattened JWS (RFC 7515, section 7.2.2)
    foreign.py flip-jws|flip-leaf|flip-proof|flip-checkpoint|flip-field FILE OUT

Needs jwcrypto. Nothing in here checks evidence: that is left to samen-verify.
"""

import base64
import datetime
import json
import pathlib
import sys
import tomllib
import uuid

from jwcrypto import jwk, jws

# By the kind of key; the exchange takes the algorithm from the registered key, and the header agrees.
ALGORITHMS = {"OKP": "EdDSA", "EC": "ES256"}


def moment(minutes):
    at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def incident():
    return {
        "lmc": "bzibbi",
        "began_at": moment(-40),
        "place": {"street": "Turfkade", "number": "14", "town": "Almelo"},
        "narrative": [{"part": "observation", "text": "Een raam stond open; niets weg, zo lijkt het. ✓"}],
        "caught_in_act": False,
        "control_room": {"at": moment(-30), "reference": "P2026-88122"},
    }


def sighting():
    return {
        "spontaneous": True,
        "kind": "seen",
        "first_seen": moment(-3),
        "last_seen": moment(-2),
        "place": {"street": "Diamantstraat", "town": "Hengelo"},
        "method": "cctv",
        "camera": "gate-3",
        "vehicle": {"kind": "car", "colors": ["blue"]},
        "plate": {"country": "NL", "text": "G-001-BB"},
    }


def sign(demo, person, kind):
    profile = tomllib.loads((demo / "clients" / f"{person}.toml").read_text())
    key = jwk.JWK.from_json((demo / "keys" / f"{person}.jwk").read_text())
    record = {
        "type": kind,
        "version": 1,
        "id": str(uuid.uuid4()),
        "exchange": profile["exchange"],
        "issuer": profile["partner"],
        "author": profile["person"],
        "issued_at": moment(0),
        "expires_at": moment(600),
        "status": "actual",
        "message": "new",
        "references": [],
        "purpose": "offences",
        "grant": f"twente-2026-{profile['partner']}",
        "audience": ["politie-twente"],
        "handling": {"code": "H0"},
        "body": {"incident": incident, "sighting": sighting}[kind](),
    }
    header = {"alg": ALGORITHMS[key["kty"]], "kid": key.thumbprint(), "typ": "samen-record+json"}
    # Spaces and characters beyond ASCII stay as they are: what is signed is bytes, not a canonical form.
    token = jws.JWS(json.dumps(record, indent=1, ensure_ascii=False).encode())
    token.add_signature(key, None, json.dumps(header))
    print(token.serialize(compact=False))


def flip_middle(data):
    data = bytearray(data)
    data[len(data) // 2] ^= 1
    return bytes(data)


def flipped(text):
    """The same base64 (RFC 4648, section 4) with one bit in its middle flipped."""
    return base64.b64encode(flip_middle(base64.b64decode(text))).decode()


def flipped_url(text):
    """The same base64url without padding (RFC 7515, section 2) with one bit in its middle flipped."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return base64.urlsafe_b64encode(flip_middle(data)).decode().rstrip("=")


def flip(what, source, target):
    document = json.loads(source.read_text())
    if what == "jws":
        document["payload"] = flipped_url(document["payload"])
    elif what == "leaf":
        document["leaf"] = flipped(document["leaf"])
    elif what == "field":
        shown = [field for field in document["fields"] if "value" in field]
        shown[0]["value"] = flipped(shown[0]["value"])
    else:
        path, checkpoint = document["proof"].split("\n\n", 1)
        lines = path.split("\n")
        if what == "proof":
            # The header and the index come first, then the hashes of the path.
            lines[-1] = flipped(lines[-1])
        else:
            origin, size, root, rest = checkpoint.split("\n", 3)
            checkpoint = "\n".join([origin, size, flipped(root), rest])
        document["proof"] = "\n".join(lines) + "\n\n" + checkpoint
    target.write_text(json.dumps(document))


def main():
    match sys.argv[1:]:
        case ["sign", demo, person, kind]:
            sign(pathlib.Path(demo), person, kind)
        case [command, source, target] if command.startswith("flip-"):
            flip(command.removeprefix("flip-"), pathlib.Path(source), pathlib.Path(target))
        case _:
            sys.exit(__doc__)


main()
