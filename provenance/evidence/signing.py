"""Sign and verify statements with securesystemslib; check certificates with cryptography.

Both come with the extra `sign`. Keys: Ed25519, ECDSA on P-256 and larger curves, RSA, as PEM.
"""

from __future__ import annotations

from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from provenance.errors import MissingExtraError, TamperedError, UsageError
from provenance.evidence.statement import PAYLOAD_TYPE, STATEMENT, Signatures, Signer, envelope

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from securesystemslib.signer import SSlibKey


def signer(key: bytes, passphrase: bytes | None = None, certificates: bytes = b"") -> Signer:
    """A signer that uses a private key.

    Args:
        key: The key as PEM.
        passphrase: The passphrase of the key, or None.
        certificates: Certificate chain as PEM, the signer's first; empty if there is none.

    Raises:
        UsageError: The extra is not installed, or the key or certificate is unusable.
    """
    private = private_key(key, passphrase)
    from cryptography.hazmat.primitives.serialization import Encoding
    from securesystemslib.dsse import Envelope
    from securesystemslib.signer import CryptoSigner

    holder = CryptoSigner(private)
    chain = _certificates(certificates) if certificates else []
    if chain and chain[0].public_key() != private.public_key():
        raise UsageError(
            "the certificate does not belong to the key", "Put the signer's own certificate first."
        )

    def sign(statement: bytes) -> dict[str, bytes]:
        sealed = Envelope(statement, PAYLOAD_TYPE, {})
        sealed.sign(holder)
        return {STATEMENT: envelope(statement, sealed.to_dict()["signatures"])}

    return Signer(sign, b"".join(certificate.public_bytes(Encoding.PEM) for certificate in chain))


def check_by_key(payload: bytes, signatures: Signatures, key: bytes) -> str:
    """Verify that a key signed a payload.

    Args:
        payload: The signed bytes.
        signatures: The signatures of the envelope.
        key: The public key as PEM.

    Returns:
        A description of the key.

    Raises:
        UsageError: The extra is not installed, or the key is unusable.
        TamperedError: No signature matches the key.
    """
    known = public_key(key)
    _check(payload, signatures, known)
    return f"key {known.keyid[:16]} ({known.scheme})"


def private_key(key: bytes, passphrase: bytes | None = None) -> Any:
    """A private key that can sign.

    Args:
        key: The key as PEM.
        passphrase: Its passphrase, or None.

    Raises:
        UsageError: The extra is not installed, or the key is unusable.
    """
    _need_extra()
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from securesystemslib.signer import CryptoSigner

    try:
        private: Any = load_pem_private_key(key, passphrase)
        CryptoSigner(private)
    except (ValueError, TypeError, NotImplementedError) as error:
        raise UsageError(
            f"the key cannot be used: {_brief(error)}",
            "Give a PEM private key: Ed25519, ECDSA or RSA.",
        ) from None
    return private


def public_key(key: bytes) -> SSlibKey:
    """A public key that can verify; raises UsageError without the extra or if it is unusable."""
    _need_extra()
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
    from securesystemslib.signer import SSlibKey

    try:
        return SSlibKey.from_crypto(load_pem_public_key(key))
    except (ValueError, TypeError, NotImplementedError) as error:
        raise UsageError(
            f"the key cannot be used: {_brief(error)}", "Give a PEM public key."
        ) from None


def check_by_certificate(
    payload: bytes, signatures: Signatures, certificates: bytes, roots: bytes, time: datetime
) -> str:
    """Verify that a payload was signed with a certificate that chains to a trusted root (RFC 5280).

    Args:
        payload: The signed bytes.
        signatures: The signatures of the envelope.
        certificates: PEM from the bundle, the signer's first.
        roots: PEM of the trusted certificates.
        time: When the certificates must be valid.

    Returns:
        A description of the signer.

    Raises:
        UsageError: The extra is not installed, or the trusted certificates are unreadable.
        TamperedError: No signature matches.
    """
    _need_extra()
    from cryptography.x509 import verification
    from securesystemslib.signer import SSlibKey

    trusted = _certificates(roots)
    if not certificates:
        raise TamperedError(
            "the bundle contains no certificate",
            "Verify it with `--key` and the signer's public key.",
        )
    try:
        leaf, *between = _certificates(certificates)
        builder = verification.PolicyBuilder().store(verification.Store(trusted)).time(time)
        policies = {
            "ca_policy": verification.ExtensionPolicy.webpki_defaults_ca(),
            "ee_policy": _signer_policy(),
        }
        builder.extension_policies(**policies).build_client_verifier().verify(leaf, between)
        known = SSlibKey.from_crypto(leaf.public_key())
    except (verification.VerificationError, UsageError, ValueError) as error:
        reason = f"the certificate does not lead to a trusted one: {error}"
        raise TamperedError(
            reason, "Give the root that the signer's certificate comes from."
        ) from None
    _check(payload, signatures, known)
    return leaf.subject.rfc4514_string()


def _signer_policy() -> Any:
    """If a certificate restricts its key usage, signing must be included."""
    from cryptography import x509
    from cryptography.x509 import verification

    def may_sign(policy: object, leaf: object, usage: x509.KeyUsage | None) -> None:
        if usage and not usage.digital_signature:
            raise ValueError("its key is not for signatures")

    def may_sign_code(policy: object, leaf: object, usage: x509.ExtendedKeyUsage | None) -> None:
        allowed = {
            x509.ExtendedKeyUsageOID.CODE_SIGNING,
            x509.ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
        }
        if usage and not allowed & set(usage):
            raise ValueError("its key is not for code signing")

    any_way = verification.Criticality.AGNOSTIC
    policy = verification.ExtensionPolicy.permit_all().may_be_present(
        x509.KeyUsage, any_way, may_sign
    )
    return policy.may_be_present(x509.ExtendedKeyUsage, any_way, may_sign_code)


def _check(payload: bytes, signatures: Signatures, key: SSlibKey) -> None:
    from securesystemslib.dsse import Envelope
    from securesystemslib.exceptions import Error
    from securesystemslib.signer import Signature

    if not signatures:
        raise TamperedError(
            "the bundle is not signed", "Ask for a signed one, or verify it without a key."
        )
    try:
        sealed = Envelope(payload, PAYLOAD_TYPE, {})
        for signature in signatures:
            sealed.signatures[signature["keyid"]] = Signature(
                signature["keyid"], _hex(signature["sig"])
            )
        sealed.verify([key], 1)
    except (Error, ValueError) as error:
        raise TamperedError(
            f"it was not signed by this key: {error}", "Check who signed the bundle."
        ) from None


def _hex(sig: str) -> str:
    from base64 import b64decode

    return b64decode(sig).hex()


def _certificates(pem: bytes) -> list[Certificate]:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(pem)
    except ValueError as error:
        raise UsageError(
            f"the certificate cannot be read: {_brief(error)}", "Give certificates as PEM."
        ) from None


def _brief(error: Exception) -> str:
    """The first sentence only; the rest is for programmers."""
    return str(error).partition(". ")[0] or "it cannot be read"


def _need_extra() -> None:
    if find_spec("securesystemslib") is None or find_spec("cryptography") is None:
        raise MissingExtraError("a signature", "sign")
