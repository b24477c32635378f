"""`bundle` and `verify` as a reviewer meets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Done, invoke
from evidence_keys import WHEN, leaf, make, private_pem, public_pem, root
from hub_folder import HubFolder

SAMPLE = "acme/support-gemstone-7b"


def run(work: Path, *args: str, **env: str) -> Done:
    return invoke(work, *args, env=env)


def test_sealed_and_verified_with_no_network(tmp_path: Path) -> None:
    key = make("ed25519")
    (tmp_path / "key.pem").write_bytes(private_pem(key, b"open sesame"))
    (tmp_path / "public.pem").write_bytes(public_pem(key))
    args = ("bundle", SAMPLE, "--hub", "sample", "--key", "key.pem")
    done = run(tmp_path, *args, PROVENANCE_KEY_PASSPHRASE="open sesame")
    assert done.returncode == 0, done.stderr
    assert (done.stdout, "bundle.zip holds" in done.stderr, ", signed" in done.stderr) == (
        "",
        True,
        True,
    )
    verified = run(
        tmp_path,
        "verify",
        "bundle.zip",
        "--key",
        "public.pem",
        HF_ENDPOINT="http://127.0.0.1:9",
        HF_HUB_OFFLINE="1",
    )
    assert verified.returncode == 0, verified.stderr
    assert verified.stdout.splitlines()[-1] == "bundle.zip is as sealed"
    assert verified.stdout.count("ok ") == 6
    audited = run(
        tmp_path,
        "audit",
        SAMPLE,
        "--hub",
        "bundle.zip",
        "-q",
        "--exit-zero",
        "-o",
        "json=report.json",
    )
    assert audited.returncode == 0, audited.stderr
    assert (tmp_path / "report.json").read_bytes() in (tmp_path / "bundle.zip").read_bytes()
    assert run(tmp_path, *args).returncode == 2


def test_a_certificate(tmp_path: Path) -> None:
    key, authority = make("ecdsa"), make("ecdsa")
    for name, pem in {
        "key.pem": private_pem(key),
        "signer.pem": leaf(key, authority),
        "root.pem": root(authority),
    }.items():
        (tmp_path / name).write_bytes(pem)
    args = ("bundle", SAMPLE, "--hub", "sample", "--certificate", "signer.pem")
    assert run(tmp_path, *args).returncode == 2
    assert run(tmp_path, *args, "--key", "key.pem").returncode == 0
    check = ("verify", "bundle.zip", "--certificate", "root.pem", "--time")
    assert "by CN=Release signer" in run(tmp_path, *check, WHEN.isoformat()).stdout
    late = run(tmp_path, *check, "2031-01-01")
    assert late.returncode == 1
    assert "FAILED" in late.stdout


def test_a_changed_byte(tmp_path: Path) -> None:
    assert run(tmp_path, "bundle", SAMPLE, "--hub", "sample").returncode == 0
    path = tmp_path / "bundle.zip"
    path.write_bytes(path.read_bytes().replace(b"\nlicense: mit\n", b"\nlicense: MIT\n", 1))
    done = run(tmp_path, "verify", "bundle.zip")
    assert done.returncode == 1
    assert "README.md is not as it was written" in done.stdout
    assert "bundle.zip IS NOT AS SEALED" in done.stdout


@pytest.mark.parametrize("content", [b"", b"words", b"PK\x03\x04"])
def test_no_bundle(tmp_path: Path, content: bytes) -> None:
    assert run(tmp_path, "verify", "nothing.zip").returncode == 2
    (tmp_path / "file").write_bytes(content)
    done = run(tmp_path, "verify", "file")
    assert done.returncode == 2
    assert done.stderr.startswith("provenance: ")
    assert "Traceback" not in done.stderr


def test_what_could_not_be_read(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/x", "license: mit\nbase_model: acme/gone", files={"config.json": "{}"})
    done = run(tmp_path, "bundle", "acme/x", "--hub", str(hub.root), "-o", "x.zip")
    assert done.returncode == 3
    assert "acme/gone" in done.stderr
    assert run(tmp_path, "verify", "x.zip").returncode == 0
    nothing = run(tmp_path, "bundle", "acme/gone", "--hub", str(hub.root), "-o", "gone.zip")
    assert nothing.returncode == 3
    assert not (tmp_path / "gone.zip").exists()


def test_one_way_to_sign_and_one_to_trust(tmp_path: Path) -> None:
    assert (
        run(
            tmp_path, "bundle", SAMPLE, "--hub", "sample", "--sigstore", "--key", "key.pem"
        ).returncode
        == 2
    )
    for options in (
        ("--identity", "me"),
        ("--issuer", "https://x.example"),
        ("--key", "k", "--certificate", "c"),
    ):
        done = run(tmp_path, "verify", "bundle.zip", *options)
        assert (
            done.returncode,
            "Give one of" in done.stderr or "belong together" in done.stderr,
        ) == (2, True)
