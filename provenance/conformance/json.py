"""Write an examination as a version-1 JSON document (schemas/check-1.schema.json)."""

from __future__ import annotations

from typing import TypeAlias

from provenance._version import __version__
from provenance.conformance.against import Comparison
from provenance.conformance.document import BomDocument
from provenance.conformance.evaluation import ElementAnswer, Status
from provenance.conformance.examination import Examination, ExaminationVerdict
from provenance.cyclonedx.integrity import IntegrityProblem
from provenance.text.printable import json_bytes

SCHEMA = "provenance/check-1"
Object: TypeAlias = dict[str, object]


def render(examination: Examination, **_: object) -> bytes:
    """Write an examination as JSON that validates against schemas/check-1.schema.json.

    Returns:
        UTF-8, indented by 2, ending in a line break.
    """
    document = examination.document
    return json_bytes(
        {
            "schema": SCHEMA,
            "tool": {"name": "provenance", "version": __version__},
            "document": {
                "name": document.name,
                "standard": document.standard,
                "version": document.version,
                "syntax": document.syntax,
                "size": document.size,
                "sha256": document.sha256,
                "lists": {
                    kind: examination.kinds[kind]
                    for kind in ("model", "dataset", "software", "file")
                },
            },
            "notes": list(examination.notes),
            "problems": [_problem(problem, document) for problem in examination.problems],
            "placeholders": [_problem(problem, document) for problem in examination.placeholders],
            "frameworks": [_verdict(verdict, examination.day) for verdict in examination.verdicts],
            "against": _comparison(examination.comparison) if examination.comparison else None,
        }
    )


def _problem(problem: IntegrityProblem, document: BomDocument) -> Object:
    return {
        "code": problem.code,
        "pointer": problem.pointer,
        "line": document.line(problem.pointer),
        "message": problem.message,
        "quote": problem.quote[:300],
    }


def _verdict(verdict: ExaminationVerdict, day: str) -> Object:
    framework = verdict.framework
    return {
        "id": framework.id,
        "title": framework.title,
        "publisher": framework.publisher,
        "date": framework.date,
        "url": framework.url,
        "force": framework.source.force,
        "seen": framework.source.seen.value,
        "reading": framework.source.reading,
        "applies": [
            {
                "from": date.start,
                "what": date.what,
                "where": date.where,
                "seen": date.seen.value,
                "checked": date.checked,
                "status": date.status(day),
            }
            for date in framework.dates
        ],
        "counts": {status.value: verdict.count(status) for status in Status},
        "elements": [_answer(answer) for answer in verdict.answers],
    }


def _answer(answer: ElementAnswer) -> Object:
    element = answer.element
    return {
        "id": element.id,
        "cluster": element.cluster,
        "name": element.name,
        "locator": element.locator,
        "asked": element.condition,
        "of": element.of,
        "status": answer.status.value,
        "subjects": answer.total,
        "having": answer.having,
        "reason": answer.reason,
        "found": [
            {
                "field": stated.field,
                "status": stated.status.value,
                "pointer": stated.pointer,
                "line": stated.line,
                "quote": stated.quote,
                "note": stated.note,
            }
            for stated in answer.values
        ],
        "lacking": [{"pointer": place.pointer, "name": place.name} for place in answer.lacking],
    }


def _comparison(comparison: Comparison) -> Object:
    return {
        "ref": comparison.ref,
        "purl": comparison.purl,
        "compared": comparison.compared,
        "differences": [
            {
                "what": difference.what,
                "artifact": difference.artifact,
                "pointer": difference.pointer,
                "line": difference.line,
                "here": difference.here,
                "there": difference.there,
                "place": difference.place,
            }
            for difference in comparison.differences
        ],
        "not_read": list(comparison.not_read),
    }
