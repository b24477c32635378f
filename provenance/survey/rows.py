"""One judged artefact as rows of the tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from provenance._version import __version__
from provenance.auditing.judge import SubjectJudgement
from provenance.licences import lost_duties
from provenance.lineage.graph import Edge, Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.messages import identity
from provenance.model.artifact import (
    CARD,
    ArtifactId,
    ArtifactRef,
    Gap,
    Kind,
    RevisionKind,
    revision_kind,
)
from provenance.model.finding import Evidence, Finding, Severity
from provenance.parents import DATASET
from provenance.privacy.disclosure import ANSWERED, Disclosure, Grade
from provenance.report import counts_by_severity
from provenance.stated import texts
from provenance.survey.columns import NO_KIND
from provenance.survey.work import SurveyTask
from provenance.weights import file_format, is_weights

Row = Mapping[str, Any]
# Words for columns that are never null.
_NONE, _UNKNOWN, _UNREAD, _READ = "none", "unknown", "unread", "read"
_QUESTIONS = {"filtering": "q_filtering", "fine-tuning": "q_finetuning", "red-team": "q_redteam"}
_UNPARSED = "unparsed"
_GRADED = frozenset(Grade) - {Grade.NOT_APPLICABLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An artefact with its judgement.

    Attributes:
        lineage: Its lineage.
        record: What was read of it.
        judgement: The judgement on it.
        task: Its task.
    """

    lineage: Lineage
    record: ArtifactRecord
    judgement: SubjectJudgement
    task: SurveyTask

    def tables(self) -> Mapping[str, list[Row]]:
        """Its rows by table name."""
        findings = [finding for check in self.judgement.checks for finding in check.findings]
        edges = self.lineage.parents(self.record.ref)
        with_disclosures = self.task.options.disclosures and self.task.as_inputs
        disclosures = self.judgement.disclosures if with_disclosures else ()
        return {
            "artefact": [self._artefact(findings, edges)],
            "finding": [self._finding(finding) for finding in findings],
            "edge": [self._edge(edge) for edge in edges],
            "disclosure": [self._disclosure(disclosure) for disclosure in disclosures],
        }

    def _artefact(self, findings: Sequence[Finding], edges: Sequence[Edge]) -> Row:
        record, judgement = self.record, self.judgement
        metadata, licence = record.snapshot.metadata, judgement.licence
        weights = [entry for entry in record.snapshot.files if is_weights(entry.path)]
        answers = {answer.id: answer.grade.value for answer in judgement.answers}
        questions = {column: answers.get(key, _UNKNOWN) for key, column in _QUESTIONS.items()}
        counts = counts_by_severity(findings)
        gaps = [gap for gap in (*record.gaps, *judgement.gaps) if gap.artifact == record.purl]
        return {
            **_identity(record.ref, self.task),
            **questions,
            "observed_on": self.task.options.day,
            "role": _role(record.ref, self.task),
            "state": _READ,
            "revision_kind": revision_kind(record.ref.revision or "").value or _UNKNOWN,
            "created_at": moment_of(metadata.get("createdAt")),
            "last_modified": moment_of(metadata.get("lastModified")),
            "downloads": _whole_number(metadata.get("downloads")),
            "likes": _whole_number(metadata.get("likes")),
            "gated": _gated(metadata),
            "card_state": _card_state(record),
            "card_sha256": record.card_document.sha256 if record.card_document else "",
            "lang": _languages(record),
            "licence_declared": licence.declared or "",
            "licence_concluded": licence.concluded or "",
            "licence_name": licence.name,
            "licence_verdict": licence.verdict,
            "licence_refs": sorted(set(licence.named)),
            "text_sha256": _text_digests(licence.claims),
            "params": judgement.artifact.parameters,
            "formats": sorted({file_format(entry.path) for entry in weights}),
            "weight_bytes": judgement.artifact.weight_bytes,
            "weight_sha256": sorted({entry.sha256 for entry in weights if entry.sha256}),
            "n_parents": sum(edge.is_base for edge in edges),
            "n_datasets": sum(edge.relation == DATASET for edge in edges),
            "use_verdict": self._use_verdict(),
            "privacy_answered": _count(judgement.disclosures, frozenset(ANSWERED)),
            "privacy_asked": _count(judgement.disclosures, _GRADED),
            "personal_data": self._personal_data(),
            "worst": _worst(findings),
            "n_findings": {severity.value: counts[severity] for severity in Severity},
            "gaps": _gaps(gaps),
            "tool_version": __version__,
        }

    def _use_verdict(self) -> list[tuple[str, str]]:
        use = self.judgement.use
        return [("intended", use.verdict.value)] if use else []

    def _personal_data(self) -> list[str]:
        declared = self.judgement.declared
        return sorted(declared.kinds or (NO_KIND,)) if declared else []

    def _finding(self, finding: Finding) -> Row:
        proof = finding.evidence[0] if finding.evidence else None
        names = identity(finding.message)
        return {
            **_identity(self.record.ref, self.task),
            "rule": finding.rule,
            "severity": finding.severity.value,
            "confidence": self._confidence(finding.path),
            "message_key": names.get("messageId", ""),
            "args": json.dumps(names.get("arguments", {}), ensure_ascii=False, sort_keys=True),
            "message": str(finding.message),
            **self._place(proof),
            "source_id": proof.artifact.name if proof else "",
            "source_revision": proof.revision if proof else "",
            "path": [step.name for step in finding.path],
            "waived": finding.waived is not None,
            "fingerprint": finding.fingerprint,
        }

    def _place(self, proof: Evidence | None) -> dict[str, Any]:
        shown = proof.quote if proof and self.task.options.quotes else ""
        return {
            "file": proof.file if proof else "",
            "line": proof.start_line if proof else None,
            "quote": shown,
        }

    def _confidence(self, path: Sequence[ArtifactId]) -> str:
        """`inferred` if one step of the path is; a finding on the artefact alone is `stated`."""
        steps = set(pairwise(path))
        inferred = (
            edge.confidence == "inferred"
            for edge in self.lineage.edges
            if (edge.child.purl, edge.parent.purl) in steps
        )
        return "inferred" if steps and any(inferred) else "stated"

    def _edge(self, edge: Edge) -> Row:
        parent = self.lineage.record(edge.parent)
        lost = _lost_terms(self.record, parent) if edge.is_base else None
        proof = edge.evidence[0] if edge.evidence else None
        own = _identity(self.record.ref, self.task)
        return {
            **{name: own[name] for name in ("run_id", "hub", "kind", "org")},
            "child": own["id"],
            "child_revision": own["revision"],
            "parent_hub": str(edge.parent.hub),
            "parent_kind": edge.parent.kind.value,
            "parent": edge.parent.name,
            "parent_revision": edge.parent.revision or "",
            "relation": edge.relation,
            "known_by": list(edge.known_by),
            "confidence": edge.confidence,
            "file": proof.file if proof else "",
            "line": proof.start_line if proof else None,
            "read": parent is not None,
            "terms_compared": lost is not None,
            "terms_lost": list(lost or ()),
        }

    def _disclosure(self, disclosure: Disclosure) -> Row:
        proof = disclosure.evidence[0] if disclosure.evidence else None
        above = disclosure.inherited_from
        return {
            **_identity(self.record.ref, self.task),
            "question": disclosure.check,
            "grade": disclosure.grade.value,
            "stance": disclosure.stance,
            **self._place(proof),
            "inherited_from": above.name if above else "",
        }


