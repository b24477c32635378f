"""What the terms over a whole lineage say to an intended use: every hop is asked, the worst answer
counts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from provenance.artifact import ADAPTER_CONFIG, CARD, ArtifactRef, Gap, Kind
from provenance.dossier import Dossier
from provenance.licences import FileRole, file_role, is_licence_file, permit, reaches_model
from provenance.licences.claim import Licence
from provenance.licences.permit import Setting
from provenance.licences.use import IntendedUse, Reason, Task, UseJudgement, Verdict
from provenance.lineage import Lineage, ancestors, training_data

Said = TypeVar("Said", Reason, Task)
Answer = tuple[list[Reason], list[Task]]
Path = tuple[ArtifactRef, ...]
# What is open where nothing certain is concluded, by verdict of the conclusion.
_DOUBTS = {
    "none": ("states no licence", "Ask its author which licence applies."),
    "unresolved": (
        "names no licence terms that could be read",
        "Ask its author for the licence text.",
    ),
    "as-base": (
        "leaves its licence to a base that is not told",
        "Ask its author for the base and its licence.",
    ),
    "contradicted": ("states two different licences", "Ask its author which of the two is meant."),
    "restricted": (
        "states words that restrict what its licence allows",
        "Ask its author which holds; until then keep to the stricter one.",
    ),
    "text-unknown": ("has a licence text that is not known here", "Have the text read."),
    "text-modified": ("has a known licence text with changes", "Have the changed passages read."),
}
_UNREAD = (
    "could not be read, so its terms are not known",
    "See what was not read, and audit again.",
)
_NOT_JUDGED = (
    "could not be judged: provenance failed on its terms",
    "See what was not read, and report it.",
)
# https://huggingface.co/tasks: pipeline tags of what takes or makes more than text, and of text
# alone.
_MULTIMODAL = (
    "any-to-any",
    "image-text-to-text",
    "video-text-to-text",
    "audio-text-to-text",
    "visual-question-answering",
)
_TEXT = (
    "text-generation",
    "text-classification",
    "text2text-generation",
    "token-classification",
    "translation",
)


def judge_use(lineage: Lineage, ref: ArtifactRef, use: IntendedUse) -> UseJudgement:
    """Ask the terms of an artefact and of everything it was made from about a use.

    Args:
        lineage: What was fetched and read.
        ref: One of its inputs, read.
        use: What is meant to be done with it.

    Returns:
        The verdict, why, and what is to be carried out. What is not known, not read, or known at
        second hand gives `review`, never `allow`. A dataset's terms count for what was trained on
        it only where its licence does not say that they end there, and then as a question, since
        whether they reach the model is contested.
    """
    data = training_data(lineage, ref)
    made_from = data if ref.kind is Kind.DATASET else ancestors(lineage, ref)
    answers = [_hop(lineage, path, use) for path in ((ref,), *made_from)]
    if ref.kind is Kind.MODEL:
        answers += [_training_hop(lineage, path, use) for path in data]
    reasons = _merged([said for found, _ in answers for said in found], _same_reason)
    duties = _merged(
        [said for _, found in answers for said in found],
        lambda task: (task.duty, task.text, task.licence),
    )
    reasons.sort(key=lambda reason: -reason.verdict.rank)
    verdict = reasons[0].verdict if reasons else Verdict.DUTIES if duties else Verdict.ALLOW
    return UseJudgement(ref.purl, use, verdict, tuple(reasons), tuple(duties))


def not_judged(ref: ArtifactRef, use: IntendedUse) -> UseJudgement:
    """What stands in place of a judgement where judging itself failed: `review`, never `allow`."""
    reason = Reason(Verdict.REVIEW, "unread", *_NOT_JUDGED, path=(ref.purl,))
    return UseJudgement(ref.purl, use, Verdict.REVIEW, (reason,), ())


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
    dossier = lineage.dossier(path[-1])
    purls = tuple(ref.purl for ref in path)
    if dossier is None:
        return [Reason(Verdict.REVIEW, "unread", *_UNREAD, path=purls)], []
    setting = Setting(derived=len(path) > 1, multimodal=_multimodal(dossier))
    answers = [_told(dossier, licence, use, setting) for licence in dossier.licence.licences]
    reasons, tasks = _chosen(dossier, answers)
    reasons = [replace(one, path=purls) for one in (*reasons, *_doubts(lineage, dossier))]
    return reasons, [replace(one, path=purls) for one in (*tasks, *_policies(dossier))]


def _told(dossier: Dossier, licence: Licence, use: IntendedUse, setting: Setting) -> Answer:
    """What one licence of an artefact says, with the place where the artefact states it."""
    reasons, tasks = permit(licence, use, setting)
    claims = dossier.licence.claims
    proof = tuple(claim.evidence for claim in claims if claim.licence == licence.id) or (
        claims[0].evidence,
    )
    return [replace(one, evidence=proof[:1]) for one in reasons], list(tasks)


def _training_hop(lineage: Lineage, path: Path, use: IntendedUse) -> Answer:
    """What the terms of training data leave to be asked; how the model is handed on is no matter of
    theirs."""
    dossier = lineage.dossier(path[-1])
    licences = dossier.licence.licences if dossier else ()
    if licences and all(reaches_model(licence) == "no" for licence in licences):
        return [], []
    reasons, _ = _hop(lineage, path, replace(use, activities=("internal",)))
    return [
        replace(one, verdict=Verdict.REVIEW, text=f"{one.text}{_reach(one)}") for one in reasons
    ], []


def _reach(reason: Reason) -> str:
    open_question = (
        ", whose terms may not reach the model: that is contested" if reason.licence else ""
    )
    return f"; it is training data{open_question}"


def _chosen(dossier: Dossier, answers: list[Answer]) -> Answer:
    """All answers together; where the licences are offered as a choice, the best of them."""
    expression = dossier.licence.concluded or ""
    if answers and " OR " in expression and " AND " not in expression:
        return min(answers, key=_weight)
    return [one for found, _ in answers for one in found], [
        one for _, found in answers for one in found
    ]


def _weight(answer: Answer) -> tuple[int, int]:
    reasons, tasks = answer
    return max((one.verdict.rank for one in reasons), default=0), len(tasks)


def _doubts(lineage: Lineage, dossier: Dossier) -> Iterator[Reason]:
    """What is open about an artefact's terms whatever the use."""
    conclusion = dossier.licence
    proof = tuple(claim.evidence for claim in conclusion.claims[:1])
    left_to_base = conclusion.verdict == "as-base" and ancestors(lineage, dossier.ref)
    if conclusion.verdict in _DOUBTS and not left_to_base:
        topic = {"none": "no-licence"}.get(conclusion.verdict, conclusion.verdict)
        yield Reason(Verdict.REVIEW, topic, *_DOUBTS[conclusion.verdict], evidence=proof)
    if any(_bears_on_terms(dossier, gap) for gap in dossier.gaps):
        yield Reason(Verdict.REVIEW, "unread", *_UNREAD)


