"""Recreate the results in a bundle: run the audit again with the same options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from provenance.auditing.policy_file import read_policy
from provenance.auditing.run import Run, Settings
from provenance.bom import encode
from provenance.dossier import Review, write
from provenance.errors import TamperedError
from provenance.formats import render
from provenance.hubs import parse_reference
from provenance.hubs.bundle import BundleHub, read_index
from provenance.licences import parse_use
from provenance.lineage.ledger import Bounds
from provenance.lineage.progress import Progress
from provenance.model.artifact import Kind
from provenance.project.manifest import read_manifest
from provenance.project.subjects import combine
from provenance.signatures import SignerTrust

MANIFEST, POLICY, BASELINE = "manifest.yaml", "policy.toml", "baseline.json"
SIGNER = "signer.pem"
REPORT = "report.json"
AIBOM = "aibom.cdx.json"
DOSSIER = "dossier.html"
_NO_HURRY = 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Settings):
    """The settings of a run, as a bundle stores them.

    Attributes:
        lang: Language of the dossier in the bundle.
    """

    lang: str = "en"

    @classmethod
    def read(cls, stored: Mapping[str, Any], files: Mapping[str, bytes]) -> Options:
        """Read the options from a bundle's index and files. A replay has no time limit.

        Raises:
            TamperedError: The date of the policy is invalid.
        """
        return cls(
            use=parse_use(stored["use"]) if stored["use"] else None,
            profiles=tuple(stored["profiles"]),
            bounds=Bounds(**stored["bounds"], seconds=_NO_HURRY),
            lang=stored["lang"],
            signer=_stored_signer(stored.get("signer"), files),
            second_sources=bool(stored.get("second_sources")),
            **_stored_policy(stored["policy"], files),
        )

    def index_entry(self) -> dict[str, Any]:
        """The options in the form that a bundle's index stores."""
        use = asdict(self.use) if self.use else None
        if use:
            use["activity"] = use.pop("activities")
        bounds = {"depth": self.bounds.depth, "artifacts": self.bounds.artifacts}
        policy = self.policy and {"file": self.policy.file, "today": self.today.isoformat()}
        entry: dict[str, Any] = {
            "use": use,
            "profiles": list(self.profiles),
            "bounds": bounds,
            "policy": policy,
            "lang": self.lang,
        }
        if self.signer:
            names = {"identity": self.signer.identity, "issuer": self.signer.issuer}
            entry["signer"] = {name: text for name, text in names.items() if text}
        if self.second_sources:
            entry["second_sources"] = True
        return entry

    def files(self) -> dict[str, bytes]:
        """The policy, its baseline report and the expected signer's key, by file name in the
        bundle."""
        files = {POLICY: self.policy.data} if self.policy else {}
        if self.policy and self.policy.baseline:
            files[BASELINE] = self.policy.baseline.data
        if self.signer and self.signer.pem:
            files[SIGNER] = self.signer.pem
        return files


def rerun(
    files: Mapping[str, bytes], progress: Callable[[Progress], None] | None = None
) -> dict[str, bytes]:
    """Audit the contents of a bundle again, using only its files.

    Args:
        files: The bundle's files by name.
        progress: See `provenance.lineage.trace.trace`.

    Returns:
        The JSON report, the dossier and the AIBOM.

    Raises:
        TamperedError: The evidence cannot be read.
        ProvenanceError: The audit fails.
    """
    index = read_index(files)
    typed = [
        (entry["ref"], parse_reference(entry["ref"], Kind(entry["kind"]), typed=True))
        for entry in index["refs"]
    ]
    shown = index["manifest"]
    manifest = read_manifest(Path(shown), files.get(MANIFEST, b"")) if shown else None
    options = Options.read(index["options"], files)
    run = Run(
        hub=BundleHub(files),
        subjects=combine(typed, manifest),
        settings=options,
        progress=progress,
    )
    return products(run, options.lang)


def products(run: Run, lang: str) -> dict[str, bytes]:
    """The results of a run that a bundle stores, by file name.

    Args:
        run: The run.
        lang: Language of the dossier.
    """
    report = run.report
    dossier = write(Review(report=report, lang=lang), "html")
    return {REPORT: render(report, "json"), DOSSIER: dossier, AIBOM: encode(run.lineage)}


def _stored_signer(
    stored: Mapping[str, str] | None, files: Mapping[str, bytes]
) -> SignerTrust | None:
    """The signer that was expected, where the bundle has one."""
    return None if stored is None else SignerTrust(pem=files.get(SIGNER, b""), **stored)


def _stored_policy(stored: Mapping[str, str] | None, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The policy and its date, if the bundle has one."""
    if not stored:
        return {}
    try:
        today = date.fromisoformat(stored["today"])
    except ValueError:
        raise TamperedError(
            "the date of the bundle's policy is invalid", "Fetch the bundle again."
        ) from None
    policy = read_policy(
        Path(stored["file"]), files.get(POLICY, b""), files.get(BASELINE), files.get(SIGNER)
    )
    return {"policy": policy, "today": today}
