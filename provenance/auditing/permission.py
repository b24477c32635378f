"""Judge an intended use by the terms of a whole lineage: every hop counts, the worst answer
decides."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from provenance.auditing.clauses import clause_reasons
from provenance.licences import FileRole, choices, file_role, permit, reaches_model
from provenance.licences.claim import Licence, Limit, Restriction, Source
from provenance.licences.clause_places import clause_lines
from provenance.licences.permit import UseContext
from provenance.licences.use import IntendedUse, Reason, Task, UseJudgement, UseVerdict
from provenance.licences.wording import duty_text
from provenance.lineage.doubts import Doubt, doubts
from provenance.lineage.graph import Lineage, ancestors, code_behind, training_data
from provenance.lineage.open_words import unclear_words
from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.artifact import ArtifactRef, Kind
from provenance.model.finding import Evidence

Item = TypeVar("Item", Reason, Task)
Judged = tuple[list[Reason], list[Task]]
Path = tuple[ArtifactRef, ...]
_NOT_JUDGED = message("use.not-judged")
_REPORT_IT = message("use.not-judged.ask")
# Words that bind every user of the work: its licence text, and the agreement that the hub requires
# for access.
_CONTRACTS = (Source.TEXT, Source.GATED_PROMPT)
_KEEPS_FROM_COMMERCE = (
    Limit.NON_COMMERCIAL,
    Limit.RESEARCH_ONLY,
    Limit.PERSONAL_ONLY,
    Limit.EVALUATION_ONLY,
)
_ABOUT_COMMERCE = (
    Limit.NON_COMMERCIAL,
    Limit.REGISTRATION,
    Limit.SEPARATE_LICENCE,
    Limit.UNCLEAR,
)
_TOPICS = {Limit.NON_COMMERCIAL: "commercial-use", Limit.SEPARATE_LICENCE: "commercial-use"}
_QUESTIONS = {
    Limit.NON_COMMERCIAL: message("use.commercial-denied.ask-licence"),
    Limit.RESEARCH_ONLY: message("use.research-only.ask"),
    Limit.EVALUATION_ONLY: message("use.ask-evaluation"),
    Limit.NOT_PRODUCTION: message("use.ask-production"),
    Limit.NO_DERIVATIVES: message("use.derivatives.ask"),
    Limit.REGISTRATION: message("use.ask-registration"),
    Limit.SEPARATE_LICENCE: message("use.ask-agreement"),
    Limit.PERSONAL_ONLY: message("use.ask-personal"),
    Limit.PERMISSION: message("use.ask-permission"),
    Limit.CONDITION: message("use.ask-condition"),
    Limit.UNCLEAR: message("use.ask-unclear"),
}


def judge_use(lineage: Lineage, ref: ArtifactRef, use: IntendedUse) -> UseJudgement:
    """Judge a use by the terms of an artefact and its whole lineage.

    Args:
        lineage: The lineage to judge.
        ref: An input; one that could not be read is open.
        use: Its intended use.

    Returns:
        The verdict, its reasons and the duties. Anything unknown, unread or second-hand gives
        `review`, never `allow`. A denied use has no duties, because duties presuppose permission.
        The terms of a dataset count for a model trained on it unless its licence says that they end
        there, and then only as a question, because their reach is contested. Loading a model runs
        its code, so the terms of another repository with that code count too.
    """
    data = training_data(lineage, ref)
    made_from = data if ref.kind is Kind.DATASET else ancestors(lineage, ref)
    hops = ((ref,), *made_from, *code_behind(lineage, ref))
    answers = [_hop(lineage, path, use) for path in hops]
    if ref.kind is Kind.MODEL:
        answers += [_training_hop(lineage, path, use) for path in data]
    all_reasons: list[Reason] = []
    all_duties: list[Task] = []
    for hop_reasons, hop_duties in answers:
        all_reasons += hop_reasons
        all_duties += hop_duties
    reasons = _merged(all_reasons, _same_reason)
    duties = _merged(all_duties, lambda task: (task.duty, task.text, task.licence))
    reasons.sort(key=lambda reason: -reason.verdict.rank)
    if reasons:
        verdict = reasons[0].verdict
    else:
        verdict = UseVerdict.DUTIES if duties else UseVerdict.ALLOW
    if verdict is UseVerdict.DENY:
        # Duties presuppose permission: the first step is to obtain one.
        duties = []
    return UseJudgement(
        artifact=ref.purl, use=use, verdict=verdict, reasons=tuple(reasons), duties=tuple(duties)
    )


def not_judged(ref: ArtifactRef, use: IntendedUse) -> UseJudgement:
    """The result if judging itself failed: `review`, never `allow`."""
    reason = Reason(
        verdict=UseVerdict.REVIEW,
        topic="unread",
        text=_NOT_JUDGED,
        question=_REPORT_IT,
        path=(ref.purl,),
    )
    return UseJudgement(
        artifact=ref.purl, use=use, verdict=UseVerdict.REVIEW, reasons=(reason,), duties=()
    )


def _same_reason(reason: Reason) -> Hashable:
    return reason.topic, reason.licence, reason.text, reason.question, reason.verdict


def _merged(statements: Iterable[Item], key: Callable[[Item], Hashable]) -> list[Item]:
    """Merge equal statements of several hops into the nearest one."""
    groups: dict[Hashable, list[Item]] = {}
    for statement in statements:
        groups.setdefault(key(statement), []).append(statement)
    return [_at_nearest(group) for group in groups.values()]


def _at_nearest(group: list[Item]) -> Item:
    first = group[0]
    others = dict.fromkeys(
        statement.path[-1] for statement in group if statement.path[-1] != first.path[-1]
    )
    return replace(first, others=tuple(others))


def _hop(lineage: Lineage, path: Path, use: IntendedUse) -> Judged:
    """What the terms of one artefact mean for a use of its descendant."""
    record = lineage.record(path[-1])
    purls = tuple(ref.purl for ref in path)
    open_points = [_reason(doubt, record) for doubt in doubts(lineage, path[-1])]
    if record is None:
        return [replace(reason, path=purls) for reason in open_points], []
    setting = UseContext(derived=len(path) > 1, multimodal=record.is_multimodal)
    answers = [_of_alternative(record, chosen, use, setting) for chosen in choices(record.licence)]
    reasons, tasks = min(answers, key=_weight)
    reasons += [*_of_words(lineage, record, use, setting), *clause_reasons(record, use, setting)]
    reasons += open_points
    return (
        [replace(reason, path=purls) for reason in reasons],
        [replace(task, path=purls) for task in (*tasks, *_policies(record))],
    )


def _reason(doubt: Doubt, record: ArtifactRecord | None) -> Reason:
    """An open point about the terms, as a reason for review."""
    source = _page(record) if record else ""
    return Reason(
        verdict=UseVerdict.REVIEW,
        topic=doubt.topic,
        text=doubt.text,
        question=doubt.question,
        evidence=doubt.evidence,
        source=source,
    )


def _of_alternative(
    record: ArtifactRecord, licences: tuple[Licence, ...], use: IntendedUse, setting: UseContext
) -> Judged:
    """The combined answer of the licences in one alternative."""
    answers = [_licence_answer(record, licence, use, setting) for licence in licences]
    reasons = [reason for part, _ in answers for reason in part]
    tasks = [task for _, part in answers for task in part]
    return reasons, tasks


def _licence_answer(
    record: ArtifactRecord, licence: Licence, use: IntendedUse, setting: UseContext
) -> Judged:
    """The answer of one licence of an artefact, with its place. A licence that only applies until
    somebody decides denies nothing."""
    reasons, tasks = permit(licence, use, setting)
    conclusion = record.licence
    claims = conclusion.claims
    proof = tuple(claim.evidence for claim in claims if claim.licence == licence.id) or tuple(
        claim.evidence for claim in claims
    )
    decided = licence in conclusion.licences
    placed = [
        replace(
            reason,
            evidence=_clause_place(record, licence, reason.clause) or proof[:1],
            verdict=reason.verdict if decided else UseVerdict.REVIEW,
        )
        for reason in reasons
    ]
    return placed, list(tasks)


def _clause_place(record: ArtifactRecord, licence: Licence, clause: str) -> tuple[Evidence, ...]:
    """The clause in the artefact's own copy of a licence, if there is one."""
    for claim in record.licence.claims:
        document = record.documents.get(claim.evidence.file)
        if claim.match is None or claim.licence != licence.id or document is None:
            continue
        if lines := clause_lines(document.lines(), clause):
            return (Evidence.quoting(document, *lines),)
    return ()


