"""Whether a text has the terms of a known licence under the name of another model."""

from __future__ import annotations

from collections.abc import Iterable

from provenance.licences.clause_records import RecordedClause, licence_record
from provenance.licences.clauses import Clause, read_clauses
from provenance.licences.comparison import (
    Compared,
    covered_by,
    inner_runs,
    own_part,
    raw_words,
    runs_of,
)
from provenance.licences.fingerprints import ReferenceText
from provenance.licences.limiting import may_limit
from provenance.licences.shingles import HEAD_WORDS, MONTHS, WIDTH, YEAR, ShingledText, weighty
from provenance.licences.titles import LicenceTitle

# Below this similarity names alone do not explain what differs.
_LEAST = 0.6
# Names of models and vendors are a few words long; beside these, this share of a text may differ.
_LONGEST_NAME = 8
_OTHER_WORDS = 0.03
_LAST_DAY = 31
_NO_COMMERCE = ("commercial-use", "no", "")
_ON_REQUEST = ("commercial-use", "conditional", "")
# A licence with other words here and there: how much of it a text has, as it stands and beside
# names, and how many of the clauses that were recorded of it.
_LEAST_WORDED = 0.4
_LEAST_BESIDE_NAMES = 0.7
_LEAST_CLAUSES = 0.7
# With fewer recorded clauses a licence cannot be told from another by them.
_FEWEST_CLAUSES = 2
# How much longer than the name in its place a name is, at most.
_LONGER_NAME = 2
# Topics of clauses that distinguish licences whose other words are the same.
_SETTLING = frozenset(
    {"commercial-use", "research-only", "user-limit", "revenue-limit", "territory", "competitors"}
)


def is_renamed(item: Compared, text: str, reading: ShingledText, title: LicenceTitle) -> bool:
    """Whether a text has the terms of a licence for another model: it differs only in names, dates
    and a few words that limit nothing. Another version of the licence does not count."""
    reference = item.reference
    if item.similarity < _LEAST or is_other_version(title, reference.title):
        return False
    called = _names(title) | _names(reference.title) | reference.head | reading.head
    names = frozenset(word for word in called if not may_limit(word))
    differing = [not is_covered for is_covered in covered_by(reference, reading)]
    runs, others = runs_of(differing), 0
    for start, end in runs:
        first, last = own_part(start, end, differing, reading)
        if may_limit(raw_words(text, reading, first, last, names)):
            return False
        if last - first > _LONGEST_NAME:
            others += last - first
    missing = reference.size - reference.shared(frozenset(reading.shingles))
    explained = len(runs) * (WIDTH - 1 + _LONGEST_NAME) + HEAD_WORDS
    is_little = others <= _OTHER_WORDS * len(reading.words) and missing <= explained
    same_weight = _weight_beside_names(reference, reading) <= names
    return is_little and same_weight and decides_alike(item, text)


def is_reworded(item: Compared, text: str, reading: ShingledText, title: LicenceTitle) -> bool:
    """Whether a text is a licence with other names throughout and other words here and there: most
    words are those of the licence, and so are the clauses that decide."""
    if item.similarity < _LEAST_WORDED or is_other_version(title, item.reference.title):
        return False
    record = licence_record(item.reference.licence)
    if record is None or len(record.clauses) < _FEWEST_CLAUSES:
        return False
    if _likeness_beside_names(item.reference, reading) < _LEAST_BESIDE_NAMES:
        return False
    own = {(clause.topic, clause.says) for clause in read_clauses(text).clauses}
    recorded = {(clause.topic, clause.says) for clause in record.clauses}
    has_most = len(own & recorded) >= _LEAST_CLAUSES * len(recorded)
    return has_most and decides_alike(item, text)


def _likeness_beside_names(reference: ReferenceText, reading: ShingledText) -> float:
    """The share of words that a text and a reference have in common, names in the place of others
    left out. What stands before the first and behind the last of them is left out too: a preamble
    decides nothing that the clauses would not show."""
    differing = [not is_covered for is_covered in covered_by(reference, reading)]
    shared = reference.shared(frozenset(reading.shingles))
    replaced = others = 0
    for start, end in inner_runs(differing):
        first, last = own_part(start, end, differing, reading)
        length = last - first
        if length <= _LONGEST_NAME:
            replaced += WIDTH - 1 + length + _LONGER_NAME
        else:
            others += length
    missing = max(0, reference.size - shared - replaced)
    return shared / max(1, shared + missing + others)


def decides_alike(item: Compared, text: str) -> bool:
    """Whether the clauses of a text that settle most are those of a licence, as far as recorded."""
    record = licence_record(item.reference.licence)
    if record is None:
        return True
    own = _settled(read_clauses(text).clauses)
    return own == _settled(record.clauses)


def _settled(clauses: Iterable[Clause | RecordedClause]) -> frozenset[tuple[str, str, str]]:
    """What clauses settle. Whoever forbids commercial use may be asked for another licence whether
    the text says so or not."""
    settled = {
        (clause.topic, clause.says, clause.value) for clause in clauses if clause.topic in _SETTLING
    }
    if _NO_COMMERCE in settled:
        settled.discard(_ON_REQUEST)
    return frozenset(settled)


def kinship(item: Compared, title: LicenceTitle) -> tuple[int, float]:
    """How near a reference is to a text of another name: words of its title, then all words."""
    common = _names(title) & _names(item.reference.title)
    return len(common), item.similarity


def is_other_version(title: LicenceTitle, other: LicenceTitle) -> bool:
    """Whether two titles name two versions of one licence; one title may leave out its maker."""
    is_same = title.names <= other.names or other.names <= title.names
    return is_same and title.versions != other.versions


def _names(title: LicenceTitle) -> frozenset[str]:
    return title.names | title.versions | title.subject


def _weight_beside_names(reference: ReferenceText, reading: ShingledText) -> frozenset[str]:
    """The numbers and weighty words that a text and a reference use a different number of times,
    without dates. Missing words count too: a licence that forbids derivatives lacks a grant."""
    present = weighty(reading.words)
    unequal = set((reference.anchors - present) + (present - reference.anchors))
    is_dated = bool(unequal & MONTHS)
    return frozenset(
        word
        for word in unequal
        if word not in MONTHS
        and not YEAR.fullmatch(word)
        and not (is_dated and word.isdigit() and int(word) <= _LAST_DAY)
    )
