"""What the clauses of an uncatalogued licence text mean for an intended use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from provenance.licences.claim import Limit, StatedClause
from provenance.licences.permit import UseContext
from provenance.licences.use import IntendedUse, Reason, UseVerdict
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message

_TEACHING = ("distil", "train-on-outputs")
_HANDING_ON = ("product", "redistribute")
_HANDED_ON = ("product", "redistribute", "hosted-api")
# Restrictions in the text that already gave a reason about commercial use.
_COMMERCE = frozenset(
    {
        Limit.NON_COMMERCIAL,
        Limit.RESEARCH_ONLY,
        Limit.PERSONAL_ONLY,
        Limit.EVALUATION_ONLY,
        Limit.SEPARATE_LICENCE,
    }
)


def clause_reasons(
    record: ArtifactRecord, use: IntendedUse, setting: UseContext
) -> Iterator[Reason]:
    """Why an uncatalogued licence text needs review, clause by clause.

    A clause that appears to bar commercial use denies it unless another clause appears to allow it.
    Clauses read by wording alone never allow a use.

    Args:
        record: The artefact with its clauses.
        use: The intended use.
        setting: What is known about the licensed work.
    """
    limits = {restriction.limit for restriction in record.licence.restrictions}
    clauses = record.licence.clauses
    allowed_elsewhere = any(
        stated.clause.topic == "commercial-use" and stated.clause.says != "no" for stated in clauses
    )
    seen: set[tuple[str, str, str]] = set()
    for stated in clauses:
        clause = stated.clause
        kind = (clause.topic, clause.says, clause.value)
        is_told = clause.topic in ("commercial-use", "research-only") and limits & _COMMERCE
        if kind in seen or is_told or not _concerns(stated, use, setting):
            continue
        seen.add(kind)
        reason = _reason(record, stated)
        bars_commerce = clause.topic == "commercial-use" and clause.says == "no"
        if bars_commerce and use.commercial and not allowed_elsewhere:
            reason = replace(reason, verdict=UseVerdict.DENY)
        yield reason


def _reason(record: ArtifactRecord, stated: StatedClause) -> Reason:
    clause = stated.clause
    place = stated.evidence
    number = clause.number or f"{place.file}:{clause.line}"
    return Reason(
        verdict=UseVerdict.REVIEW,
        topic=clause.topic,
        text=message(
            "clause.reason" if clause.number else "clause.reason-line",
            summary=clause.summary,
            file=place.file,
            place=clause.number or clause.line,
        ),
        question=message(f"clause.question.{_question(clause.topic)}"),
        evidence=(place,),
        clause=number,
        source=record.snapshot.url or record.purl,
    )


def _question(topic: str) -> str:
    return topic if topic in ("user-limit", "revenue-limit", "territory") else "read"


def _concerns(stated: StatedClause, use: IntendedUse, setting: UseContext) -> bool:
    """Whether a clause may affect a use."""
    topic, says = stated.clause.topic, stated.clause.says
    modified = setting.derived or use.does("fine-tune", "distil")
    rules_out_competition = use.states("competing-product") is False
    is_concerned = {
        "commercial-use": use.commercial is not False and says != "yes",
        "research-only": use.commercial is not False,
        "registration": use.commercial is not False,
        "user-limit": use.commercial is not False,
        "revenue-limit": use.commercial is not False,
        "competitors": use.commercial is not False and not rules_out_competition,
        "territory": True,
        "fields": stated.clause.value in use.fields,
        "use-policy": bool(use.fields),
        "distribution": says == "no" and use.does(*_HANDED_ON),
        "derivatives": says == "no" and modified and use.does(*_HANDING_ON, "fine-tune"),
        "outputs-training": says == "no" and use.does(*_TEACHING),
        "outputs-owner": says == "licensor",
    }
    return is_concerned.get(topic, False)
