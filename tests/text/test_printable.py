from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.formats import printable
from provenance.text.printable import json_bytes

ANY = st.text(st.characters())  # lone surrogates included


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, ünïcode, 한국어, 漢字 🙂", "plain, ünïcode, 한국어, 漢字 🙂"),
        ("\x1b[31mred", "␛[31mred"),
        ("a\r\nb\tc\u2028d\u3000e\x85f", "a  b c d e f"),
        ("\x00\x07\x1f\x7f", "␀␇␟␡"),
        ("\x9b31m", "<U+009B>31m"),
        ("photo\u202egnp.exe", "photo<U+202E>gnp.exe"),
        ("\u2066a\u2069", "<U+2066>a<U+2069>"),
        ("zero\u200bwidth\ufeff", "zero<U+200B>width<U+FEFF>"),
        ("\u3164\u115f", "<U+3164><U+115F>"),
        ("\U000e0041", "<U+E0041>"),
        ("\ud800", "<U+D800>"),
        ("[red]not markup[/red]", "[red]not markup[/red]"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(ANY)
def test_everything_shown_can_be_printed(text: str) -> None:
    assert printable(text).isprintable()
    assert printable(printable(text)) == printable(text)


@given(ANY, ANY)
def test_json_holds_every_text_and_steers_no_terminal(key: str, text: str) -> None:
    payload = json_bytes({key: [text]})
    shown = payload.decode()
    assert all(char.isprintable() or char == "\n" for char in shown)
    valid = [
        part.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for part in (key, text)
    ]
    if "\ufffd" not in "".join(valid):
        assert json.loads(payload) == {key: [text]}
