"""The report on a run as one HTML page: answers, charts, and the query for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from provenance._version import __version__
from provenance.messages import in_language, message
from provenance.privacy import catalogue
from provenance.privacy.declared import kind_names
from provenance.render.document import (
    Bar,
    Bars,
    Block,
    Document,
    FactList,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    muted,
    plain,
)
from provenance.render.html import page
from provenance.survey.columns import NO_KIND
from provenance.survey.folder import PLAN, RunFolder
from provenance.survey.questions import Answered, answers, views

# Segment kinds of a bar, in the order of a query's columns.
_GRADED = (("disclosed", "full"), ("partial", "part"), ("absent", "none"), ("unread", "unread"))
_SEVERITIES = (
    ("high", "bad"),
    ("medium", "open"),
    ("low", "plain"),
    ("clean", "good"),
    ("unread", "unread"),
)
_DRIFT = (("drops", "bad"), ("untold", "open"), ("keeps", "good"))
_QUESTIONS = {"q_filtering": "filtering", "q_finetuning": "fine-tuning", "q_redteam": "red-team"}
_CODE = "code"
Row = Mapping[str, Any]


def report_page(folder: RunFolder, earlier: RunFolder | None = None, lang: str = "en") -> bytes:
    """Build the report on a finished run.

    Args:
        folder: The run.
        earlier: A run to compare it with, or None.
        lang: `en` or `ko`.

    Returns:
        HTML as UTF-8; the same run gives the same bytes.

    Raises:
        UsageError: A folder does not contain a finished run.
    """
    return page(document(folder, earlier, lang), sortable=True)


def document(folder: RunFolder, earlier: RunFolder | None, lang: str) -> Document:
    """The report as a document; arguments and errors as for `report_page`."""
    answers_by_name = answers(folder, earlier)
    plan = folder.read_json(PLAN) or {}
    writer = _Writer(lang)
    sections = [writer.section(answers_by_name[name]) for name in _ORDER if name in answers_by_name]
    sections.append(writer.method([*views(folder).values(), *_of_earlier(earlier)]))
    run = writer.say("page.run", run=str(plan.get("run_id", "")), day=str(plan.get("day", "")))
    return Document(
        lang=lang,
        title=writer.say("page.title"),
        subtitle=(plain(run),),
        contents=writer.say("page.contents"),
        skip=writer.say("page.skip"),
        foot=writer.say("page.foot", version=__version__),
        sections=tuple(sections),
    )


# The most important questions come first.
_ORDER = (
    "overview",
    "changes",
    "changed_models",
    "worst_organisations",
    "licence_drift",
    "personal_data",
    "three_questions",
    "disclosure_rates",
    "findings",
    "unread",
)


def _of_earlier(earlier: RunFolder | None) -> list[str]:
    return list(views(earlier, "earlier_").values()) if earlier else []


class _Writer:
    """Writes sections in one language."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._titles = {check.id: in_language(check.heading, lang) for check in catalogue()}

    def say(self, key: str, **arguments: Any) -> str:
        """A sentence of the survey's messages."""
        return message(f"survey.{key}", **arguments).text(self._lang)

    def section(self, answered: Answered) -> Section:
        """A question with its answer and query."""
        name = answered.name
        blocks: list[Block] = [Paragraph((plain(self.say(f"page.{name}.text")),))]
        if answered.rows:
            blocks.append(_BLOCKS[name](self, answered.rows))
        else:
            blocks.append(Paragraph((plain(self.say("page.nothing")),), "note"))
        blocks.append(Paragraph((muted("SQL: "), Span(text=answered.sql, style=_CODE)), "note"))
        return Section(id=name, title=self.say(f"page.{name}"), blocks=tuple(blocks))

    def method(self, statements: Sequence[str]) -> Section:
        """Instructions for running the queries."""
        lines = [Paragraph((Span(text=f"{text};", style=_CODE),), "note") for text in statements]
        text = Paragraph((plain(self.say("page.method.text")),))
        return Section(id="method", title=self.say("page.method"), blocks=(text, *lines))

    def facts(self, rows: Sequence[Row]) -> Block:
        """One row as names and numbers."""
        [row] = rows
        return FactList(tuple((self.say(f"page.count.{name}"), _number(row[name])) for name in row))

    def with_kinds(self, rows: Sequence[Row]) -> list[Row]:
        """Rows in which kinds of personal data are words of the reader's language."""
        return [dict(row) | {"kind": self._kind(str(row["kind"]))} for row in rows]

    def _kind(self, kind: str) -> str:
        [name] = kind_names(() if kind == NO_KIND else (kind,))
        return name.text(self._lang)

    def table(self, rows: Sequence[Row]) -> Block:
        """Rows as a table."""
        header = tuple(self.say(f"page.column.{name}") for name in rows[0])
        return Table(
            caption=self.say("page.table"),
            header=header,
            rows=tuple(tuple(_cell(value) for value in row.values()) for row in rows),
        )

    def bars(
        self, rows: Sequence[Row], label: str, parts: Sequence[tuple[str, str]], words: str
    ) -> Block:
        """Rows as stacked bars, with their numbers as text."""
        bars = []
        for row in rows:
            counts = tuple(int(row[column]) for column, _kind in parts)
            numbers = {column: int(row[column]) for column, _kind in parts}
            in_words = self.say(f"page.{words}.bar", all=sum(counts), **numbers)
            bars.append(Bar(self._label(label, str(row[label])), counts, in_words))
        legend = tuple((kind, self.say(f"page.part.{column}")) for column, kind in parts)
        header = (
            self.say(f"page.column.{label}"),
            self.say("page.shares"),
            self.say("page.numbers"),
        )
        caption = self.say(f"page.{words}")
        return Bars(caption=caption, header=header, legend=legend, bars=tuple(bars))

    def _label(self, column: str, value: str) -> Line:
        if column != "question":
            return (plain(value or self.say("page.no-org"), lang="und"),)
        if value in _QUESTIONS:
            return (plain(self.say(f"page.question.{_QUESTIONS[value]}")),)
        return (Span(text=value, style=_CODE), plain(f" {self._titles.get(value, '')}"))


_BLOCKS: Mapping[str, Callable[[_Writer, Sequence[Row]], Block]] = {
    "overview": _Writer.facts,
    "changes": _Writer.facts,
    "changed_models": _Writer.table,
    "worst_organisations": lambda writer, rows: writer.bars(
        rows, "org", _SEVERITIES, "worst_organisations"
    ),
    "licence_drift": lambda writer, rows: writer.bars(rows, "family", _DRIFT, "licence_drift"),
    "three_questions": lambda writer, rows: writer.bars(
        rows, "question", _GRADED, "three_questions"
    ),
    "disclosure_rates": lambda writer, rows: writer.bars(
        rows, "question", _GRADED, "disclosure_rates"
    ),
    "personal_data": lambda writer, rows: writer.table(writer.with_kinds(rows)),
    "findings": _Writer.table,
    "unread": _Writer.table,
}


def _number(value: object) -> Line:
    return (plain(f"{value:,}" if isinstance(value, int) else str(value)),)


def _cell(value: object) -> Line:
    return _number(value) if isinstance(value, int) else (plain(str(value), lang="und"),)
