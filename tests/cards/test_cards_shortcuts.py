"""Shortcuts in reading Markdown find what the whole parser finds."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from provenance.cards import markdown
from provenance.cards.inline import (
    Inline,
    is_marked,
    read_inline,
    read_label_and_code,
    read_link_alone,
    read_plain,
)

_SIGNS = tuple("|-=#*_`~><&![]():\\")
_WORDS = ("a", "two words", "1.", "https://x.org", "#below", "javascript:x", "é", " ", "\t", "\n")
TEXTS = st.lists(st.sampled_from((*_SIGNS, *_WORDS)), max_size=40).map("".join)
_BLOCKS = (
    *("| a | b |\n|---|---|\n| c | d |\n", "title\n===\n", "***\n", "> quote\n", "# title\n"),
    *("```\ncode\n```\n", "<p>text</p>\n", "[a]: /b\n", "see [a]\n", "- - -\n", "- item\n"),
)
CARDS = st.lists(st.sampled_from(_BLOCKS) | TEXTS, max_size=6).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(text=CARDS)
def test_rules_without_their_sign_find_nothing(text: str) -> None:
    shortened = markdown.read_body(text, 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_SIGNS", {})
        assert shortened == markdown.read_body(text, 1)


@settings(max_examples=300, deadline=None)
@given(words=st.text("ab .:-=~|#'\t", max_size=20), url=st.text("ab.:#?=%'\"/)( é", max_size=9))
@example(words="Data Fields", url="data-fields")
@example(words=" see https://x.org ", url="/a?b=c#d")
@example(words="a", url="(b)")
@example(words="a", url="")
def test_a_link_alone_is_what_the_parser_finds(words: str, url: str) -> None:
    source = f"[{words}](#{url})".strip()
    link = read_link_alone(source, 3)
    if link is None:
        return
    assert link == _parsed(source)


def _parsed(source: str) -> Inline:
    parser = MarkdownIt("commonmark")
    parser.normalizeLink = str  # type: ignore[method-assign, assignment]
    tokens = parser.parseInline(source)[0].children
    return read_inline(tokens or (), 3)


_LABELS = ("", "**a**", "**A b:** ", "**a:**c", "** a**", "**a **", "**_a**", "**a")


@settings(max_examples=500, deadline=None)
@given(label=st.sampled_from(_LABELS), text=st.text("ab .:`*_[]()!\n", max_size=14))
@example(label="**Id:** ", text="`a_b`: a `string` field.")
@example(label="", text="`a``b`")
@example(label="", text="` a `")
@example(label="", text="[More information needed]!")
@example(label="", text="a_b c__d [x] (y)")
@example(label="", text="a_ _b")
@example(label="", text="https://x.org/a_b")
def test_a_text_read_without_the_parser_is_what_the_parser_finds(label: str, text: str) -> None:
    source = (label + text).strip()
    if not is_marked(source, has_references=False):
        assert read_plain(source, 3) == _parsed(source)
    elif simple := read_label_and_code(source):
        assert simple == _parsed(source)


@pytest.mark.parametrize(
    ("source", "has_references", "marked"),
    [
        ("[a]", False, False),
        ("[a]", True, True),
        ("[a](b)", False, True),
        ("a_b", False, False),
        ("_a_", False, True),
        ("a  \nb", False, True),
        ("a\nb!", False, False),
    ],
)
def test_marked_texts(source: str, has_references: bool, marked: bool) -> None:
    assert is_marked(source, has_references=has_references) is marked


@pytest.mark.parametrize(
    "source",
    [
        "[a](#b) more",
        "see [a](#b)",
        "[a][b]",
        "[`a`](#b)",
        "[*a*](#b)",
        "[a](javascript:b)",
        "[a](https://x.org/(b))",
        '[a](#b "title")',
        "[![a](b)](#c)",
        "[a]()",
    ],
)
def test_other_texts_are_left_to_the_parser(source: str) -> None:
    assert read_link_alone(source, 1) is None
    assert read_label_and_code(source) is None
