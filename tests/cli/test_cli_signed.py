"""A detached signature of an AIBOM: ours to make and check, and for openssl to check without us."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from command import Done, invoke
from evidence_keys import make, private_pem, public_pem

MODEL = ("northwind/clear-3b", "--hub", "sample", "--no-cache")
NAME = "model.cdx.json"


def signed(folder: Path, kind: str) -> Done:
    """Write keys of a kind and a signed AIBOM."""
    key = make(kind)
    (folder / "key.pem").write_bytes(private_pem(key))
    (folder / "public.pem").write_bytes(public_pem(key))
    return invoke(folder, "aibom", *MODEL, "--key", "key.pem", "-o", NAME)


def verify(folder: Path, *more: str) -> Done:
    return invoke(folder, "verify", NAME, "--key", "public.pem", *more)


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_what_was_signed_is_verified(kind: str, tmp_path: Path) -> None:
    done = signed(tmp_path, kind)
    assert (done.returncode, done.stderr) == (0, f"provenance: wrote {NAME}, {NAME}.sig\n")
    answer = verify(tmp_path)
    assert answer.returncode == 0
    assert "is as signed" in answer.stdout


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("ecdsa", "dgst -sha256 -verify public.pem -signature raw"),
        ("rsa", "dgst -sha256 -sigopt rsa_padding_mode:pss -verify public.pem -signature raw"),
        ("ed25519", "pkeyutl -verify -rawin -pubin -inkey public.pem -sigfile raw -in"),
    ],
)
def test_openssl_verifies_it_as_well(kind: str, command: str, tmp_path: Path) -> None:
    signed(tmp_path, kind)
    raw = base64.b64decode((tmp_path / f"{NAME}.sig").read_bytes())
    (tmp_path / "raw").write_bytes(raw)
    done = subprocess.run(
        ["openssl", *command.split(), NAME],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_changed_document_is_not_as_signed(tmp_path: Path) -> None:
    signed(tmp_path, "ecdsa")
    (tmp_path / NAME).write_bytes((tmp_path / NAME).read_bytes() + b" ")
    answer = verify(tmp_path)
    assert answer.returncode == 1
    assert "IS NOT AS SIGNED" in answer.stdout
    assert "Ask the author" in answer.stderr


def test_another_key_did_not_sign_it(tmp_path: Path) -> None:
    signed(tmp_path, "ecdsa")
    (tmp_path / "public.pem").write_bytes(public_pem(make("ecdsa")))
    assert verify(tmp_path).returncode == 1


def test_a_signature_may_lie_elsewhere(tmp_path: Path) -> None:
    signed(tmp_path, "ed25519")
    (tmp_path / f"{NAME}.sig").rename(tmp_path / "other.sig")
    assert verify(tmp_path, "--signature", "other.sig").returncode == 0
    (tmp_path / "other.sig").write_text("no signature")
    answer = verify(tmp_path, "--signature", "other.sig")
    assert answer.returncode == 2
    assert "not Base64" in answer.stderr


def test_stdout_has_no_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(private_pem(make("ed25519")))
    answer = invoke(tmp_path, "aibom", *MODEL, "--key", "key.pem")
    assert answer.returncode == 2
    assert "Name a file" in answer.stderr


def test_a_key_that_cannot_sign_is_refused_before_anything_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text("no key")
    answer = invoke(tmp_path, "aibom", "a/b", "--offline", "--key", "key.pem", "-o", NAME)
    assert answer.returncode == 2
    assert "the key cannot be used" in answer.stderr


def test_the_public_key_has_to_be_given(tmp_path: Path) -> None:
    signed(tmp_path, "ed25519")
    answer = invoke(tmp_path, "verify", NAME)
    assert answer.returncode == 2
    assert "--key" in answer.stderr
