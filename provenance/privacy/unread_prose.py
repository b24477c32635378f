"""Report a gap for a card in an unsupported language: its prose answers no question."""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance.messages import Message, message
from provenance.model.artifact import CARD, NOT_UNDERSTOOD, PRIVACY, PROSE, Gap, Snapshot
from provenance.model.card import Card
from provenance.privacy.disclosure import Disclosure, Grade

# Languages with a name in the message catalogue, by the code that cards declare.
_NAMED = frozenset(
    {"ar", "bn", "cs", "de", "el", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "nl"}
    | {"no", "pl", "pt", "ro", "ru", "sv", "ta", "te", "th", "tr", "uk", "ur", "vi", "zh", "ca"}
)
_READ = frozenset({"en", "ko"})
# Scripts that identify a language; kana comes first, since Japanese also uses Han.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("te", re.compile(r"[\u0c00-\u0c7f]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
_MOST_CHARACTERS = 20_000
_FEWEST_LETTERS = 20


def unread_prose(
    snapshot: Snapshot, card: Card | None, disclosures: Iterable[Disclosure]
) -> tuple[Gap, ...]:
    """A gap if the prose of a card was not read for the questions on personal data.

    Args:
        snapshot: The hub's answer.
        card: The parsed card, or None.
        disclosures: Its graded answers.

    Returns:
        One gap that names the language, or an empty result.
    """
    if card is None or not any(answer.grade is Grade.UNREAD for answer in disclosures):
        return ()
    detail = message("gap.language", path=CARD, language=_language(card))
    gap = Gap(
        artifact=snapshot.ref.purl,
        what=PROSE,
        reason=NOT_UNDERSTOOD,
        detail=detail,
        topic=PRIVACY,
    )
    return (gap,)


def _language(card: Card) -> Message:
    """The only language that the card declares, otherwise the one that its script identifies."""
    declared = {code.strip().lower()[:2] for code, _ in card.strings("language")} - _READ
    if len(declared) == 1 and declared <= _NAMED:
        return message(f"gap.language.{declared.pop()}")
    text = " ".join(block.text for section in card.walk() for block in section.blocks)
    text = text[:_MOST_CHARACTERS]
    for code, letters in _SCRIPTS:
        if len(letters.findall(text)) >= _FEWEST_LETTERS:
            return message(f"gap.language.{code}")
    return message("gap.language.other")
