"""Identify a licence text by fingerprints of reference texts; similarity alone never decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from provenance.collector import collector_paused
from provenance.licences.catalogue import lookup
from provenance.licences.claim import Candidate, TextDifference, TextMatch
from provenance.licences.clauses import Clause, read_clauses
from provenance.licences.comparison import (
    Compared,
    covered_by,
    inner_runs,
    own_part,
    raw_words,
    runs_of,
)
from provenance.licences.components import end_of_own_terms
from provenance.licences.expression import conjunction, identifier
from provenance.licences.fingerprints import (
    Overlap,
    ReferenceText,
    licensors,
    references,
    sampled,
    titles,
)
from provenance.licences.limiting import is_condition, may_limit
from provenance.licences.pointing import pointing_notice
from provenance.licences.renamed import (
    decides_alike,
    is_renamed,
    is_reworded,
    kinship,
)
from provenance.licences.shingles import (
    HEAD_WORDS,
    WIDTH,
    ShingledText,
    is_copyright,
    read_text,
    weighty,
)
from provenance.licences.titles import LicenceTitle, read_title
from provenance.model.finding import shorten

EXACT = 0.97
MODIFIED = 0.85
CHANGED = 0.6
FAMILY = 0.35
# Minimum similarity for a text with a licence's name and version in its title.
SAME_NAME = 0.3
WHOLLY_CONTAINED = 0.99
HALF = 0.5
MOSTLY_CONTAINED = 0.9
_FEWEST_WORDS = 20
# `Modified MIT License` has the title of the licence that it modifies.
_MODIFIED = frozenset({"modified"})
_LONGEST_EDGE = 12
# A misspelt or replaced word does not change a contract; three words in a row may be a condition.
_FEW_WORDS = 2
_MOST_CANDIDATES = 5
# A licence with less of the terms above a list of components is one of these.
_ABOVE_COMPONENTS = 0.3
# Versions of one licence that differ in a sentence are about as like a third.
_ABOUT_AS_LIKE = 0.02
_LIKENESS_DIGITS = 2
# One in this many hashes of a reference's sample must match before the rest is compared.
_SAMPLED = 8
_MOST_PASSAGES = 20
_MOST_IN_ONE_FILE = 6
_NEW_SHARE = 0.6
# What may be between and around the texts of one file: a heading each, or a small share of the
# whole.
_JOINT = 20
_COMMON_PHRASES = 0.01
_REST_SHARE = 0.03
_LIMITING_DUTIES = frozenset({"non-commercial", "research-only"})


@collector_paused()
def identify_text(text: str) -> TextMatch:
    """Identify a licence text.

    Texts are compared by the Jaccard index of their five-word shingles (Broder 1997), and files of
    several texts by the share of a reference text that they contain. A text is exact only if
    nothing differs between its first and last words in common with the reference, and if numbers,
    dates, places and the words that grant or deny agree.

    Args:
        text: The text as read; at most 400,000 characters are examined.

    Returns:
        The verdict with the most similar licences, and for a modified one the passages that the
        licence does not contain.
    """
    reading = read_text(text)
    if len(reading.words) < _FEWEST_WORDS:
        return _pointing(text) or TextMatch(verdict="unknown", titled=_titled(reading))
    compared = sorted(
        _compare(reading), key=lambda item: (-item.similarity, item.reference.licence)
    )
    candidates = _candidates(compared)
    exact = next((item for item in compared if _is_exact(item, text, reading)), None)
    if exact:
        return TextMatch(
            verdict="exact",
            licence=exact.reference.licence,
            spdx=_spdx(exact.reference.licence),
            similarity=exact.candidate.similarity,
            candidates=candidates,
        )
    return _likest(text, reading, compared, candidates)


def _likest(
    text: str,
    reading: ShingledText,
    compared: Sequence[Compared],
    candidates: tuple[Candidate, ...],
) -> TextMatch:
    """The result for a text that is no known licence word for word."""
    end = end_of_own_terms(text)
    if end is not None:
        above = _above_components(text, reading, end)
        if above:
            return above
        compared = _not_of_components(compared, text[:end])
    compared = _of_named_licensors(compared, text)
    parts, left = _parts(compared, reading)
    if len({part.reference.licence for part in parts}) > 1:
        if _are_of_components(parts, text, reading, left):
            return _unnamed(reading, candidates)
        return _several(text, reading, parts, left)
    changed = _changed(compared, parts, text, reading)
    if changed:
        return _modified(text, reading, changed, candidates)
    return _pointing(text) or _unnamed(reading, candidates)


def _above_components(text: str, reading: ShingledText, end: int) -> TextMatch | None:
    """The result for terms that end where the licences of components begin; None where the terms
    are not a known licence."""
    own_text = text[:end]
    own = read_text(own_text)
    compared = sorted(_compare(own), key=lambda item: (-item.similarity, item.reference.licence))
    candidates = _candidates(compared)
    compared = _of_named_licensors(compared, own_text)
    parts, _ = _parts(compared, own)
    if len({part.reference.licence for part in parts}) > 1:
        return None
    changed = _changed(compared, parts, own_text, own)
    return _modified(text, reading, changed, candidates) if changed else None


def _not_of_components(compared: Sequence[Compared], own_text: str) -> list[Compared]:
    """The references that have part of the terms above the licences of components."""
    own = frozenset(read_text(own_text).shingles)
    least = _ABOVE_COMPONENTS * len(own)
    return [item for item in compared if item.reference.shared(own) >= least]


def _pointing(text: str) -> TextMatch | None:
    """The result for a short notice that points to a licence, or puts the work under it with
    conditions of its own; None for another text."""
    notice = pointing_notice(text)
    if notice is None:
        return None
    if notice.added:
        differences = tuple(
            TextDifference(kind="added", start=start, end=end, quote=shorten(text[start:end]))
            for start, end in notice.added
        )
        return TextMatch(
            verdict="modified",
            licence=notice.licence.id,
            passages=tuple(difference.quote for difference in differences),
            differences=differences,
        )
    return TextMatch(
        verdict="notice",
        licence=notice.licence.id,
        spdx=identifier(notice.licence),
        passages=(shorten(notice.sentence),),
    )


def _unnamed(reading: ShingledText, candidates: tuple[Candidate, ...]) -> TextMatch:
    """The result for a text that is not a known licence: its family, if any."""
    if not candidates:
        return TextMatch(verdict="unknown", titled=_titled(reading))
    likest = candidates[0]
    is_akin = likest.similarity >= FAMILY or likest.contained >= MOSTLY_CONTAINED
    return TextMatch(
        verdict="family" if is_akin else "unknown",
        similarity=likest.similarity,
        candidates=candidates,
        titled=_titled(reading),
    )


def _modified(
    text: str, reading: ShingledText, changed: Compared, candidates: tuple[Candidate, ...]
) -> TextMatch:
    key = changed.reference.licence
    covered = covered_by(changed.reference, reading)
    differing = [not is_covered for is_covered in covered]
    alike = _differs_lightly(changed, text, reading, differing)
    alike = alike or _only_policy_added(changed, reading, differing)
    missing = changed.reference.size - changed.reference.shared(frozenset(reading.shingles))
    differences = tuple(_differences(text, reading, differing, missing))
    return TextMatch(
        verdict="modified",
        licence=key,
        similarity=changed.candidate.similarity,
        candidates=candidates,
        passages=tuple(difference.quote for difference in differences),
        titled=key if alike and _has_title_of(changed, reading) else None,
        differences=differences,
    )


def _several(
    text: str, reading: ShingledText, parts: Sequence[Compared], left: Sequence[bool]
) -> TextMatch:
    candidates = tuple(sorted({part.candidate for part in parts}, key=lambda part: part.licence))
    whole = sum(left) <= max(_JOINT * len(parts), _REST_SHARE * len(left))
    whole = whole and not is_condition(_left_over(text, reading, left))
    expression = (
        conjunction(filter(None, (_spdx(part.licence) for part in candidates))) if whole else None
    )
    differences = tuple(_differences(text, reading, left, missing=0))
    return TextMatch(
        verdict="several",
        spdx=expression,
        similarity=max(part.similarity for part in candidates),
        candidates=candidates,
        passages=tuple(difference.quote for difference in differences),
        differences=differences,
    )


def _left_over(text: str, reading: ShingledText, left: Sequence[bool]) -> str:
    """The words of a file that are in none of its licences."""
    pieces = []
    for start, end in runs_of(left):
        first, last = own_part(start, end, left, reading)
        pieces.append(raw_words(text, reading, first, last))
    return "\n".join(pieces)


def title_of(text: str) -> tuple[str, int]:
    """The first line with a word that is not a copyright notice, shortened, and its number from
    1."""
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text[:100_000]), start=1):
        if any(map(str.isalnum, line)) and not is_copyright(line):
            return shorten(line.strip(" #*=-/\t")), number
    return "", 1


def _compare(reading: ShingledText) -> Iterator[Compared]:
    """References with part of their sample in the text, compared with it as a whole."""
    own = frozenset(reading.shingles)
    in_samples = sampled()
    hits = Counter(
        place for shingle in own.intersection(in_samples) for place in in_samples[shingle]
    )
    known = references()
    overlap = Overlap(own)
    for place, count in hits.items():
        reference = known[place]
        if count * _SAMPLED < len(reference.sample):
            continue
        shared, size = overlap.with_reference(reference), reference.size
        yield Compared(reference, shared / (len(own) + size - shared), shared / size)


def _of_named_licensors(compared: Sequence[Compared], text: str) -> list[Compared]:
    """The references without those of a licensor that the text does not name.

    Somebody else who takes over such a contract grants a licence of their own with it.
    """
    by_licence = licensors()
    lower = text.lower()
    return [item for item in compared if by_licence.get(item.reference.licence, "") in lower]


def _candidates(compared: Sequence[Compared]) -> tuple[Candidate, ...]:
    """The most similar licences, each once, with the best of its references."""
    best: dict[str, Candidate] = {}
    for item in compared:
        best.setdefault(item.reference.licence, item.candidate)
    return tuple(best.values())[:_MOST_CANDIDATES]


def _is_exact(item: Compared, text: str, reading: ShingledText) -> bool:
    """Whether nothing differs between the first and last shared words, their anchors agree, and
    nothing around them may be a condition."""
    if item.similarity < EXACT:
        return False
    reference = item.reference
    covered = covered_by(reference, reading)
    first, last = covered.index(True), len(covered) - covered[::-1].index(True)
    end = last + WIDTH - 1
    before, after = reading.words[:first], reading.words[end:]
    own = _own_words(reference.licence)
    last_word = len(reading.words)
    above = raw_words(text, reading, 0, first, own)
    around = (above, raw_words(text, reading, end, last_word))
    return (
        not any(map(may_limit, around))
        and all(covered[first:last])
        and weighty(reading.words[first:end]) == reference.anchors
        and max(len(before), len(after)) <= _LONGEST_EDGE
        and not set(weighty(after))
        and set(weighty(before)) <= own
    )


def _differs_lightly(
    item: Compared, text: str, reading: ShingledText, differing: Sequence[bool]
) -> bool:
    """Whether only single words differ here and there, none of them a number, a weighty word or one
    that may limit something, except those of the licence's own name."""
    own, present = item.reference.anchors, weighty(reading.words)
    weight = set((own - present) + (present - own))
    names = _own_words(item.reference.licence)
    if item.similarity < EXACT or not weight <= names:
        return False
    for start, end in runs_of(differing):
        first, last = own_part(start, end, differing, reading)
        is_inner = start > 0 and end < len(differing)
        if is_inner and last - first > _FEW_WORDS:
            return False
        if may_limit(raw_words(text, reading, first, last, names)):
            return False
    return True


