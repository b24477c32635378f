"""A licence text beside a reference: the words that both have, and those that differ."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from provenance.licences.claim import Candidate
from provenance.licences.fingerprints import ReferenceText, references
from provenance.licences.shingles import WIDTH, ShingledText, is_copyright, read_text

# Fewer words may stand in a licence by chance.
_FEWEST_QUOTED = 8


@dataclass(frozen=True, slots=True)
class Compared:
    """A reference compared with a text.

    Attributes:
        reference: The reference.
        similarity: Share of the shingles of both that both have.
        contained: Share of the reference's shingles that the text has.
    """

    reference: ReferenceText
    similarity: float
    contained: float

    @property
    def candidate(self) -> Candidate:
        """The licence with rounded figures, for display."""
        return Candidate(
            self.reference.licence, round(self.similarity, 4), round(self.contained, 4)
        )


def covered_by(reference: ReferenceText, reading: ShingledText) -> list[bool]:
    """Whether the reference has each shingle of the text, in order."""
    hashes = reference.hashes
    return [shingle in hashes for shingle in reading.shingles]


def is_quoted_from(licences: Set[str], passage: str) -> bool:
    """Whether a passage repeats the text of a licence, such as the notice that it asks for.

    Args:
        licences: Catalogue keys.
        passage: A sentence of a document, perhaps cut with an ellipsis.

    Returns:
        Whether one of the licences has every run of five words of it, or it is a copyright line.
        False without a licence.
    """
    if not licences:
        return False
    # Some copies write `(c)` where the licence has the sign, which is no word.
    reading = read_text(passage.replace("(c)", "\u00a9").rstrip("\u2026"))
    if not reading.words:
        return is_copyright(passage.strip())
    if len(reading.words) < _FEWEST_QUOTED:
        return False
    return any(
        reference.licence in licences and all(covered_by(reference, reading))
        for reference in references()
    )


def runs_of(differing: Sequence[bool]) -> list[tuple[int, int]]:
    """Start and end of each run of differing shingles."""
    runs: list[tuple[int, int]] = []
    start = None
    for at, differs in enumerate((*differing, False)):
        if differs and start is None:
            start = at
        elif not differs and start is not None:
            runs.append((start, at))
            start = None
    return runs


def inner_runs(differing: Sequence[bool]) -> list[tuple[int, int]]:
    """The runs between shared words, without title and text after the terms."""
    return [(start, end) for start, end in runs_of(differing) if start > 0 and end < len(differing)]


def own_part(
    start: int, end: int, differing: Sequence[bool], reading: ShingledText
) -> tuple[int, int]:
    """The words of a run of differing shingles that differ themselves: the shingles around them
    differ because they reach into these."""
    first = 0 if start == 0 else start + WIDTH - 1
    last = len(reading.words) if end == len(differing) else end
    return first, max(first, last)


def raw_words(
    text: str,
    reading: ShingledText,
    start: int,
    end: int,
    without: frozenset[str] = frozenset(),
) -> str:
    """Some words of a text as it has them, runs of unspaced characters together.

    Args:
        text: The text.
        reading: The same text as words.
        start: The first word.
        end: Behind the last word.
        without: Normalised words to leave out.
    """
    if start >= end:
        return ""
    pieces, last = [], 0
    places = zip(
        reading.words[start:end], reading.starts[start:end], reading.ends[start:end], strict=True
    )
    for word, first, behind in places:
        if word in without:
            continue
        joint = "" if first == last else " "
        pieces.append(f"{joint}{text[first:behind]}")
        last = behind
    return "".join(pieces)
