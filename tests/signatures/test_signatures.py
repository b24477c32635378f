"""Models that OpenSSF's own tool signs, verified here: key, certificate, and what changed since."""

from __future__ import annotations

import datetime as dt
import json
from base64 import b64decode, b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from hypothesis import given
from hypothesis import strategies as st
from model_signing import hashing, signing

import provenance
from provenance.auditing.run import Run, Settings
from provenance.errors import UsageError
from provenance.formats import render
from provenance.hubs import open_hub
from provenance.project.subjects import gather
from provenance.report import Report
from provenance.signatures import (
    SIGNATURE,
    BrokenSignatureError,
    SignatureState,
    SignerTrust,
    read_facts,
    read_statement,
    with_signer,
)

Key = ec.EllipticCurvePrivateKey
_CONFIG: Any = signing.Config
_DAY = dt.timedelta(days=1)
_BEGIN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def private_key(folder: Path, key: Key) -> Path:
    path = folder.parent / "key.pem"
    form = PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(Encoding.PEM, form, NoEncryption()))
    return path


def public_pem(key: Key) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "bear"
    folder.mkdir()
    (folder / "README.md").write_text("---\nlicense: mit\n---\n# Bear\n")
    (folder / "config.json").write_text('{"model_type": "llama"}')
    (folder / "weights.gguf").write_bytes(b"GGUF" + bytes(60))
    return folder


def sign(folder: Path, key: Key) -> bytes:
    """Sign a folder as the command line of the signing tool does."""
    pem = private_key(folder, key)
    _CONFIG().use_elliptic_key_signer(private_key=pem).sign(folder, folder / SIGNATURE)
    return public_pem(key)


def audited(folder: Path, trust: SignerTrust | None = None) -> Report:
    subjects = gather((str(folder),), "model", None)
    return Run(hub=open_hub(), subjects=subjects, settings=Settings(signer=trust)).report


def codes(report: Report) -> dict[str, str]:
    return {
        finding.key or finding.rule: str(finding.severity)
        for finding in report.findings
        if finding.rule in ("WGT011", "WGT012")
    }


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()])
def test_a_signature_is_verified_by_its_key(model: Path, curve: ec.EllipticCurve) -> None:
    pem = sign(model, ec.generate_private_key(curve))
    report = audited(model, SignerTrust(pem=pem))
    signature = report.artifacts[0].signature
    assert signature is not None
    assert (signature.state, signature.signed) == (SignatureState.VERIFIED, 3)
    assert signature.signer.startswith("key ")
    assert not codes(report)


def test_without_a_trusted_signer_the_files_are_compared_all_the_same(model: Path) -> None:
    sign(model, ec.generate_private_key(ec.SECP256R1()))
    assert not codes(audited(model))
    (model / "weights.gguf").write_bytes(b"GGUF" + bytes(61))
    assert codes(audited(model)) == {"differing": "critical"}


def test_another_key_is_refused(model: Path) -> None:
    sign(model, ec.generate_private_key(ec.SECP256R1()))
    other = public_pem(ec.generate_private_key(ec.SECP256R1()))
    assert codes(audited(model, SignerTrust(pem=other))) == {"refused": "critical"}


def test_a_missing_file_and_an_extra_one(model: Path) -> None:
    pem = sign(model, ec.generate_private_key(ec.SECP256R1()))
    (model / "config.json").unlink()
    (model / "pytorch_model.bin").write_bytes(b"\x80\x02N.")
    severities = codes(audited(model, SignerTrust(pem=pem)))
    assert severities == {"missing": "high", "WGT012": "high"}


def test_an_extra_text_weighs_less(model: Path) -> None:
    pem = sign(model, ec.generate_private_key(ec.SECP256R1()))
    (model / "notes.txt").write_text("hello")
    assert codes(audited(model, SignerTrust(pem=pem))) == {"WGT012": "low"}


