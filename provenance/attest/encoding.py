"""Lineage → an AIBOM with declarations, validated before it is handed out."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from provenance import bom
from provenance.bom.pause import collector_paused

if TYPE_CHECKING:
    from provenance.lineage import Lineage


@collector_paused()
def encode(
    lineage: Lineage,
    *,
    spec_version: str = "1.7",
    output: str = "json",
    timestamp: datetime | None = None,
    serial: UUID | None = None,
) -> bytes:
    """Write a lineage as `provenance.bom.encode` does, with `declarations` and the `definitions` they refer to.

    Args and errors as there.
    """
    from provenance.attest.declaring import declarations
    from provenance.attest.standards import definitions
    from provenance.bom.writer import rewritten

    encoded = bom.encode(lineage, spec_version=spec_version, timestamp=timestamp, serial=serial)
    document: dict[str, Any] = json.loads(encoded)
    document |= {"declarations": declarations(lineage, document), "definitions": definitions()}
    return rewritten(document, output)
