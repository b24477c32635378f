"""Grade a section on personal data (PRIV-082): empty, a statement, or a verifiable statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from provenance.privacy.disclosure import Grade
from provenance.privacy.korean import KOREAN, is_supposed
from provenance.privacy.lexicon import pattern
from provenance.privacy.reading import Passage, forbids_what_follows, is_filler
from provenance.privacy.stance import (
    ABSENT_BARE,
    ABSENT_REASON,
    DEIDENTIFIED,
    PUBLIC_ONLY,
    UNKNOWN,
    SentenceClaim,
    read_sentence,
)
from provenance.text.sentences import language, sentences

_DENIED = (ABSENT_BARE, PUBLIC_ONLY)
MOST_PROOFS = 3
# Sentences found pasted under unrelated owners' headings: they show whose text it is, not what this
# data contains.
BOILERPLATE = re.compile(
    r"people who have (?:donated|given) their voices?|any personal information about the authors or"
    r" the crowd\s?workers",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade with its evidence.

    Attributes:
        grade: How far the text answers.
        stance: Its stance.
        proofs: The sentences, weightiest first, each with its passage.
    """

    grade: Grade
    stance: str
    proofs: tuple[tuple[Passage, str], ...]


def grade_section(passages: Sequence[Passage]) -> Graded | None:
    """Grade the statements under a heading on personal data.

    Args:
        passages: The passages below the heading, in order.

    Returns:
        Placeholder if there is nothing but fillers; None if the text is in an unsupported language.
    """
    written = [passage for passage in passages if _is_written(passage)]
    if not written:
        heading = tuple((passage, passage.text) for passage in passages[:1])
        return Graded(Grade.PLACEHOLDER, "", heading)
    claims = _claims_of(written)
    if not claims:
        answers = [passage for passage in written if passage.is_answer]
        proofs = tuple((row, row.text) for row in answers[:MOST_PROOFS])
        return Graded(Grade.PARTIAL, "", proofs) if proofs else None
    support(claims)
    ranks = [_rank(claim) for _, claim in claims]
    best = min(ranks)
    alike = [item for item, rank in zip(claims, ranks, strict=True) if rank == best]
    grade = Grade.DISCLOSED if best == 0 else Grade.PARTIAL
    proofs = tuple((passage, claim.text) for passage, claim in alike[:MOST_PROOFS])
    return Graded(grade, alike[0][1].stance, proofs)


def _is_written(passage: Passage) -> bool:
    """Whether the maker wrote something, other than the questions of a template."""
    words = _own_words(passage)
    if is_filler(words):
        return False
    return not all(sentence.endswith("?") for sentence in sentences(words))


def _own_words(passage: Passage) -> str:
    """What the maker wrote: of a row of a form the answer alone."""
    return passage.cells[1] if passage.is_answer else passage.text


def _claims_of(passages: Sequence[Passage]) -> list[tuple[Passage, SentenceClaim]]:
    """What each sentence claims; rows of forms are graded elsewhere."""
    claims: list[tuple[Passage, SentenceClaim]] = []
    for passage in passages:
        if passage.is_answer or forbids_what_follows(passage.heading):
            continue
        for sentence in sentences(passage.text):
            tongue = language(sentence)
            if tongue == KOREAN and is_supposed(sentence):
                continue
            if tongue != "other" and not is_filler(sentence):
                claim = read_sentence(sentence, tongue, True, passage.heading)
                claims.append((passage, claim))
    return claims


def support(claims: list[tuple[Passage, SentenceClaim]]) -> None:
    """Let a sentence lend its method, kinds or reason to the one before or after it, in place."""
    original = [claim for _, claim in claims]
    for at, (passage, claim) in enumerate(claims):
        neighbours = original[max(at - 1, 0) : at] + original[at + 1 : at + 2]
        claims[at] = (passage, reduce(_lend, neighbours, claim))


def _lend(claim: SentenceClaim, other: SentenceClaim) -> SentenceClaim:
    """A claim combined with that of its neighbour."""
    if (
        claim.stance == DEIDENTIFIED
        and claim.grade is not Grade.DISCLOSED
        and other.stance not in _DENIED
    ):
        lent = other.marks & {"method", "verified"}
        return replace(claim, kinds=claim.kinds | other.kinds, marks=claim.marks | lent)
    if (
        claim.stance in _DENIED
        and other.stance != UNKNOWN
        and other.marks & {"specific-reason", "verified"}
    ):
        return replace(claim, stance=ABSENT_REASON)
    return claim


def _rank(claim: SentenceClaim) -> int:
    """How far a claim answers: 0 fully, 1 in part, 2 not. Words on annotators answer in part."""
    answers_in_part = {Grade.DISCLOSED, Grade.PARTIAL}
    is_of_others = pattern(claim.language, "of-others").search(claim.text)
    if BOILERPLATE.search(claim.text) or (is_of_others and claim.grade in answers_in_part):
        return 1
    return {Grade.DISCLOSED: 0, Grade.PARTIAL: 1}.get(claim.grade or Grade.ABSENT, 2)
