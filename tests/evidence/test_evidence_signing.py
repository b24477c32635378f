"""Signatures with keys and certificates, and what another library says of them."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
from base64 import b64decode
from functools import cache
from pathlib import Path

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from evidence_bundles import changed, small_bundle
from evidence_keys import GONE, WHEN, leaf, make, private_pem, public_pem, root

from provenance.errors import UsageError
from provenance.evidence import Verification, verify
from provenance.evidence.signing import signer
from provenance.evidence.verifying import Trust
from provenance.hubs.archive import read_archive, write_archive


@cache
def key(kind: str) -> object:
    return make(kind)


def signature(verdict: Verification) -> tuple[str, str]:
    return next(
        (step.outcome.value, step.text) for step in verdict.steps if step.name == "signature"
    )


def pae(payload: bytes, payload_type: bytes) -> bytes:
    """What DSSE signs (protocol.md of secure-systems-lab/dsse)."""
    return b"DSSEv1 %d %s %d %s" % (len(payload_type), payload_type, len(payload), payload)


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_each_kind_of_key(kind: str) -> None:
    data = small_bundle(signer(private_pem(key(kind))))
    verdict = verify(data, Trust(key=public_pem(key(kind))))
    assert verdict.holds
    assert signature(verdict)[0] == "passed"
    assert signature(verify(data)) == (
        "unknown",
        "give --key or --certificate to check who signed it",
    )
    stranger = verify(data, Trust(key=public_pem(make(kind))))
    assert not stranger.holds
    assert "not signed by this key" in signature(stranger)[1]


def test_a_library_of_others_checks_the_envelope(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl on this machine")
    envelope = json.loads(
        read_archive(small_bundle(signer(private_pem(key("ed25519")))))["statement.dsse.json"]
    )
    [only_signature] = envelope["signatures"]
    (tmp_path / "signed").write_bytes(
        pae(b64decode(envelope["payload"]), envelope["payloadType"].encode())
    )
    (tmp_path / "signature").write_bytes(b64decode(only_signature["sig"]))
    (tmp_path / "key.pem").write_bytes(public_pem(key("ed25519")))
    command = [openssl, "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin"]
    command += ["-in", "signed", "-sigfile", "signature"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_an_encrypted_key() -> None:
    pem = private_pem(key("ed25519"), b"open sesame")
    assert verify(
        small_bundle(signer(pem, b"open sesame")), Trust(key=public_pem(key("ed25519")))
    ).holds
    for passphrase in (None, b"wrong"):
        with pytest.raises(UsageError, match="the key cannot be used"):
            signer(pem, passphrase)


def test_a_certificate_leads_to_its_root() -> None:
    mine = signer(private_pem(key("ecdsa")), certificates=leaf(key("ecdsa"), key("rsa")))
    data = small_bundle(mine)
    verdict = verify(data, Trust(roots=root(key("rsa")), time=WHEN))
    assert verdict.holds
    assert signature(verdict) == ("passed", "by CN=Release signer")
    for trust in (
        Trust(roots=root(make("ecdsa")), time=WHEN),
        Trust(roots=root(key("rsa")), time=GONE + datetime.timedelta(days=1)),
    ):
        assert "does not lead to a trusted one" in signature(verify(data, trust))[1]


def test_a_certificate_for_something_else() -> None:
    server = ExtendedKeyUsageOID.SERVER_AUTH
    data = small_bundle(
        signer(private_pem(key("ecdsa")), certificates=leaf(key("ecdsa"), key("rsa"), server))
    )
    outcome = signature(verify(data, Trust(roots=root(key("rsa")), time=WHEN)))
    assert outcome[0] == "failed"
    assert "not for code signing" in outcome[1]
    silent = small_bundle(
        signer(private_pem(key("ecdsa")), certificates=leaf(key("ecdsa"), key("rsa"), None))
    )
    assert verify(silent, Trust(roots=root(key("rsa")), time=WHEN)).holds


def test_the_certificate_of_somebody_else() -> None:
    with pytest.raises(UsageError, match="does not belong to the key"):
        signer(private_pem(key("ed25519")), certificates=leaf(key("ecdsa"), key("rsa")))
    mine = signer(private_pem(key("ecdsa")), certificates=leaf(key("ecdsa"), key("rsa")))
    other = leaf(key("ed25519"), key("rsa"))
    swapped = write_archive(changed(small_bundle(mine), "certificate.pem", other))
    verdict = verify(swapped, Trust(roots=root(key("rsa")), time=WHEN))
    assert not verdict.holds
    assert "not signed by this key" in signature(verdict)[1]
    assert any("certificate.pem is not" in step.text for step in verdict.steps)


def test_no_certificate_where_one_is_asked_for() -> None:
    data = small_bundle(signer(private_pem(key("ed25519"))))
    outcome = signature(verify(data, Trust(roots=root(key("rsa")), time=WHEN)))
    assert outcome == ("failed", "the bundle contains no certificate")


@pytest.mark.parametrize(
    "pem", [b"", b"words", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"]
)
def test_what_is_no_key(pem: bytes) -> None:
    with pytest.raises(UsageError, match="the key cannot be used"):
        signer(pem)
    with pytest.raises(UsageError, match="the key cannot be used"):
        verify(small_bundle(None), Trust(key=pem))
    with pytest.raises(UsageError, match="the certificate cannot be read"):
        verify(small_bundle(None), Trust(roots=pem, time=WHEN))


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.evidence.signing.find_spec", lambda name: None)
    with pytest.raises(UsageError, match="needs the extra `sign`") as caught:
        signer(private_pem(key("ed25519")))
    assert '".[sign]"' in caught.value.hint
    assert verify(small_bundle(None)).holds
