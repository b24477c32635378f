"""Find sentences in a card that describe its data as records about people: patients, customers,
employees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from provenance.model.artifact import SourceText
from provenance.model.card import Card
from provenance.model.finding import Evidence
from provenance.privacy.catalogue import load
from provenance.privacy.lexicon import LANGUAGES, compile_words, gate_of
from provenance.privacy.reading import Passage, is_filler, read_card
from provenance.text.gated import GatedPattern
from provenance.text.lazy import LazyPattern
from provenance.text.sentences import language, sentences

HEALTH = "health"


@dataclass(frozen=True, slots=True)
class PeopleRecords:
    """A sentence that describes the data as records about people.

    Attributes:
        kind: `health`, `customers`, `work and school` or `justice`.
        evidence: The sentence.
    """

    kind: str
    evidence: Evidence


def find_records(card: Card, document: SourceText) -> tuple[PeopleRecords, ...]:
    """Statements that the data is records about people, if the card never mentions
    de-identification or privacy.

    Args:
        card: The parsed card.
        document: Its text.

    Returns:
        The sentences, health first, then in document order; empty if the card says anywhere that
        records were anonymised, masked or invented, or mentions personal data by name: grading
        decides how far that answers.
    """
    passages = read_card(card, document)
    records = [record for passage in passages for record in _records(passage)]
    stated = (passage for passage in passages if not is_filler(passage.text))
    if not records or any(map(_is_described, stated)):
        return ()
    return tuple(sorted(records, key=lambda record: record.kind != HEALTH))


@cache
def _gate() -> GatedPattern:
    """Whether a text may name records about people; most have no such word."""
    kinds = load("records.json")["kinds"].values()
    words = {tongue: [word for kind in kinds for word in kind[tongue]] for tongue in LANGUAGES}
    return gate_of(words)


def _is_described(passage: Passage) -> bool:
    """Whether a passage says what became of personal data, or mentions it by name."""
    return any(_words("described", tongue).search(passage.text) for tongue in LANGUAGES)


def _records(passage: Passage) -> Iterator[PeopleRecords]:
    if passage.role or not _gate().may_match(passage.text) or is_filler(passage.text):
        return
    text = " ".join(passage.text.split())
    if not any(_words("holding", each).search(text) for each in LANGUAGES):
        return
    for sentence in sentences(passage.text):
        holding = [each for each in LANGUAGES if _words("holding", each).search(sentence)]
        tongue = language(sentence) if holding else ""
        if tongue not in holding:
            continue
        kind = next((kind for kind, words in _kinds(tongue) if words.search(sentence)), None)
        if kind and not _words("other", tongue).search(sentence) and not sentence.endswith("?"):
            start, end = passage.lines_of(sentence)
            yield PeopleRecords(kind, Evidence.quoting(passage.document, start, end, sentence))


@cache
def _kinds(tongue: str) -> tuple[tuple[str, LazyPattern], ...]:
    return tuple(
        (kind, compile_words(tongue, words[tongue]))
        for kind, words in load("records.json")["kinds"].items()
    )


@cache
def _words(group: str, tongue: str) -> LazyPattern:
    return compile_words(tongue, load("records.json")[group][tongue])