def test_weights_that_the_signer_left_out_are_told(model: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    config = _CONFIG().use_elliptic_key_signer(private_key=private_key(model, key))
    hashing_config: Any = hashing.Config
    hashed = hashing_config().set_ignored_paths(
        paths=[model / "weights.gguf"], ignore_git_paths=True
    )
    config.set_hashing_config(hashed).sign(model, model / SIGNATURE)
    assert codes(audited(model, SignerTrust(pem=public_pem(key)))) == {"WGT012": "high"}


def test_a_model_without_signature(model: Path) -> None:
    pem = public_pem(ec.generate_private_key(ec.SECP256R1()))
    assert not codes(audited(model))
    assert codes(audited(model, SignerTrust(pem=pem))) == {"absent": "high"}


def test_a_file_that_is_no_signature(model: Path) -> None:
    (model / SIGNATURE).write_text("hello")
    assert codes(audited(model)) == {"broken": "high"}


def test_a_signature_that_could_not_be_read_is_unknown(tmp_path: Path) -> None:
    folder = tmp_path / "models/acme/bear"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("# Bear\n")
    listed = {"sha": "a" * 40, "siblings": [{"rfilename": "README.md"}, {"rfilename": SIGNATURE}]}
    (folder / "_meta.json").write_text(json.dumps(listed))
    report = provenance.audit("acme/bear", hub=str(tmp_path))
    [check] = [check for check in report.checks if check.rule == "WGT011"]
    assert check.outcome == "unknown"


def certificate(name: str, key: Key, issuer: str, by: Key, *, is_root: bool) -> x509.Certificate:
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGIN)
        .not_valid_after(_BEGIN + 365 * _DAY)
        .add_extension(x509.BasicConstraints(is_root, None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_root, key_cert_sign=is_root, crl_sign=is_root, **usage
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False
        )
    )
    if not is_root:
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING])
        names = x509.SubjectAlternativeName([x509.DNSName("bear.example")])
        builder = builder.add_extension(purposes, critical=False)
        builder = builder.add_extension(names, critical=False)
    return builder.sign(by, hashes.SHA256())


def test_a_certificate_leads_to_the_trusted_root(model: Path) -> None:
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = certificate("Bear Root", root_key, "Bear Root", root_key, is_root=True)
    leaf = certificate("Bear Signer", key, "Bear Root", root_key, is_root=False)
    chain = {"leaf.pem": leaf, "root.pem": root}
    for name, made in chain.items():
        (model.parent / name).write_bytes(made.public_bytes(Encoding.PEM))
    _CONFIG().use_certificate_signer(
        private_key=private_key(model, key),
        signing_certificate=model.parent / "leaf.pem",
        certificate_chain=[model.parent / "root.pem"],
    ).sign(model, model / SIGNATURE)
    trust = SignerTrust(pem=root.public_bytes(Encoding.PEM))
    report = audited(model, trust)
    signature = report.artifacts[0].signature
    assert signature is not None
    assert signature.state == SignatureState.VERIFIED, signature.reason
    assert "Bear Signer" in signature.signer
    other_key = ec.generate_private_key(ec.SECP256R1())
    other = certificate("Bear Root", other_key, "Bear Root", other_key, is_root=True)
    refused = audited(model, SignerTrust(pem=other.public_bytes(Encoding.PEM)))
    assert codes(refused) == {"refused": "critical"}


def test_a_bare_key_is_not_the_signature_of_a_certificate_or_an_identity(model: Path) -> None:
    sign(model, ec.generate_private_key(ec.SECP256R1()))
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = certificate("Bear Root", root_key, "Bear Root", root_key, is_root=True)
    facts = read_facts((model / SIGNATURE).read_bytes(), {})
    for trust in (
        SignerTrust(pem=root.public_bytes(Encoding.PEM)),
        SignerTrust(identity="bear@example.com", issuer="https://accounts.example"),
    ):
        assert with_signer(facts, trust).state is SignatureState.REFUSED


def test_a_key_that_cannot_be_used_is_told(model: Path) -> None:
    sign(model, ec.generate_private_key(ec.SECP256R1()))
    facts = read_facts((model / SIGNATURE).read_bytes(), {})
    with pytest.raises(UsageError) as refused:
        with_signer(facts, SignerTrust(pem=b"hello"))
    assert "PEM" in refused.value.hint


def test_changed_digests_in_the_statement_are_noticed(model: Path) -> None:
    sign(model, ec.generate_private_key(ec.SECP256R1()))
    bundle = json.loads((model / SIGNATURE).read_bytes())
    statement = json.loads(b64decode(bundle["dsseEnvelope"]["payload"]))
    statement["predicate"]["resources"][0]["digest"] = "0" * 64
    bundle["dsseEnvelope"]["payload"] = b64encode(json.dumps(statement).encode()).decode()
    with pytest.raises(BrokenSignatureError, match="add up"):
        read_statement(json.dumps(bundle).encode())


