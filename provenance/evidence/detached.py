"""Detached signatures of single files, such as a bill of materials: `FILE.sig` next to `FILE`.

A signature is Base64 text of what `openssl` and `cosign verify-blob` check, so that nobody needs
this tool: ECDSA with SHA-256 in DER, Ed25519, or RSA-PSS with SHA-256. securesystemslib makes and
checks it; it comes with the extra `sign`.
"""

from __future__ import annotations

import base64
import binascii

from provenance.errors import TamperedError, UsageError
from provenance.evidence.signing import private_key, public_key

SIGNATURE_SUFFIX = ".sig"


def sign_file(payload: bytes, key: bytes, passphrase: bytes | None = None) -> bytes:
    """Sign the bytes of a file.

    Args:
        payload: The file.
        key: Private key as PEM.
        passphrase: Passphrase of the key, or None.

    Returns:
        The content of its `.sig` file.

    Raises:
        UsageError: The extra is not installed, or the key is unusable.
    """
    from securesystemslib.signer import CryptoSigner

    holder = CryptoSigner(private_key(key, passphrase))
    signature = bytes.fromhex(holder.sign(payload).signature)
    return base64.b64encode(signature) + b"\n"


def check_file(payload: bytes, signature: bytes, key: bytes) -> str:
    """Verify that a key signed a file.

    Args:
        payload: The file.
        signature: The content of its `.sig` file.
        key: Public key as PEM.

    Returns:
        A description of the key.

    Raises:
        UsageError: The extra is not installed, or the key is unusable.
        TamperedError: The file or the signature was changed, or another key signed.
    """
    known = public_key(key)
    from securesystemslib.exceptions import UnverifiedSignatureError
    from securesystemslib.signer import Signature

    try:
        raw = base64.b64decode(signature.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise UsageError(
            "the signature is not Base64 text", "Give the .sig file that came with the document."
        ) from None
    try:
        known.verify_signature(Signature(known.keyid, raw.hex()), payload)
    except UnverifiedSignatureError:
        raise TamperedError(
            "the signature does not match this file and this key",
            "Ask the author for the file, its .sig file and the public key once more.",
        ) from None
    return f"key {known.keyid[:16]} ({known.scheme})"