def _only_policy_added(item: Compared, reading: ShingledText, differing: Sequence[bool]) -> bool:
    """Whether the text is the whole licence followed by the use policy that its terms name."""
    entry = lookup(item.reference.licence)
    asks = entry is not None and any(duty.id == "use-restrictions" for duty in entry.duties)
    if not asks or item.contained < WHOLLY_CONTAINED or True not in differing:
        return False
    start = differing.index(True) + WIDTH - 1
    tail = reading.words[start : start + HEAD_WORDS]
    names_policy = any(pair == ("use", "policy") for pair in pairwise(tail))
    return names_policy and sum(
        not differs for differs in differing[start:]
    ) <= _COMMON_PHRASES * len(reading.words)


def _own_words(key: str) -> frozenset[str]:
    """Words of a licence's own name, which a title above the terms may contain."""
    entry = lookup(key)
    return (
        frozenset(f"{entry.name} {entry.spdx or ''}".lower().replace("-", " ").split())
        if entry
        else frozenset()
    )


@lru_cache(maxsize=16)
def matched_text(text: str) -> TextMatch:
    """The result of `identify_text`, computed once for each of an artefact's few texts."""
    return identify_text(text)


def _changed(
    compared: Sequence[Compared],
    parts: Sequence[Compared],
    text: str,
    reading: ShingledText,
) -> Compared | None:
    """The reference of which the text is a changed version, or None.

    A licence whose deciding clauses are others is not the one, however similar its words are: what
    distinguishes a commercial licence from its non-commercial sibling is a line.
    """
    title = read_title(text)
    called = lookup(title_of(text)[0])
    for item in compared:
        if called and item.reference.licence == called.id and item.similarity >= CHANGED:
            return item
    left = list(compared)
    first: Compared | None = None
    while left:
        likest = _named(left, title) or _copied(left, parts, reading, title)
        if likest is None:
            break
        is_whole = likest.contained >= EXACT
        is_a_parts = is_whole and _stands_below_limits(likest, text)
        if not is_a_parts and (is_whole or decides_alike(likest, text)):
            return likest
        first = first or likest
        licence = likest.reference.licence
        left = [item for item in left if item.reference.licence != licence]
    if first and first.similarity >= MODIFIED and title.is_same_as(first.reference.title):
        return first
    renamed = (item for item in compared if is_renamed(item, text, reading, title))
    akin: Compared | None = max(renamed, key=lambda item: kinship(item, title), default=None)
    if akin or called or not compared:
        return akin
    # Other licences are made of the same words; only the likest can be the one that was reworded.
    least = compared[0].similarity - _ABOUT_AS_LIKE
    about_as_like = (item for item in compared if item.similarity >= least)
    return next((item for item in about_as_like if is_reworded(item, text, reading, title)), None)


