"""JUnit XML for GitLab, Jenkins and Azure Pipelines: a suite per input, a test case per check."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from provenance.model.artifact import Gap
from provenance.model.finding import Check, Finding, Outcome, shorten
from provenance.report import Report
from provenance.text.printable import printable
from provenance.wording.digest import Digest
from provenance.wording.facts import quotation, waiver_words

LONGEST_TEXT, MOST_PLACES = 1_000, 20


def render(report: Report, **_: object) -> bytes:
    """Write checks as test cases: failed checks are failures, unknown and inapplicable ones are
    skipped.

    Gaps are errors, so that an incomplete audit never looks like a passed one; accepted gaps are
    skipped.

    Args:
        report: The report.

    Returns:
        UTF-8, ending in a line break.
    """
    digest = Digest(report)
    names = {rule.code: rule.name for rule in report.rules}
    root = Element("testsuites", name=_line(report.tool.name))
    for subject in digest.subjects:
        suite = SubElement(root, "testsuite", name=_line(digest.name(subject)))
        for check in digest.checks[subject]:
            _check(suite, check, names.get(check.rule, ""), digest)
        for gap in digest.gaps(subject):
            _gap(suite, gap, digest)
        _count(suite)
    stray = digest.stray_gaps()
    if stray:
        suite = SubElement(root, "testsuite", name="not read")
        for gap in stray:
            _gap(suite, gap, digest)
        _count(suite)
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return text + b"\n"


def _check(suite: Element, check: Check, name: str, digest: Digest) -> None:
    test_case = SubElement(
        suite, "testcase", classname=suite.get("name", ""), name=_line(f"{check.rule} {name}")
    )
    if check.outcome in (Outcome.UNKNOWN, Outcome.NOT_APPLICABLE):
        SubElement(test_case, "skipped", message=_line(f"{check.outcome.value}: {check.reason}"))
    elif check.outcome is Outcome.FAILED:
        counting = [finding for finding in check.findings if not finding.waived]
        waived = [
            f"waived {waiver_words(finding.waived)}" for finding in check.findings if finding.waived
        ]
        if not counting and waived:
            SubElement(test_case, "skipped", message=_line("; ".join(waived)))
            return
        # One failure per test case, because some servers read only one.
        messages = [f"{finding.severity.value}: {finding.message}" for finding in counting]
        worst = min(
            (finding.severity for finding in counting),
            key=lambda severity: severity.rank,
            default=None,
        )
        kind = worst.value if worst else check.outcome.value
        failure = SubElement(test_case, "failure", type=kind, message=_line("; ".join(messages)))
        failure.text = "\n".join(line for finding in counting for line in _proof(finding, digest))


def _proof(finding: Finding, digest: Digest) -> list[str]:
    places = [
        f"{digest.place(proof, finding.artifact)}  {quotation(proof, LONGEST_TEXT)}".rstrip()
        for proof in finding.evidence[:MOST_PLACES]
    ]
    return [_line(line) for line in (*places, *finding.details, finding.remedy) if line]


def _gap(suite: Element, gap: Gap, digest: Digest) -> None:
    name = _line(f"not read: {digest.name(gap.artifact)} {gap.what}")
    test_case = SubElement(suite, "testcase", classname=suite.get("name", ""), name=name)
    if gap.waived:
        text = f"accepted {waiver_words(gap.waived)}. {gap.detail}"
        SubElement(test_case, "skipped", message=_line(text))
        return
    SubElement(test_case, "error", type=_line(gap.reason), message=_line(gap.detail))


def _count(suite: Element) -> None:
    suite.set("tests", str(len(suite)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(len(suite.findall(f"testcase/{tag}"))))


def _line(text: str) -> str:
    """Text that is valid in XML 1.0; line breaks are already removed."""
    return printable(shorten(text, LONGEST_TEXT))
