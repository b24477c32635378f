"""The line of a card that permits code of a repository."""

from __future__ import annotations

import re

from provenance.lineage.record import ArtifactRecord
from provenance.model.finding import Evidence
from provenance.parents import CODE, LOADED_CODE

CUSTOM_PIPELINE = re.compile(r"\bcustom_pipeline\s{0,9}=\s{0,9}[\"'][\w.-]{1,96}/[\w.-]{1,96}[\"']")
_PERMITTED = re.compile(r"\btrust_remote_code\s*=\s*True\b")
_LONGEST_LINE = 2000


def example_line(subject: ArtifactRecord) -> Evidence | None:
    """The line of the card that sets `trust_remote_code` or `custom_pipeline`, unless code is known
    to be loaded."""
    document = subject.card_document
    named = (parent for parent in subject.parents if parent.source != LOADED_CODE)
    if document is None or any(parent.relation == CODE for parent in named):
        return None
    if not _PERMITTED.search(document.text) and not CUSTOM_PIPELINE.search(document.text):
        return None
    for number, line in enumerate(document.lines(), 1):
        start = line[:_LONGEST_LINE]
        if _PERMITTED.search(start) or CUSTOM_PIPELINE.search(start):
            return Evidence.quoting(document, number, number)
    return None
