"""The statement of a bundle: an in-toto Statement with the digests of its files, in a DSSE
envelope.

Statement: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md. Envelope:
https://github.com/secure-systems-lab/dsse/blob/master/envelope.md. `signing.py` creates and checks
the signatures.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from provenance.errors import TamperedError
from provenance.evidence.products import AIBOM, REPORT
from provenance.hubs.recorded import BundleIndexJson

STATEMENT, SIGSTORE = "statement.dsse.json", "statement.sigstore.json"
CERTIFICATE = "certificate.pem"
_UNSTATED = (STATEMENT, SIGSTORE)
PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:provenance:evidence-1"

Signatures = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs a statement.

    Attributes:
        sign: Returns the files that carry the signature, including the statement in its envelope.
        certificates: The signer's certificate and any intermediates, as PEM; empty if there are
            none.
    """

    sign: Callable[[bytes], Mapping[str, bytes]]
    certificates: bytes = b""


def state(files: Mapping[str, bytes], index: BundleIndexJson) -> bytes:
    """Write the statement of a bundle: the SHA-256 of every file except the statement and its
    signature.

    Args:
        files: Content by name.
        index: The bundle's index.

    Returns:
        The payload, JSON with sorted keys; schemas/evidence-1.schema.json describes its predicate.
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
    """Put a statement and any signatures into a DSSE envelope."""
    document = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": PAYLOAD_TYPE,
        "signatures": [dict(signature) for signature in signatures],
    }
    return json.dumps(document, indent=2).encode() + b"\n"


def open_envelope(data: bytes) -> tuple[bytes, Signatures]:
    """Open an envelope; returns the statement and its signatures, still unverified.

    Raises:
        TamperedError: It differs from what `envelope` writes.
    """
    try:
        document = json.loads(data)
        payload = base64.b64decode(document["payload"])
        signatures = [
            {"keyid": str(signature["keyid"]), "sig": str(signature["sig"])}
            for signature in document["signatures"]
        ]
        sound = envelope(payload, signatures) == data and all(
            _is_base64(signature["sig"]) for signature in signatures
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        sound = False
    if not sound:
        raise TamperedError(f"{STATEMENT} has been changed", "Fetch the bundle again.")
    return payload, signatures


def differences(payload: bytes, files: Mapping[str, bytes], index: BundleIndexJson) -> list[str]:
    """Compare files with a statement; returns one sentence per difference.

    Args:
        payload: The statement.
        files: The bundle's files, including the statement.
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