def _bears_on_terms(dossier: Dossier, gap: Gap) -> bool:
    """Whether what was not read may hold terms or a parent; the header of a listed weight file does
    not."""
    terms = gap.what in (CARD, ADAPTER_CONFIG) or is_licence_file(gap.what)
    return terms or dossier.snapshot.file(gap.what) is None


def _policies(dossier: Dossier) -> Iterator[Task]:
    """Use policies that stand beside a licence which itself has none."""
    if not any(
        duty.id == "use-restrictions"
        for licence in dossier.licence.licences
        for duty in licence.duties
    ):
        for entry in dossier.snapshot.files:
            if file_role(entry.path) is FileRole.USE_POLICY:
                text = "a use policy stands beside the licence: read it"
                yield Task("use-policy", text, clause=entry.path, source=dossier.snapshot.url)


def _multimodal(dossier: Dossier) -> bool | None:
    """Whether a model takes or makes more than text, as its hub, card or configuration say; None
    where they do not."""
    if any(
        key in config
        for config in dossier.configs.values()
        for key in ("vision_config", "audio_config")
    ):
        return True
    stated = dossier.snapshot.metadata.get("pipeline_tag") or (
        dossier.card and dossier.card.fields.get("pipeline_tag")
    )
    return True if stated in _MULTIMODAL else False if stated in _TEXT else None
