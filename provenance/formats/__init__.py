"""Convert a report to bytes; each format is a module with `render` and a name in this list."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from provenance.errors import FaultError, UsageError
from provenance.messages import message
from provenance.model.artifact import Gap
from provenance.model.fault import in_full, shielded
from provenance.text.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.report import Report

__all__ = ["FORMATS", "GRAPHS", "printable", "render"]

FORMATS: tuple[str, ...] = (
    *("terminal", "json", "sarif", "markdown", "questions"),
    *("github", "junit", "gitlab", "csv", "decisions"),
)
# Formats of `provenance.formats.graph`, which only draws the lineage.
GRAPHS: tuple[str, ...] = ("tree", "mermaid", "dot", "json")


def render(
    report: Report,
    name: str,
    *,
    width: int = 80,
    colour: bool = False,
    verbose: int = 0,
    lang: str = "en",
) -> bytes:
    """Show a report in a given format.

    The bytes depend only on the arguments, not on terminal, environment or clock. Machine-readable
    formats ignore `width`, `colour` and `verbose`. `terminal` supports both languages, `questions`
    is bilingual, all others are in English.

    Args:
        report: The report.
        name: One of `FORMATS`; the module of the same name is imported on use.
        width: Terminal width in columns.
        colour: Whether to write ANSI colours.
        verbose: 1 or more shows every question and check.
        lang: Language of our sentences: `en` or `ko`.

    Returns:
        UTF-8, ending in a line break. If rendering fails unexpectedly, only the subjects and the
        gaps, including this one.

    Raises:
        UsageError: The format is unknown.
    """
    if name not in FORMATS:
        raise UsageError(f"there is no format {name!r}", f"Use one of {', '.join(FORMATS)}.")
    show: Callable[[Report], bytes] = partial(
        import_module(f"{__name__}.{name}").render,
        width=width,
        colour=colour,
        verbose=verbose,
        lang=lang,
    )
    try:
        return shielded(partial(show, report), message("gap.fault.writing-report", form=name))
    except FaultError as fault:
        return show(_bare(report, fault))


def _bare(report: Report, fault: FaultError) -> Report:
    """Only the subjects and gaps, if rendering anything more failed."""
    from provenance.report import ReportLineage

    inputs = tuple(replace(reference, state=fault.reason) for reference in report.inputs)
    gap = Gap(
        artifact=report.lineage.root, what="report", reason=fault.reason, detail=in_full(fault)
    )
    return replace(
        report,
        inputs=inputs,
        artifacts=(),
        lineage=ReportLineage(report.lineage.root, (), ()),
        findings=(),
        checks=(),
        disclosures=(),
        licences=(),
        gaps=(*report.gaps, gap),
        uses=(),
        answers=(),
    )
