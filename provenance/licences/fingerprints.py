"""Fingerprints of reference texts: shingle hashes, and anchors that distinguish versions."""

from __future__ import annotations

import json
import sys
from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import Any

from provenance.licences.titles import LicenceTitle

# How many of a reference's hashes are enough to tell that a text has nothing to do with it.
SAMPLE = 48
Strand = memoryview


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceText:
    """A reference text.

    Attributes:
        licence: Key into the licence catalogue; a licence may have several references.
        strands: Its shingles, each once. A strand has those that occur in exactly the same
            references, so versions of one licence share most of theirs.
        numbers: The number of each strand among those of all references.
        size: Number of its shingles.
        sample: The lowest hashes of all its shingles: a few, chosen the same way for every text
            that contains them.
        anchors: Number of occurrences of each number and weighty word.
        head: The numbers and names in its title.
        title: Its own title.
    """

    licence: str
    strands: tuple[Strand, ...]
    numbers: memoryview
    size: int
    sample: memoryview
    anchors: Counter[str]
    head: frozenset[str]
    title: LicenceTitle

    @property
    def hashes(self) -> frozenset[int]:
        """Its shingles."""
        return frozenset().union(*self.strands)

    def shared(self, shingles: frozenset[int]) -> int:
        """Number of the reference's shingles that are in `shingles`."""
        return sum(len(shingles.intersection(strand)) for strand in self.strands)


class Overlap:
    """How many shingles a text shares with references; each strand is counted once."""

    def __init__(self, shingles: frozenset[int]) -> None:
        self._shingles = shingles
        self._counts: dict[int, int] = {}

    def with_reference(self, reference: ReferenceText) -> int:
        """Number of the reference's shingles that the text has."""
        # Most strands are shared with a reference that was counted before.
        strands = _parts().strands
        for number in set(reference.numbers).difference(self._counts):
            self._counts[number] = len(self._shingles.intersection(strands[number]))
        return sum(map(self._counts.__getitem__, reference.numbers))


@cache
def references() -> tuple[ReferenceText, ...]:
    """Every reference text, in data file order."""
    parts = _parts()
    first_strand = first_sampled = 0
    texts = []
    for row in _index()["references"]:
        last_strand = first_strand + row["strands"]
        last_sampled = first_sampled + row["sample"]
        numbers = parts.used[first_strand:last_strand]
        strands = tuple(map(parts.strands.__getitem__, numbers))
        texts.append(
            ReferenceText(
                licence=row["licence"],
                strands=strands,
                numbers=numbers,
                size=sum(map(len, strands)),
                sample=parts.samples[first_sampled:last_sampled],
                anchors=Counter(row["anchors"]),
                head=frozenset(row["head"]),
                title=_title(row.get("title", {})),
            )
        )
        first_strand, first_sampled = last_strand, last_sampled
    return tuple(texts)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What `fingerprints.bin` contains.

    Attributes:
        strands: The hashes of each strand, sorted.
        used: The numbers of the strands of each reference, one reference after the other.
        samples: The sample of each reference, one after the other.
    """

    strands: tuple[Strand, ...]
    used: memoryview
    samples: memoryview


@cache
def _parts() -> _Parts:
    """The parts of the file, in the order in which `build_fingerprints` writes them: hashes and
    samples of four bytes, lengths and numbers of strands of two."""
    data = (files("provenance.licences") / "data" / "fingerprints.bin").read_bytes()
    sizes = _index()["sizes"]
    numbers_at = 4 * (sizes["hashes"] + sizes["samples"])
    hashes = _numbers("I", data[:numbers_at])
    numbers = _numbers("H", data[numbers_at:])
    ends = tuple(accumulate(numbers[: sizes["strands"]], initial=0))
    return _Parts(
        strands=tuple(hashes[start:end] for start, end in pairwise(ends)),
        used=numbers[sizes["strands"] :],
        samples=hashes[sizes["hashes"] :],
    )


def _numbers(kind: str, data: bytes) -> memoryview:
    numbers = array(kind, data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return memoryview(numbers).toreadonly()


def _title(row: Mapping[str, list[str]]) -> LicenceTitle:
    return LicenceTitle(
        names=frozenset(row.get("names", ())),
        versions=frozenset(row.get("versions", ())),
        subject=frozenset(row.get("subject", ())),
    )


@cache
def sampled() -> Mapping[int, tuple[int, ...]]:
    """For each hash in a sample: the indexes of the references whose samples contain it."""
    places: dict[int, list[int]] = {}
    for place, reference in enumerate(references()):
        for value in reference.sample:
            places.setdefault(value, []).append(place)
    return MappingProxyType({value: tuple(indexes) for value, indexes in places.items()})


@cache
def titles() -> Mapping[str, tuple[str, ...]]:
    """Title words of licences without a reference text, by catalogue key."""
    return MappingProxyType(
        {key: tuple(title.split()) for key, title in _index()["titles"].items()}
    )


@cache
def licensors() -> Mapping[str, str]:
    """Words that name the only licensor of a text, by catalogue key; in lower case."""
    return MappingProxyType(_index()["licensors"])


@cache
def _index() -> dict[str, Any]:
    text = (files("provenance.licences") / "data" / "fingerprints.json").read_text("utf-8")
    content: dict[str, Any] = json.loads(text)
    return content
