"""Whether a text has the terms of a known licence under the name of another model."""

from __future__ import annotations

from provenance.licences.clause_records import licence_record
from provenance.licences.clauses import read_clauses
from provenance.licences.comparison import Compared, covered_by, own_part, raw_words, runs_of
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
# Topics of clauses that distinguish licences whose other words are the same.
_SETTLING = frozenset(
    {"commercial-use", "research-only", "user-limit", "revenue-limit", "territory", "competitors"}
)


def is_renamed(item: Compared, text: str, reading: ShingledText, title: LicenceTitle) -> bool:
    """Whether a text has the terms of a licence for another model: it differs only in names, dates
    and a few words that limit nothing. Another version of the licence does not count."""
    reference = item.reference
    if item.similarity < _LEAST or _is_other_version(title, reference.title):
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


def decides_alike(item: Compared, text: str) -> bool:
    """Whether the clauses of a text that settle most are those of a licence, as far as recorded."""
    record = licence_record(item.reference.licence)
    if record is None:
        return True
    own = {(clause.topic, clause.says, clause.value) for clause in read_clauses(text).clauses}
    recorded = {(clause.topic, clause.says, clause.value) for clause in record.clauses}
    return not any(topic in _SETTLING for topic, _, _ in own ^ recorded)


def kinship(item: Compared, title: LicenceTitle) -> tuple[int, float]:
    """How near a reference is to a text of another name: words of its title, then all words."""
    common = _names(title) & _names(item.reference.title)
    return len(common), item.similarity


def _is_other_version(title: LicenceTitle, other: LicenceTitle) -> bool:
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