def unread_artefact(ref: ArtifactRef, reason: str, task: SurveyTask) -> Row:
    """The row of an artefact that could not be read at all.

    Args:
        ref: The artefact.
        reason: A reason of `provenance.model.artifact.GAP_REASONS`.
        task: Its task.
    """
    return {
        **_identity(ref, task),
        **dict.fromkeys(_QUESTIONS.values(), _UNREAD),
        "observed_on": task.options.day,
        "role": _role(ref, task),
        "state": reason,
        "revision_kind": _revision_kind(ref.revision or ""),
        "created_at": None,
        "last_modified": None,
        "downloads": None,
        "likes": None,
        "gated": _UNREAD,
        "card_state": _UNREAD,
        "card_sha256": "",
        "lang": [],
        "licence_declared": "",
        "licence_concluded": "",
        "licence_name": "",
        "licence_verdict": _UNREAD,
        "licence_refs": [],
        "text_sha256": [],
        "params": None,
        "formats": [],
        "weight_bytes": None,
        "weight_sha256": [],
        "n_parents": None,
        "n_datasets": None,
        "use_verdict": [],
        "privacy_answered": None,
        "privacy_asked": None,
        "personal_data": [],
        "worst": _UNREAD,
        "n_findings": dict.fromkeys((severity.value for severity in Severity), 0),
        "gaps": [{"what": "repository", "reason": reason}],
        "tool_version": __version__,
    }


