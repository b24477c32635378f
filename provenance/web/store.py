"""Reviews and decisions in one SQLite file, through SQLAlchemy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, insert, select, update
from sqlalchemy.engine import Engine, RowMapping
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

QUEUED, READING, DONE, FAILED = "queued", "reading", "done", "failed"
MOST_LISTED = 100


class _Table(DeclarativeBase):
    """The tables of the database."""


class _ReviewRow(_Table):
    """A review; `question`, `brief` and `summary` are JSON."""

    __tablename__ = "reviews"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    identity: Mapped[str] = mapped_column(unique=True)
    question: Mapped[str]
    state: Mapped[str]
    asked: Mapped[str]
    problem: Mapped[str] = mapped_column(default="")
    brief: Mapped[str] = mapped_column(default="{}")
    summary: Mapped[str] = mapped_column(default="{}")


class _DecisionRow(_Table):
    """A decision on one question or duty."""

    __tablename__ = "decisions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    review: Mapped[str] = mapped_column(index=True)
    artifact: Mapped[str]
    subject: Mapped[str]
    decision: Mapped[str]
    note: Mapped[str]
    who: Mapped[str]
    at: Mapped[str]


# A list of reviews shows no summaries, and they are most of what is stored.
_LISTED = (
    _ReviewRow.identity,
    _ReviewRow.question,
    _ReviewRow.state,
    _ReviewRow.asked,
    _ReviewRow.problem,
    _ReviewRow.brief,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuestion:
    """A question to the page.

    Attributes:
        refs: References as typed.
        use: The intended use, in the form of `--use`, `--region` and similar options.
        profiles: Privacy profiles.
        lang: Language of the documents.
    """

    refs: tuple[str, ...]
    use: dict[str, Any]
    profiles: tuple[str, ...]
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReview:
    """A stored review.

    Attributes:
        identity: Last part of its address.
        question: The question.
        state: `queued`, `reading`, `done` or `failed`.
        asked_at: Time of the question, ISO 8601.
        problem: Why it failed; otherwise empty.
        brief: See `provenance.web.summary.brief_of`; empty until it is done.
        summary: See `provenance.web.summary.summarise`; empty until it is done, and in a list.
    """

    identity: str
    question: StoredQuestion
    state: str
    asked_at: str
    problem: str
    brief: dict[str, Any]
    summary: dict[str, Any]

    @property
    def title(self) -> str:
        """The references of the question."""
        return ", ".join(self.question.refs)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDecision:
    """A decision on one question or duty of one artefact."""

    review: str
    artifact: str
    subject: str
    decision: str
    note: str
    who: str
    at: str


class ReviewStore:
    """The database of reviews and decisions.

    Args:
        path: Its file; created with its folder if missing.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine: Engine = create_engine(f"sqlite:///{path}")
        _Table.metadata.create_all(self._engine)

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def add(self, identity: str, question: StoredQuestion, asked_at: str) -> None:
        """Store a new review as queued."""
        row = {
            "identity": identity,
            "question": _written(question),
            "state": QUEUED,
            "asked": asked_at,
            "problem": "",
            "brief": "{}",
            "summary": "{}",
        }
        with self._engine.begin() as connection:
            connection.execute(insert(_ReviewRow), row)

    def change(self, identity: str, state: str, *, problem: str = "") -> None:
        """Update the state of a review."""
        self._update(identity, {"state": state, "problem": problem})

    def finish(self, identity: str, brief: dict[str, Any], summary: dict[str, Any]) -> None:
        """Keep what came of a review; arguments as `StoredReview` has them."""
        written = {
            "brief": json.dumps(brief, sort_keys=True),
            "summary": json.dumps(summary, ensure_ascii=False, sort_keys=True),
        }
        self._update(identity, {"state": DONE, **written})

    def _update(self, identity: str, values: dict[str, Any]) -> None:
        statement = update(_ReviewRow).where(_ReviewRow.identity == identity)
        with self._engine.begin() as connection:
            connection.execute(statement, values)

    def review(self, identity: str) -> StoredReview | None:
        """The review with that identity, or None."""
        statement = select(_ReviewRow).where(_ReviewRow.identity == identity)
        with self._engine.connect() as connection:
            row = connection.execute(statement).mappings().first()
        return None if row is None else _review(row)

    def reviews(self) -> list[StoredReview]:
        """The newest reviews, newest first, without their summaries."""
        newest_first = _ReviewRow.number.desc()
        statement = select(*_LISTED).order_by(newest_first).limit(MOST_LISTED)
        with self._engine.connect() as connection:
            return [_review(row) for row in connection.execute(statement).mappings()]

    def with_context(
        self, identity: str
    ) -> tuple[StoredReview | None, list[StoredDecision], list[StoredReview]]:
        """A review with its decisions and the newest reviews, read in one go for its page."""
        return self.review(identity), self.decisions(identity), self.reviews()

    def unfinished(self) -> list[StoredReview]:
        """Interrupted reviews, oldest first."""
        of_state = select(_ReviewRow).where(_ReviewRow.state.in_((QUEUED, READING)))
        statement = of_state.order_by(_ReviewRow.number)
        with self._engine.connect() as connection:
            return [_review(row) for row in connection.execute(statement).mappings()]

    def decide(self, decision: StoredDecision) -> None:
        """Store a decision; earlier ones on the same subject remain as history."""
        row = {name: getattr(decision, name) for name in StoredDecision.__dataclass_fields__}
        with self._engine.begin() as connection:
            connection.execute(insert(_DecisionRow), row)

    def decisions(self, identity: str) -> list[StoredDecision]:
        """All decisions of a review, oldest first."""
        of_review = select(_DecisionRow).where(_DecisionRow.review == identity)
        statement = of_review.order_by(_DecisionRow.number)
        with self._engine.connect() as connection:
            rows = connection.execute(statement).all()
        names = StoredDecision.__dataclass_fields__
        return [StoredDecision(**{name: getattr(row, name) for name in names}) for row in rows]


def latest(decisions: Sequence[StoredDecision]) -> dict[tuple[str, str], StoredDecision]:
    """The current decision, by artefact and subject."""
    return {(decision.artifact, decision.subject): decision for decision in decisions}


def _written(question: StoredQuestion) -> str:
    return json.dumps(
        {
            "refs": question.refs,
            "use": question.use,
            "profiles": question.profiles,
            "lang": question.lang,
        },
        sort_keys=True,
    )


def _review(row: RowMapping) -> StoredReview:
    fields = json.loads(row["question"])
    question = StoredQuestion(
        refs=tuple(fields["refs"]),
        use=fields["use"],
        profiles=tuple(fields["profiles"]),
        lang=fields["lang"],
    )
    return StoredReview(
        identity=row["identity"],
        question=question,
        state=row["state"],
        asked_at=row["asked"],
        problem=row["problem"],
        brief=json.loads(row["brief"]),
        summary=json.loads(row.get("summary", "{}")),
    )
