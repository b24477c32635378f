"""The recipe "Add a scan reader" of CONTRIBUTING.md: one function, one row in the table."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from provenance.model.artifact import Kind
from provenance.scan import readers
from provenance.scan.mention import Mention, MentionedText, UnreadableError
from provenance.scan.survey import Scan, scan


def read(text: str) -> Iterator[Mention]:
    """A toy format: each line is `uses NAME`."""
    for number, line in enumerate(text.splitlines(), 1):
        word, _, name = line.partition(" ")
        if word != "uses":
            raise UnreadableError("not a toy file")
        if name:
            yield Mention(kind=Kind.MODEL, value=MentionedText(text=name), line=number, via="uses")


@pytest.fixture(autouse=True)
def toy_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    row = readers.Row(re.compile(r".*\.toy"), read)
    monkeypatch.setattr(readers, "READERS", (*readers.READERS, row))


def scanned(folder: Path, text: str) -> Scan:
    (folder / "project.toy").write_text(text, "utf-8")
    return scan([folder], folder)


def test_a_name_is_found_at_its_line(tmp_path: Path) -> None:
    references = scanned(tmp_path, "uses\nuses acme/support-gemstone-7b\n").references
    assert [(str(reference.place), reference.via) for reference in references] == [
        ("project.toy:2", "uses")
    ]


def test_a_file_that_names_nothing_is_read(tmp_path: Path) -> None:
    result = scanned(tmp_path, "uses\n")
    assert (result.references, result.files, result.unread) == (
        (),
        1,
        (),
    )


def test_a_broken_file_is_listed_as_unread(tmp_path: Path) -> None:
    result = scanned(tmp_path, "{}\n")
    assert [file for file, _ in result.unread] == ["project.toy"]


def test_the_code_of_the_recipe_reads_its_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text("utf-8")
    code = re.search(r"   ```python\n(   \"\"\"Names in CUE.*?)   ```", recipe, re.DOTALL)
    assert code
    module: dict[str, Any] = {}
    exec(compile(textwrap.dedent(code[1]), "cue.py", "exec"), module)
    row = readers.Row(re.compile(r".*\.cue"), module["read"])
    monkeypatch.setattr(readers, "READERS", (*readers.READERS, row))
    (tmp_path / "app.cue").write_text('name: "x"\nmodel: "acme/bear"\n', "utf-8")
    references = scan([tmp_path], tmp_path).references
    assert [(reference.name, str(reference.place)) for reference in references] == [
        ("acme/bear", "app.cue:2")
    ]
