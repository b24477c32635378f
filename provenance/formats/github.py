"""Annotations for GitHub Actions: one workflow command per finding and gap, worst first."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.model.artifact import Place
from provenance.model.finding import Finding, Severity, shorten
from provenance.report import Report
from provenance.text.printable import printable
from provenance.wording.digest import Digest
from provenance.wording.facts import tally, waiver_words

LONGEST_TEXT = 1_000
_COMMANDS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
    Severity.INFO: "notice",
}


def render(report: Report, **_: object) -> bytes:
    """Write workflow commands (`::error title=...::...`), followed by the counts.

    A command points to the manifest line of the artefact, or to no file without a manifest, because
    the finding concerns a hub and not the job's repository. GitHub shows the first ten errors,
    warnings and notices of a step.

    Args:
        report: The report.

    Returns:
        UTF-8, ending in a line break.
    """
    return "".join(f"{line}\n" for line in _lines(Digest(report))).encode()


def _lines(digest: Digest) -> Iterator[str]:
    report = digest.report
    for finding in sorted(report.findings, key=lambda finding: finding.severity.rank):
        if finding.waived:
            continue
        title = f"{finding.rule} {digest.name(finding.artifact)}"
        yield _command(
            _COMMANDS[finding.severity],
            title,
            _finding_text(finding, digest),
            digest.own_place(finding),
        )
    for gap in report.gaps:
        title, text = (
            f"not read: {digest.name(gap.artifact)}",
            f"{gap.what} ({gap.reason}): {gap.detail}",
        )
        if gap.waived:
            text = f"accepted {waiver_words(gap.waived)}. {text}"
        yield _command("notice" if gap.waived else "error", title, text, digest.gap_place(gap))
    yield f"provenance: {', '.join(tally(report.findings, report.gaps))}"


def _finding_text(finding: Finding, digest: Digest) -> str:
    places = [f" ({digest.place(proof, finding.artifact)})" for proof in finding.evidence[:1]]
    return f"{finding.severity.value}: {finding.message}{''.join(places)}. {finding.remedy}"


def _command(name: str, title: str, message: str, place: Place | None) -> str:
    where = f"file={_property(place.file)},line={place.line}," if place else ""
    return f"::{name} {where}title={_property(title)}::{_escaped(message)}"


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    """Escape text for workflow commands; line breaks are already removed."""
    return printable(shorten(text, LONGEST_TEXT)).replace("%", "%25")
