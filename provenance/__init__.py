"""Know what an AI model is made of, under which terms, and what its makers left unsaid about
personal data."""

from __future__ import annotations

from provenance._version import __version__

# The name that type checkers take for true. `typing` itself would take as long to import as all
# that is imported before Ctrl-C is heeded (`provenance.cli.main`).
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Unpack

    from provenance.licences.use import IntendedUse
    from provenance.lineage.graph import Lineage
    from provenance.lineage.trace import Progress
    from provenance.project.where import Where
    from provenance.report import Report

__all__ = ["Where", "__version__", "audit", "trace"]


def __getattr__(name: str) -> object:
    if name == "Where":
        from provenance.project.where import Where

        return Where
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def audit(
    *refs: str,
    use: IntendedUse | Mapping[str, object] | None = None,
    profiles: Iterable[str] = (),
    **where: Unpack[Where],
) -> Report:
    """Audit models and datasets: fetch them, follow their lineage, ask every rule.

    >>> report = audit("acme/support-gemstone-7b", hub="sample_manifests/hub")
    >>> [finding.rule for finding in report.findings if finding.severity == "high"]
    ['DAT042', 'LIN020', 'PRIV070', 'PRIV090']

    Args:
        refs: `org/name`, `hf:org/name@rev`, `hf:datasets/org/name`, `pkg:huggingface/org/name@sha`,
            `./folder`.
        use: What is meant to be done with them, whatever the manifest says: `{"activity":
            ["product"], "commercial": True, "regions": ["KR"]}`, see
            `provenance.licences.parse_use`; what the terms say to it stands in `report.uses`.
        profiles: Privacy profiles that select which questions about personal data are asked and how
            much each matters: `kr-pipc`, `uk-ico`, `it-garante`, `br-anpd`, `eu-gpai`, `us-ca`,
            `g7-sbom`, `hub-minimal`.
        where: Where to read, and what else: see `Where`.

    Returns:
        The Report; `report.gaps` tells what could not be read and `report.exit_status(...)` what a
        gate would say.

    Raises:
        provenance.errors.UsageError: A reference, the manifest, the use or a profile cannot be
        understood. provenance.errors.HubError: None of the references could be read.
    """
    from collections.abc import Mapping

    from provenance.auditing.judge import judge
    from provenance.licences import parse_use
    from provenance.privacy import select

    chosen = tuple(profiles)
    select(chosen)  # an unknown name is told before anything is fetched
    meant = parse_use(use) if isinstance(use, Mapping) else use
    return judge(trace(*refs, **where), use=meant, profiles=chosen)


def trace(
    *refs: str, progress: Callable[[Progress], None] | None = None, **where: Unpack[Where]
) -> Lineage:
    """Fetch models and datasets and all they were made from, without judging: what an AIBOM is made
    of.

    Args and errors as for `audit`; `progress` is called whenever an answer has arrived.
    """
    from provenance.hubs import open_hub
    from provenance.lineage.trace import follow
    from provenance.project.subjects import fenced, gather

    asked = gather(refs, where.get("kind"), where.get("manifest"))
    hub = open_hub(
        where.get("hub"),
        where.get("cache"),
        where.get("offline", False),
        where.get("viewer", False),
    )
    return follow(fenced(hub, asked), asked, progress=progress)
