"""What follows from the evidence of a bundle: the audit run again on it, with the options it was made with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from provenance.artifact import ArtifactRef, Kind
from provenance.auditor import judge
from provenance.bom import encode
from provenance.errors import InvalidBomError
from provenance.formats import render
from provenance.hubs.bundle import BundleHub, read_index
from provenance.licences import parse_use
from provenance.licences.use import IntendedUse
from provenance.lineage import Lineage
from provenance.manifest import read_manifest
from provenance.subjects import combine
from provenance.tracer import Bounds, Progress, follow

MANIFEST = "manifest.yaml"
REPORT = "report.json"
AIBOM = "aibom.cdx.json"
_NO_HURRY = 24 * 3600.0


def rerun(files: Mapping[str, bytes], progress: Callable[[Progress], None] | None = None) -> dict[str, bytes]:
    """Audit again what a bundle holds, from nothing but its files.

    Args:
        files: The bundle's files by name.
        progress: See `provenance.tracer.trace`.

    Returns:
        The JSON report, and the AIBOM where one can be written: every input was read then.

    Raises:
        TamperedError: The evidence cannot be read.
        ProvenanceError: The audit of it fails.
    """
    index = read_index(files)
    typed = [(entry["ref"], ArtifactRef.parse(entry["ref"], Kind(entry["kind"]))) for entry in index["refs"]]
    shown = index["manifest"]
    manifest = read_manifest(Path(shown), files.get(MANIFEST, b"")) if shown else None
    options = index["options"]
    bounds = Bounds(**options["bounds"], seconds=_NO_HURRY)
    lineage = follow(BundleHub(files), combine(typed, manifest), bounds, progress)
    return products(lineage, parse_use(options["use"]) if options["use"] else None)


def products(lineage: Lineage, use: IntendedUse | None) -> dict[str, bytes]:
    """What is made of a lineage, by the name it bears in a bundle."""
    made = {REPORT: render(judge(lineage, use=use), "json")}
    try:
        made[AIBOM] = encode(lineage)
    except InvalidBomError:
        if all(lineage.dossier(ref) for _, ref in lineage.inputs):
            raise
    return made


def options_of(use: IntendedUse | None, bounds: Bounds) -> dict[str, Any]:
    """What decides the result beside the evidence, as a bundle's index keeps it."""
    told = asdict(use) if use else None
    if told:
        told["activity"] = told.pop("activities")
    return {"use": told, "bounds": {"depth": bounds.depth, "artifacts": bounds.artifacts}}