def _stands_below_limits(item: Compared, text: str) -> bool:
    """Whether a licence is less than half of what a text says, and the text limits use where the
    licence does not: the licence of a component below the terms of the work.
    """
    if item.similarity >= CHANGED or _limits_use(item):
        return False
    return bool(_limits(text))


def _are_of_components(
    parts: Sequence[Compared], text: str, reading: ShingledText, left: Sequence[bool]
) -> bool:
    """Whether none of the licences in a file limits use, but the words beside them do: those are
    the terms of the work, and the licences are those of its components.
    """
    if any(map(_limits_use, parts)):
        return False
    own_words = []
    for start, end in runs_of(left):
        last = min(end + WIDTH - 1, len(reading.words)) - 1
        own_words.append(range(reading.starts[start], reading.ends[last]))
    return any(clause.start in words for clause in _limits(text) for words in own_words)


def _limits_use(item: Compared) -> bool:
    entry = lookup(item.reference.licence)
    return entry is not None and any(duty.id in _LIMITING_DUTIES for duty in entry.duties)


def _limits(text: str) -> tuple[Clause, ...]:
    """The clauses that limit use to what is not commercial, or to research."""
    reading = read_clauses(text)
    return reading.of("commercial-use", "no") + reading.of("research-only")


def _named(compared: Sequence[Compared], title: LicenceTitle) -> Compared | None:
    """The most similar reference of the licence that the text names with its version, or None.

    Of two that are about equally similar, the one for the same model comes first.
    """
    same = [
        item
        for item in compared
        if item.similarity >= SAME_NAME and title.is_same_as(item.reference.title)
    ]
    return min(same, key=lambda item: _rank(item, title), default=None)


