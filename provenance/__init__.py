"""Know what an AI model is made of, under which terms, and what its makers left unsaid about
personal data."""

from __future__ import annotations

from provenance._version import __version__

# Type checkers take a variable of this name for true. Importing `typing` itself would take as long
# as everything that is imported before Ctrl-C is handled (`provenance.cli.main`).
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from pathlib import Path
    from typing import Unpack

    from provenance.auditing.run import LockFile, Run, Settings
    from provenance.licences.use import IntendedUse
    from provenance.lineage.graph import Lineage
    from provenance.lineage.progress import Progress
    from provenance.policy import Policy
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
    policy: Policy | Path | str | None = None,
    lock: Path | str | None = None,
    today: date | None = None,
    **where: Unpack[Where],
) -> Report:
    """Audit models and datasets: fetch them, follow their lineage, apply every rule.

    >>> report = audit("acme/support-gemstone-7b", hub="sample_manifests/hub")
    >>> [finding.rule for finding in report.findings if finding.severity == "high"]
    ['DAT042', 'LIN020', 'PII070', 'PII090']

    Args:
        refs: `org/name`, `hf:org/name@rev`, `hf:datasets/org/name`, `pkg:huggingface/org/name@sha`,
            `./folder`.
        use: What you intend to do with all of them, for example `{"activity": ["product"],
            "commercial": True, "regions": ["KR"]}`; see `provenance.licences.parse_use`. It
            overrides the manifest. The answers are in `report.uses`.
        profiles: Privacy profiles that select the questions about personal data and their weight:
            `kr-pipc`, `uk-ico`, `it-garante`, `br-anpd`, `eu-gpai`, `us-ca`, `g7-sbom`,
            `hub-minimal`.
        policy: A policy, or the path of one (`provenance.toml`, or a `pyproject.toml` with a table
            `[tool.provenance]`). Its use and profiles apply where you give none. Default: no
            policy; no file is searched for.
        lock: The path of a lock or an earlier JSON report. What the hub serves differently becomes
            a finding.
        today: The day on which the policy's waivers are judged. Default: today in UTC.
        where: Where to read, and what else to read; see `Where`.

    Returns:
        The report. `report.gaps` lists what could not be read; `report.exit_status(...)` returns
        the exit status of the command line.

    Raises:
        provenance.errors.UsageError: A reference, the manifest, the use, a profile, the policy or
            the lock cannot be understood.
        provenance.errors.HubError: None of the references could be read.
    """
    from provenance.auditing.run import Settings

    settings = Settings(
        use=_parsed_use(use),
        profiles=_known_profiles(profiles),
        policy=_read_policy(policy),
        today=today or _today(),
    ).with_policy_defaults(has_manifest=where.get("manifest") is not None)
    return _run(refs, where, settings=settings, lock=_read_lock(lock)).report


def trace(
    *refs: str, progress: Callable[[Progress], None] | None = None, **where: Unpack[Where]
) -> Lineage:
    """Fetch models and datasets and everything they were made from, without judging them.

    `provenance.bom.encode` turns the result into an AIBOM.

    Args:
        refs: As for `audit`.
        progress: Called whenever an answer has arrived.
        where: As for `audit`.

    Raises:
        provenance.errors.UsageError: A reference or the manifest cannot be understood.
        provenance.errors.HubError: None of the references could be read.
    """
    return _run(refs, where, progress=progress).lineage


def _run(
    refs: tuple[str, ...],
    where: Where,
    *,
    settings: Settings | None = None,
    lock: LockFile | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Run:
    from provenance.auditing.run import Run, Settings
    from provenance.hubs import open_hub
    from provenance.project.subjects import gather, hub_of_run

    hub = open_hub(
        where.get("hub"),
        where.get("cache"),
        where.get("offline", False),
        where.get("viewer", False),
    )
    subjects = gather(refs, where.get("kind"), where.get("manifest"), hub)
    return Run(
        hub=hub_of_run(hub, subjects),
        subjects=subjects,
        settings=settings or Settings(),
        lock=lock,
        progress=progress,
    )


def _parsed_use(use: IntendedUse | Mapping[str, object] | None) -> IntendedUse | None:
    from collections.abc import Mapping

    from provenance.licences import parse_use

    return parse_use(use) if isinstance(use, Mapping) else use


def _known_profiles(names: Iterable[str]) -> tuple[str, ...]:
    """The names, checked before anything is fetched."""
    from provenance.privacy import select

    profiles = tuple(names)
    select(profiles)
    return profiles


def _read_policy(policy: Policy | Path | str | None) -> Policy | None:
    from pathlib import Path

    from provenance.auditing.policy_file import read_policy

    return read_policy(Path(policy)) if isinstance(policy, Path | str) else policy


def _read_lock(path: Path | str | None) -> LockFile | None:
    if path is None:
        return None
    from pathlib import Path

    from provenance.auditing.run import LockFile
    from provenance.files.local import read_local
    from provenance.lock import LIMIT

    data = read_local(Path(path), LIMIT, "Create one with `provenance lock`.")
    return LockFile(data=data, path=Path(path).as_posix())


def _today() -> date:
    from datetime import UTC, datetime

    return datetime.now(UTC).date()
