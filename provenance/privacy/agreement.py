"""Find contradictory sentences about personal data in one artefact (PRIV-083)."""

from __future__ import annotations

import re

from provenance.model.artifact import Kind
from provenance.model.finding import Evidence
from provenance.privacy.disclosure import Grade
from provenance.privacy.lexicon import pattern
from provenance.privacy.material import Material, ReadSentence
from provenance.privacy.reading import PRIVACY
from provenance.privacy.stance import ABSENT_BARE, ABSENT_REASON, PRESENT

_KINDS = frozenset({"names", "contact", "identifiers", "biometric", "sensitive"})
# Words for personal data as a whole; a denial of the whole must contain one.
_WHOLE = re.compile(
    r"\bpersonal(?:ly[\s-]identifi\w+)? (?:data|information)\b|\bPII\b|개인\s?(?:정보|식별)",
    re.IGNORECASE,
)
# A sentence that excludes something, or is about a part of the data, neither denies nor states
# anything about the whole.
_PARTIAL = re.compile(
    r"\b(?:other|others|else|except|apart|beyond|besides|aside|additional(?:ly)?|further|unless"
    r"|only|subset|part|some"
    r"|annotators?|crowd\s?workers|labell?ers|third"
    r" part(?:y|ies)|metadata|labels?|test|validation)\b"
    r"|외에|이외|제외|일부|추가",
    re.IGNORECASE,
)


def find_disagreement(material: Material) -> tuple[Evidence, ...]:
    """Find a sentence that denies all personal data, and one that names a kind of it in the same
    data.

    Args:
        material: What the documents of an artefact state.

    Returns:
        The denial and the statement; empty unless both exist. Denials of a part, hedges, and
        statements without a kind do not count. A model's card covers several bodies of data, so its
        sentences are not compared.
    """
    if material.guard or material.snapshot.ref.kind is not Kind.DATASET:
        return ()
    whole = [sentence for sentence in material.sentences if _speaks_of_the_data(sentence)]
    denial = next((sentence for sentence in whole if _denies(sentence)), None)
    statement = next((sentence for sentence in whole if _states(sentence)), None)
    return (_evidence(denial), _evidence(statement)) if denial and statement else ()


def _speaks_of_the_data(sentence: ReadSentence) -> bool:
    """Whether a sentence says that the data as a whole contains or lacks something."""
    claim = sentence.claim
    if claim is None or "presence" not in claim.marks or sentence.passage.role not in ("", PRIVACY):
        return False
    other = pattern(claim.language, "not-about-data").search(sentence.text) or _PARTIAL.search(
        sentence.text
    )
    return not other and bool(pattern(claim.language, "data-word").search(sentence.text))


def _denies(sentence: ReadSentence) -> bool:
    denied = sentence.claim is not None and sentence.claim.stance in (ABSENT_BARE, ABSENT_REASON)
    return denied and bool(_WHOLE.search(sentence.text))


def _states(sentence: ReadSentence) -> bool:
    claim = sentence.claim
    stated = claim is not None and claim.stance == PRESENT and claim.grade is Grade.DISCLOSED
    return stated and bool(claim and claim.kinds & _KINDS)


def _evidence(sentence: ReadSentence) -> Evidence:
    start, end = sentence.passage.lines_of(sentence.text)
    return Evidence.quoting(sentence.passage.document, start, end, sentence.text)
