"""What follows from the evidence of a bundle: the audit run again on it, with the options it was made with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from provenance.artifact import ArtifactRef, Kind
from provenance.auditor import judge
from provenance.bom import encode
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


@dataclass(frozen=True, slots=True)
class Options:
    """What decides the result beside the evidence; what a new option of an audit is has to be kept here as well.

    Attributes:
        use: What is meant to be done with the inputs, or None.
        profiles: Names of privacy profiles.
        bounds: How far the lineage is followed.
    """

    use: IntendedUse | None = None
    profiles: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Options:
        """Read them from a bundle's index; a run on evidence is in no hurry."""
        use = parse_use(told["use"]) if told["use"] else None
        return cls(use, tuple(told["profiles"]), Bounds(**told["bounds"], seconds=_NO_HURRY))

    def told(self) -> dict[str, Any]:
        """As a bundle's index keeps them."""
        use = asdict(self.use) if self.use else None
        if use:
            use["activity"] = use.pop("activities")
        bounds = {"depth": self.bounds.depth, "artifacts": self.bounds.artifacts}
        return {"use": use, "profiles": list(self.profiles), "bounds": bounds}


def rerun(files: Mapping[str, bytes], progress: Callable[[Progress], None] | None = None) -> dict[str, bytes]:
    """Audit again what a bundle holds, from nothing but its files.

    Args:
        files: The bundle's files by name.
        progress: See `provenance.tracer.trace`.

    Returns:
        The JSON report and the AIBOM.

    Raises:
        TamperedError: The evidence cannot be read.
        ProvenanceError: The audit of it fails.
    """
    index = read_index(files)
    typed = [(entry["ref"], ArtifactRef.parse(entry["ref"], Kind(entry["kind"]))) for entry in index["refs"]]
    shown = index["manifest"]
    manifest = read_manifest(Path(shown), files.get(MANIFEST, b"")) if shown else None
    options = Options.read(index["options"])
    lineage = follow(BundleHub(files), combine(typed, manifest), options.bounds, progress)
    return products(lineage, options)


def products(lineage: Lineage, options: Options) -> dict[str, bytes]:
    """What is made of a lineage, by the name it bears in a bundle."""
    report = judge(lineage, use=options.use, profiles=options.profiles)
    return {REPORT: render(report, "json"), AIBOM: encode(lineage)}
