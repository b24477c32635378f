"""Find questions that one sentence answers by its words: the patterns of `data/signals*.json`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from provenance.privacy.catalogue import load
from provenance.privacy.disclosure import Grade
from provenance.privacy.lexicon import LANGUAGES, compile_words, pattern, pattern_set
from provenance.privacy.reading import PRIVACY
from provenance.privacy.stance import ko_negated
from provenance.text.lazy import LazyPattern
from provenance.text.pattern_set import PatternSet
from provenance.text.sentences import clauses

DONE, NOT_DONE = "done", "not-done"
_FILES = ("signals.json", "signals_makers.json", "signals_sources.json")
# Body text and the headings on personal data and on data fields are read for every question.
_ORDINARY = ("", PRIVACY)
_NAME = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """The patterns of one question in one language.

    Attributes:
        on: The sentence is about the question.
        full: The sentence answers it fully.
        without: The sentence is not about it after all.
        need: Required beside `on` or in the heading; None if nothing more is needed.
        under: A heading below which every sentence is about the question; None if there is no such
            heading.
        below: Needed in a sentence below such a heading, instead of `need`; None if there is none.
        anywhere: A match is read under every heading that is not skipped; None if only its roles
            decide.
        facets: What a full answer must cover, in one sentence or in several; mostly empty.
    """

    on: LazyPattern
    full: LazyPattern
    without: LazyPattern
    need: LazyPattern | None
    under: LazyPattern | None
    below: LazyPattern | None
    anywhere: LazyPattern | None
    facets: tuple[LazyPattern, ...]

    def grade(self, sentence: str, heading: str, *, below: bool) -> Grade | None:
        """How far one sentence on the question answers it; None if it is off topic after all.

        Args:
            sentence: A sentence that matches `on`, or stands below a heading that matches `under`.
            heading: The heading.
            below: Whether the heading matches.
        """
        if self.without.search(sentence):
            return None
        headed = f"{heading}: {sentence}"
        full = bool(self.full.search(headed if below else sentence))
        grade = Grade.DISCLOSED if full else Grade.PARTIAL
        if below and self.below:
            return grade if self.below.search(sentence) else None
        if self.need and not (self.need.search(sentence if below else headed) or (below and full)):
            return None
        return grade

    def completing(self, sentences: Sequence[str]) -> list[int]:
        """Sentences that answer in full only together: the first for each facet, or none."""
        first = [
            next((at for at, text in enumerate(sentences) if facet.search(text)), -1)
            for facet in self.facets
        ]
        return sorted(set(first)) if -1 not in first else []

    def denied_in(self, sentence: str, language: str) -> bool:
        """Whether the clause about the question is negated."""
        parts = (clause for part in sentence.split(": ") for clause in clauses(part, language))
        clause = next((clause for clause in parts if self.on.search(clause)), sentence)
        if language == "en":
            return bool(pattern("en", "negation").search(clause))
        return ko_negated(clause)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Question:
    """How one check is read.

    Attributes:
        check: Catalogue id.
        roles: Heading roles under which its sentences are read.
        signals: Patterns by language.
        conditional: Whether silence leaves the question unasked: nothing shows that the case
            applies, such as synthetic data.
        is_fact: Whether its answer is a fact or a limit, and thus neither done nor not done.
    """

    check: str
    roles: tuple[str, ...]
    signals: dict[str, Signal]
    conditional: bool
    is_fact: bool

    def may_be_read(self, language: str, role: str) -> bool:
        """Whether any sentence is read for it under a heading of that role."""
        return role in self.roles or self.signals[language].anywhere is not None

    def is_read(self, sentence: str, language: str, role: str) -> bool:
        """Whether a sentence is read for it under a heading of that role."""
        anywhere = self.signals[language].anywhere
        return role in self.roles or (anywhere is not None and bool(anywhere.search(sentence)))

    def stance(self, sentence: str, language: str) -> str:
        """Whether a sentence says that something was done or not done."""
        if self.is_fact:
            return ""
        return NOT_DONE if self.signals[language].denied_in(sentence, language) else DONE


@cache
def questions() -> tuple[Question, ...]:
    """Every question that is read by signals, sorted by id."""
    return tuple(_question(check, entry) for check, entry in sorted(_entries().items()))


@cache
def subjects(language: str, role: str) -> PatternSet:
    """The words that make a sentence one about a question, by check.

    Args:
        language: `en` or `ko`.
        role: Role from its headings, see `Passage.role`; only questions that are read under
            headings of that role are sought.
    """
    read = (question.check for question in questions() if question.may_be_read(language, role))
    return _subjects_of(language, tuple(read))


@cache
def _subjects_of(language: str, checks: Iterable[str]) -> PatternSet:
    return pattern_set(language, {check: _entries()[check][language]["on"] for check in checks})


@cache
def heading_subjects(language: str) -> PatternSet:
    """The words of a heading that make all sentences below it ones about a question, by check."""
    words = {check: entry[language].get("under", ()) for check, entry in _entries().items()}
    return pattern_set(language, words)


@cache
def _entries() -> dict[str, dict[str, Any]]:
    """Entries of all files by check, with shared names expanded; an entry may use earlier ones."""
    entries: dict[str, dict[str, Any]] = {}
    for data in map(load, _FILES):
        names = dict[str, str]()
        for name, words in data.get("names", {}).items():
            names[name] = f"(?:{'|'.join(_written_out(words, names))})"
        for check in (key for key in data if key.startswith("PRIV-")):
            entries[check] = {key: _written_out(value, names) for key, value in data[check].items()}
    return entries


def _written_out(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        return _NAME.sub(lambda name: names[name.group(1)], value)
    if isinstance(value, list):
        return [_written_out(item, names) for item in value]
    return (
        {key: _written_out(item, names) for key, item in value.items()}
        if isinstance(value, dict)
        else value
    )


def _question(check: str, entry: dict[str, Any]) -> Question:
    return Question(
        check=check,
        roles=tuple(entry.get("only") or [*_ORDINARY, *entry.get("roles", ())]),
        signals={language: _signal(language, entry[language]) for language in LANGUAGES},
        conditional=entry.get("conditional", False),
        is_fact=entry.get("fact", False),
    )


def _signal(language: str, words: dict[str, Any]) -> Signal:
    need, under, below, anywhere = (
        compile_words(language, words[key]) if words.get(key) else None
        for key in ("need", "under", "below", "anywhere")
    )
    return Signal(
        on=compile_words(language, words["on"]),
        full=compile_words(language, words["full"]),
        without=compile_words(language, words["not"]),
        need=need,
        under=under,
        below=below,
        anywhere=anywhere,
        facets=tuple(compile_words(language, facet) for facet in words.get("facets", ())),
    )
