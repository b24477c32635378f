"""`provenance check` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from check_documents import CYCLONEDX, DATA, SPDX, XML, changed, written
from command import Done, invoke

ROOT = Path(__file__).parents[2]


def check(*args: str, stdin: bytes = b"") -> Done:
    return invoke(ROOT, "check", *args, stdin=stdin)


@pytest.fixture(name="broken")
def _broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.cdx.json"
    path.write_bytes(written(changed("/components/0/purl", "no purl")))
    return path


@pytest.mark.parametrize("name", [CYCLONEDX, XML, SPDX])
def test_a_good_document(name: str) -> None:
    done = check(str(DATA / name))
    assert done.returncode == 0, done.stderr
    assert "FORM          no problems found" in done.stdout
    assert done.stderr == ""
    assert check(str(DATA / name), "--fail-on", "missing", "-q").returncode == 1


def test_exit_statuses(broken: Path, tmp_path: Path) -> None:
    assert check(str(broken)).returncode == 1
    assert check(str(broken), "--fail-on", "never").returncode == 0
    assert check(str(tmp_path / "nothing.json")).returncode == 2
    assert check(str(ROOT / "README.md")).returncode == 2
    assert check(str(broken), "--standard", "nonsense").returncode == 2
    assert check().returncode == 2
    assert check(str(broken), "-o", "pdf=x").returncode == 2
    assert check(str(tmp_path)).returncode == 2


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[" * 10**6, b'{"a": NaN}', b"<!DOCTYPE a><a/>", b"\xff\xfe\x00"]
)
def test_what_cannot_be_read_is_one_sentence_and_the_next_step(data: bytes) -> None:
    done = check("-", stdin=data)
    assert done.returncode == 2
    assert done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first.startswith("provenance: stdin ")
    assert second.startswith("  ")


def test_stdin_and_files(broken: Path, tmp_path: Path) -> None:
    page, report = tmp_path / "check.html", tmp_path / "check.json"
    done = check("-", "-q", "-o", f"html={page}", "-o", f"json={report}", stdin=broken.read_bytes())
    assert done.returncode == 1
    assert done.stdout == ""
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert json.loads(report.read_bytes())["problems"][0]["pointer"] == "/components/0/purl"


def test_one_standard_only() -> None:
    done = check(
        str(DATA / CYCLONEDX),
        "--standard",
        "bsi",
        "--standard",
        "g7",
        "--standard",
        "bsi",
        "-f",
        "json",
    )
    assert [framework["id"] for framework in json.loads(done.stdout)["frameworks"]] == ["bsi", "g7"]


def test_against_a_hub(tmp_path: Path) -> None:
    aibom = tmp_path / "own.cdx.json"
    made = invoke(ROOT, "aibom", "northwind/clear-3b", "--hub", "sample", "-o", str(aibom))
    assert made.returncode == 0
    same = check(
        str(aibom), "--against", "northwind/clear-3b", "--hub", "sample", "--standard", "ntia"
    )
    assert same.returncode == 0
    assert "no difference" in same.stdout
    other = check(str(aibom), "--against", "acme/support-gemstone-7b", "--hub", "sample")
    assert other.returncode == 1
    assert "identity" in other.stdout
    missing = check(str(aibom), "--against", "acme/nothing", "--hub", "sample")
    assert missing.returncode == 3
    assert "acme/nothing" in missing.stderr


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("g7", "MDL-13"),
        ("ntia", "CISA-5"),
        ("bsi", "TR-19"),
        ("annex-xi", "Annex XI, Section 1, point 2(e)"),
    ],
)
def test_the_elements_of_a_standard(name: str, expected: str) -> None:
    done = check("--list", name)
    assert done.returncode == 0
    text = " ".join(done.stdout.split())
    assert expected in text
    assert "CycloneDX:" in text
    assert "SPDX:" in text