def _rank(item: Compared, title: LicenceTitle) -> tuple[float, int, str]:
    foreign = item.reference.title.subject - title.subject
    return (-round(item.similarity, _LIKENESS_DIGITS), len(foreign), item.reference.licence)


def _copied(
    compared: Sequence[Compared],
    parts: Sequence[Compared],
    reading: ShingledText,
    title: LicenceTitle,
) -> Compared | None:
    """The reference of which the text is a changed copy, or None.

    A reference that the text contains whole, or that is very similar and has its title, comes
    first. Otherwise a text may lack a third and still be the licence that its title names; if the
    title has no number or name, the words alone do not decide.
    """
    akin = [item for item in compared if not title.is_sibling_of(item.reference.title)]
    alike = (item for item in akin if item in parts or _is_alike(item, reading, title))
    cut = (item for item in compared if _is_cut(item, reading, title))
    # The same terms under the name of another model: only the title differs.
    renamed = (item for item in akin if item.similarity >= EXACT)
    return next(alike, None) or next(cut, None) or next(renamed, None)


def _is_alike(item: Compared, reading: ShingledText, title: LicenceTitle) -> bool:
    """Whether a text is very similar to a reference and its title is compatible."""
    return item.similarity >= MODIFIED and _has_same_head(item, reading, title)


