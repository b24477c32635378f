"""What a bundle states of itself: an in-toto Statement of the digests of its files, in a DSSE
envelope.

Statement: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md. Envelope:
https://github.com/secure-systems-lab/dsse/blob/master/envelope.md. What is signed and how is
`signing.py`'s.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from provenance.errors import TamperedError
from provenance.evidence.products import AIBOM, REPORT

STATEMENT, SIGSTORE = "statement.dsse.json", "statement.sigstore.json"
CERTIFICATE = "certificate.pem"
_UNSTATED = (STATEMENT, SIGSTORE)
PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:provenance:evidence-1"

Signatures = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs.

    Attributes:
        sign: Gives the files that show who signed a statement, the statement in its envelope among
            them.
        certificates: The signer's certificate and those between it and a root, as PEM; empty where
            there are none.
    """

    sign: Callable[[bytes], Mapping[str, bytes]]
    certificates: bytes = b""


def state(files: Mapping[str, bytes], index: Mapping[str, Any]) -> bytes:
    """Write the statement about a bundle: the SHA-256 of every file but the statement's own and its
    signature's.

    Args:
        files: Content by name.
        index: The bundle's index.

    Returns:
        The payload, JSON with sorted keys. Its predicate is described by
        schemas/evidence-1.schema.json.
    """
    digests = {
        name: hashlib.sha256(files[name]).hexdigest()
        for name in sorted(files)
        if name not in _UNSTATED
    }
    statement = {
        "_type": STATEMENT_TYPE,
        "subject": [
            {"name": name, "digest": {"sha256": digest}} for name, digest in digests.items()
        ],
        "predicateType": PREDICATE_TYPE,
        "predicate": {
            "tool": index["tool"],
            "refs": [entry["ref"] for entry in index["refs"]],
            "manifest": index["manifest"],
            "options": index["options"],
            "report": {"name": REPORT, "digest": {"sha256": digests[REPORT]}},
            "aibom": {"name": AIBOM, "digest": {"sha256": digests[AIBOM]}}
            if AIBOM in digests
            else None,
        },
    }
    return json.dumps(statement, sort_keys=True, separators=(",", ":")).encode()


def envelope(payload: bytes, signatures: Signatures) -> bytes:
    """Put a statement and its signatures, if any, into a DSSE envelope."""
    document = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": PAYLOAD_TYPE,
        "signatures": [dict(signature) for signature in signatures],
    }
    return json.dumps(document, indent=2).encode() + b"\n"


def open_envelope(data: bytes) -> tuple[bytes, Signatures]:
    """The statement in an envelope, and its signatures, which nobody has checked yet.

    Raises:
        TamperedError: It is not as `envelope` writes it, byte for byte.
    """
    try:
        document = json.loads(data)
        payload = base64.b64decode(document["payload"])
        signatures = [
            {"keyid": str(one["keyid"]), "sig": str(one["sig"])} for one in document["signatures"]
        ]
        sound = envelope(payload, signatures) == data and all(
            _is_base64(one["sig"]) for one in signatures
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        sound = False
    if not sound:
        raise TamperedError(f"{STATEMENT} is not as it was written", "Fetch the bundle again.")
    return payload, signatures


def differences(payload: bytes, files: Mapping[str, bytes], index: Mapping[str, Any]) -> list[str]:
    """Which files are not as a statement says, a sentence each; nothing where all are.

    Args:
        payload: The statement.
        files: The bundle's files, the statement's own included.
        index: The bundle's index.
    """
    try:
        subjects = json.loads(payload)["subject"]
        stated = {str(subject["name"]): subject["digest"]["sha256"] for subject in subjects}
    except (ValueError, KeyError, TypeError, RecursionError):
        return [f"{STATEMENT} holds no in-toto statement"]
    digests = {
        name: hashlib.sha256(body).hexdigest()
        for name, body in files.items()
        if name not in _UNSTATED
    }
    missing = sorted(stated.keys() - digests.keys())
    added = sorted(digests.keys() - stated.keys())
    shared = sorted(stated.keys() & digests.keys())
    changed = [name for name in shared if stated[name] != digests[name]]
    problems = [f"{name}, which {STATEMENT} names, is missing" for name in missing]
    problems += [f"{name} was added" for name in added]
    problems += [f"{name} is not as {STATEMENT} says" for name in changed]
    if not problems and (REPORT not in files or state(files, index) != payload):
        problems = [f"{STATEMENT} does not state what is in the bundle"]
    return problems


def _is_base64(text: str) -> bool:
    return base64.b64encode(base64.b64decode(text, validate=True)).decode() == text
