"""Keys and certificates for tests, made anew each time."""

from __future__ import annotations

import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

BORN, GONE = (
    datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC),
)
WHEN = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)


def make(kind: str) -> Any:
    """A private key: `ed25519`, `ecdsa` or `rsa`."""
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return (
        ec.generate_private_key(ec.SECP256R1())
        if kind == "ecdsa"
        else rsa.generate_private_key(65537, 2048)
    )


def private_pem(key: Any, passphrase: bytes | None = None) -> bytes:
    """A private key as PEM."""
    lock: KeySerializationEncryption = (
        BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    )
    pem: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
    return pem


def public_pem(key: Any) -> bytes:
    """The public half as PEM."""
    pem: bytes = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem


def root(key: Any) -> bytes:
    """A root certificate, as a company's authority has one."""
    return _issue("Example Root", key, "Example Root", key, ca=True).public_bytes(Encoding.PEM)


def leaf(
    key: Any, root_key: Any, usage: x509.ObjectIdentifier | None = ExtendedKeyUsageOID.CODE_SIGNING
) -> bytes:
    """A signer's certificate below that root."""
    return _issue("Release signer", key, "Example Root", root_key, usage=usage).public_bytes(
        Encoding.PEM
    )


def _issue(
    name: str,
    key: Any,
    issuer: str,
    issuer_key: Any,
    ca: bool = False,
    usage: x509.ObjectIdentifier | None = None,
) -> x509.Certificate:
    def called(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    builder = (
        x509.CertificateBuilder()
        .subject_name(called(name))
        .issuer_name(called(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BORN)
        .not_valid_after(GONE)
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )
    if ca:
        key_usage = (False, False, False, False, False, True, True, False, False)
        builder = builder.add_extension(x509.KeyUsage(*key_usage), critical=True)
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())
