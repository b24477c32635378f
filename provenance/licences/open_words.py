"""Sentences and notes that may restrict a work without stating a known limit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.licences.comments import code_comments, front_matter_comments
from provenance.licences.learned_limits import SentencePlace
from provenance.licences.restrictive import (
    is_unclear,
    limits,
    may_bound,
    reads_as_limit,
    without_duties_of_all,
)
from provenance.licences.shown import shown_labels
from provenance.licences.terse_limits import may_limit_tersely
from provenance.model.artifact import SourceText
from provenance.model.card import Card
from provenance.text.lines import LineSpan

# `Code License` and `Data License` of a badge are about other parts.
_ON_OTHER_PART = re.compile(r"\W*(?:code|data(?:set)?) licen[cs]e", re.IGNORECASE)


def is_open(sentence: str, *, on_terms: bool = False) -> bool:
    """Whether a sentence may restrict the work but states no known limit.

    Args:
        sentence: A sentence of a card, a form or a notice.
        on_terms: Whether it is in a place for terms.
    """
    sentence = without_duties_of_all(sentence)
    if limits(sentence):
        return False
    if is_unclear(sentence, on_terms=on_terms) or may_bound(sentence):
        return True
    return reads_as_limit(sentence, SentencePlace.TERMS if on_terms else SentencePlace.MODEL_CARD)


def is_open_note(note: str) -> bool:
    """Whether a note where nobody writes prose may restrict the work but states no known limit.

    Args:
        note: A value, comment, attribute, badge or the words behind a picture.
    """
    return is_open(note) or (not limits(note) and may_limit_tersely(note))


def is_on_other_part(label: str) -> bool:
    """Whether a badge is about the licence of code or data.

    Args:
        label: The words of the badge.
    """
    return _ON_OTHER_PART.match(label) is not None


def open_notes(card: Card | None, document: SourceText | None) -> Iterator[tuple[str, LineSpan]]:
    """Comments of front matter and code, badges and the words behind pictures that may restrict the
    work, with lines.

    Args:
        card: The parsed card, or None.
        document: Its text, or None if only the hub's copy of the front matter is known.
    """
    for note, place in front_matter_comments(card, document):
        if limits(note) or is_open_note(note):
            yield note, place
    for note, place in code_comments(card) if card else ():
        # Comments of code are mostly technical: only words that bound count in them.
        if limits(note) or may_limit_tersely(note):
            yield note, place
    for label, place in shown_labels(document):
        # Those that state a known limit are read with the fields.
        if is_open_note(label) and not is_on_other_part(label):
            yield label, place