def _training_hop(lineage: Lineage, path: Path, use: IntendedUse) -> Judged:
    """The open questions from the terms of training data; they do not govern how the model is
    distributed."""
    record = lineage.record(path[-1])
    licences = record.licence.licences if record else ()
    if licences and all(reaches_model(licence) == "no" for licence in licences):
        return [], []
    reasons, _ = _hop(lineage, path, replace(use, activities=("internal",)))
    return [
        replace(reason, verdict=UseVerdict.REVIEW, text=_of_training_data(reason))
        for reason in reasons
    ], []


def _of_training_data(reason: Reason) -> Message:
    key = "use.training-data-contested" if reason.licence else "use.training-data"
    return message(key, text=reason.text)


def _weight(answer: Judged) -> tuple[int, int]:
    reasons, tasks = answer
    return max((reason.verdict.rank for reason in reasons), default=0), len(tasks)


def _of_words(
    lineage: Lineage, record: ArtifactRecord, use: IntendedUse, setting: UseContext
) -> list[Reason]:
    """Reasons from the artefact's own words that no catalogued licence covers: one per sentence,
    the weightiest."""
    reasons: dict[str, Reason] = {}
    stated = (*record.licence.restrictions, *unclear_words(lineage, record))
    for limit in Limit:
        restrictions = [words for words in stated if words.limit is limit]
        if not restrictions or not _concerns(limit, use, setting):
            continue
        reason = _of_limit(record, limit, restrictions, use)
        before = reasons.get(reason.text)
        if before is None or reason.verdict.rank > before.verdict.rank:
            reasons[reason.text] = reason
    return list(reasons.values())


