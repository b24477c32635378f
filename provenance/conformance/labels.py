"""Wording that all formats of an examination share."""

from __future__ import annotations

from provenance.conformance.against import Comparison, Difference
from provenance.conformance.document import CYCLONEDX, SPDX, BomDocument
from provenance.conformance.evaluation import Status
from provenance.conformance.examination import Examination, ExaminationVerdict
from provenance.conformance.framework import (
    ApplicationDate,
    Framework,
    FrameworkElement,
    in_both,
)
from provenance.messages import Message, message


def label(status: Status) -> Message:
    """The status of an element, in a word."""
    return message(f"check.status.{status}")


def short_title(verdict: ExaminationVerdict) -> Message:
    """A short title of the framework."""
    return message(f"check.framework.{verdict.framework.id}")


def element_name(element: FrameworkElement) -> Message:
    """The name of an element, in the reader's language if the framework has one."""
    return in_both(element.name, element.name_ko)


def title(framework: Framework) -> Message:
    """The title of a framework, in the reader's language if it has one."""
    return in_both(framework.title, framework.title_ko)


def remark(framework: Framework) -> Message:
    """The remark on a framework, in the reader's language if it has one."""
    return in_both(framework.note, framework.note_ko)


def applies(date: ApplicationDate, day: str) -> Message:
    """From when something applies, as of a day: `applies since 2026-01-22: ...`.

    Args:
        date: What applies.
        day: ISO 8601; empty for no day.
    """
    what = in_both(date.what, date.what_ko)
    known = message(f"check.applies.seen.{date.seen}")
    return message(
        f"check.applies.{date.status(day)}",
        what=what,
        day=date.start,
        where=in_both(date.where, date.where_ko),
        known=known,
    )


def form(document: BomDocument) -> str:
    """`CycloneDX 1.7 JSON`."""
    standard = "CycloneDX" if document.standard == CYCLONEDX else "SPDX"
    syntax = "JSON-LD" if document.standard == SPDX else document.syntax.upper()
    return f"{standard} {document.version} {syntax}"


def contents(examination: Examination) -> list[Message]:
    """`2 models`, `1 dataset` and so on."""
    kinds = examination.kinds
    shown = ("model", "dataset", "software", "file")
    return [message(f"check.kinds.{kind}", count=kinds[kind]) for kind in shown if kinds[kind]]


def subject(examination: Examination) -> str:
    """The name of the document's subject, or empty."""
    subjects = examination.document.subjects()
    if not subjects:
        return ""
    component = subjects[0].value
    parts = (component.get("group"), component.get("name"))
    return "/".join(part for part in parts if isinstance(part, str) and part)


def counts(verdict: ExaminationVerdict) -> list[Message]:
    """`38 of 50 stated`, `3 partial`, `9 missing`."""
    present = verdict.count(Status.PRESENT)
    stated = message("check.counts.present", count=present, all=len(verdict.answers))
    others = [(status, verdict.count(status)) for status in Status if status is not Status.PRESENT]
    rest = [message(f"check.counts.{status}", count=number) for status, number in others if number]
    return [stated, *rest]


def clusters(verdict: ExaminationVerdict) -> list[tuple[str, int, int]]:
    """Each cluster's title, the number of its stated elements, and their total."""
    tallies = []
    for key, title in verdict.framework.clusters.items():
        answers = [answer for answer in verdict.answers if answer.element.cluster == key]
        stated = sum(answer.status is Status.PRESENT for answer in answers)
        tallies.append((title, stated, len(answers)))
    return tallies


def differs(difference: Difference) -> tuple[Message, Message]:
    """The statements of the document and of the hub."""
    nothing = message("check.not-stated")
    return (
        message("check.document-says", value=difference.here or nothing),
        message("check.hub-says", value=difference.there or nothing),
    )


def compared(comparison: Comparison) -> list[Message]:
    """`3 components compared`, `2 differences`."""
    components = message("check.compared", count=comparison.compared)
    count = len(comparison.differences)
    if not count:
        return [components, message("check.no-differences")]
    return [components, message("check.differences-count", count=count)]
