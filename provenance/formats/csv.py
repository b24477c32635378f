"""Findings and gaps as comma-separated values (RFC 4180), for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from provenance.model.artifact import Gap
from provenance.model.finding import Finding, shorten
from provenance.report import Report
from provenance.text.printable import printable
from provenance.wording.digest import Digest
from provenance.wording.facts import quotation

HEADER = (
    *(
        "artifact",
        "purl",
        "severity",
        "family",
        "rule",
        "name",
        "message",
        "file",
        "start_line",
        "quote",
        "via",
    ),
    *("details", "next", "waived", "until", "owner", "reason", "fingerprint"),
)
LONGEST_CELL = 2_000
# Characters that start a formula in a spreadsheet, including full-width forms.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def render(report: Report, **_: object) -> bytes:
    """Write a row for each finding, including waived ones, and for each gap, with `not read` as its
    severity.

    Cells that a spreadsheet could interpret as a formula start with an apostrophe
    (https://owasp.org/www-community/attacks/CSV_Injection). The byte order mark shows Excel that
    the file is UTF-8.

    Args:
        report: The report.

    Returns:
        UTF-8 with a byte order mark, ending in a line break.
    """
    digest = Digest(report)
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows([_cell(text) for text in row] for row in _rows(digest))
    return table.getvalue().encode("utf-8-sig", "replace")


def _rows(digest: Digest) -> Iterator[tuple[str, ...]]:
    rules = {rule.code: rule for rule in digest.report.rules}
    for finding in digest.report.findings:
        rule = rules.get(finding.rule)
        rule_cells = (rule.family, finding.rule, rule.name) if rule else ("", finding.rule, "")
        yield (
            *(
                digest.name(finding.artifact),
                finding.artifact,
                finding.severity.value,
                *rule_cells,
                finding.message,
            ),
            *_proof(finding, digest),
            " → ".join(digest.name(purl) for purl in finding.path[1:]),
            *("; ".join(finding.details), finding.remedy, *_waiver(finding), finding.fingerprint),
        )
    for gap in digest.report.gaps:
        text = f"{gap.what}: {gap.detail}"
        yield (
            digest.name(gap.artifact),
            gap.artifact,
            "not read",
            "",
            "",
            gap.reason,
            text,
            *("",) * 6,
            *_waiver(gap),
            "",
        )


def _proof(finding: Finding, digest: Digest) -> tuple[str, str, str]:
    """The weightiest evidence: file, line, quote."""
    if not finding.evidence:
        return "", "", ""
    first = finding.evidence[0]
    line = "" if first.start_line is None else str(first.start_line)
    return digest.address(first.artifact, first.file), line, quotation(first, LONGEST_CELL)


def _waiver(judged: Finding | Gap) -> tuple[str, str, str, str]:
    waived = judged.waived
    return (waived.by, waived.until, waived.owner, waived.reason) if waived else ("", "", "", "")


def _cell(text: str) -> str:
    """One line that a spreadsheet shows and does not evaluate."""
    text = printable(shorten(text, LONGEST_CELL))
    return f"'{text}" if text.startswith(_FORMULA) else text
