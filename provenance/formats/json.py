"""The version-1 JSON document of a report, on which other tools build
(schemas/report-1.schema.json).

The document is written field by field, so that internal changes never alter it. It omits the texts
of rules and questions, which belong to the tool: `provenance explain CODE --format json` returns
them, and SARIF includes those of rules.
"""

from __future__ import annotations

from typing import TypeAlias

from provenance.licences.audits import DatasetAudit
from provenance.licences.claim import (
    Duty,
    LicenceClaim,
    NotUnderstood,
    OtherTerms,
    Restriction,
    StatedClause,
    TextChange,
    TextMatch,
)
from provenance.licences.use import Ground, Reason, UseJudgement
from provenance.messages import identity
from provenance.model.artifact import Gap, Waived
from provenance.model.finding import Check, Evidence, Finding
from provenance.privacy.disclosure import Disclosure, PrivacyCheck
from provenance.privacy.profiles import QuestionAnswer
from provenance.report import (
    SCHEMA,
    InputRef,
    Report,
    ReportArtifact,
    ReportDeclared,
    ReportEdge,
    ReportFile,
    ReportLicence,
    ReportLineage,
    ReportSignature,
    ReportUse,
    ReportWeights,
    Summary,
)
from provenance.text.printable import json_bytes
from provenance.wording.digest import Digest
from provenance.wording.lights import Lights, all_lights

Object: TypeAlias = dict[str, object]


def render(report: Report, **_: object) -> bytes:
    """Write a report as JSON that validates against schemas/report-1.schema.json.

    Args:
        report: The report; its order is kept.

    Returns:
        UTF-8, indented by 2, ending in a line break.
    """
    artifacts = [_artifact(artifact) for artifact in report.artifacts]
    return json_bytes(_document(report, artifacts), default=_file)


def document(report: Report) -> Object:
    """The report as plain values, under the names of version 1."""
    artifacts = [
        _artifact(artifact) | {"files": [_file(file) for file in artifact.files]}
        for artifact in report.artifacts
    ]
    return _document(report, artifacts)


def _document(report: Report, artifacts: list[Object]) -> Object:
    return {
        "schema": SCHEMA,
        "tool": {"name": report.tool.name, "version": report.tool.version},
        "inputs": [_input(reference) for reference in report.inputs],
        "policy": dict(report.policy),
        "artifacts": artifacts,
        "lineage": _lineage(report.lineage),
        "findings": [_finding(finding) for finding in report.findings],
        "checks": [_check(check) for check in report.checks],
        "questions": [_question(question) for question in report.questions],
        "disclosures": [_disclosure(disclosure) for disclosure in report.disclosures],
        "answers": [_answer(answer) for answer in report.answers],
        "declared": [_declared(data) for data in report.declared],
        "licences": [_licence(licence) for licence in report.licences],
        "uses": [_use(judgement) for judgement in report.uses],
        "lights": [_lights(lights) for lights in all_lights(Digest(report))],
        "gaps": [_gap(gap) for gap in report.gaps],
        "summary": _summary(report.summary),
    }


def _lineage(lineage: ReportLineage) -> Object:
    nodes = [
        {"purl": node.purl, "state": node.state, "written": list(node.written)}
        for node in lineage.nodes
    ]
    return {
        "root": lineage.root,
        "nodes": nodes,
        "edges": [_edge(edge) for edge in lineage.edges],
    }


def _summary(summary: Summary) -> Object:
    return {
        "critical": summary.critical,
        "high": summary.high,
        "medium": summary.medium,
        "low": summary.low,
        "info": summary.info,
        "waived": summary.waived,
        "gaps": summary.gaps,
        "accepted": summary.accepted,
        "complete": summary.complete,
    }


def _lights(lights: Lights) -> Object:
    return {
        "artifact": lights.artifact,
        "total": lights.total,
        "verdict": str(lights.verdict),
        "lights": [
            {"area": light.area, "state": light.state, "fact": str(light.fact)}
            for light in lights.lights
        ],
    }


def _input(reference: InputRef) -> Object:
    file, line = (reference.place.file, reference.place.line) if reference.place else (None, None)
    return {
        "ref": reference.ref,
        "purl": reference.purl,
        "state": reference.state,
        "file": file,
        "line": line,
    }


def _file(file: ReportFile) -> Object:
    return {
        "path": file.path,
        "size": file.size,
        "sha256": file.sha256,
        "format": file.format,
        "scan": file.scan,
    }


