"""Build `provenance/licences/data/fingerprints.bin` and `.json`: hashes of reference texts, never
the texts.

    python -m data_sources.build_fingerprints --licensedb WHEEL --spdx TARBALL [--texts DIR]

`WHEEL` is scancode-toolkit-mini from PyPI (its LicenseDB is CC-BY-4.0), `TARBALL` is
spdx-license-list from npm (CC0-1.0). `DIR` holds the texts that `licence_reading/licences.json`
lists, named as `licence_reading/read.py` says.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from data_sources import licence_facts as facts
from data_sources.licence_reading.read import texts
from data_sources.licence_sources import licensedb, spdx_texts
from data_sources.licence_standard import STANDARD
from provenance.licences.catalogue import catalogue
from provenance.licences.components import end_of_own_terms
from provenance.licences.fingerprints import SAMPLE
from provenance.licences.fingerprints import references as packaged_references
from provenance.licences.shingles import read_text, weighty
from provenance.licences.titles import read_title

DATA = Path(__file__).parent.parent / "provenance" / "licences" / "data"
LARGEST = 2_500_000
WITHOUT_APPENDIX = " without appendix"
WITHOUT_COMPONENTS = " without components"
# What follows the terms proper and is often left out of a copy.
_APPENDIX = re.compile(
    r"\n\s*(?:END OF TERMS AND CONDITIONS|How to Apply These Terms to Your New|APPENDIX: How to"
    r" apply)",
    re.IGNORECASE,
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--licensedb", type=Path, required=True)
    parser.add_argument("--spdx", type=Path, required=True)
    parser.add_argument("--texts", type=Path)
    arguments = parser.parse_args()
    rows: list[dict[str, Any]] = []
    fingerprints: list[frozenset[int]] = []
    for row, shingles in taken(arguments):
        if shingles and shingles not in fingerprints:
            fingerprints.append(shingles)
            rows.append(row)
    packed = pack(fingerprints)
    (DATA / "fingerprints.bin").write_bytes(packed.data)
    for row, used, sample in zip(rows, packed.strands_used, packed.samples, strict=True):
        row.update(strands=len(used), sample=len(sample))
    write_index(rows, packed.sizes)
    size = sum((DATA / f"fingerprints.{end}").stat().st_size for end in ("bin", "json"))
    print(
        f"{len(rows)} references of {len({row['licence'] for row in rows})} licences, {size:,}"
        " bytes"
    )
    if size > LARGEST:
        raise SystemExit(f"larger than {LARGEST:,} bytes")


def write_index(rows: Sequence[dict[str, Any]], sizes: dict[str, int]) -> None:
    """Write what is not a hash: whose text each reference is, its title and its anchors."""
    with_text = {row["licence"] for row in rows}
    content = {
        "schema": "licence-fingerprints-2",
        "sizes": sizes,
        "titles": {
            key: title for key, title in sorted(facts.TITLES.items()) if key not in with_text
        },
        "licensors": dict(sorted(facts.LICENSORS.items())),
        "references": rows,
    }
    lines = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace(
        '{"licence"', '\n{"licence"'
    )
    (DATA / "fingerprints.json").write_text(lines + "\n", "utf-8")


@dataclass(frozen=True)
class Packed:
    """Fingerprints as the package has them.

    Attributes:
        data: All hashes, samples, lengths of strands, and strands of each reference.
        sizes: Number of hashes, of hashes in samples, and of strands.
        strands_used: The numbers of each reference's strands.
        samples: The lowest hashes of each reference.
    """

    data: bytes
    sizes: dict[str, int]
    strands_used: list[list[int]]
    samples: list[list[int]]


def pack(fingerprints: Sequence[frozenset[int]]) -> Packed:
    """Write each hash once: those of exactly the same references together, as a strand."""
    users: dict[int, list[int]] = {}
    for number, shingles in enumerate(fingerprints):
        for shingle in shingles:
            users.setdefault(shingle, []).append(number)
    strands: dict[tuple[int, ...], list[int]] = {}
    for shingle in sorted(users):
        strands.setdefault(tuple(users[shingle]), []).append(shingle)
    ordered = sorted(strands.items())
    strands_used: list[list[int]] = [[] for _ in fingerprints]
    for number, (references_with, _) in enumerate(ordered):
        for reference in references_with:
            strands_used[reference].append(number)
    samples = [sorted(shingles)[:SAMPLE] for shingles in fingerprints]
    hashes = array("I", chain.from_iterable(shingles for _, shingles in ordered))
    sampled = array("I", chain.from_iterable(samples))
    lengths = array("H", (len(shingles) for _, shingles in ordered))
    used = array("H", chain.from_iterable(strands_used))
    sizes = {"hashes": len(hashes), "samples": len(sampled), "strands": len(lengths)}
    data = b"".join(little_endian(numbers) for numbers in (hashes, sampled, lengths, used))
    return Packed(data, sizes, strands_used, samples)


def little_endian(numbers: array[int]) -> bytes:
    """The numbers as bytes, the same on every machine."""
    written = array(numbers.typecode, numbers)
    if sys.byteorder == "big":
        written.byteswap()
    return written.tobytes()


Taken = tuple[dict[str, Any], frozenset[int]]


def taken(arguments: argparse.Namespace) -> Iterator[Taken]:
    """The row and the hashes of each reference text.

    Where the text of a listed licence is not at hand, they are those of the packaged file.
    """
    packaged = as_packaged()
    with_reference = {row["licence"] for rows in packaged.values() for row, _ in rows}
    for licence, source, text in references(arguments):
        if text is not None:
            yield as_read(licence, source, text)
            continue
        if source not in packaged and licence in with_reference:
            # Its words were those of another reference, so that it got none of its own.
            print(f"no text at hand, the earlier reference of {licence} stays: {source}")
            continue
        if source not in packaged:
            raise SystemExit(f"no text and no earlier fingerprint: {source}")
        print(f"no text at hand, the earlier fingerprint stays: {source}")
        yield from packaged[source]


def as_read(licence: str, source: str, text: str) -> Taken:
    """The row and the hashes of a text."""
    reading = read_text(text)
    row = {
        "licence": licence,
        "source": source,
        "anchors": dict(sorted(weighty(reading.words).items())),
        "head": sorted(reading.head),
        "title": title(text),
    }
    return row, frozenset(reading.shingles)


def as_packaged() -> dict[str, list[Taken]]:
    """The rows and the hashes of the packaged references, by the place of their text."""
    index = json.loads((DATA / "fingerprints.json").read_text("utf-8"))
    by_source: dict[str, list[Taken]] = {}
    for row, reference in zip(index["references"], packaged_references(), strict=True):
        place = row["source"].removesuffix(WITHOUT_APPENDIX).removesuffix(WITHOUT_COMPONENTS)
        kept = {field: value for field, value in row.items() if field not in ("strands", "sample")}
        by_source.setdefault(place, []).append((kept, reference.hashes))
    return by_source


def references(arguments: argparse.Namespace) -> Iterator[tuple[str, str, str | None]]:
    """Each reference text: catalogue key, where it comes from, text (None if not at hand)."""
    db, spdx = licensedb(arguments.licensedb), spdx_texts(arguments.spdx)
    by_spdx = {name: source for source in db.values() for name in (source.spdx, *source.other_spdx)}
    wanted = set(facts.MORE_TEXTS)
    for key, entry in catalogue().items():
        name = entry.spdx
        if name and (name in wanted or key in hub_keys()):
            for where, text in (
                ("spdx", spdx.get(name)),
                ("licensedb", by_spdx[name].text if name in by_spdx else None),
            ):
                if text:
                    yield from variants(key, f"{where}:{name}", text)
    for name, (key, _) in sorted(facts.LICENSEDB.items()):
        yield from variants(key, f"licensedb:{name}", db[name].text)
    if arguments.texts:
        for licence, text in texts(arguments.texts, arguments.licensedb):
            if not licence["text"].startswith("licensedb:"):
                yield from variants(licence["key"], licence["text"], text)


def title(text: str) -> dict[str, list[str]]:
    """What a text calls itself, without what is empty."""
    heading = read_title(text)
    parts = {"names": heading.names, "versions": heading.versions, "subject": heading.subject}
    return {part: sorted(words) for part, words in parts.items() if words}


def variants(key: str, source: str, text: str | None) -> Iterator[tuple[str, str, str | None]]:
    """A text, and the same without its appendix or the licences of components behind it."""
    yield key, source, text
    if text is None:
        return
    short = _APPENDIX.split(text, maxsplit=1)[0]
    if len(short) < len(text):
        yield key, f"{source}{WITHOUT_APPENDIX}", short
    end = end_of_own_terms(text)
    if end is not None:
        yield key, f"{source}{WITHOUT_COMPONENTS}", text[:end]


def hub_keys() -> frozenset[str]:
    return frozenset(STANDARD) | facts.HUB_TEXTS


if __name__ == "__main__":
    main()
