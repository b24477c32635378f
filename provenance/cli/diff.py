"""`provenance diff`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import notices, options, output, outputs
from provenance.cli.audit import SEVERITIES
from provenance.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, UsageError
from provenance.hubs import parse_reference

if TYPE_CHECKING:
    from provenance.lock import Lock
    from provenance.model.artifact import Gap
    from provenance.policy import Policy

FORMATS = ("terminal", "json", "markdown")
ENDINGS = {".txt": "terminal", ".json": "json", ".md": "markdown"}


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of the comparison.

    Attributes:
        lock: Its state.
        gaps: Its gaps.
    """

    lock: Lock
    gaps: tuple[Gap, ...] = ()


@click.command("diff")
@partial(options.subjects, required=False)
@options.lock_file
@options.policy
@outputs.stdout_format(FORMATS)
@outputs.option(ENDINGS, "Write to a file instead of stdout; repeatable.")
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="high",
    show_default=True,
    help="Exit with status 1 if a change is at or above this severity.",
)
def command(
    subjects: options.SubjectOptions,
    lock_file: Path,
    policy: Policy | None,
    today: date,
    form: str,
    targets: tuple[outputs.OutputTarget, ...],
    fail_on: str,
) -> None:
    """Show what has changed: from a lock to now, or from A to B.

    A and B are locks, JSON reports or references at a revision. A alone is compared with what the
    hub serves now, and so is the lock if you name nothing. A reference without a revision is
    compared with its entry in the lock. With -m, the entries of the manifest are compared with A
    or, without A, with the lock.
    Exit status 3 if something could not be read and the policy does not accept that.

    \b
    provenance diff
    provenance diff -m models.yaml
    provenance diff org/name@v1 org/name@v2
    provenance diff report-of-march.json report-of-june.json
    """
    from provenance.auditing.enforce import accept
    from provenance.lock import compare, pin, show_changes
    from provenance.model.finding import Severity
    from provenance.report import open_gaps

    def judged(side: options.SubjectOptions, *, tolerant: bool = False) -> _Side:
        run = side.run(tolerant=tolerant)
        return _Side(pin(run.inventory), run.lineage.gaps)

    # That nothing can be read any more is a change, too.
    before, after = _sides(subjects, lock_file, judged, partial(judged, tolerant=True))
    changes = compare(before.lock, after.lock)
    width = output.terminal_width()
    documents = []
    for name, path in outputs.forms_of(targets, form, FORMATS) or [(form, None)]:
        colour = path is None and output.wants_colour()
        documents.append((path, show_changes(changes, name, width=width, colour=colour)))
    outputs.hand_out(documents)
    gaps = tuple(dict.fromkeys((*before.gaps, *after.gaps)))
    if policy:
        gaps = accept(gaps, policy, today)
    notices.tell_unread(gaps)
    failing = fail_on != "never" and any(
        change.severity.reaches(Severity(fail_on)) for change in changes
    )
    status = EXIT_FINDINGS if failing else EXIT_CLEAN
    click.get_current_context().exit(EXIT_INCOMPLETE if open_gaps(gaps) else status)


def _sides(
    subjects: options.SubjectOptions,
    lock_file: Path,
    judged: Callable[[options.SubjectOptions], _Side],
    judged_now: Callable[[options.SubjectOptions], _Side],
) -> tuple[_Side, _Side]:
    """The earlier and the later side."""
    refs, manifest = subjects.refs, subjects.manifest
    if len(refs) > (1 if manifest else 2):
        raise UsageError(
            "diff compares two things",
            "Give a lock, a report or a reference, and another, or a manifest, to compare with.",
        )
    if manifest:
        typed = replace(subjects, manifest=None)
        before = _earlier(typed, refs[0], judged) if refs else _Side(_recorded(str(lock_file)))
        return before, judged_now(replace(subjects, refs=()))
    if not refs:
        refs = (_last_lock(lock_file),)
    if not refs[1:] and _has_no_revision(refs[0]):
        earlier = _Side(_of_lock(lock_file, refs[0]))
        return earlier, judged_now(replace(subjects, refs=earlier.lock.refs))
    before = _earlier(subjects, refs[0], judged)
    if not refs[1:]:
        now = before.lock.refs if _is_file(refs[0]) else (_newest(refs[0]),)
        return before, judged_now(replace(subjects, refs=now))
    if not _is_file(refs[1]):
        return before, judged_now(replace(subjects, refs=refs[1:]))
    from provenance.lock import unread_then

    lock = _recorded(refs[1])
    return before, _Side(lock, unread_then(lock, refs[1]))


def _last_lock(lock_file: Path) -> str:
    """The default lock.

    Raises:
        UsageError: There is no lock.
    """
    if not lock_file.is_file():
        raise UsageError(
            f"there is nothing to compare and no {lock_file}",
            "Write a lock first, `provenance lock REF`, or name two revisions of a model.",
        )
    return str(lock_file)


def _earlier(
    subjects: options.SubjectOptions, text: str, judged: Callable[[options.SubjectOptions], _Side]
) -> _Side:
    """The recorded state of a lock or a report, or the state of a reference.

    What a file records as unread is not a gap now: if it can be read by now, that is a change.
    """
    if _is_file(text):
        return _Side(_recorded(text))
    return judged(replace(subjects, refs=(text,)))


def _is_file(text: str) -> bool:
    return Path(text).exists() and not Path(text).is_dir()


def _recorded(text: str) -> Lock:
    """The contents of a lock or a report."""
    from provenance.files.local import read_local
    from provenance.lock import LIMIT, read_lock

    data = read_local(
        Path(text), LIMIT, "Write a lock with `provenance lock`, or name a lock or a report."
    )
    return read_lock(data, text)


def _newest(text: str) -> str:
    """The reference without its revision: the current state."""
    return parse_reference(text).unpinned.purl


def _has_no_revision(text: str) -> bool:
    if _is_file(text):
        return False
    ref = parse_reference(text)
    return ref.hub.local or ref.revision is None


def _of_lock(lock_file: Path, text: str) -> Lock:
    """The part of the lock about a reference without a revision, with everything it was made from.

    Raises:
        UsageError: There is no lock, or it does not contain that reference.
    """
    ref = parse_reference(text)
    if not lock_file.is_file():
        raise UsageError(
            f"{text} has no revision, and there is no {lock_file} to compare it with",
            "Name it as org/name@revision, or write a lock first: `provenance lock`.",
        )
    lock = _recorded(str(lock_file))
    purl = ref.unpinned.purl
    if purl not in lock.artifacts:
        raise UsageError(
            f"{text} has no revision, and {lock_file} does not contain it",
            "Name it as org/name@revision, or write a lock of it: `provenance lock`.",
        )
    reached = {purl: lock.artifacts[purl]}
    waiting = [purl]
    while waiting:
        for parent in lock.artifacts[waiting.pop()].parents:
            if parent in lock.artifacts and parent not in reached:
                reached[parent] = lock.artifacts[parent]
                waiting.append(parent)
    return replace(lock, refs=(text,), artifacts=reached)
