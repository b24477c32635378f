"""The official examples, read and written again by the typed extension: unchanged in JSON and in
XML?

    python -m benchmarks.bom_examples [--all] FOLDER

FOLDER holds `1.6/valid-machine-learning-1.6.json` and so on, with the XML twin of each beside it:
the test resources of the CycloneDX specification, also in the source distribution of
cyclonedx-python-lib (tests/_data/schemaTestData). Without `--all` the examples of models and data;
with it every valid one, most of which are nothing that provenance
writes: it shows what cyclonedx-python-lib drops or refuses, by place and how often.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, canonicalize, fromstring, tostring

from provenance.bom.writer import plain, xml
from provenance.cyclonedx.integrity import members
from provenance.cyclonedx.reader import read

NAMES = (
    "valid-machine-learning",
    "valid-machine-learning-considerations-env",
    "valid-component-data",
)
_INDEX = re.compile(r"/\d+")


def json_differences(text: str, version: str) -> list[str]:
    """Places of a JSON document that are not the same after reading and writing; the order of sets
    apart."""
    document = json.loads(text)
    before, after = Counter(_leaves(document)), Counter(_leaves(plain(read(document), version)))
    return sorted({place for place, _ in (before - after) + (after - before)})


def _leaves(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every value that holds no others, by its place without indexes; empty lists mean nothing."""
    for pointer, _, value, _ in members(document):
        for entry in value if isinstance(value, list) else [value]:
            if not isinstance(entry, Mapping | list):
                yield _INDEX.sub("", pointer), json.dumps(entry)


def xml_differences(text: str, version: str) -> list[str]:
    """The same for XML, elements in canonical form (https://www.w3.org/TR/xml-c14n2)."""
    namespace = f"http://cyclonedx.org/schema/bom/{version}"
    written = tostring(xml(read(text), version), encoding="unicode", default_namespace=namespace)
    before, after = Counter(_elements(text)), Counter(_elements(written))
    return sorted({place for place, _ in (before - after) + (after - before)})


def _elements(text: str) -> Iterator[tuple[str, str]]:
    root = fromstring(canonicalize(text, strip_text=True))
    queue: list[tuple[str, Element]] = [("", root)]
    for place, element in queue:
        here = f"{place}/{element.tag.rpartition('}')[2]}"
        if element.text or element.attrib:
            yield here, json.dumps([element.text, sorted(element.attrib.items())])
        queue += ((here, child) for child in element)


def differences(path: Path, version: str) -> list[str]:
    """What did not survive of one example: places, or why it was refused."""
    compare = json_differences if path.suffix == ".json" else xml_differences
    try:
        return compare(path.read_text("utf-8"), version)
    except Exception as error:  # whatever the library raises is the answer
        return [f"refused: {type(error).__name__}: {error}"[:100]]


def main() -> int:
    """Compare every example."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--all", action="store_true")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    logging.disable()
    failed, places = False, Counter[str]()
    for version in ("1.6", "1.7"):
        names = [f"{name}-{version}{suffix}" for name in NAMES for suffix in (".json", ".xml")]
        every = sorted(path.name for path in (arguments.folder / version).glob("valid-*"))
        counts = Counter[bool]()
        for name in every if arguments.all else names:
            changes = differences(arguments.folder / version / name, version)
            failed |= bool(changes)
            counts[bool(changes)] += 1
            places.update(changes)
            print(f"{version} {name}: {'; '.join(changes) or 'unchanged'}"[:300])
        print(f"{version}: {counts[False]} unchanged, {counts[True]} not")
    for place, count in places.most_common(40) if arguments.all else ():
        print(f"{count:4} {place}")
    return int(failed and not arguments.all)


if __name__ == "__main__":
    sys.exit(main())
