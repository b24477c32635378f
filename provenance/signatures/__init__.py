"""Signatures of models (OpenSSF Model Signing, `model.sig`): what is signed, by whom, and whether
the listed files are those."""

from provenance.signatures.coverage import Coverage, compare
from provenance.signatures.facts import SignatureFacts, SignatureState, read_facts, with_signer
from provenance.signatures.signer import SignerTrust, check_signer
from provenance.signatures.statement import (
    SIGNATURE,
    BrokenSignatureError,
    SignedModel,
    read_statement,
)

__all__ = [
    "SIGNATURE",
    "BrokenSignatureError",
    "Coverage",
    "SignatureFacts",
    "SignatureState",
    "SignedModel",
    "SignerTrust",
    "check_signer",
    "compare",
    "read_facts",
    "read_statement",
    "with_signer",
]
