"""Know what an AI model is made of, under which terms, and what its makers left unsaid about personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from provenance.lineage import Lineage, Progress
    from provenance.report import Report

__all__ = ["__version__", "audit", "trace"]
__version__ = "0.1.0.dev0"


def audit(
    *refs: str,
    hub: str | None = None,
    kind: str | None = None,
    cache: Path | None = None,
    offline: bool = False,
    profiles: Iterable[str] = (),
    viewer: str | bool = False,
) -> Report:
    """Audit models and datasets: fetch them, follow their lineage, ask every rule.

    >>> report = audit("acme/support-gemstone-7b", hub="sample_manifests/hub")
    >>> [finding.rule for finding in report.findings if finding.severity == "high"]
    ['DAT042', 'LIN020', 'PRIV070', 'PRIV090']

    Args:
        refs: `org/name`, `hf:org/name@rev`, `hf:datasets/org/name`, `pkg:huggingface/org/name@sha`, `./folder`.
        hub: A hub's URL or a folder in the hub's layout; None for HF_ENDPOINT or huggingface.co.
        kind: `model` or `dataset`, for folders whose files do not tell.
        cache: Folder in which to keep what is fetched, or None to keep nothing.
        offline: Whether to answer only from what was fetched before.
        profiles: Privacy profiles that select which questions about personal data are asked and how much each matters:
            `kr-pipc`, `uk-ico`, `it-garante`, `br-anpd`, `eu-gpai`, `us-ca`, `g7-sbom`, `hub-minimal`.
        viewer: Whether to ask the hub's dataset viewer for its scan of each dataset, or the viewer's URL.

    Returns:
        The Report; `report.gaps` tells what could not be read and `report.exit_status(...)` what a gate would say.

    Raises:
        provenance.errors.UsageError: A reference cannot be understood, or there is no such profile.
        provenance.errors.HubError: None of the references could be read.
    """
    from provenance.auditor import judge
    from provenance.privacy import select

    chosen = tuple(profiles)
    select(chosen)  # an unknown name is told before anything is fetched
    lineage = trace(*refs, hub=hub, kind=kind, cache=cache, offline=offline, viewer=viewer)
    return judge(lineage, profiles=chosen)


def trace(
    *refs: str,
    hub: str | None = None,
    kind: str | None = None,
    cache: Path | None = None,
    offline: bool = False,
    viewer: str | bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Lineage:
    """Fetch models and datasets and all they were made from, without judging: what an AIBOM is made of.

    Args and errors as for `audit`; `progress` is called whenever an answer has arrived.
    """
    from provenance.hubs import open_hub, read_refs
    from provenance.lineage import trace as follow

    return follow(open_hub(hub, cache, offline, viewer), read_refs(refs, kind), progress=progress)
