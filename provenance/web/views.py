"""Prepare data for the templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.lineage.progress import ProgressNode
from provenance.messages import in_language, message
from provenance.web.store import StoredReview
from provenance.web.summary import COUNTED, FIGURES

BAR_WIDTH = 200
_STATES = ("waiting", "read", "unread")


@dataclass(frozen=True, slots=True)
class TreeBranch:
    """An artefact of the lineage with its parents.

    Attributes:
        name: Its name.
        relation: How its child uses it, in words; empty for an input.
        state: `waiting`, `read` or `unread`.
        word: The state in words.
        above: Its parents, by name.
    """

    name: str
    relation: str
    state: str
    word: str
    above: tuple[TreeBranch, ...]


def tree(nodes: Sequence[ProgressNode], lang: str) -> tuple[TreeBranch, ...]:
    """The lineage so far, as trees that start at the inputs."""
    above: dict[str, list[ProgressNode]] = {}
    for node in nodes:
        above.setdefault(node.below, []).append(node)
    words = {state: in_language(message(f"web.node.{state}"), lang) for state in _STATES}

    def branch(node: ProgressNode) -> TreeBranch:
        # Each artefact appears below the child that named it first, so the recursion ends.
        children = tuple(branch(child) for child in _by_name(above.get(node.name, ())))
        relation = ""
        if node.relation:
            relation = in_language(message(f"dossier.relation.{node.relation}"), lang)
        return TreeBranch(
            name=node.name,
            relation=relation,
            state=node.state,
            word=words[node.state],
            above=children,
        )

    return tuple(branch(node) for node in above.get("", ()))


def _by_name(nodes: Sequence[ProgressNode]) -> list[ProgressNode]:
    return sorted(nodes, key=lambda node: node.name)


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of a bar: kind, left edge, width."""

    kind: str
    left: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A review in the chart over time.

    Attributes:
        review: The review.
        findings: Findings by severity.
        counts: Number of findings by severity.
        answers: Answered questions, and the rest.
        answered: Number of answered questions.
        questions: Number of questions.
    """

    review: StoredReview
    findings: tuple[BarPart, ...]
    counts: dict[str, int]
    answers: tuple[BarPart, ...]
    answered: int
    questions: int


def over_time(review: StoredReview, listed: Sequence[StoredReview]) -> list[RunRow]:
    """The reviews of the same references, oldest first; empty if there is only this one.

    Args:
        review: The displayed review.
        listed: The known reviews, newest first.
    """
    same = [other for other in reversed(listed) if other.question.refs == review.question.refs]
    finished = [other for other in same if FIGURES in other.brief]
    if len(finished) < 2:
        return []
    totals = [sum(_counts(other.brief[FIGURES]).values()) for other in finished]
    most = max(totals)
    return [_row(other, other.brief[FIGURES], most) for other in finished]


def _counts(figures: dict[str, int]) -> dict[str, int]:
    return {severity.value: figures[severity.value] for severity in COUNTED}


def _row(review: StoredReview, figures: dict[str, int], most: int) -> RunRow:
    counts = _counts(figures)
    answered, questions = figures["answered"], figures["questions"]
    return RunRow(
        review=review,
        findings=tuple(_bar(counts, most)),
        counts=counts,
        answers=tuple(_bar({"answered": answered}, questions)),
        answered=answered,
        questions=questions,
    )


def _bar(counts: dict[str, int], whole: int) -> Iterator[BarPart]:
    """The parts of a bar whose full width is `whole`."""
    left = 0.0
    for kind, count in counts.items():
        if count and whole:
            width = BAR_WIDTH * count / whole
            yield BarPart(kind, round(left, 2), round(width, 2))
            left += width


def moment(time: str) -> str:
    """A stored time in readable form: `2026-11-29T15:54:40Z` as `2026-11-29 15:54 UTC`."""
    return f"{time[:10]} {time[11:16]} UTC"
