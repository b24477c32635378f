"""Apply edits to a JSON document."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable

from provenance.bom.merge.edit import Edit
from provenance.conformance.document import BomDocument
from provenance.cyclonedx.integrity import resolve

_INDENT = re.compile(r"\s*\{\r?\n([ \t]+)\"")


def apply(sbom: BomDocument, edits: Iterable[Edit]) -> str:
    """Write a document with the edits applied; all other members keep their value, place and
    indentation.

    Args:
        sbom: A CycloneDX document read from JSON.
        edits: The edits, in order.
    """
    document = copy.deepcopy(sbom.root)
    for edit in edits:
        place = resolve(document, edit.pointer)
        assert place is not None
        holder = place[0]
        assert isinstance(holder, dict)
        before = holder.get(edit.member)
        if isinstance(before, list) and isinstance(edit.value, list):
            holder[edit.member] = [*before, *edit.value]
        else:
            holder[edit.member] = edit.value
    indent = _INDENT.match(sbom.text)
    return json.dumps(document, ensure_ascii=False, indent=indent[1] if indent else 2) + "\n"
