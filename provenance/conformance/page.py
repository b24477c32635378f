"""An examination as a document: the summary, then what is wrong, then what each framework asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from provenance._version import __version__
from provenance.conformance import words
from provenance.conformance.against import Comparison
from provenance.conformance.evaluation import ElementAnswer, Found, Status
from provenance.conformance.examination import Examination, ExaminationVerdict
from provenance.cyclonedx.integrity import IntegrityProblem
from provenance.messages import message
from provenance.render.document import (
    AnswerBlock,
    Block,
    Document,
    FactList,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    Tone,
)
from provenance.wording.facts import human_size

_TONES = {
    Status.WRONG: Tone.BAD,
    Status.MISSING: Tone.BAD,
    Status.PARTIAL: Tone.OPEN,
    Status.PLACEHOLDER: Tone.OPEN,
    Status.PRESENT: Tone.GOOD,
}


def compose(examination: Examination) -> Document:
    """Put together the page of an examination.

    Args:
        examination: What `provenance.conformance.examination.examine` returned.

    Returns:
        The summary, then problems, placeholders and differences from the hub, then one section for
        each framework with its gaps before its answers.
    """
    document = examination.document
    subtitle = " · ".join((words.form(document), human_size(document.size)))
    return Document(
        lang="en",
        title=message("check.title", name=document.name),
        subtitle=(Span(text=subtitle),),
        contents=message("check.contents"),
        skip=message("check.skip"),
        foot=message("check.foot", tool=f"provenance {__version__}"),
        sections=tuple(_sections(examination)),
    )


def _sections(examination: Examination) -> Iterator[Section]:
    yield _summary(examination)
    yield from _problems(examination, "wrong", examination.problems)
    yield from _problems(examination, "placeholders", examination.placeholders)
    if examination.comparison:
        yield from _comparison(examination.comparison)
    for verdict in examination.verdicts:
        yield _framework(verdict)


def _summary(examination: Examination) -> Section:
    rows: list[tuple[str, Line]] = [
        (message("check.file"), (Span(text=examination.document.name, style="code", lang="und"),)),
        (message("check.subject"), (Span(text=words.subject(examination) or "–", lang="und"),)),
        (message("check.lists"), (Span(text=", ".join(words.contents(examination)) or "–"),)),
        (message("check.digest"), (Span(text=examination.document.sha256, style="hash"),)),
    ]
    rows += [(message("check.note"), (Span(text=note),)) for note in examination.notes]
    blocks = (_answer(examination), FactList(tuple(rows)))
    return Section(id="summary", title=message("check.summary"), blocks=blocks)


def _answer(examination: Examination) -> AnswerBlock:
    """Whether something is wrong, with the counts of each framework."""
    count = len(examination.problems)
    points: list[Line] = []
    if examination.comparison:
        count += len(examination.comparison.differences)
        points.append((Span(text=words.compared(examination.comparison)),))
    for verdict in examination.verdicts:
        title = Span(text=verdict.framework.title, link=f"#{verdict.framework.id}")
        points.append((title, Span(text=f": {words.counts(verdict)}")))
    if not count:  # a problem of form makes elements wrong too: it counts once
        count = max((verdict.count(Status.WRONG) for verdict in examination.verdicts), default=0)
    question = message("check.is-anything-wrong")
    if count:
        answer, tone = message("check.wrong-count", count=count), Tone.BAD
        explained = message("check.wrong-explained")
    else:
        answer, tone = message("check.nothing-wrong"), Tone.GOOD
        explained = message("check.nothing-wrong-explained")
    return AnswerBlock(
        question=question,
        word=answer,
        tone=tone,
        line=(Span(text=explained),),
        points=tuple(points),
    )


def _problems(
    examination: Examination, name: str, problems: tuple[IntegrityProblem, ...]
) -> Iterator[Section]:
    if not problems:
        return
    line_of = examination.document.line
    rows = tuple(
        (
            (Span(text=problem.code, style="code"),),
            (Span(text=problem.message),),
            (_place(problem.pointer, line_of(problem.pointer)),),
        )
        for problem in problems
    )
    title = message(f"check.{name}")
    yield Section(id=name, title=title, blocks=(_table(title, ("kind", "problem", "place"), rows),))


def _comparison(comparison: Comparison) -> Iterator[Section]:
    title = message("check.differences", ref=comparison.ref)
    summary = (
        Span(text=f"{words.compared(comparison)} · "),
        Span(text=comparison.purl, style="code", lang="und"),
    )
    blocks: list[Block] = [Paragraph(summary)]
    if comparison.differences:
        not_stated = message("check.not-stated")
        rows = tuple(
            (
                (Span(text=difference.what),),
                (
                    Span(text=difference.here or not_stated, lang="und"),
                    Span(text=" "),
                    _place(difference.pointer, difference.line),
                ),
                (
                    Span(text=difference.there or not_stated, lang="und"),
                    Span(text=" "),
                    Span(text=difference.place, style="muted", lang="und"),
                ),
            )
            for difference in comparison.differences
        )
        blocks.append(_table(title, ("kind", "here", "there"), rows))
    if comparison.not_read:
        unread = tuple(((Span(text=reason),),) for reason in comparison.not_read)
        blocks.append(_table(message("check.not-read"), ("problem",), unread))
    yield Section(id="against", title=title, blocks=tuple(blocks))


def _framework(verdict: ExaminationVerdict) -> Section:
    """Counts, what is lacking, what is stated, and where the framework is published."""
    framework = verdict.framework
    blocks: list[Block] = [Paragraph((Span(text=words.counts(verdict)),), "lead")]
    stated = [answer for answer in verdict.answers if answer.status is Status.PRESENT]
    lacking = [answer for answer in verdict.answers if answer.status is not Status.PRESENT]
    for caption, answers in (("check.to-fix", lacking), ("check.stated", stated)):
        if answers:
            rows = tuple(_row(answer) for answer in answers)
            blocks.append(_table(message(caption), ("element", "status", "found"), rows))
    published = f"{framework.publisher}, {framework.date} ({framework.source.force}): "
    reading = framework.source.reading.capitalize()
    source = (
        Span(text=published),
        Span(text=framework.url, style="code"),
        Span(text=f". {framework.note} {reading}. {framework.source.note}"),
    )
    blocks.append(Paragraph(source, "note"))
    return Section(id=framework.id, title=framework.title, blocks=tuple(blocks))


def _row(answer: ElementAnswer) -> tuple[Line, ...]:
    element = answer.element
    tone = _TONES.get(answer.status, Tone.PLAIN)
    name = (Span(text=element.name, style="strong"), Span(text=f" {element.id}", style="muted"))
    status = (Span(text=words.LABELS[answer.status], style="label", tone=tone),)
    return name, status, tuple(_found(answer)) or (Span(text="–", style="muted"),)


def _found(answer: ElementAnswer) -> Iterator[Span]:
    """What was found for an element: our reason, the quotes with their places, who lacks it."""
    if answer.reason:
        yield Span(text=f"{answer.reason}. ")
    for value in answer.found:
        yield from _value(value)
    if answer.asked > 1:
        some = message("check.some", having=answer.having, asked=answer.asked)
        yield Span(text=f"{some}. ", style="muted")
    if answer.status is not Status.PRESENT and answer.having and answer.lacking:
        names = tuple(f"{lacking.name} {lacking.pointer}" for lacking in answer.lacking)
        yield Span(text=message("check.lacking", names=names))


def _value(value: Found) -> Iterator[Span]:
    if value.note:
        yield Span(text=f"{value.note}: ")
    if value.quote:
        yield Span(text=value.quote, style="quote", lang="und")
        yield Span(text=" ")
    yield _place(value.pointer, value.line)
    yield Span(text=" ")


def _place(pointer: str, line: int | None) -> Span:
    where = pointer or "/"
    return Span(text=f"line {line} {where}" if line else where, style="code", lang="und")


def _table(caption: str, columns: Iterable[str], rows: tuple[tuple[Line, ...], ...]) -> Table:
    header = tuple(message(f"check.{column}") for column in columns)
    return Table(caption=caption, header=header, rows=rows)