def _is_cut(item: Compared, reading: ShingledText, title: LicenceTitle) -> bool:
    """Whether a text is somewhat similar to a reference with the same title numbers or names."""
    is_like = bool(reading.head - _MODIFIED) and item.similarity >= CHANGED
    return is_like and _has_same_head(item, reading, title)


def _has_same_head(item: Compared, reading: ShingledText, title: LicenceTitle) -> bool:
    same_numbers = item.reference.head - _MODIFIED == reading.head - _MODIFIED
    return same_numbers and not title.differs_from(item.reference.title)


def _has_title_of(item: Compared, reading: ShingledText) -> bool:
    return item.reference.head - _MODIFIED <= reading.head - _MODIFIED


def _parts(
    compared: Sequence[Compared], reading: ShingledText
) -> tuple[tuple[Compared, ...], list[bool]]:
    """The references that the text contains whole, largest first, and which shingles are left over.

    None if they are less than half of the text, which is then something else with notices for its
    parts.
    """
    taken: list[Compared] = []
    left = [True] * len(reading.shingles)
    for item in _whole(compared, reading):
        covered = covered_by(item.reference, reading)
        rest = [still and not is_covered for still, is_covered in zip(left, covered, strict=True)]
        fresh = sum(left) - sum(rest)
        is_new = fresh >= _NEW_SHARE * item.reference.size
        if is_new and len(taken) < _MOST_IN_ONE_FILE:
            taken.append(item)
            left = rest
    is_most = sum(left) <= HALF * len(left)
    return (tuple(taken) if is_most else ()), left


def _whole(compared: Sequence[Compared], reading: ShingledText) -> list[Compared]:
    """The licences that a text may contain whole, largest first."""
    contained = [item for item in compared if item.contained >= WHOLLY_CONTAINED]
    anchors = weighty(reading.words if contained else ())
    whole = [item for item in contained if _is_part(item.reference, anchors)]
    return sorted(whole, key=lambda item: (-item.reference.size, item.reference.licence))


def _is_part(reference: ReferenceText, anchors: Counter[str]) -> bool:
    """Whether a reference can be one of several texts in a file that has all its anchors."""
    entry = lookup(reference.licence)
    return entry is not None and entry.category != "use-policy" and reference.anchors <= anchors


def _differences(
    text: str, reading: ShingledText, differing: Sequence[bool], missing: int
) -> Iterator[TextDifference]:
    """The runs of differing shingles as passages of the text, with a few words around each.

    A passage inserted between two words of the reference breaks the four shingles across that
    place. So a run of at most four has no word of its own: something was removed there. If more
    shingles of the reference are missing than these places explain, words were replaced.

    Args:
        text: The text.
        reading: The same text as words.
        differing: Whether the reference lacks each shingle.
        missing: Number of the reference's shingles that the text lacks.
    """
    runs = runs_of(differing)
    inner = len(inner_runs(differing))
    replaced = missing > (WIDTH - 1) * inner
    for start, end in runs[:_MOST_PASSAGES]:
        last = min(end + WIDTH - 1, len(reading.words))
        first_character, last_character = reading.starts[start], reading.ends[last - 1]
        inside = start > 0 and end < len(differing)
        if inside and end - start <= WIDTH - 1:
            kind = "removed"
        else:
            kind = "changed" if inside and replaced else "added"
        quote = shorten(text[first_character:last_character])
        yield TextDifference(kind=kind, start=first_character, end=last_character, quote=quote)
    if replaced and not inner and reading.words:
        yield _cut_off(text, reading)


def _cut_off(text: str, reading: ShingledText) -> TextDifference:
    """A passage missing before the first or after the last words: the text is cut off there."""
    start, end = reading.starts[-WIDTH:][0], reading.ends[-1]
    return TextDifference(kind="removed", start=start, end=end, quote=shorten(text[start:end]))


def _titled(reading: ShingledText) -> str | None:
    """The licence without a reference text whose title is among the first words."""
    head = reading.words[:HEAD_WORDS]
    titled = [
        (len(title), key)
        for key, title in titles().items()
        if any(head[at : at + len(title)] == title for at in range(HEAD_WORDS // 2))
    ]
    return max(titled)[1] if titled else None


def _spdx(key: str) -> str | None:
    entry = lookup(key)
    return identifier(entry) if entry else None
