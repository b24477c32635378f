"""What a `model.sig` states. Nothing is verified here but that the statement agrees with itself.

The file is a Sigstore bundle (https://docs.sigstore.dev/about/bundle) whose DSSE envelope holds an
in-toto statement: one resource for each file, and as subject a digest over their digests
(https://github.com/sigstore/model-transparency).
"""

from __future__ import annotations

import hashlib
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from provenance.files.safe_json import JsonError, load_json
from provenance.messages import message

SIGNATURE = "model.sig"
PAYLOAD_TYPE = "application/vnd.in-toto+json"
PREDICATE = "https://model_signing/signature/v1.0"
SHA256 = "sha256"
# A model of ten thousand files is stated in about two megabytes.
MOST_RESOURCES = 50_000
_MOST_IGNORED = 1000
_MOST_CERTIFICATES = 10
_IN_PARTS = "shards"


class BrokenSignatureError(ValueError):
    """The file is not the signature of a model, or contradicts itself.

    Args:
        reason: What is wrong, without a trailing full stop.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFile:
    """A file as the signer saw it.

    Attributes:
        path: Path inside the model's folder.
        sha256: Digest of all its bytes; empty where the signer hashed it in another way.
    """

    path: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedModel:
    """A signature and its statement.

    Attributes:
        bundle: The file.
        payload: The signed bytes.
        signature: The signature over them.
        key_hint: Digest of the public key, where a bare key signed.
        certificates: DER of the signer's certificate and those above it, where it has them.
        is_logged: Whether sigstore's log vouches for it.
        model: The signer's name for the model.
        files: What was signed, sorted.
        ignored: Paths that the signer left out on purpose.
    """

    bundle: bytes
    payload: bytes
    signature: bytes
    key_hint: str
    certificates: tuple[bytes, ...]
    is_logged: bool
    model: str
    files: tuple[SignedFile, ...]
    ignored: tuple[str, ...]


def read_statement(bundle: bytes) -> SignedModel:
    """Read a `model.sig`.

    Raises:
        BrokenSignatureError: It is not one.
    """
    document = _object(_json(bundle))
    envelope = _object(document.get("dsseEnvelope"))
    if envelope.get("payloadType") != PAYLOAD_TYPE:
        raise BrokenSignatureError(message("weights.signature.no-envelope"))
    payload = _bytes(envelope.get("payload"))
    listed = envelope.get("signatures")
    signatures = _objects(listed)
    if not signatures:
        raise BrokenSignatureError(message("weights.signature.no-envelope"))
    # A bundle has one signature by its specification; of several, one would stand for the others.
    if isinstance(listed, list) and len(listed) > 1:
        raise BrokenSignatureError(message("weights.signature.several", count=len(listed)))
    statement = _object(_json(payload))
    if statement.get("predicateType") != PREDICATE:
        raise BrokenSignatureError(message("weights.signature.other-statement"))
    predicate = _object(statement.get("predicate"))
    material = _object(document.get("verificationMaterial"))
    serialization = _object(predicate.get("serialization"))
    return SignedModel(
        bundle=bundle,
        payload=payload,
        signature=_bytes(signatures[0].get("sig")),
        key_hint=_text(_object(material.get("publicKey")).get("hint")),
        certificates=tuple(_certificates(material)),
        is_logged=bool(material.get("tlogEntries")),
        model=_signed_name(statement, predicate),
        files=_files(predicate, _text(serialization.get("method"))),
        ignored=_texts(serialization.get("ignore_paths"))[:_MOST_IGNORED],
    )


def _signed_name(statement: Mapping[str, object], predicate: Mapping[str, object]) -> str:
    """The name of the subject, whose digest has to be that of all listed digests."""
    subjects = _objects(statement.get("subject"))
    if len(subjects) != 1:
        raise BrokenSignatureError(message("weights.signature.other-statement"))
    total = hashlib.sha256()
    for resource in _resources(predicate):
        total.update(_hex(resource.get("digest")))
    stated = _text(_object(subjects[0].get("digest")).get(SHA256))
    if stated != total.hexdigest():
        raise BrokenSignatureError(message("weights.signature.inconsistent"))
    return _text(subjects[0].get("name"))


def _files(predicate: Mapping[str, object], method: str) -> tuple[SignedFile, ...]:
    """The signed files; of those that were hashed in parts only their names."""
    files: dict[str, str] = {}
    for resource in _resources(predicate):
        name = _text(resource.get("name"))
        is_whole = method != _IN_PARTS and resource.get("algorithm") == SHA256
        # A part is called `path:start:end`.
        path = name if method != _IN_PARTS else name.rsplit(":", 2)[0]
        if not path:
            raise BrokenSignatureError(message("weights.signature.other-statement"))
        files[path] = _text(resource.get("digest")) if is_whole else ""
    return tuple(SignedFile(path=path, sha256=files[path]) for path in sorted(files))


def _resources(predicate: Mapping[str, object]) -> list[Mapping[str, object]]:
    resources = _objects(predicate.get("resources"))
    if len(resources) > MOST_RESOURCES:
        raise BrokenSignatureError(message("weights.signature.too-many", count=len(resources)))
    return resources


def _certificates(material: Mapping[str, object]) -> Iterator[bytes]:
    """The signer's own certificate first."""
    own = _object(material.get("certificate")).get("rawBytes")
    if own:
        yield _bytes(own)
    chain = _objects(_object(material.get("x509CertificateChain")).get("certificates"))
    for certificate in chain[:_MOST_CERTIFICATES]:
        yield _bytes(certificate.get("rawBytes"))


def _json(data: bytes) -> object:
    try:
        return load_json(data).value
    except JsonError as error:
        reason = message("weights.signature.not-json", why=error.reason)
        raise BrokenSignatureError(reason) from None


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Mapping[str, object]]:
    entries = value if isinstance(value, list) else []
    return [entry for entry in entries if isinstance(entry, dict)]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    entries = value if isinstance(value, list) else []
    return tuple(entry for entry in entries if isinstance(entry, str))


def _bytes(value: object) -> bytes:
    try:
        return b64decode(_text(value), validate=True)
    except ValueError:
        raise BrokenSignatureError(message("weights.signature.no-envelope")) from None


def _hex(value: object) -> bytes:
    try:
        return bytes.fromhex(_text(value))
    except ValueError:
        raise BrokenSignatureError(message("weights.signature.inconsistent")) from None
