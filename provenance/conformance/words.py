"""Words that every form of an examination shares."""

from __future__ import annotations

from provenance.conformance.against import Comparison, Difference
from provenance.conformance.document import CYCLONEDX, SPDX, BomDocument
from provenance.conformance.evaluation import Status
from provenance.conformance.examination import Examination, ExaminationVerdict
from provenance.wording.facts import counted

LABELS = {
    Status.PRESENT: "stated",
    Status.PARTIAL: "partial",
    Status.WRONG: "wrong",
    Status.PLACEHOLDER: "placeholder",
    Status.MISSING: "missing",
    Status.NO_PLACE: "no field",
    Status.UNKNOWN: "unclear",
}
SHORT = {
    "g7": "G7",
    "cisa-2026": "CISA 2026",
    "ntia": "NTIA 2021",
    "bsi": "BSI TR-03183",
    "annex-xi": "ANNEX XI",
    "eu-model-form": "EU FORM",
    "eu-training-summary": "EU SUMMARY",
    "kr-ai-act": "KOREA AI ACT",
    "kr-pipc": "PIPC",
    "us-ca-2013": "CALIFORNIA",
    "nist-600-1": "NIST 600-1",
}


def form(document: BomDocument) -> str:
    """`CycloneDX 1.7 JSON`."""
    standard = "CycloneDX" if document.standard == CYCLONEDX else "SPDX"
    syntax = "JSON-LD" if document.standard == SPDX else document.syntax.upper()
    return f"{standard} {document.version} {syntax}"


def contents(examination: Examination) -> list[str]:
    """`2 models`, `1 dataset` and so on."""
    kinds = examination.kinds
    nouns = {"model": "model", "dataset": "dataset", "software": "other component", "file": "file"}
    return [counted(kinds[kind], noun) for kind, noun in nouns.items() if kinds[kind]]


def subject(examination: Examination) -> str:
    """The name of what the document is about, or empty."""
    subjects = examination.document.subjects()
    parts = [subjects[0].value.get(name) for name in ("group", "name")] if subjects else []
    return "/".join(part for part in parts if isinstance(part, str) and part)


def counts(verdict: ExaminationVerdict) -> str:
    """`38 of 50 stated · 3 partial · 9 missing`."""
    stated = f"{verdict.count(Status.PRESENT)} of {len(verdict.answers)} stated"
    rest = [
        (verdict.count(status), LABELS[status]) for status in Status if status is not Status.PRESENT
    ]
    return " · ".join([stated, *(f"{number} {word}" for number, word in rest if number)])


def clusters(verdict: ExaminationVerdict) -> list[tuple[str, int, int]]:
    """Each cluster's title, how many of its elements are stated, and how many it has."""
    tallies = []
    for key, title in verdict.framework.clusters.items():
        answers = [answer for answer in verdict.answers if answer.element.cluster == key]
        stated = sum(answer.status is Status.PRESENT for answer in answers)
        tallies.append((title, stated, len(answers)))
    return tallies


def differs(difference: Difference) -> tuple[str, str]:
    """What the document says and what the hub says."""
    return (
        f"document: {difference.here or 'not stated'}",
        f"hub: {difference.there or 'not stated'}",
    )


def compared(comparison: Comparison) -> str:
    """`3 components compared, 2 differences`."""
    count = len(comparison.differences)
    differences = counted(count, "difference") if count else "no differences"
    return f"{counted(comparison.compared, 'component')} compared · {differences}"
