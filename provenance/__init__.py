"""Know what an AI model is made of, under which terms, and what its makers left unsaid about personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from provenance.licences.use import IntendedUse
    from provenance.lineage import Lineage
    from provenance.report import Report
    from provenance.tracer import Progress

__all__ = ["__version__", "audit", "trace"]
__version__ = "0.1.0.dev0"


def audit(
    *refs: str,
    manifest: Path | None = None,
    hub: str | None = None,
    kind: str | None = None,
    cache: Path | None = None,
    offline: bool = False,
    use: IntendedUse | Mapping[str, object] | None = None,
) -> Report:
    """Audit models and datasets: fetch them, follow their lineage, ask every rule.

    >>> report = audit("acme/support-gemstone-7b", hub="sample_manifests/hub")
    >>> [finding.rule for finding in report.findings if finding.severity == "high"]
    ['DAT042', 'LIN020', 'PRIV070', 'PRIV090']

    Args:
        refs: `org/name`, `hf:org/name@rev`, `hf:datasets/org/name`, `pkg:huggingface/org/name@sha`, `./folder`.
        manifest: A file that lists more of them (schemas/manifest-1.schema.json), or None.
        hub: A hub's URL, a folder in the hub's layout, or an evidence bundle; None for HF_ENDPOINT or huggingface.co.
        kind: `model` or `dataset`, for folders whose files do not tell.
        cache: Folder in which to keep what is fetched, or None to keep nothing.
        offline: Whether to answer only from what was fetched before.
        use: What is meant to be done with them, whatever the manifest says: `{"activity": ["product"], "commercial":
            True, "regions": ["KR"]}`, see `provenance.licences.parse_use`; what the terms say to it stands in
            `report.uses`.

    Returns:
        The Report; `report.gaps` tells what could not be read and `report.exit_status(...)` what a gate would say.

    Raises:
        provenance.errors.UsageError: A reference, the manifest or the use cannot be understood.
        provenance.errors.HubError: None of the references could be read.
    """
    from collections.abc import Mapping

    from provenance.auditor import judge
    from provenance.licences import parse_use

    meant = parse_use(use) if isinstance(use, Mapping) else use
    return judge(trace(*refs, manifest=manifest, hub=hub, kind=kind, cache=cache, offline=offline), use=meant)


def trace(
    *refs: str,
    manifest: Path | None = None,
    hub: str | None = None,
    kind: str | None = None,
    cache: Path | None = None,
    offline: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Lineage:
    """Fetch models and datasets and all they were made from, without judging: what an AIBOM is made of.

    Args and errors as for `audit`; `progress` is called whenever an answer has arrived.
    """
    from provenance.hubs import open_hub
    from provenance.subjects import gather
    from provenance.tracer import follow

    return follow(open_hub(hub, cache, offline), gather(refs, kind, manifest), progress=progress)
