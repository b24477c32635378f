"""Signatures by sigstore, as far as they can be tried with nobody to vouch for an identity."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

import pytest
import sigstore.oidc
import sigstore.verify
from evidence_bundles import small_bundle
from sigstore.models import Bundle

from provenance.errors import UsageError
from provenance.evidence import verify
from provenance.evidence.keyless import keyless_signer
from provenance.evidence.statement import (
    PAYLOAD_TYPE,
    SIGSTORE,
    STATEMENT,
    Signer,
    envelope,
    open_envelope,
)
from provenance.evidence.verifying import Trust
from provenance.hubs.archive import read_archive

ME = Trust(identity="somebody@acme.example", issuer="https://accounts.acme.example")


@cache
def sealed(proof: bytes) -> bytes:
    """A bundle with a proof of who signed."""
    return small_bundle(
        by=Signer(lambda payload: {STATEMENT: envelope(payload, []), SIGSTORE: proof})
    )


def signature(data: bytes, trust: Trust | None = ME) -> tuple[str, str]:
    return next(
        (step.outcome.value, step.text)
        for step in verify(data, trust).steps
        if step.name == "signature"
    )


@pytest.fixture
def vouched(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Stands in for the verifier, which then finds that a payload was signed as asked."""

    class Verifier:
        def __init__(self, payload: bytes) -> None:
            self.payload = payload

        def verify_dsse(self, proof: object, policy: object) -> tuple[str, bytes]:
            return PAYLOAD_TYPE, self.payload

    def vouch(payload: bytes) -> None:
        monkeypatch.setattr(Bundle, "from_json", lambda proof: proof)
        monkeypatch.setattr(
            sigstore.verify.Verifier, "production", lambda offline: Verifier(payload)
        )

    return vouch


def test_who_signed(vouched: Callable[[bytes], None]) -> None:
    data = sealed(b"{}")
    vouched(open_envelope(read_archive(data)[STATEMENT])[0])
    assert signature(data) == (
        "passed",
        "by somebody@acme.example, known to https://accounts.acme.example",
    )
    assert verify(data, ME).holds


def test_another_statement(vouched: Callable[[bytes], None]) -> None:
    vouched(b"another")
    assert signature(sealed(b"{}")) == (
        "failed",
        "statement.sigstore.json is a signature of another statement",
    )


@pytest.mark.parametrize(
    "proof", [b"{}", b"words", b"\xff", b"[" * 100_000, json.dumps({"mediaType": "x"}).encode()]
)
def test_what_is_no_proof(proof: bytes) -> None:
    outcome, text = signature(sealed(proof))
    assert outcome == "failed"
    assert "does not show that somebody@acme.example signed" in text


def test_nobody_was_asked_who_signed() -> None:
    reason = "give --identity and --issuer to check who signed it"
    assert signature(sealed(b"{}"), None) == ("unknown", reason)
    assert signature(small_bundle()) == (
        "failed",
        "the bundle was not signed with sigstore",
    )


def test_nobody_vouches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sigstore.oidc, "detect_credential", lambda: None)
    with pytest.raises(UsageError, match="no identity is available"):
        keyless_signer()
    monkeypatch.setattr(sigstore.oidc, "detect_credential", lambda: "no token")
    with pytest.raises(UsageError, match="cannot be determined"):
        keyless_signer()


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.evidence.keyless.find_spec", lambda name: None)
    with pytest.raises(UsageError, match="needs the extra `sigstore`"):
        keyless_signer()
