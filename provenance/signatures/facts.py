"""What is known of a model's signature: who signed, what is signed, what is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from provenance.messages import message
from provenance.signatures.coverage import Coverage, compare
from provenance.signatures.signer import OtherSignerError, SignerTrust, check_signer, stated_signer
from provenance.signatures.statement import (
    SIGNATURE,
    BrokenSignatureError,
    SignedModel,
    read_statement,
)


class SignatureState(StrEnum):
    """How far a signature was checked."""

    ABSENT = "absent"
    """There is none, and somebody expects one."""
    BROKEN = "broken"
    """The file is no signature of a model."""
    UNCHECKED = "unchecked"
    """Nobody said who is trusted."""
    REFUSED = "refused"
    """Somebody else signed, or other bytes."""
    VERIFIED = "verified"
    """A trusted signer made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFacts:
    """What is known of a model's signature.

    Attributes:
        state: How far it was checked.
        signer: Who signed, in words; by the signature's own account unless it was verified.
        reason: Why it is absent, broken or refused; empty otherwise.
        signed: How many files the signer signed.
        coverage: The listed files next to the signed ones.
        statement: The signature itself; None if there is none.
    """

    state: SignatureState
    signer: str = ""
    reason: str = ""
    signed: int = 0
    coverage: Coverage = field(default_factory=Coverage)
    statement: SignedModel | None = None


def read_facts(bundle: bytes, listed: Mapping[str, str]) -> SignatureFacts:
    """Read a `model.sig` and compare it with a listing; who signed is not checked yet.

    Args:
        bundle: The file.
        listed: SHA-256 of each listed file by path, empty where it is not known.
    """
    try:
        statement = read_statement(bundle)
    except BrokenSignatureError as error:
        return SignatureFacts(state=SignatureState.BROKEN, reason=error.reason)
    return SignatureFacts(
        state=SignatureState.UNCHECKED,
        signer=stated_signer(statement),
        signed=len(statement.files),
        coverage=compare(statement, listed),
        statement=statement,
    )


def with_signer(facts: SignatureFacts | None, trust: SignerTrust) -> SignatureFacts:
    """The facts once it is known who is trusted.

    Args:
        facts: As they were read; None where the model has no signature.
        trust: Who is trusted.

    Raises:
        UsageError: An extra is not installed, or the trusted key or certificate cannot be used.
    """
    if facts is None:
        absent = message("weights.signature.absent", file=SIGNATURE)
        return SignatureFacts(state=SignatureState.ABSENT, reason=absent)
    if facts.statement is None:
        return facts
    try:
        signer = check_signer(facts.statement, trust)
    except OtherSignerError as error:
        return replace(facts, state=SignatureState.REFUSED, reason=error.reason)
    return replace(facts, state=SignatureState.VERIFIED, signer=signer)