def _identity(ref: ArtifactRef, task: SurveyTask) -> dict[str, Any]:
    name = ref.purl.name
    return {
        "run_id": task.options.run_id,
        "hub": str(ref.hub),
        "kind": ref.kind.value,
        "org": name.rpartition("/")[0],
        "id": name,
        "revision": ref.revision or "",
    }


def _role(ref: ArtifactRef, task: SurveyTask) -> str:
    if task.as_inputs:
        return "subject"
    return "dataset" if ref.kind is Kind.DATASET else "base"


def _revision_kind(revision: str) -> str:
    """What a revision is that no hub pinned: a name may be a branch or a version."""
    kind = revision_kind(revision)
    return kind.value if kind in (RevisionKind.COMMIT, RevisionKind.DIGEST) else _UNKNOWN


def moment_of(stated: object) -> datetime | None:
    """A time of the hub, in UTC to the second; None if it states no readable one."""
    if isinstance(stated, datetime):
        moment = stated
    elif isinstance(stated, str):
        try:
            moment = datetime.fromisoformat(stated.strip())
        except ValueError:
            return None
    else:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).replace(microsecond=0)


def _whole_number(stated: object) -> int | None:
    """A count that a 64-bit column can hold, or None."""
    if not isinstance(stated, int) or isinstance(stated, bool):
        return None
    return stated if 0 <= stated < 2**63 else None


def _gated(metadata: Mapping[str, Any]) -> str:
    """`open`, the hub's own word such as `manual`, or `unknown` if it says nothing."""
    stated = metadata.get("gated")
    if stated is None:
        return _UNKNOWN
    if isinstance(stated, str):
        word = stated.strip().lower()
        return "open" if word in ("", "false", "no", "none") else word
    return "gated" if stated else "open"


def _card_state(record: ArtifactRecord) -> str:
    """`read`, `none`, `unparsed`, or the reason why the card could not be read."""
    reasons = {gap.what: gap.reason for gap in record.gaps}
    if record.card:
        fatal = any(problem.fatal for problem in record.card.problems)
        return _UNPARSED if fatal else _READ
    return reasons.get(CARD, _UNREAD if record.snapshot.file(CARD) else _NONE)


def _languages(record: ArtifactRecord) -> list[str]:
    stated = record.card.fields.get("language") if record.card else None
    if stated is None:
        card = record.snapshot.metadata.get("cardData")
        stated = card.get("language") if isinstance(card, Mapping) else None
    return sorted(set(texts(stated).texts))


def _text_digests(claims: Iterable[Any]) -> list[str]:
    return sorted({claim.evidence.sha256 for claim in claims if claim.evidence.sha256})


def _count(disclosures: Iterable[Disclosure], grades: frozenset[Grade]) -> int:
    return sum(disclosure.grade in grades for disclosure in disclosures)


def _worst(findings: Iterable[Finding]) -> str:
    counting = [finding.severity for finding in findings if not finding.waived]
    return min(counting, key=lambda severity: severity.rank).value if counting else _NONE


def _gaps(gaps: Iterable[Gap]) -> list[dict[str, str]]:
    pairs = sorted({(gap.what, gap.reason) for gap in gaps})
    return [{"what": what, "reason": reason} for what, reason in pairs]


def _lost_terms(child: ArtifactRecord, parent: ArtifactRecord | None) -> list[str] | None:
    """The duties of a parent that the child's licence drops; None if unknown."""
    if parent is None:
        return None
    lost = lost_duties(child.licence, parent.licence, multimodal=parent.is_multimodal)
    return None if lost is None else sorted({duty.id for duty in lost})
