"""Whether a record is in the log whose key is given, checked offline: nothing is fetched and nobody is asked.

The leaf is SHA-256 over the record's canonical bytes (RFC 8785), the path leads to the root of the RFC 9162 tree, and
the root stands in a checkpoint that the log's Ed25519 key has signed (C2SP tlog-proof, tlog-checkpoint, signed note).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .canonical import canonical_text, parse

_HEADER = "c2sp.org/tlog-proof@v1"
_LONGEST_PROOF = 2_000_000
_LONGEST_PATH = 63
_LONGEST_NOTE = 1_000_000
_MOST_SIGNATURES = 100
_LONGEST_RECORD_BYTES = 1_048_576
_MOST_LEVELS = 64
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,15})", re.ASCII)
_CHOSEN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MEMBERS = {
    "id": re.compile(r"rec_[0-9a-hjkmnp-tv-z]{26}"),
    "kind": re.compile(r"[a-z][a-z0-9_.-]{0,63}"),
    "org_id": _CHOSEN_ID,
    "plant_id": _CHOSEN_ID,
    "salt": re.compile(r"[0-9a-f]{32}"),
}
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Check:
    """One thing that was checked: ``canonical``, ``commitment``, ``inclusion``, ``signature`` or ``origin``."""

    check: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class Verification:
    """Attributes:
    valid: True only when every check holds.
    checks: Each of them, in plain words.
    commitment: SHA-256 of the record's bytes, 64 hex digits; None where it is no text.
    """

    valid: bool
    checks: tuple[Check, ...]
    commitment: str | None


@dataclass(frozen=True)
class _Key:
    name: str
    key_id: str
    public_key: bytes


@dataclass(frozen=True)
class _Proof:
    index: int
    path: tuple[bytes, ...]
    checkpoint: str


@dataclass(frozen=True)
class _Checkpoint:
    origin: str
    size: int
    root: bytes


class RecordProof(Protocol):
    """A proof as the gateway answers it."""

    record: str
    proof: str
    commitment: str


def verify_proof(proof: RecordProof | Mapping[str, Any], verifier_key: str) -> Verification:
    """Checks a proof as ``proof_of`` gives it, or as it was kept (``json.load``).

    Args:
        proof: With ``record``, ``proof`` and ``commitment``.
        verifier_key: From a source you trust, such as the first message of the log's topic: the key that stands in
            the gateway's answer proves only that the answer agrees with itself.
    """
    if isinstance(proof, Mapping):
        return verify_texts(proof["record"], proof["proof"], verifier_key, proof.get("commitment"))
    return verify_texts(proof.record, proof.proof, verifier_key, proof.commitment)


def verify_texts(record: str | bytes, proof: str, verifier_key: str, commitment: str | None = None) -> Verification:
    """Checks a record's proof by its texts. Never raises for what it is handed.

    Args:
        record: The record's exact bytes, or their text.
        proof: The ``tlog-proof`` text.
        verifier_key: From a source you trust, as for ``verify_proof``.
        commitment: What you were told of the record, 64 hex digits; compared when given.
    """
    try:
        data: bytes | None = record.encode("utf-8") if isinstance(record, str) else bytes(record)
    except UnicodeEncodeError:
        data = None
    digest = None if data is None else hashlib.sha256(data).digest()
    parsed = _parse_proof(proof)
    note = None if parsed is None else _parse_note(parsed.checkpoint)
    head = None if note is None else _parse_checkpoint(note[0])
    key = _parse_key(verifier_key)
    checks = (
        _check("canonical", _refused_record(data), lambda: f"the bytes are the canonical form of {_id_of(data)}"),
        _check(
            "commitment",
            _refused_commitment(digest, commitment),
            lambda: f"SHA-256 of the record's bytes is {digest.hex() if digest else None}",
        ),
        _check(
            "inclusion",
            _refused_inclusion(digest, parsed, head),
            lambda: f"the record is leaf {parsed and parsed.index} of the log's first {head and head.size}",
        ),
        _check(
            "signature",
            _refused_signature(parsed, note, key),
            lambda: f"the checkpoint is signed by the key {key and key.name}+{key and key.key_id}",
        ),
        _check("origin", _refused_origin(head, key), lambda: f"the checkpoint is of the log {key and key.name}"),
    )
    return Verification(all(one.ok for one in checks), checks, digest.hex() if digest else None)


def _check(name: str, refused: str | None, held: Callable[[], str]) -> Check:
    return Check(name, refused is None, held() if refused is None else refused)


def _id_of(data: bytes | None) -> str:
    return str(parse((data or b"").decode("utf-8"))["id"])


def _refused_record(data: bytes | None) -> str | None:
    if data is None:
        return "the record is not UTF-8 text"
    if len(data) > _LONGEST_RECORD_BYTES:
        return "the record is longer than 1 MiB"
    try:
        text = data.decode("utf-8")
        members = parse(text)
        if _is_deeper_than(members, _MOST_LEVELS):
            return f"the record is nested deeper than {_MOST_LEVELS} levels"
        if canonical_text(members) != text:
            return "the record is not in canonical form (RFC 8785)"
    except RecursionError:
        return f"the record is nested deeper than {_MOST_LEVELS} levels"
    except ValueError:
        return "the record is not JSON in UTF-8"
    if not isinstance(members, dict):
        return "the record is not a JSON object"
    return _refused_envelope(members)


def _is_deeper_than(value: Any, levels: int) -> bool:
    if not isinstance(value, (dict, list)):
        return False
    members = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper_than(member, levels - 1) for member in members)


def _refused_envelope(members: Mapping[str, Any]) -> str | None:
    for name, pattern in _MEMBERS.items():
        value = members.get(name)
        if not isinstance(value, str) or pattern.fullmatch(value) is None:
            return f"{name} is missing or not in its form"
    seq, prev = members.get("seq"), members.get("prev")
    if not isinstance(seq, float) or not seq.is_integer() or not 1 <= seq < 2**53:
        return "seq is not a whole number from 1"
    if "prev" not in members or not (prev is None or (isinstance(prev, str) and _HASH.fullmatch(prev))):
        return "prev is neither null nor 64 hex digits"
    if (prev is None) != (seq == 1):
        return "prev is null exactly in a plant's first record"
    return None


def _refused_commitment(digest: bytes | None, expected: str | None) -> str | None:
    if digest is None:
        return "not checked: the record is not UTF-8 text"
    return None if expected in (None, digest.hex()) else "SHA-256 of the record's bytes is not the commitment given"


def _refused_inclusion(digest: bytes | None, proof: _Proof | None, head: _Checkpoint | None) -> str | None:
    if proof is None:
        return "the proof is not a tlog-proof text"
    if head is None:
        return "the proof holds no checkpoint"
    if digest is None:
        return "not checked: the record is not UTF-8 text"
    root = root_of(digest, proof.index, head.size, proof.path)
    if root is None:
        return f"the path does not fit leaf {proof.index} of a log of {head.size}"
    return None if root == head.root else "the path from this record does not lead to the root of the checkpoint"


def _refused_signature(proof: _Proof | None, note: _Note | None, key: _Key | None) -> str | None:
    if key is None:
        return "the verifier key is not an Ed25519 note key"
    if proof is None or note is None:
        return "the proof holds no signed note"
    body, signatures = note
    ours = [signature for name, key_id, signature in signatures if (name, key_id) == (key.name, key.key_id)]
    if not ours:
        return f"no signature by the key {key.name}+{key.key_id}"
    public = Ed25519PublicKey.from_public_bytes(key.public_key)
    for signature in ours:
        try:
            public.verify(signature, body.encode("utf-8"))
        except InvalidSignature:
            return f"the signature by the key {key.name}+{key.key_id} does not hold"
    return None


def _refused_origin(head: _Checkpoint | None, key: _Key | None) -> str | None:
    if head is None or key is None:
        return "not checked: no checkpoint or no verifier key could be read"
    return None if head.origin == key.name else f"the checkpoint is of the log {head.origin}, the key of {key.name}"


def root_of(entry: bytes, index: int, size: int, path: tuple[bytes, ...] | list[bytes]) -> bytes | None:
    """The root that an inclusion path leads to (RFC 9162 section 2.1.3.2); None where path or index do not fit.

    Args:
        entry: The leaf's entry, here the 32 bytes of a commitment.
        index: Zero-based place of the leaf.
        size: Leaves of the tree.
        path: Siblings, from the leaf's own up to the root's child; 32 bytes each.
    """
    if not 0 <= index < size:
        return None
    node, last = index, size - 1
    found = hashlib.sha256(b"\x00" + entry).digest()
    for sibling in path:
        if last == 0:
            return None
        if node % 2 == 1 or node == last:
            found = hashlib.sha256(b"\x01" + sibling + found).digest()
            while node % 2 == 0 and node != 0:
                node, last = node // 2, last // 2
        else:
            found = hashlib.sha256(b"\x01" + found + sibling).digest()
        node, last = node // 2, last // 2
    return found if last == 0 else None


def _parse_proof(text: str) -> _Proof | None:
    head, blank, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if len(text) > _LONGEST_PROOF or blank == "" or lines.pop(0) != _HEADER:
        return None
    if lines and lines[0].startswith("extra ") and _bytes_of(lines.pop(0)[len("extra ") :]) is None:
        return None
    index = _whole_number(lines.pop(0)[len("index ") :]) if lines and lines[0].startswith("index ") else None
    path = tuple(_hash_of(line) or b"" for line in lines)
    if index is None or len(path) > _LONGEST_PATH or b"" in path:
        return None
    return _Proof(index, path, checkpoint)


_Note = tuple[str, list[tuple[str, str, bytes]]]


def _parse_note(text: str) -> _Note | None:
    """The signed text with its last newline, and name, key id and signature of each line."""
    at = text.rfind("\n\n")
    if len(text) > _LONGEST_NOTE or not _is_note_text(text) or at < 0 or not text.endswith("\n"):
        return None
    lines = text[at + 2 : -1].split("\n")
    signatures = []
    for line in lines:
        parts = line.split(" ")
        data = _bytes_of(parts[2]) if len(parts) == 3 else None
        if data is None or len(data) < 5 or parts[0] != "\u2014" or not _is_key_name(parts[1]):
            return None
        signatures.append((parts[1], data[:4].hex(), data[4:]))
    return (text[: at + 1], signatures) if len(signatures) <= _MOST_SIGNATURES else None


def _parse_checkpoint(body: str) -> _Checkpoint | None:
    lines = body[:-1].split("\n")
    if not body.endswith("\n") or len(lines) < 3 or "" in lines:
        return None
    size, root = _whole_number(lines[1]), _hash_of(lines[2])
    return None if size is None or root is None else _Checkpoint(lines[0], size, root)


def _parse_key(text: str) -> _Key | None:
    name, key_id, encoded = (text.split("+", 2) + ["", ""])[:3]
    data = _bytes_of(encoded)
    if not _is_key_name(name) or data is None or len(data) != 33 or data[0] != 1:
        return None
    fits = hashlib.sha256(name.encode("utf-8") + b"\n" + data).digest()[:4].hex() == key_id
    return _Key(name, key_id, data[1:]) if fits else None


def _is_note_text(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return all(character >= " " or character == "\n" for character in text)


def _is_key_name(name: str) -> bool:
    return name != "" and _is_note_text(name) and not any(one.isspace() or one == "+" for one in name)


def _bytes_of(text: str) -> bytes | None:
    """Standard base 64 with padding, in the one canonical encoding of its bytes."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return data if base64.b64encode(data).decode("ascii") == text else None


def _hash_of(text: str) -> bytes | None:
    data = _bytes_of(text)
    return data if data is not None and len(data) == 32 else None


def _whole_number(text: str) -> int | None:
    if _DECIMAL.fullmatch(text) is None:
        return None
    value = int(text)
    return value if value < 2**53 else None
