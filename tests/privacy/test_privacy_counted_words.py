"""A space in a word list is a gap or a hyphen, so a counted word holds no hyphen of its own.

`(?:\\S+ ){0,4}` can cut `a-b-c-d` in very many ways, and a row of hyphens after the word before it
kept one sentence busy for minutes.
"""

import re
from collections.abc import Iterator

import pytest

from provenance.privacy.catalogue import load
from provenance.privacy.frames import answers_by_frames
from provenance.privacy.lexicon import places_of

LISTS = ("frames.json", "lexicon.json", "signals.json", "signals_makers.json")
# One word and the gap before or after it, repeated.
COUNTED = re.compile(
    r"\(\?:(?P<before> )?(?P<word>\\[Sw]|\[(?:\\.|[^\]\\])*\])\+\+?(?:,\?)?(?P<after> )?\)\{"
)


# A counted word, its gap and what keeps the rest from matching, many times over.
ROWS = (
    "Questions of this kind " + "_" * 300,
    "Collected by using " + "-" * 300,
    "The dataset was collected " + "by-hand-" * 100,
    "an " + "a-" * 200 + "model",
    "Systems on " + "R.-" * 150,
)


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from texts_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from texts_in(member)


@pytest.mark.parametrize("name", LISTS)
def test_no_counted_word_holds_the_hyphen_of_its_gap(name: str) -> None:
    for text in texts_in(load(name)):
        for group in COUNTED.finditer(text):
            if not group["before"] and not group["after"]:
                continue
            word = re.compile(group["word"])
            assert not word.match("-"), f"{name}: {group[0]} in {text[:200]}"


@pytest.mark.parametrize("text", ROWS)
def test_rows_of_hyphens_and_underscores_are_read(text: str) -> None:
    answers_by_frames(places_of(text, "en"), "en", "", "")
