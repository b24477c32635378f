"""The summary of a finished review for the pages, computed once so that no page reads the report
again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from provenance.auditing.run import Run
from provenance.messages import LANGUAGES, in_language
from provenance.model.artifact import ArtifactId
from provenance.model.finding import Severity
from provenance.privacy.catalogue import catalogue
from provenance.privacy.disclosure import ANSWERED, Grade
from provenance.report import Report, counts_by_severity
from provenance.wording.digest import Digest
from provenance.wording.lights import Lights, all_lights

FIGURES, TOTAL = "figures", "total"
# Outcomes that need no decision.
_SETTLED = (Grade.DISCLOSED, Grade.NOT_APPLICABLE)
COUNTED = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM)


def brief_of(run: Run) -> dict[str, Any]:
    """What a list of reviews shows of one: the worst total, and the numbers of a chart.

    Args:
        run: A finished run.

    Returns:
        A value for `json.dumps`.
    """
    totals = [lights.total for lights in all_lights(Digest(run.report))]
    worst = max(totals, key=lambda state: state.rank).value if totals else ""
    return {TOTAL: worst, FIGURES: _figures(run.report)}


def summarise(run: Run) -> dict[str, Any]:
    """By language, the verdict, the lights and what is to be decided.

    Args:
        run: A run that is done.

    Returns:
        What `json.dumps` takes.
    """
    report, digest = run.report, Digest(run.report)
    summary: dict[str, Any] = {}
    for lang in LANGUAGES:
        summary[lang] = {
            "inputs": [_input(lights, digest, lang) for lights in all_lights(digest)],
            "open": list(_to_decide(report, lang)),
        }
    return summary


def _figures(report: Report) -> dict[str, int]:
    counts = counts_by_severity(report.findings)
    figures = {severity.value: counts[severity] for severity in COUNTED}
    inputs = {entry.purl for entry in report.inputs}
    questions = [entry for entry in report.disclosures if entry.artifact in inputs]
    figures["answered"] = sum(entry.grade in ANSWERED for entry in questions)
    figures["questions"] = len(questions)
    return figures


def _input(lights: Lights, digest: Digest, lang: str) -> dict[str, Any]:
    return {
        "name": digest.name(lights.artifact),
        "total": lights.total.value,
        "verdict": in_language(lights.verdict, lang),
        "lights": [
            {
                "area": light.area,
                "state": light.state.value,
                "fact": in_language(light.fact, lang),
            }
            for light in lights.lights
        ],
    }


def _to_decide(report: Report, lang: str) -> Iterator[dict[str, str]]:
    """What a person must decide: open questions about personal data, and duties."""
    inputs = {entry.purl for entry in report.inputs}
    questions = {check.id: check for check in catalogue()}
    for answer in report.disclosures:
        if answer.artifact not in inputs or answer.grade in _SETTLED:
            continue
        check = questions[answer.check]
        text = check.question_ko if lang == "ko" else check.question
        yield _row(answer.artifact, check.id, text)
    for use in report.uses:
        for duty in use.duties:
            text = f"{duty.name}: {in_language(duty.text, lang)}"
            yield _row(use.artifact, f"{duty.duty} {duty.licence}", text)


def _row(artifact: ArtifactId, subject: str, text: str) -> dict[str, str]:
    return {"artifact": str(artifact), "subject": subject, "text": text}
