"""Who signed a model: checked offline against a key, a root certificate or a sigstore identity.

Keys and certificates are checked by cryptography (extra `sign`), identities by sigstore (extra
`sigstore`). The signature is over the pre-authentication encoding of DSSE
(https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from provenance.errors import MissingExtraError, UsageError
from provenance.messages import message
from provenance.signatures.statement import PAYLOAD_TYPE, SignedModel

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerTrust:
    """Whom a team expects to sign.

    Attributes:
        pem: A public key, or the certificates that the signer's own has to lead to; empty where an
            identity is expected.
        identity: The name by which sigstore knows the signer.
        issuer: Who knows them by that name.
    """

    pem: bytes = b""
    identity: str = ""
    issuer: str = ""


class OtherSignerError(ValueError):
    """The model was not signed by the one who was expected to.

    Args:
        reason: Why, without a trailing full stop.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_signer(signed: SignedModel, trust: SignerTrust) -> str:
    """Whether a trusted signer made a signature.

    Args:
        signed: The signature.
        trust: Who is trusted.

    Returns:
        The signer, in words.

    Raises:
        UsageError: An extra is not installed, or the key or certificate cannot be used.
        OtherSignerError: Somebody else signed, or the signature covers other bytes.
    """
    if trust.identity:
        return _by_identity(signed, trust)
    _need("cryptography", "sign")
    if _CERTIFICATE in trust.pem:
        return _by_certificate(signed, trust.pem)
    return _by_key(signed, trust.pem)


def stated_signer(signed: SignedModel) -> str:
    """The signer as the signature itself names them, which proves nothing."""
    if signed.is_logged:
        return message("weights.signature.by-identity")
    if signed.certificates:
        return message("weights.signature.by-certificate")
    return message("weights.signature.by-key", key=signed.key_hint[:16] or "?")


def _by_key(signed: SignedModel, pem: bytes) -> str:
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key: Any = load_pem_public_key(pem)
    except (ValueError, TypeError, NotImplementedError):
        raise UsageError(
            message("weights.signature.bad-key"), message("weights.signature.bad-key.hint")
        ) from None
    _check(signed, key)
    return message("weights.signature.by-key", key=_fingerprint(key)[:16])


def _by_certificate(signed: SignedModel, roots: bytes) -> str:
    """Whether the signer's certificate leads to a trusted one and may sign (RFC 5280).

    As in the signing tool itself, it has to be valid at the start of its own term: a signature
    holds no trusted time, and models are loaded long after they were signed.
    """
    from cryptography import x509
    from cryptography.x509 import verification

    try:
        trusted = x509.load_pem_x509_certificates(roots)
    except ValueError:
        raise UsageError(
            message("weights.signature.bad-key"), message("weights.signature.bad-key.hint")
        ) from None
    if not signed.certificates:
        raise OtherSignerError(message("weights.signature.no-certificate"))
    try:
        leaf, *between = map(x509.load_der_x509_certificate, signed.certificates)
        builder = verification.PolicyBuilder().store(verification.Store(trusted))
        builder = builder.time(leaf.not_valid_before_utc.replace(tzinfo=None))
        builder = builder.extension_policies(
            ca_policy=verification.ExtensionPolicy.webpki_defaults_ca(),
            ee_policy=_may_sign_policy(),
        )
        builder.build_client_verifier().verify(leaf, between)
    except (verification.VerificationError, ValueError) as error:
        why = str(error).partition("\n")[0]
        raise OtherSignerError(message("weights.signature.untrusted", why=why)) from None
    _check(signed, leaf.public_key())
    return message("weights.signature.certified", name=leaf.subject.rfc4514_string())


def _may_sign_policy() -> Any:
    """Either extension has to say that the key is for signatures, as the signing tool asks."""
    from cryptography import x509
    from cryptography.x509 import verification

    def may_sign(policy: object, leaf: Certificate, usage: x509.KeyUsage | None) -> None:
        if usage and usage.digital_signature:
            return
        extensions = leaf.extensions
        try:
            purposes = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        except x509.ExtensionNotFound:
            purposes = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.CLIENT_AUTH])
        if x509.ExtendedKeyUsageOID.CODE_SIGNING not in purposes:
            raise ValueError("its key is not for signatures")

    any_way = verification.Criticality.AGNOSTIC
    everything = verification.ExtensionPolicy.permit_all()
    return everything.may_be_present(x509.KeyUsage, any_way, may_sign)


def _by_identity(signed: SignedModel, trust: SignerTrust) -> str:
    _need("sigstore", "sigstore")
    from sigstore.errors import Error
    from sigstore.models import Bundle
    from sigstore.verify import Verifier
    from sigstore.verify.policy import Identity

    try:
        bundle = Bundle.from_json(signed.bundle)
        policy = Identity(identity=trust.identity, issuer=trust.issuer)
        _, payload = Verifier.production(offline=True).verify_dsse(bundle, policy)
    except (Error, ValueError, TypeError, RecursionError) as error:
        why = str(error).partition("\n")[0]
        raise OtherSignerError(message("weights.signature.untrusted", why=why)) from None
    if payload != signed.payload:
        raise OtherSignerError(message("weights.signature.other-bytes"))
    return message("weights.signature.known", name=trust.identity, issuer=trust.issuer)


def _check(signed: SignedModel, key: Any) -> None:
    """Whether a key made the signature."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    signed_bytes = _encoded(signed.payload)
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signed.signature, signed_bytes, ec.ECDSA(_hash_of(key.curve.key_size)))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signed.signature, signed_bytes)
        else:
            raise UsageError(
                message("weights.signature.bad-key"), message("weights.signature.bad-key.hint")
            )
    except InvalidSignature:
        raise OtherSignerError(message("weights.signature.other-key")) from None


def _hash_of(bits: int) -> Any:
    """The hash that goes with the size of a curve in Sigstore's list of algorithms."""
    from cryptography.hazmat.primitives import hashes

    if bits <= 256:
        return hashes.SHA256()
    return hashes.SHA384() if bits <= 384 else hashes.SHA512()


def _encoded(payload: bytes) -> bytes:
    """The pre-authentication encoding."""
    kind = PAYLOAD_TYPE.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def _fingerprint(key: Any) -> str:
    """SHA-256 of a public key as PEM, as signatures name it."""
    import hashlib

    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(pem).hexdigest()


def _need(module: str, extra: str) -> None:
    if find_spec(module) is None:
        raise MissingExtraError("checking who signed a model", extra)
