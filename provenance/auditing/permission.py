"""What the terms over a whole lineage say to an intended use: every hop is asked, the worst answer
counts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from provenance.auditing.clauses import clause_reasons
from provenance.licences import FileRole, choices, file_role, permit, reaches_model
from provenance.licences.claim import Licence, Limit, Restriction, Source
from provenance.licences.permit import UseContext
from provenance.licences.use import IntendedUse, Reason, Task, UseJudgement, UseVerdict
from provenance.licences.wording import duty_text
from provenance.lineage.doubts import Doubt, doubts
from provenance.lineage.graph import Lineage, ancestors, code_behind, training_data
from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.artifact import ArtifactRef, Kind

Said = TypeVar("Said", Reason, Task)
Answer = tuple[list[Reason], list[Task]]
Path = tuple[ArtifactRef, ...]
_NOT_JUDGED = message("use.not-judged")
_REPORT_IT = message("use.not-judged.ask")
# Words that bind whoever uses the work: its licence text, and what has to be agreed to before the
# hub hands it out.
_CONTRACTS = (Source.TEXT, Source.GATED_PROMPT)
_KEEPS_FROM_COMMERCE = (Limit.NON_COMMERCIAL, Limit.RESEARCH_ONLY, Limit.EVALUATION_ONLY)
_TOPICS = {Limit.NON_COMMERCIAL: "commercial-use", Limit.SEPARATE_LICENCE: "commercial-use"}
_QUESTIONS = {
    Limit.NON_COMMERCIAL: message("use.commercial-denied.ask-licence"),
    Limit.RESEARCH_ONLY: message("use.research-only.ask"),
    Limit.EVALUATION_ONLY: message("use.ask-evaluation"),
    Limit.NOT_PRODUCTION: message("use.ask-production"),
    Limit.NO_DERIVATIVES: message("use.derivatives.ask"),
    Limit.REGISTRATION: message("use.ask-registration"),
    Limit.SEPARATE_LICENCE: message("use.ask-agreement"),
}


def judge_use(lineage: Lineage, ref: ArtifactRef, use: IntendedUse) -> UseJudgement:
    """Ask the terms of an artefact and of everything it was made from about a use.

    Args:
        lineage: What was fetched and read.
        ref: One of its inputs, read.
        use: What is meant to be done with it.

    Returns:
        The verdict, why, and what is to be carried out. What is not known, not read, or known at
        second hand gives `review`, never `allow`. A denied use has no duties, since these
        presuppose a permission. A dataset's terms count for what was trained on
        it only where its licence does not say that they end there, and then as a question, since
        whether they reach the model is contested. Whoever loads a model runs its code, so the terms
        of another repository that holds that code count too.
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
        # Duties presuppose a permission: the first thing to do is to get one.
        duties = []
    return UseJudgement(
        artifact=ref.purl, use=use, verdict=verdict, reasons=tuple(reasons), duties=tuple(duties)
    )


def not_judged(ref: ArtifactRef, use: IntendedUse) -> UseJudgement:
    """What stands in place of a judgement where judging itself failed: `review`, never `allow`."""
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


def _merged(said: Iterable[Said], key: Callable[[Said], Hashable]) -> list[Said]:
    """The same thing said at several hops once, at the nearest of them."""
    groups: dict[Hashable, list[Said]] = {}
    for one in said:
        groups.setdefault(key(one), []).append(one)
    return [_at_nearest(group) for group in groups.values()]


def _at_nearest(group: list[Said]) -> Said:
    first = group[0]
    others = dict.fromkeys(one.path[-1] for one in group if one.path[-1] != first.path[-1])
    return replace(first, others=tuple(others))


def _hop(lineage: Lineage, path: Path, use: IntendedUse) -> Answer:
    """What the terms of one artefact say to a use of what was made from it."""
    record = lineage.record(path[-1])
    purls = tuple(ref.purl for ref in path)
    open_points = [_reason(doubt, record) for doubt in doubts(lineage, path[-1])]
    if record is None:
        return [replace(reason, path=purls) for reason in open_points], []
    setting = UseContext(derived=len(path) > 1, multimodal=record.is_multimodal)
    answers = [_of_alternative(record, chosen, use, setting) for chosen in choices(record.licence)]
    reasons, tasks = min(answers, key=_weight)
    reasons += [*_of_words(record, use, setting), *clause_reasons(record, use, setting)]
    reasons += open_points
    return (
        [replace(reason, path=purls) for reason in reasons],
        [replace(task, path=purls) for task in (*tasks, *_policies(record))],
    )


