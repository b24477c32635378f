"""The lines of a text, and the order of paths."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.hubs import HUGGING_FACE
from provenance.model.artifact import ArtifactRef, Kind, SourceText, root_first
from provenance.text.lines import LineSpan

REF = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/base", revision="1" * 40)


def read(text: str) -> SourceText:
    return SourceText.decode(REF, "README.md", text.encode())


def test_the_first_line_with_a_text() -> None:
    document = read("one\r\ntwo\nthree, not two\r")
    assert document.lines() == ("one", "two", "three, not two", "")
    assert document.line_with("two") == 2


def test_a_line_within_some_lines() -> None:
    document = read("two\none\ntwo\n")
    assert document.line_with("two", LineSpan(2, 3)) == 3


def test_a_text_that_is_nowhere_is_placed_on_the_first_line() -> None:
    document = read("one\ntwo\n")
    assert document.line_with("three") == 1
    assert document.line_with("one", LineSpan(2, 2)) == 2


@given(st.text(alphabet="ab\r\n", max_size=30), st.text(alphabet="ab", min_size=1, max_size=3))
def test_any_text_has_a_line(text: str, written: str) -> None:
    document = read(text)
    lines = document.lines()
    number = document.line_with(written)
    is_there = any(written in line for line in lines)
    assert (written in lines[number - 1]) is is_there


def test_paths_in_the_root_come_first() -> None:
    paths = ["b/a.md", "z.md", "a/b/c.md", "a.md"]
    assert root_first(paths) == ["a.md", "z.md", "b/a.md", "a/b/c.md"]
