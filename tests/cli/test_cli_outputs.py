"""`-o` means the same in every command: a file or `-`, whole or not at all, and named on stderr."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Done, invoke

MODEL = ("northwind/clear-3b", "--hub", "sample", "--no-cache")
# Every command that writes a document, with a format that it knows by its ending.
WRITERS = {
    "audit": ("audit", *MODEL),
    "aibom": ("aibom", *MODEL),
    "lineage": ("lineage", *MODEL),
    "report": ("report", *MODEL, "--day", "none"),
    "lock": ("lock", *MODEL),
    "bundle": ("bundle", *MODEL),
    "scan": ("scan", "code"),
    "check": ("check", "vendor.cdx.json"),
    "diff": ("diff", "models.lock", "models.lock"),
}
ENDINGS = {"report": "html", "bundle": "zip"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with code, a bill of materials and a lock."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "code").mkdir()
    (folder / "code" / "serve.py").write_text(
        "from transformers import AutoModel\nAutoModel.from_pretrained('northwind/clear-3b')\n"
    )
    run(folder, "aibom", *MODEL, "-o", "vendor.cdx.json")
    run(folder, "lock", *MODEL, "-o", "models.lock")
    return folder


def run(folder: Path, *arguments: str) -> Done:
    return invoke(folder, *arguments)


def file_of(command: str) -> str:
    return f"written.{ENDINGS.get(command, 'json')}"


@pytest.mark.parametrize("command", WRITERS)
def test_a_file_is_written_and_told(command: str, place: Path) -> None:
    name = file_of(command)
    done = run(place, *WRITERS[command], "-o", name)
    assert f"provenance: wrote {name}\n" in done.stderr
    assert (place / name).stat().st_size
    (place / name).unlink()


# The streams of these tests hold text, and a bundle is an archive.
@pytest.mark.parametrize("command", sorted(set(WRITERS) - {"bundle"}))
def test_a_hyphen_is_stdout(command: str, place: Path) -> None:
    before = sorted(place.iterdir())
    done = run(place, *WRITERS[command], "-o", "-")
    assert done.stdout
    assert "wrote" not in done.stderr
    assert sorted(place.iterdir()) == before


@pytest.mark.parametrize("command", sorted(set(WRITERS) - {"report"}))
def test_a_folder_is_refused_with_a_file_to_name_instead(command: str, place: Path) -> None:
    for folder in ("code", "nowhere/"):
        done = run(place, *WRITERS[command], "-o", folder)
        assert done.returncode == 2
        assert "is a folder" in done.stderr
        assert f"such as {folder.rstrip('/')}/report" in done.stderr
        assert not (place / "nowhere").exists()


@pytest.mark.parametrize("command", WRITERS)
def test_where_nothing_can_be_written_nothing_is(command: str, place: Path) -> None:
    done = run(place, *WRITERS[command], "-o", f"no/such/{file_of(command)}")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "wrote" not in done.stderr


@pytest.mark.parametrize(
    ("target", "form"),
    [
        ("a.sarif", "sarif"),
        ("a.json", "json"),
        ("sarif=a.txt", "sarif"),
        ("sarif=-", "sarif"),
        ("json=-", "json"),
    ],
)
def test_the_format_is_named_or_that_of_the_ending(target: str, form: str, place: Path) -> None:
    done = run(place, "audit", *MODEL, "-o", target)
    where = target.partition("=")[2] or target
    text = done.stdout if where == "-" else (place / where).read_text("utf-8")
    document = json.loads(text)
    assert ("runs" in document) is (form == "sarif")


def test_the_ending_of_an_aibom_says_its_standard(place: Path) -> None:
    run(place, "aibom", *MODEL, "-o", "b.spdx.json", "-o", "b.cdx.xml", "-o", "b.json")
    assert "@graph" in json.loads((place / "b.spdx.json").read_text("utf-8"))
    assert (place / "b.cdx.xml").read_text("utf-8").startswith("<?xml")
    assert json.loads((place / "b.json").read_text("utf-8"))["bomFormat"] == "CycloneDX"
    run(place, "aibom", *MODEL, "-f", "cyclonedx-json", "-o", "c.spdx.json")
    assert "bomFormat" in json.loads((place / "c.spdx.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("targets", "problem", "hint"),
    [
        (["json"], "names a format and no file", "-o json=FILE"),
        (["jsno=x"], "the format jsno", "Did you mean `json`?"),
        (["report"], "does not say which format", "-o FORMAT=report"),
        ([""], "names no file", "`-` for stdout"),
        (["json=x", "sarif=x"], "two documents", "its own file"),
        (["json=-", "sarif=-"], "two documents", "only one can go to stdout"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    targets: list[str], problem: str, hint: str, place: Path
) -> None:
    words = [word for target in targets for word in ("-o", target)]
    done = run(place, "audit", *MODEL, *words)
    assert done.returncode == 2
    assert problem in done.stderr
    assert hint in done.stderr


def test_a_document_on_stdout_stands_alone(place: Path) -> None:
    done = run(place, "audit", *MODEL, "-o", "json=-")
    assert json.loads(done.stdout)["schema"].startswith("provenance/report")
