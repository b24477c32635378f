"""Personal data that an artefact's training data is said to contain, along its lineage."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.lineage.graph import Lineage, ancestors, data_behind
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import ArtifactRef
from provenance.privacy.declared import DeclaredData, declared_data


@dataclass(frozen=True, slots=True)
class DeclaredAlong:
    """What the documents of one artefact declare, and the path to it.

    Attributes:
        path: From the audited artefact to the declaring one.
        record: The declaring artefact.
        data: Its declarations.
    """

    path: tuple[ArtifactRef, ...]
    record: ArtifactRecord
    data: DeclaredData


def declared_along(lineage: Lineage, ref: ArtifactRef) -> tuple[DeclaredAlong, ...]:
    """Personal data declared for an artefact: by itself, by its base models and by the datasets
    behind them.

    Args:
        lineage: The lineage to search.
        ref: The artefact.

    Returns:
        One entry per declaring artefact: itself, then datasets, then bases, nearest first.
    """
    paths = [(ref,), *data_behind(lineage, ref), *ancestors(lineage, ref)]
    declared: dict[ArtifactRef, DeclaredAlong] = {}
    for path in paths:
        record = lineage.record(path[-1])
        if record is None or record.ref.unpinned in declared:
            continue
        data = declared_data(record.disclosures)
        if data:
            declared[record.ref.unpinned] = DeclaredAlong(path, record, data)
    return tuple(declared.values())
