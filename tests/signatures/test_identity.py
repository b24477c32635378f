"""An identity that sigstore vouches for, with a trust root of one's own: accepted and refused."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from model_signing import signing
from sigstore.models import TrustedRoot
from sigstore.verify import Verifier
from sigstore_root import Sigstore

from provenance.auditing.run import Run, Settings
from provenance.hubs import open_hub
from provenance.project.subjects import gather
from provenance.report import Report
from provenance.signatures import SIGNATURE, SignatureState, SignerTrust

IDENTITY, ISSUER = "bear@example.com", "https://accounts.example"
TRUST = SignerTrust(identity=IDENTITY, issuer=ISSUER)
_CONFIG: Any = signing.Config


@pytest.fixture
def sigstore(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sigstore:
    """A sigstore whose trust root stands in for the public one."""
    made = Sigstore()
    path = tmp_path / "trusted_root.json"
    path.write_text(made.trusted_root())
    verifier = Verifier(trusted_root=TrustedRoot.from_file(str(path)))
    monkeypatch.setattr(Verifier, "production", lambda offline: verifier)
    return made


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model that OpenSSF's own tool signed with a key."""
    folder = tmp_path / "bear"
    folder.mkdir()
    (folder / "README.md").write_text("---\nlicense: mit\n---\n# Bear\n")
    (folder / "config.json").write_text('{"model_type": "llama"}')
    (folder / "weights.gguf").write_bytes(b"GGUF" + bytes(60))
    key = tmp_path / "key.pem"
    private = ec.generate_private_key(ec.SECP256R1())
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _CONFIG().use_elliptic_key_signer(private_key=key).sign(folder, folder / SIGNATURE)
    return folder


def sign_as(sigstore: Sigstore, model: Path, identity: str = IDENTITY) -> None:
    """Sign the same statement again, as an identity."""
    envelope = json.loads((model / SIGNATURE).read_bytes())["dsseEnvelope"]
    payload = b64decode(envelope["payload"])
    bundle = sigstore.bundle(payload, envelope["payloadType"], identity, ISSUER)
    (model / SIGNATURE).write_bytes(bundle)


def audited(model: Path, trust: SignerTrust = TRUST) -> Report:
    subjects = gather((str(model),), "model", None)
    return Run(hub=open_hub(), subjects=subjects, settings=Settings(signer=trust)).report


def state(report: Report) -> str:
    signature = report.artifacts[0].signature
    assert signature is not None
    return signature.state + (f": {signature.reason}" if signature.reason else "")


def test_an_identity_is_accepted(sigstore: Sigstore, model: Path) -> None:
    sign_as(sigstore, model)
    report = audited(model)
    assert state(report) == SignatureState.VERIFIED
    assert report.artifacts[0].signature is not None
    assert IDENTITY in report.artifacts[0].signature.signer
    assert not [finding for finding in report.findings if finding.rule == "WGT011"]


def test_a_changed_file_is_found_under_an_accepted_identity(
    sigstore: Sigstore, model: Path
) -> None:
    sign_as(sigstore, model)
    (model / "weights.gguf").write_bytes(b"GGUF" + bytes(61))
    report = audited(model)
    assert state(report) == SignatureState.VERIFIED
    assert {f.key for f in report.findings if f.rule == "WGT011"} == {"differing"}


def test_another_identity_is_refused(sigstore: Sigstore, model: Path) -> None:
    sign_as(sigstore, model, "fox@example.com")
    assert state(audited(model)).startswith(SignatureState.REFUSED)


def test_another_issuer_is_refused(sigstore: Sigstore, model: Path) -> None:
    sign_as(sigstore, model)
    trust = SignerTrust(identity=IDENTITY, issuer="https://other.example")
    assert state(audited(model, trust)).startswith(SignatureState.REFUSED)


@pytest.mark.usefixtures("sigstore")
def test_an_identity_of_another_sigstore_is_refused(model: Path) -> None:
    sign_as(Sigstore(), model)
    assert state(audited(model)).startswith(SignatureState.REFUSED)


def test_an_entry_of_another_statement_is_refused(sigstore: Sigstore, model: Path) -> None:
    sign_as(sigstore, model)
    bundle = json.loads((model / SIGNATURE).read_bytes())
    other = json.loads(sigstore.bundle(b"{}", "text/plain", IDENTITY, ISSUER))
    bundle["verificationMaterial"]["tlogEntries"] = other["verificationMaterial"]["tlogEntries"]
    (model / SIGNATURE).write_text(json.dumps(bundle))
    assert state(audited(model)).startswith(SignatureState.REFUSED)
