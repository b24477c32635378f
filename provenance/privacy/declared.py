"""Personal data that documents declare: the kinds, the locations, and any safeguards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from provenance.messages import Message, message
from provenance.model.finding import Evidence
from provenance.privacy.disclosure import ANSWERED, Disclosure, Grade
from provenance.privacy.kinds import all_kinds, grave_kinds, words_in_declarations
from provenance.privacy.lexicon import LANGUAGES, compile_words, pattern
from provenance.privacy.people import describes_a_field
from provenance.privacy.presence import Reading
from provenance.privacy.stance import DEIDENTIFIED, NOT_DONE, PRESENT, REMOVED, denies
from provenance.text.lazy import LazyPattern
from provenance.text.sentences import clauses, language

# Questions about which personal data there is; sentences that answer them name the kinds.
_PRESENCE = ("PRIV-001", "PRIV-002", "PRIV-003", "PRIV-006")
# Questions about what was done about it. A mere prohibition for others does not count.
_PROTECTION = ("PRIV-001", "PRIV-004", "PRIV-030", "PRIV-031", "PRIV-033", "PRIV-043")
_PROTECTED = (DEIDENTIFIED, REMOVED, "done")


class Safeguard(StrEnum):
    """The declared safeguard for the personal data."""

    STATED = "stated"
    DENIED = "denied"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class DeclaredData:
    """Personal data that the documents of one artefact declare.

    Attributes:
        kinds: Keys of `data/kinds.json` in its order; empty if none is named.
        safeguard: Whether they say that something was removed, masked or de-identified, say that it
            was not, or say nothing.
        evidence: The sentences, each with its location.
    """

    kinds: tuple[str, ...]
    safeguard: Safeguard
    evidence: tuple[Evidence, ...]

    @property
    def grave(self) -> tuple[str, ...]:
        """The kinds that always need a safeguard."""
        weighty = grave_kinds()
        return tuple(kind for kind in self.kinds if kind in weighty)


def declared_data(disclosures: Iterable[Disclosure]) -> DeclaredData | None:
    """Personal data that the documents of one artefact declare.

    Args:
        disclosures: Its own graded questions; answers inherited from a base are ignored.

    Returns:
        None if no sentence states that personal data is there. Possible or only partly stated data
        does not count as stated.
    """
    own = [
        answer
        for answer in disclosures
        if not answer.inherited_from and not _describes_a_field(answer)
    ]
    stating = [
        answer
        for answer in own
        if answer.check in _PRESENCE
        and answer.grade is Grade.DISCLOSED
        and answer.stance == PRESENT
    ]
    if not stating:
        return None
    evidence = tuple(dict.fromkeys(proof for answer in stating for proof in answer.evidence))
    named = {kind for proof in evidence for kind in kinds_in(proof.quote)}
    kinds = tuple(kind for kind in all_kinds() if kind in named)
    return DeclaredData(kinds, _safeguard(own), evidence)


def _describes_a_field(answer: Disclosure) -> bool:
    """Whether an answer rests only on descriptions of fields: `customer_email: the sender` shows a
    name, and PII090 asks about it."""
    quotes = [evidence.quote for evidence in answer.evidence]
    return bool(quotes) and all(describes_a_field(quote) for quote in quotes)


def kinds_in(sentence: str) -> set[str]:
    """Kinds of personal data that a sentence names, except those denied or removed."""
    tongue = "ko" if language(sentence) == "ko" else "en"
    taken_out = pattern(tongue, "de-identification", "removal")
    kinds: set[str] = set()
    if reading := Reading.of(sentence, tongue):
        kinds.update(name for name, _ in reading.kinds())
    for clause in clauses(sentence, tongue):
        if not denies(clause, tongue) and not taken_out.search(clause):
            words = _words()[tongue].items()
            kinds.update(kind for kind, named in words if named.search(clause))
    return kinds


def kind_names(kinds: Iterable[str]) -> tuple[Message, ...]:
    """The kinds in the reader's language, or that none is named."""
    named = tuple(message(f"privacy.data-kind.{kind}") for kind in kinds)
    return named or (message("privacy.data-kind.unnamed"),)


def _safeguard(disclosures: Iterable[Disclosure]) -> Safeguard:
    stances = set(_protecting(disclosures))
    if stances.intersection(_PROTECTED):
        return Safeguard.STATED
    return Safeguard.DENIED if NOT_DONE in stances else Safeguard.SILENT


def _protecting(disclosures: Iterable[Disclosure]) -> Iterator[str]:
    for answer in disclosures:
        if answer.check in _PROTECTION and answer.grade in ANSWERED:
            yield answer.stance


@cache
def _words() -> dict[str, dict[str, LazyPattern]]:
    """The words of each language by kind, as patterns."""
    return {
        tongue: {
            kind: compile_words(tongue, words)
            for kind, words in words_in_declarations(tongue).items()
        }
        for tongue in LANGUAGES
    }