def _artifact(artifact: ReportArtifact) -> Object:
    """An artefact; its files stay objects, since a run may hold 250,000 of them."""
    return {
        "purl": artifact.purl,
        "kind": artifact.kind,
        "hub": artifact.hub,
        "name": artifact.name,
        "revision": artifact.revision,
        "url": artifact.url,
        "role": artifact.role,
        "gated": artifact.gated,
        "parameters": artifact.parameters,
        "dtypes": list(artifact.dtypes),
        "weight_bytes": artifact.weight_bytes,
        "files": artifact.files,
        "private": artifact.private,
        "as_of": artifact.as_of or None,
        "weights": [_weights(facts) for facts in artifact.weights],
        "templates": [
            {
                "place": template.place,
                "sha256": template.sha256,
                "uses": [_weight_use(use) for use in template.uses],
            }
            for template in artifact.templates
        ],
        "shapes": artifact.shapes or None,
        "memory": dict(artifact.memory),
        "signature": _signature(artifact.signature) if artifact.signature else None,
    }


def _signature(signature: ReportSignature) -> Object:
    return {
        "state": signature.state,
        "signer": signature.signer or None,
        "reason": signature.reason or None,
        "signed": signature.signed,
        "differing": list(signature.differing),
        "missing": list(signature.missing),
        "beside": list(signature.unsigned),
        "ignored": list(signature.ignored),
        "uncompared": list(signature.uncompared),
    }


def _weights(facts: ReportWeights) -> Object:
    return {
        "path": facts.path,
        "format": facts.format,
        "parameters": facts.parameters,
        "dtypes": dict(facts.dtypes),
        "tensors": facts.tensors,
        "shapes": facts.shapes or None,
        "metadata": dict(facts.metadata),
        "uses": [_weight_use(use) for use in facts.uses],
        "complete": facts.complete,
    }


def _weight_use(use: ReportUse) -> Object:
    return {"name": use.name, "action": use.action, "verdict": use.verdict, "place": use.place}


def _edge(edge: ReportEdge) -> Object:
    return {
        "child": edge.child,
        "parent": edge.parent,
        "relation": edge.relation,
        "known_by": list(edge.known_by),
        "confidence": edge.confidence,
        "evidence": [_evidence(proof) for proof in edge.evidence],
    }


def _evidence(proof: Evidence) -> Object:
    return {
        "artifact": proof.artifact,
        "file": proof.file,
        "revision": proof.revision,
        "start_line": proof.start_line,
        "end_line": proof.end_line,
        "quote": proof.quote,
        "sha256": proof.sha256,
    }


def _finding(finding: Finding) -> Object:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "artifact": finding.artifact,
        "message": finding.message,
        "path": list(finding.path),
        "evidence": [_evidence(proof) for proof in finding.evidence],
        "details": list(finding.details),
        "remedy": finding.remedy,
        "questions": list(finding.questions),
        **_identity(finding.message),
        "remedy_message": _reference(finding.remedy),
        "fingerprint": finding.fingerprint,
        "waived": finding.waived is not None,
        "waiver": _waiver(finding.waived) if finding.waived else None,
    }


def _identity(text: str) -> Object:
    """The id and arguments of a message; nulls for other text."""
    return identity(text) or {"messageId": None, "arguments": None}


def _reference(text: str) -> Object | None:
    """The id and arguments of a message as one object; null for other text."""
    return identity(text) or None


def _waiver(waived: Waived) -> Object:
    return {
        "by": waived.by,
        "reason": waived.reason,
        "owner": waived.owner,
        "until": waived.until,
        "file": waived.place.file,
        "line": waived.place.line,
    }


def _gap(gap: Gap) -> Object:
    return {
        "artifact": gap.artifact,
        "what": gap.what,
        "reason": gap.reason,
        "detail": gap.detail,
        **_identity(gap.detail),
        "waived": gap.waived is not None,
        "waiver": _waiver(gap.waived) if gap.waived else None,
    }


def _check(check: Check) -> Object:
    return {
        "rule": check.rule,
        "artifact": check.artifact,
        "outcome": check.outcome.value,
        "reason": check.reason,
        **_identity(check.reason),
    }


def _question(question: PrivacyCheck) -> Object:
    return {
        "check": question.id,
        "block": question.block,
        "severity": question.severity.value,
        "peers": [
            {
                "kind": peers.kind,
                "answered": peers.answered,
                "cards": peers.cards,
                "as_of": peers.as_of,
            }
            for peers in question.peers
        ],
        "measured": [
            {
                "language": measured.language,
                "right": measured.right,
                "called": measured.called,
                "given": measured.given,
            }
            for measured in question.measured
        ],
    }


def _disclosure(disclosure: Disclosure) -> Object:
    return {
        "artifact": disclosure.artifact,
        "check": disclosure.check,
        "grade": disclosure.grade.value,
        "stance": disclosure.stance,
        "inherited_from": disclosure.inherited_from,
        "evidence": [_evidence(proof) for proof in disclosure.evidence],
        "searched": list(disclosure.searched),
        "asked_by": list(disclosure.asked_by),
    }


def _declared(data: ReportDeclared) -> Object:
    return {
        "artifact": data.artifact,
        "kinds": list(data.kinds),
        "safeguard": data.safeguard,
        "evidence": [_evidence(proof) for proof in data.evidence],
    }