def _reason(doubt: Doubt, record: ArtifactRecord | None) -> Reason:
    """What is open about the terms, as a reason to look at them."""
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
) -> Answer:
    """What the licences of one alternative say together."""
    answers = [_told(record, licence, use, setting) for licence in licences]
    reasons = [reason for found, _ in answers for reason in found]
    tasks = [task for _, found in answers for task in found]
    return reasons, tasks


def _told(
    record: ArtifactRecord, licence: Licence, use: IntendedUse, setting: UseContext
) -> Answer:
    """What one licence of an artefact says, with the place where the artefact states it. A licence
    that binds only until somebody has decided denies nothing."""
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
            evidence=proof[:1],
            verdict=reason.verdict if decided else UseVerdict.REVIEW,
        )
        for reason in reasons
    ]
    return placed, list(tasks)


def _training_hop(lineage: Lineage, path: Path, use: IntendedUse) -> Answer:
    """What the terms of training data leave to be asked; how the model is handed on is no matter of
    theirs."""
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


def _weight(answer: Answer) -> tuple[int, int]:
    reasons, tasks = answer
    return max((reason.verdict.rank for reason in reasons), default=0), len(tasks)


def _of_words(record: ArtifactRecord, use: IntendedUse, setting: UseContext) -> list[Reason]:
    """What words of the artefact itself say, which no licence of the catalogue stands for: one
    reason a sentence, the one that weighs most."""
    reasons: dict[str, Reason] = {}
    for limit in Limit:
        said = [words for words in record.licence.restrictions if words.limit is limit]
        if not said or not _concerns(limit, use, setting):
            continue
        reason = _of_limit(record, limit, said, use)
        before = reasons.get(reason.text)
        if before is None or reason.verdict.rank > before.verdict.rank:
            reasons[reason.text] = reason
    return list(reasons.values())


def _of_limit(
    record: ArtifactRecord, limit: Limit, said: list[Restriction], use: IntendedUse
) -> Reason:
    """What all words of one limit amount to, at the place that binds most."""
    strongest = next((words for words in said if words.source in _CONTRACTS), said[0])
    licensed = bool(record.licence.licences) and strongest.source not in _CONTRACTS
    denies = _leaves_out(limit, use) and not licensed
    place = strongest.evidence
    line = f":{place.start_line}" if place.start_line else ""
    return Reason(
        verdict=UseVerdict.DENY if denies else UseVerdict.REVIEW,
        topic=_TOPICS.get(limit, limit.value),
        text=message("use.words-limit", file=place.file, quote=strongest.quote),
        question=_QUESTIONS[limit],
        evidence=tuple(dict.fromkeys(words.evidence for words in said)),
        clause=f"{place.file}{line}",
        source=_page(record),
    )


def _concerns(limit: Limit, use: IntendedUse, setting: UseContext) -> bool:
    """Whether a limit may bear on a use at all."""
    if limit in (Limit.NON_COMMERCIAL, Limit.REGISTRATION, Limit.SEPARATE_LICENCE):
        return use.commercial is not False
    if limit is Limit.NO_DERIVATIVES:
        return _shares_changes(use, setting)
    return True


def _leaves_out(limit: Limit, use: IntendedUse) -> bool:
    """Whether a limit plainly leaves out a use."""
    if limit in _KEEPS_FROM_COMMERCE:
        return use.commercial is True
    return limit is Limit.NO_DERIVATIVES


def _shares_changes(use: IntendedUse, setting: UseContext) -> bool:
    modified = setting.derived or use.does("fine-tune", "distil")
    return modified and use.does("product", "redistribute")


def _page(record: ArtifactRecord) -> str:
    """Where a person can read an artefact's own words; its identity where no page has them."""
    return record.snapshot.url or record.purl


def _policies(record: ArtifactRecord) -> Iterator[Task]:
    """Use policies that stand beside a licence which itself has none."""
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
