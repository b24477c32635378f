"""What follows from the evidence of a bundle: the audit run again on it, with the options it was
made with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from provenance.auditing.judge import judge
from provenance.bom import encode
from provenance.dossier import Review, write
from provenance.errors import TamperedError
from provenance.formats import render
from provenance.gate.enforce import enforce
from provenance.gate.policy_file import read_policy
from provenance.hubs import parse_reference
from provenance.hubs.bundle import BundleHub, read_index
from provenance.licences import parse_use
from provenance.licences.use import IntendedUse
from provenance.lineage.graph import Lineage
from provenance.lineage.trace import Bounds, Progress, follow
from provenance.model.artifact import Kind
from provenance.policy import Policy
from provenance.project.manifest import read_manifest
from provenance.project.subjects import combine

MANIFEST, POLICY, BASELINE = "manifest.yaml", "policy.toml", "baseline.json"
REPORT = "report.json"
AIBOM = "aibom.cdx.json"
DOSSIER = "dossier.html"
_NO_HURRY = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Options:
    """What decides the result beside the evidence; what a new option of an audit is has to be kept
    here as well.

    Attributes:
        use: What is meant to be done with the inputs, or None.
        profiles: Names of privacy profiles.
        bounds: How far the lineage is followed.
        policy: What a team demands, or None.
        today: The day by which the waivers of the policy end.
        lang: Language of the dossier.
    """

    use: IntendedUse | None = None
    profiles: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)
    policy: Policy | None = None
    today: date = date.min
    lang: str = "en"

    @classmethod
    def read(cls, told: Mapping[str, Any], files: Mapping[str, bytes]) -> Options:
        """Read them from a bundle's index and files; a run on evidence is in no hurry."""
        use = parse_use(told["use"]) if told["use"] else None
        bounds = Bounds(**told["bounds"], seconds=_NO_HURRY)
        if not told["policy"]:
            return cls(use, tuple(told["profiles"]), bounds, lang=told["lang"])
        try:
            today = date.fromisoformat(told["policy"]["today"])
        except ValueError:
            raise TamperedError(
                "the bundle's policy applies on a day that is none", "Fetch it again."
            ) from None
        policy = read_policy(
            Path(told["policy"]["file"]), files.get(POLICY, b""), files.get(BASELINE)
        )
        return cls(use, tuple(told["profiles"]), bounds, policy, today, told["lang"])

    def told(self) -> dict[str, Any]:
        """As a bundle's index keeps them."""
        use = asdict(self.use) if self.use else None
        if use:
            use["activity"] = use.pop("activities")
        bounds = {"depth": self.bounds.depth, "artifacts": self.bounds.artifacts}
        policy = self.policy and {"file": self.policy.file, "today": self.today.isoformat()}
        return {
            "use": use,
            "profiles": list(self.profiles),
            "bounds": bounds,
            "policy": policy,
            "lang": self.lang,
        }

    def files(self) -> dict[str, bytes]:
        """The policy and the report that it names as baseline, by the names that they bear in a
        bundle."""
        files = {POLICY: self.policy.data} if self.policy else {}
        if self.policy and self.policy.baseline:
            files[BASELINE] = self.policy.baseline.data
        return files


def rerun(
    files: Mapping[str, bytes], progress: Callable[[Progress], None] | None = None
) -> dict[str, bytes]:
    """Audit again what a bundle holds, from nothing but its files.

    Args:
        files: The bundle's files by name.
        progress: See `provenance.lineage.trace.trace`.

    Returns:
        The JSON report, the dossier and the AIBOM.

    Raises:
        TamperedError: The evidence cannot be read.
        ProvenanceError: The audit of it fails.
    """
    index = read_index(files)
    typed = [
        (entry["ref"], parse_reference(entry["ref"], Kind(entry["kind"])))
        for entry in index["refs"]
    ]
    shown = index["manifest"]
    manifest = read_manifest(Path(shown), files.get(MANIFEST, b"")) if shown else None
    options = Options.read(index["options"], files)
    lineage = follow(BundleHub(files), combine(typed, manifest), options.bounds, progress)
    return products(lineage, options)


def products(lineage: Lineage, options: Options) -> dict[str, bytes]:
    """What is made of a lineage, by the name it bears in a bundle."""
    report = judge(lineage, use=options.use, profiles=options.profiles)
    if options.policy:
        report = enforce(report, options.policy, options.today)
    dossier = write(Review(report, options.lang), "html")
    return {REPORT: render(report, "json"), DOSSIER: dossier, AIBOM: encode(lineage)}
