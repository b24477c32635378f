"""Personal data that is said to be in what an artefact was trained on, along its lineage."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.lineage.graph import Lineage, ancestors, data_behind
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import ArtifactRef
from provenance.privacy.declared import DeclaredData, declared_data


@dataclass(frozen=True, slots=True)
class DeclaredAlong:
    """What the documents of one artefact declare, and how it is reached.

    Attributes:
        path: From the artefact that was asked about to the one whose documents say it.
        record: The latter.
        data: What they say.
    """

    path: tuple[ArtifactRef, ...]
    record: ArtifactRecord
    data: DeclaredData


def declared_along(lineage: Lineage, ref: ArtifactRef) -> tuple[DeclaredAlong, ...]:
    """Personal data declared for an artefact: by itself, by the models that it was made from and by
    the datasets behind them.

    Args:
        lineage: What was read.
        ref: The artefact.

    Returns:
        One entry for each artefact whose documents state it, its own first, then datasets, then
        bases; each the nearest first.
    """
    paths = [(ref,), *data_behind(lineage, ref), *ancestors(lineage, ref)]
    found: dict[ArtifactRef, DeclaredAlong] = {}
    for path in paths:
        record = lineage.record(path[-1])
        if record is None or record.ref.unpinned in found:
            continue
        data = declared_data(record.disclosures)
        if data:
            found[record.ref.unpinned] = DeclaredAlong(path, record, data)
    return tuple(found.values())
