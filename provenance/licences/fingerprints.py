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
from types import MappingProxyType
from typing import Any

from provenance.licences.titles import LicenceTitle

_SAMPLE = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceText:
    """A reference text.

    Attributes:
        licence: Key into the licence catalogue; a licence may have several references.
        hashes: Its shingles, each once, sorted. The lowest are a uniform sample of all.
        anchors: Number of occurrences of each number and weighty word.
        head: The numbers and names in its title.
        title: Its own title.
    """

    licence: str
    hashes: memoryview
    anchors: Counter[str]
    head: frozenset[str]
    title: LicenceTitle

    def sample(self) -> memoryview:
        """A few of the hashes, chosen the same way for every text that contains them."""
        return self.hashes[:_SAMPLE]

    def shared(self, shingles: frozenset[int]) -> int:
        """Number of the reference's shingles that are in `shingles`."""
        return len(shingles.intersection(self.hashes))


@cache
def references() -> tuple[ReferenceText, ...]:
    """Every reference text, in data file order."""
    data = files("provenance.licences") / "data"
    hashes = array("I", (data / "fingerprints.bin").read_bytes())
    if sys.byteorder == "big":
        hashes.byteswap()
    view, start, texts = memoryview(hashes).toreadonly(), 0, []
    for row in _index()["references"]:
        end = start + row["hashes"]
        texts.append(
            ReferenceText(
                licence=row["licence"],
                hashes=view[start:end],
                anchors=Counter(row["anchors"]),
                head=frozenset(row["head"]),
                title=_title(row.get("title", {})),
            )
        )
        start = end
    return tuple(texts)


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
        for value in reference.sample():
            places.setdefault(value, []).append(place)
    return MappingProxyType({value: tuple(indexes) for value, indexes in places.items()})


@cache
def titles() -> Mapping[str, tuple[str, ...]]:
    """Title words of licences without a reference text, by catalogue key."""
    return MappingProxyType(
        {key: tuple(title.split()) for key, title in _index()["titles"].items()}
    )


@cache
def _index() -> dict[str, Any]:
    text = (files("provenance.licences") / "data" / "fingerprints.json").read_text("utf-8")
    content: dict[str, Any] = json.loads(text)
    return content
