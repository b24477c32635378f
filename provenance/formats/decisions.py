"""The result for each input as data, for a policy engine such as OPA or Kyverno."""

from __future__ import annotations

from collections import Counter

from provenance.model.artifact import ArtifactId
from provenance.model.finding import Severity
from provenance.report import Report, open_gaps
from provenance.text.printable import json_bytes
from provenance.wording.digest import Digest
from provenance.wording.lights import lights_of

SCHEMA = "provenance/decisions-1"


def render(report: Report, **_: object) -> bytes:
    """Write a row for each input: licence, lights, open points (schemas/decisions-1.schema.json).

    Values are words, numbers or booleans, so that a rule needs no parsing. `permitted` is the
    terminal's verdict: nothing needs to be settled first.

    Args:
        report: The report.

    Returns:
        UTF-8, indented by 2, ending in a line break.
    """
    digest = Digest(report)
    decisions = [_decision(digest, subject) for subject in digest.subjects]
    return json_bytes(
        {"schema": SCHEMA, "policy": dict(report.policy), "decisions": decisions},
    )


def _decision(digest: Digest, subject: ArtifactId) -> dict[str, object]:
    artifact = digest.artifacts.get(subject)
    licence = digest.licences.get(subject)
    judgement = digest.uses.get(subject)
    lights = lights_of(digest, subject)
    findings = [finding for finding in digest.report.findings if finding.artifact == subject]
    counting = [finding for finding in findings if not finding.waived]
    numbers = Counter(finding.severity for finding in counting)
    gaps = len(open_gaps(digest.gaps(subject)))
    return {
        "name": digest.name(subject),
        "purl": digest.pinned(subject),
        "read": artifact is not None,
        "permitted": lights.total.permits,
        "state": lights.total.value,
        "lights": {light.area: light.state.value for light in lights.lights},
        "use": judgement.verdict.value if judgement else None,
        "licence": licence.concluded if licence else None,
        "declared_licence": licence.declared if licence else None,
        "findings": {severity.value: numbers[severity] for severity in Severity},
        "rules": sorted({finding.rule for finding in counting}),
        "waived": len(findings) - len(counting),
        "gaps": gaps,
        "complete": gaps == 0,
    }
