"""Write the AIBOM of a lineage with declarations; validated before it is returned."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from provenance import bom
from provenance.collector import collector_paused

if TYPE_CHECKING:
    from provenance.cyclonedx.documents import BomJson
    from provenance.lineage.graph import Lineage


@collector_paused()
def encode(lineage: Lineage, *, output: str = "json", **options: Any) -> bytes:
    """Write a lineage like `provenance.bom.encode`, with `declarations` and the `definitions` they
    refer to.

    Arguments and errors are the same.
    """
    from provenance.bom.attest.declaring import declarations
    from provenance.bom.attest.standards import definitions
    from provenance.bom.writer import rewritten

    document: BomJson = json.loads(bom.encode(lineage, **options))
    document["declarations"] = declarations(lineage, document)
    document["definitions"] = definitions()
    return rewritten(document, output)
