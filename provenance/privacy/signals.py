"""Questions that one sentence answers by its words: the patterns of `data/signals.json`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from provenance.privacy.catalogue import load
from provenance.privacy.disclosure import Grade
from provenance.privacy.lexicon import LANGUAGES, compile_words, pattern
from provenance.privacy.reading import PRIVACY
from provenance.privacy.stance import ko_negated

DONE, NOT_DONE = "done", "not-done"
# Running text and the headings on personal data and on data fields are read for every question.
_ORDINARY = ("", PRIVACY)
_USE = ("PRIV-060", "PRIV-061", "PRIV-062")


@dataclass(frozen=True, slots=True)
class Signal:
    """The patterns of one question in one language.

    Attributes:
        on: It speaks of the question.
        full: With this it answers it.
        without: It does not speak of it after all.
        need: What must stand beside `on`; None where nothing more is needed.
        under: A heading below which every sentence speaks of the question; None where no heading tells.
    """

    on: re.Pattern[str]
    full: re.Pattern[str]
    without: re.Pattern[str]
    need: re.Pattern[str] | None
    under: re.Pattern[str] | None

    def grade(self, sentence: str, heading: str) -> Grade | None:
        """How far one sentence below a heading answers the question, or None where it does not speak of it."""
        if self.without.search(sentence):
            return None
        if self.under and self.under.search(heading):
            return Grade.DISCLOSED if self.full.search(f"{heading}: {sentence}") else Grade.PARTIAL
        if not self.on.search(sentence) or (self.need and not self.need.search(sentence)):
            return None
        return Grade.DISCLOSED if self.full.search(sentence) else Grade.PARTIAL


@dataclass(frozen=True, slots=True)
class Question:
    """How one check is read.

    Attributes:
        check: Catalogue id.
        roles: Headings' roles under which its sentences are read.
        signals: Patterns by language.
    """

    check: str
    roles: tuple[str, ...]
    signals: dict[str, Signal]


@cache
def questions() -> tuple[Question, ...]:
    """Every question that is read by signals, sorted by id."""
    data = load("signals.json")
    return tuple(_question(check, entry) for check, entry in sorted(data.items()) if check.startswith("PRIV-"))


@cache
def screen(language: str) -> re.Pattern[str]:
    """What any signal of a language needs: most sentences of a card match nothing, and are told so at once."""
    entries = (entry[language] for check, entry in load("signals.json").items() if check.startswith("PRIV-"))
    return compile_words(language, (word for entry in entries for word in (*entry["on"], *entry.get("under", ()))))


def polarity(question: str, sentence: str, language: str) -> str:
    """Whether a sentence tells that something was done or not done; limits of use are neither."""
    if question.startswith(_USE):
        return ""
    negated = pattern("en", "negation").search(sentence) if language == "en" else ko_negated(sentence)
    return NOT_DONE if negated else DONE


def _question(check: str, entry: dict[str, dict[str, list[str]]]) -> Question:
    roles = entry.get("only") or [*_ORDINARY, *entry.get("roles", ())]
    return Question(check, tuple(roles), {language: _signal(language, entry[language]) for language in LANGUAGES})


def _signal(language: str, words: dict[str, list[str]]) -> Signal:
    need, under = (compile_words(language, words[key]) if words.get(key) else None for key in ("need", "under"))
    return Signal(
        compile_words(language, words["on"]),
        compile_words(language, words["full"]),
        compile_words(language, words["not"]),
        need,
        under,
    )
