"""Check a report against a lock; differences become findings like any other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from provenance.licences.claim import Source
from provenance.lock.compare import compare
from provenance.lock.reading import pin, read_lock
from provenance.model.artifact import NO_ARTIFACT
from provenance.model.change import Change
from provenance.model.finding import Evidence, shorten, sorted_findings
from provenance.report import Report
from provenance.rules import LOCK_RULES
from provenance.rules.base import check_of, gaps_of

_MOST = 5
# Reported only if nothing more specific changed, the first before the second.
_QUIET = ("card", "revision")


def against_lock(report: Report, data: bytes, file: str) -> Report:
    """Run the lock rules and add their results to a report.

    Locked artefacts that this run did not ask about are not judged.

    Args:
        report: The current state.
        data: The lock, or an earlier JSON report.
        file: Its path in the user's project, as findings show it.

    Raises:
        UsageError: It is not a lock.
    """
    lines = data.decode("utf-8", "replace").splitlines()
    changes = _worth_telling(compare(read_lock(data, file), pin(report)))
    proven = tuple(
        (change, (*_then(change, lines, file), *_now(change, report))) for change in changes
    )
    subjects = dict.fromkeys(reference.purl for reference in report.inputs)
    rules = [rule(proven) for rule in LOCK_RULES]
    added = [
        check_of(rule.code, subject, partial(rule.check, subject, report))
        for subject in subjects
        for rule in rules
    ]
    order = {purl: number for number, purl in enumerate(subjects)}
    checks = sorted(
        (*report.checks, *added), key=lambda check: (order.get(check.artifact, 0), check.rule)
    )
    return replace(
        report,
        checks=tuple(checks),
        findings=sorted_findings(checks),
        rules=(*report.rules, *(rule.info() for rule in LOCK_RULES)),
        gaps=(*report.gaps, *gaps_of(added)),
    )


def _worth_telling(changes: tuple[Change, ...]) -> list[Change]:
    """Drop the new commit and the new card if more specific changes explain them."""
    loudest: dict[str, int] = {}
    for change in changes:
        loudest[change.artifact] = min(loudest.get(change.artifact, len(_QUIET)), _loudness(change))
    return [
        change
        for change in changes
        if _loudness(change) == loudest[change.artifact] or change.kind not in _QUIET
    ]


def _loudness(change: Change) -> int:
    return _QUIET.index(change.kind) + 1 if change.kind in _QUIET else 0


def _now(change: Change, report: Report) -> Iterator[Evidence]:
    """The evidence for the current state: the licence claim, the base statement, the files."""
    if change.kind in ("licence", "terms"):
        yield from _licence_now(change, report)
    elif change.kind == "lineage":
        yield from _parents_now(change, report)
    if change.kind != "unreadable":
        yield from _files_now(change, report)


def _licence_now(change: Change, report: Report) -> Iterator[Evidence]:
    """The first claim, or the first declaration if the declared licence changed."""
    for licence in report.licences:
        if licence.artifact.identity != change.artifact:
            continue
        claims = licence.claims
        if "declared" in change.keys:
            claims = tuple(claim for claim in claims if claim.source is not Source.TEXT)
        if claims:
            yield claims[0].evidence
            return


def _parents_now(change: Change, report: Report) -> Iterator[Evidence]:
    for edge in report.lineage.edges:
        is_named = edge.parent.identity in change.keys
        if edge.child.identity == change.artifact and is_named and edge.evidence:
            yield edge.evidence[0]


def _files_now(change: Change, report: Report) -> Iterator[Evidence]:
    for artifact in report.artifacts:
        if artifact.purl.identity != change.artifact:
            continue
        changed = [file for file in artifact.files if file.path in change.keys]
        for file in changed[:_MOST]:
            size = f", {file.size:,} bytes" if file.size is not None else ""
            yield Evidence(
                artifact=artifact.purl,
                file=file.path,
                revision=artifact.revision,
                start_line=None,
                end_line=None,
                quote=f"{file.path}{size}",
                sha256=file.sha256,
            )


def _then(change: Change, lines: list[str], file: str) -> Iterator[Evidence]:
    """The line of the lock with the earlier value, or else the line of the artefact."""
    start = next(
        (at for at, line in enumerate(lines, 1) if line.strip() == f'"purl": "{change.artifact}",'),
        None,
    )
    if start is None:
        return
    end = next(
        (at for at, line in enumerate(lines[start:], start) if line.strip().startswith('"purl": ')),
        len(lines),
    )
    keys = tuple(f'"{key}":' for key in change.keys)
    matching = (at for at in range(start, end) if keys and lines[at].strip().startswith(keys))
    line = next(matching, start - 1) + 1
    yield Evidence(
        artifact=NO_ARTIFACT,
        file=file,
        revision="",
        start_line=line,
        end_line=line,
        quote=shorten(lines[line - 1].rstrip(",")),
        sha256=None,
    )