def _of_limit(
    record: ArtifactRecord, limit: Limit, restrictions: list[Restriction], use: IntendedUse
) -> Reason:
    """The combined effect of all words on one limit, at the most binding place."""
    strongest = next(
        (words for words in restrictions if words.source in _CONTRACTS), restrictions[0]
    )
    licensed = bool(record.licence.licences) and strongest.source not in _CONTRACTS
    denies = _leaves_out(limit, use) and not licensed
    place = strongest.evidence
    line = f":{place.start_line}" if place.start_line else ""
    return Reason(
        verdict=UseVerdict.DENY if denies else UseVerdict.REVIEW,
        topic=_TOPICS.get(limit, limit.value),
        text=message("use.words-limit", file=place.file, quote=strongest.quote),
        question=_QUESTIONS[limit],
        evidence=tuple(dict.fromkeys(words.evidence for words in restrictions)),
        clause=f"{place.file}{line}",
        source=_page(record),
    )


def _concerns(limit: Limit, use: IntendedUse, setting: UseContext) -> bool:
    """Whether a limit may affect a use."""
    if limit in _ABOUT_COMMERCE:
        return use.commercial is not False
    if limit is Limit.NO_DERIVATIVES:
        return _shares_changes(use, setting)
    return True


def _leaves_out(limit: Limit, use: IntendedUse) -> bool:
    """Whether a limit clearly excludes a use."""
    if limit in _KEEPS_FROM_COMMERCE:
        return use.commercial is True
    return limit is Limit.NO_DERIVATIVES


def _shares_changes(use: IntendedUse, setting: UseContext) -> bool:
    modified = setting.derived or use.does("fine-tune", "distil")
    return modified and use.does("product", "redistribute")


def _page(record: ArtifactRecord) -> str:
    """The page with an artefact's own words; its identity if there is none."""
    return record.snapshot.url or record.purl


def _policies(record: ArtifactRecord) -> Iterator[Task]:
    """Use policies next to a licence that does not include one."""
    if not any(
        duty.id == "use-restrictions"
        for licence in record.licence.licences
        for duty in licence.duties
    ):
        for entry in record.snapshot.files:
            if file_role(entry.path) is FileRole.USE_POLICY:
                text = duty_text("use-policy")
                yield Task(
                    duty="use-policy", text=text, clause=entry.path, source=record.snapshot.url
                )