def test_what_was_hashed_in_parts_is_not_compared(model: Path) -> None:
    sign(model, ec.generate_private_key(ec.SECP256R1()))
    signed = read_statement((model / SIGNATURE).read_bytes())
    parts = tuple(replace(file, sha256="") for file in signed.files)
    from provenance.signatures import compare

    coverage = compare(replace(signed, files=parts), {file.path: "a" * 64 for file in parts})
    assert coverage.uncompared == tuple(file.path for file in parts)


def test_report_and_terminal_say_who_signed(model: Path) -> None:
    pem = sign(model, ec.generate_private_key(ec.SECP256R1()))
    report = audited(model, SignerTrust(pem=pem))
    document = json.loads(render(report, "json"))
    assert document["artifacts"][0]["signature"]["state"] == "verified"
    assert "signed by key" in render(report, "terminal").decode()


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(BrokenSignatureError):
        read_statement(data)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["payloadType", "payload", "signatures", "sig", "certificates", "rawBytes", "hint"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_JSON, _JSON)
def test_any_document_is_refused_or_read(envelope: object, material: object) -> None:
    document = {"dsseEnvelope": envelope, "verificationMaterial": material}
    facts = read_facts(json.dumps(document).encode(), {})
    assert facts.state is SignatureState.BROKEN


def test_a_bundle_keeps_who_was_expected(model: Path, tmp_path: Path) -> None:
    from provenance.evidence import Options, seal, verify

    pem = sign(model, ec.generate_private_key(ec.SECP256R1()))
    options = Options(signer=SignerTrust(pem=pem))
    archive, _ = seal(open_hub(), (str(model),), "model", None, options=options)
    verdict = verify(archive)
    assert verdict.holds, [step.text for step in verdict.steps]


def test_the_signer_of_a_policy_applies_where_none_was_typed(model: Path, tmp_path: Path) -> None:
    pem = sign(model, ec.generate_private_key(ec.SECP256R1()))
    (tmp_path / "release.pem").write_bytes(pem)
    policy = tmp_path / "provenance.toml"
    policy.write_text('[weights]\ndenied = ["unsigned"]\n[signer]\npem = "release.pem"\n')
    report = provenance.audit(str(model), policy=policy)
    assert report.artifacts[0].signature is not None
    assert report.artifacts[0].signature.state == "verified"
    assert not [finding for finding in report.findings if finding.rule == "POL004"]


def test_the_aibom_names_the_signer_and_what_is_covered(model: Path) -> None:
    from provenance.bom import encode

    sign(model, ec.generate_private_key(ec.SECP256R1()))
    document = json.loads(encode(provenance.trace(str(model))))
    properties = document["metadata"]["component"]["modelCard"]["properties"]
    values = {entry["name"]: entry["value"] for entry in properties}
    assert values["provenance:signature"].startswith("unchecked: key ")
    assert values["provenance:signature:covers"] == "3 of 4 listed files"


def test_the_dossier_says_who_signed_and_what_is_used(model: Path) -> None:
    from provenance.dossier import Review, write

    unsigned = write(Review(report=audited(model), lang="en"), "html").decode()
    assert "the publisher signed no files" in unsigned
    pem = sign(model, ec.generate_private_key(ec.SECP256R1()))
    text = write(Review(report=audited(model, SignerTrust(pem=pem)), lang="ko"), "html").decode()
    assert "서명, 확인됨" in text


@pytest.mark.parametrize("second", [{"sig": "eA=="}, None, 7])
def test_an_envelope_of_several_signatures_is_reported(model: Path, second: object) -> None:
    pem = sign(model, ec.generate_private_key(ec.SECP256R1()))
    bundle = json.loads((model / SIGNATURE).read_bytes())
    bundle["dsseEnvelope"]["signatures"].append(second)
    (model / SIGNATURE).write_text(json.dumps(bundle), "utf-8")
    report = audited(model, SignerTrust(pem=pem))
    signature = report.artifacts[0].signature
    assert signature is not None
    assert signature.state is SignatureState.BROKEN
    assert "2 signatures" in signature.reason
    assert codes(report)