def _answer(answer: QuestionAnswer) -> Object:
    return {
        "artifact": answer.artifact,
        "id": answer.id,
        "question": answer.question,
        "question_ko": answer.question_ko,
        "grade": answer.grade.value,
        "disclosures": [_disclosure(disclosure) for disclosure in answer.disclosures],
    }


def _licence(licence: ReportLicence) -> Object:
    return {
        "artifact": licence.artifact,
        "name": licence.name,
        "claims": [_claim(claim) for claim in licence.claims],
        "declared": licence.declared,
        "concluded": licence.concluded,
        "verdict": licence.verdict,
        "duties": [_duty(duty) for duty in licence.duties],
        "beside": [_other_terms(mention) for mention in licence.other_terms],
        "audit": _audit(licence.audit) if licence.audit else None,
        "named": list(licence.named),
        "joined": licence.joined.value,
        "restrictions": [_restriction(row) for row in licence.restrictions],
        "changes": [_change(change) for change in licence.changes],
        "not_understood": [_not_understood(row) for row in licence.not_understood],
        "clauses": [_clause(stated) for stated in licence.clauses],
    }


def _clause(stated: StatedClause) -> Object:
    clause = stated.clause
    return {
        "topic": clause.topic,
        "says": clause.says,
        "value": clause.value,
        "text": clause.summary,
        "quote": clause.quote,
        "clause": clause.number,
        "heading": clause.heading,
        "evidence": _evidence(stated.evidence),
    }


def _restriction(restriction: Restriction) -> Object:
    return {
        "limit": restriction.limit.value,
        "quote": restriction.quote,
        "source": restriction.source.value,
        "evidence": _evidence(restriction.evidence),
    }


def _change(change: TextChange) -> Object:
    return {
        "licence": change.licence,
        "kind": change.kind,
        "quote": change.quote,
        "evidence": _evidence(change.evidence),
    }


def _not_understood(unread: NotUnderstood) -> Object:
    return {
        "what": unread.what,
        "why": unread.why,
        **_identity(unread.why),
        "evidence": _evidence(unread.evidence),
    }


def _other_terms(mention: OtherTerms) -> Object:
    return {
        "role": mention.role.value,
        "value": mention.value,
        "licence": mention.licence,
        "evidence": _evidence(mention.evidence),
    }


def _audit(audit: DatasetAudit) -> Object:
    return {
        "by": audit.by,
        "date": audit.date,
        "source": audit.source,
        "found": [
            {"name": licence.name, "licence": licence.licence, "url": licence.url}
            for licence in audit.licences
        ],
        "partly_unstated": audit.partly_unstated,
        "on_hub": list(audit.on_hub),
        "generated_by": list(audit.generated_by),
    }


def _use(judgement: UseJudgement) -> Object:
    use = judgement.use
    stated: Object = {
        "activity": list(use.activities),
        "commercial": use.commercial,
        "users": use.users,
        "revenue": use.revenue,
        "regions": list(use.regions),
        "fields": list(use.fields),
    }
    stated["circumstances"] = list(use.circumstances)
    return {
        "artifact": judgement.artifact,
        "use": stated,
        "verdict": judgement.verdict.value,
        "reasons": [_reason(reason) for reason in judgement.reasons],
        "duties": [
            {"duty": task.duty, "text": task.text, **_identity(task.text), **_ground(task)}
            for task in judgement.duties
        ],
    }


def _reason(reason: Reason) -> Object:
    return {
        "verdict": reason.verdict.value,
        "topic": reason.topic,
        "text": reason.text,
        "question": reason.question,
        **_identity(reason.text),
        "question_message": _reference(reason.question),
        **_ground(reason),
        "evidence": [_evidence(proof) for proof in reason.evidence],
    }


def _ground(ground: Ground) -> Object:
    """Whose terms, their place, and their position in the lineage."""
    return {
        "licence": ground.licence,
        "name": ground.name,
        "clause": ground.clause,
        "source": ground.source,
        "path": list(ground.path),
        "others": list(ground.others),
    }


def _claim(claim: LicenceClaim) -> Object:
    return {
        "value": claim.value,
        "licence": claim.licence,
        "spdx": claim.spdx or (claim.match.spdx if claim.match else None),
        "source": claim.source.value,
        "name": claim.name,
        "link": claim.link,
        "match": _match(claim.match) if claim.match else None,
        "evidence": _evidence(claim.evidence),
    }


def _match(match: TextMatch) -> Object:
    return {
        "verdict": match.verdict,
        "licence": match.licence,
        "spdx": match.spdx,
        "similarity": match.similarity,
        "candidates": [
            {
                "licence": candidate.licence,
                "similarity": candidate.similarity,
                "contained": candidate.contained,
            }
            for candidate in match.candidates
        ],
        "passages": list(match.passages),
        "titled": match.titled,
    }


def _duty(duty: Duty) -> Object:
    return {
        "id": duty.id,
        "text": duty.text,
        **_identity(duty.text),
        "clause": duty.clause,
        "scope": duty.scope,
    }
