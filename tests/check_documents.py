"""Bills of materials of an invented vendor, for the tests of `provenance check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from provenance.conformance.document import BomDocument
from provenance.conformance.evaluation import ElementAnswer
from provenance.conformance.examination import Examination, examine
from provenance.conformance.reading import read_bom

DATA = Path(__file__).parent / "conformance" / "data"
CYCLONEDX, XML, SPDX = "vendor.cdx.json", "vendor.cdx.xml", "vendor.spdx.json"
NOWHERE = object()


def vendor(name: str = CYCLONEDX) -> dict[str, Any]:
    """The document as plain JSON, to be changed."""
    loaded = json.loads((DATA / name).read_bytes())
    assert isinstance(loaded, dict)
    return loaded


def changed(pointer: str, value: Any, name: str = CYCLONEDX) -> dict[str, Any]:
    """The document with one value put at a JSON Pointer, or taken away with `NOWHERE`; `-` appends
    to an array."""
    document = vendor(name)
    *steps, last = pointer.split("/")[1:]
    holder: Any = document
    for step in steps:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    if isinstance(holder, list) and last == "-":
        holder.append(value)
    elif value is NOWHERE:
        del holder[int(last) if isinstance(holder, list) else last]
    else:
        holder[int(last) if isinstance(holder, list) else last] = value
    return document


def written(document: Any) -> bytes:
    """As a file holds it."""
    return json.dumps(document).encode()


def read(document: Any) -> BomDocument:
    """Read plain JSON or bytes."""
    return read_bom(document if isinstance(document, bytes) else written(document), "vendor")


def examined(document: Any, *frameworks: str) -> Examination:
    """Judge plain JSON or bytes."""
    data = document if isinstance(document, bytes) else written(document)
    return examine(data, "vendor", frameworks or ("g7", "ntia", "bsi", "annex-xi"))


def answer(document: Any, element: str) -> ElementAnswer:
    """What it says to the element of that id."""
    answers = [answer for verdict in examined(document).verdicts for answer in verdict.answers]
    return next(answer for answer in answers if answer.element.id == element)
