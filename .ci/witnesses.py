"""Others' arithmetic and others' client, for .ci/witnesses. Stands on aics-tlog and aics-witness, which
share no code with this project.

    witnesses.py paths CHECKPOINT                     the files that a static copy of the log needs
    witnesses.py leaf TILES INDEX OUT                 one leaf out of the entry tiles of a copy
    witnesses.py proof PROOF LEAF VKEY                checks a tlog-proof
    witnesses.py fork CHECKPOINT SEED URL             asks a witness for what a log must not do
    witnesses.py make DIR ORIGIN                      a new log of 300 entries, with its keys
    witnesses.py submit DIR URL VKEY                  has a witness cosign that log while it grows
"""

import base64
import pathlib
import sys
import urllib.error
import urllib.request

import aics_tlog
from aics_tlog import tiles
from aics_witness.feeder import merge_cosignatures, submit_checkpoint
from aics_witness.protocol import format_add_checkpoint_request, origin_hash
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

WIDTH = 256


def expect(what, got, wanted):
    if got != wanted:
        sys.exit(f"FAILED: {what}: {got!r}, not {wanted!r}")


def read_checkpoint(path):
    return aics_tlog.parse_checkpoint(aics_tlog.parse_note(path.read_bytes()).text)


def paths(checkpoint):
    """Every tile of the tree and every tile of entries, the last of each row as narrow as it is."""
    size = read_checkpoint(checkpoint).size
    level, row = 0, size
    while row:
        for index in range((row + WIDTH - 1) // WIDTH):
            width = min(row - index * WIDTH, WIDTH)
            width = None if width == WIDTH else width
            print(tiles.tile_path(level, index, width))
            if level == 0:
                print(tiles.entry_bundle_path(index, width))
        level, row = level + 1, row // WIDTH


def leaf(folder, index, out):
    place = folder / tiles.entry_bundle_path(index // WIDTH, None)
    if not place.is_file():
        place = next(place.with_name(place.name + ".p").iterdir())
    out.write_bytes(tiles.parse_entry_bundle(place.read_bytes())[index % WIDTH])


def proof(path, leaf_file, vkey):
    """Reads a tlog-proof by the letter of its document."""
    head, note = path.read_text().split("\n\n", 1)
    lines = head.split("\n")
    expect("the first line of the proof", lines.pop(0), "c2sp.org/tlog-proof@v1")
    if lines[0].startswith("extra "):
        lines.pop(0)
    index = int(lines.pop(0).removeprefix("index "))
    hashes = [base64.b64decode(line, validate=True) for line in lines]
    key = aics_tlog.parse_vkey(vkey)
    result = aics_tlog.verify_checkpoint(aics_tlog.parse_note(note), key, expected_origin=key.name)
    expect("the checkpoint of the proof", result.ok, True)
    checkpoint = aics_tlog.parse_checkpoint(aics_tlog.parse_note(note).text)
    data = leaf_file.read_bytes()
    holds = aics_tlog.verify_leaf_inclusion(data, index, checkpoint.size, hashes, checkpoint.root)
    expect("the proof", holds, True)
    holds = aics_tlog.verify_leaf_inclusion(data + b"?", index, checkpoint.size, hashes, checkpoint.root)
    expect("the proof of another leaf", holds, False)


def post(url, body):
    request = urllib.request.Request(url + "/add-checkpoint", data=body, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers["Content-Type"], answer.read()


def signed(origin, size, root, key, more=()):
    checkpoint = aics_tlog.Checkpoint(origin, size, root, tuple(more))
    return aics_tlog.sign_checkpoint(checkpoint, key, origin).to_bytes()


def fork(checkpoint, seed, url):
    """Signs with the key of the log what the log never said. Nothing of it may be cosigned."""
    seen = read_checkpoint(checkpoint)
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(seed.read_text()))
    ask = lambda old, proof, size, root: post(
        url, format_add_checkpoint_request(old, proof, signed(seen.origin, size, root, key))
    )
    # The exchange goes on while this runs, and what the witness has seen moves with it.
    status, media_type, body = ask(0, [], seen.size, seen.root)
    expect("a stale size", (status, media_type), (409, "text/x.tlog.size"))
    held = int(body)
    status, _, _ = ask(held, [], held, bytes(32))
    expect("a fork of the same size", status, 422)
    status, _, _ = ask(held, [bytes(32)] * 9, held + 1, bytes(32))
    expect("a false proof", status, 422)


def make(folder, origin):
    folder.mkdir()
    key = Ed25519PrivateKey.generate()
    (folder / "seed").write_bytes(key.private_bytes_raw())
    vkey = aics_tlog.vkey_from_ed25519(origin, key.public_key().public_bytes_raw())
    (folder / "log.vkey").write_text(aics_tlog.format_vkey(vkey))
    writer = aics_tlog.IncrementalTileWriter(aics_tlog.DirectoryTileStore(folder))
    writer.append(b"entry %d" % number for number in range(300))


def submit(folder, url, vkey):
    log = aics_tlog.parse_vkey((folder / "log.vkey").read_text())
    witness = aics_tlog.parse_vkey(vkey)
    key = Ed25519PrivateKey.from_private_bytes((folder / "seed").read_bytes())
    store = aics_tlog.DirectoryTileStore(folder)
    writer = aics_tlog.IncrementalTileWriter(store, 300, prune_partials=False)

    def between(old, new):
        return aics_tlog.consistency_proof_from_tiles(store, old, new, tile_size=writer.size)

    for more in (0, 1, 0, 212, 511):
        writer.append(b"entry %d" % number for number in range(writer.size, writer.size + more))
        note = signed(log.name, writer.size, writer.root(), key, ["a line of its own", "another one"])
        lines = submit_checkpoint(url, note, between, witness_vkey=witness)
        cosigned = merge_cosignatures(note, lines)
        result = aics_tlog.verify_checkpoint(
            aics_tlog.parse_note(cosigned), log, [witness], 1, expected_origin=log.name, max_age_seconds=60
        )
        expect(f"the cosigned checkpoint of {writer.size} entries", result.ok, True)
        with urllib.request.urlopen(f"{url}/{origin_hash(log.name)}/checkpoint", timeout=30) as answer:
            expect("what monitors read", answer.read(), cosigned)

    size, root = writer.size, writer.root()
    ask = lambda old, proof, note: post(url, format_add_checkpoint_request(old, proof, note))
    stranger = Ed25519PrivateKey.generate()
    for what, wanted, answer in (
        ("a stale size", (409, "text/x.tlog.size", b"%d\n" % size), ask(0, [], signed(log.name, size, root, key))),
        ("a fork of the same size", 409, ask(size, [], signed(log.name, size, bytes(32), key))),
        ("a false proof", 422, ask(size, [bytes(32)] * 9, signed(log.name, size + 1, bytes(32), key))),
        ("an old size beyond the new", 400, ask(size, [], signed(log.name, size - 1, bytes(32), key))),
        ("an unknown origin", 404, ask(0, [], signed("other.example/log", size, root, stranger))),
        ("another key", 403, ask(size, [], signed(log.name, size, root, stranger))),
        ("no request", 400, post(url, b"old 1\n")),
    ):
        expect(what, answer if isinstance(wanted, tuple) else answer[0], wanted)


def main():
    path = pathlib.Path
    match sys.argv[1:]:
        case ["paths", checkpoint]:
            paths(path(checkpoint))
        case ["leaf", folder, index, out]:
            leaf(path(folder), int(index), path(out))
        case ["proof", proof_file, leaf_file, vkey]:
            proof(path(proof_file), path(leaf_file), vkey)
        case ["fork", checkpoint, seed, url]:
            fork(path(checkpoint), path(seed), url)
        case ["make", folder, origin]:
            make(path(folder), origin)
        case ["submit", folder, url, vkey]:
            submit(path(folder), url, vkey)
        case _:
            sys.exit(__doc__)


main()
