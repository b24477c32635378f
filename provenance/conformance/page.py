"""Arrange an examination as a document: summary, errors, then the requirements of each
framework."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from provenance._version import __version__
from provenance.conformance import labels
from provenance.conformance.against import Comparison
from provenance.conformance.crosswalk import CrosswalkEntry, crosswalk
from provenance.conformance.evaluation import ElementAnswer, ElementValue, Status
from provenance.conformance.examination import Examination, ExaminationVerdict
from provenance.conformance.framework import Framework
from provenance.cyclonedx.integrity import IntegrityProblem
from provenance.messages import in_language, message
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

# Codes of errors whose sentence is ours; those of a schema are the validator's.
_TRANSLATED = ("dangling-pointer", "dangling-ref", "model-card", "data-block")
_TONES = {
    Status.WRONG: Tone.BAD,
    Status.MISSING: Tone.BAD,
    Status.PARTIAL: Tone.OPEN,
    Status.PLACEHOLDER: Tone.OPEN,
    Status.PRESENT: Tone.GOOD,
}


def compose(examination: Examination, lang: str = "en") -> Document:
    """Compose the page of an examination.

    Args:
        examination: Result of `provenance.conformance.examination.examine`.
        lang: Language of our sentences, `en` or `ko`. Values and quotes stay as they are.

    Returns:
        The summary; then errors, placeholders and differences from the hub; then one section per
        framework, gaps before answers.
    """
    document, page = examination.document, _ExaminationPage(lang)
    subtitle = " · ".join((labels.form(document), human_size(document.size)))
    return Document(
        lang=lang,
        title=page.words("check.title", name=document.name),
        subtitle=(Span(text=subtitle),),
        contents=page.words("check.contents"),
        skip=page.words("check.skip"),
        foot=page.words("check.foot", tool=f"provenance {__version__}"),
        sections=tuple(page.sections(examination)),
    )


class _ExaminationPage:
    """The sections of the page in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def words(self, key: str, **arguments: object) -> str:
        """The sentence with that id."""
        return message(key, **arguments).text(self.lang)

    def say(self, text: str) -> str:
        """A sentence of ours in the page's language; any other text as it is."""
        return in_language(text, self.lang)

    def all(self, texts: Iterable[str]) -> list[str]:
        """Sentences of ours in the page's language."""
        return [self.say(text) for text in texts]

    def row(self, texts: Iterable[str]) -> str:
        """Sentences of ours in one line."""
        return " · ".join(self.all(texts))

    def sections(self, examination: Examination) -> Iterator[Section]:
        yield self._summary(examination)
        yield from self._problems(examination, "wrong", examination.problems)
        yield from self._problems(examination, "placeholders", examination.placeholders)
        if examination.comparison:
            yield from self._comparison(examination.comparison)
        yield from self._crosswalk(examination)
        for verdict in examination.verdicts:
            yield self._framework(verdict, examination.day)

    def _summary(self, examination: Examination) -> Section:
        rows: list[tuple[str, Line]] = [
            (
                self.words("check.file"),
                (Span(text=examination.document.name, style="code", lang="und"),),
            ),
            (
                self.words("check.subject"),
                (Span(text=labels.subject(examination) or "–", lang="und"),),
            ),
            (
                self.words("check.lists"),
                (Span(text=", ".join(self.all(labels.contents(examination))) or "–"),),
            ),
            (self.words("check.digest"), (Span(text=examination.document.sha256, style="hash"),)),
        ]
        rows += [
            (self.words("check.note"), (Span(text=self.say(note)),)) for note in examination.notes
        ]
        blocks = (self._answer(examination), FactList(tuple(rows)))
        return Section(id="summary", title=self.words("check.summary"), blocks=blocks)

    def _answer(self, examination: Examination) -> AnswerBlock:
        """Whether anything is wrong, with the counts of each framework."""
        count = len(examination.problems)
        points: list[Line] = []
        if examination.comparison:
            count += len(examination.comparison.differences)
            points.append((Span(text=self.row(labels.compared(examination.comparison))),))
        for verdict in examination.verdicts:
            title = self.say(labels.title(verdict.framework))
            link = Span(text=title, link=f"#{verdict.framework.id}")
            short = Span(text=f"{self.say(labels.short_title(verdict))}: ", style="strong")
            points.append((short, link, Span(text=f": {self.row(labels.counts(verdict))}")))
        if not count:  # a problem of form makes elements wrong too: it counts once
            count = max(
                (verdict.count(Status.WRONG) for verdict in examination.verdicts), default=0
            )
        question = self.words("check.is-anything-wrong")
        if count:
            answer, tone = self.words("check.wrong-count", count=count), Tone.BAD
            explained = self.words("check.wrong-explained")
        else:
            answer, tone = self.words("check.nothing-wrong"), Tone.GOOD
            explained = self.words("check.nothing-wrong-explained")
        return AnswerBlock(
            question=question,
            word=answer,
            tone=tone,
            line=(Span(text=explained),),
            points=tuple(points),
        )

    def _problems(
        self, examination: Examination, name: str, problems: tuple[IntegrityProblem, ...]
    ) -> Iterator[Section]:
        if not problems:
            return
        line_of = examination.document.line
        rows = tuple(
            (
                (Span(text=problem.code, style="code"),),
                (Span(text=self.say(_in_words(problem))),),
                (self._place(problem.pointer, line_of(problem.pointer)),),
            )
            for problem in problems
        )
        title = self.words(f"check.{name}")
        yield Section(
            id=name, title=title, blocks=(self._table(title, ("kind", "problem", "place"), rows),)
        )

    def _comparison(self, comparison: Comparison) -> Iterator[Section]:
        title = self.words("check.differences", ref=comparison.ref)
        summary = (
            Span(text=f"{self.row(labels.compared(comparison))} · "),
            Span(text=comparison.purl, style="code", lang="und"),
        )
        blocks: list[Block] = [Paragraph(summary)]
        if comparison.differences:
            not_stated = self.words("check.not-stated")
            rows = tuple(
                (
                    (Span(text=difference.what),),
                    (
                        Span(text=self.say(difference.here) or not_stated, lang="und"),
                        Span(text=" "),
                        self._place(difference.pointer, difference.line),
                    ),
                    (
                        Span(text=self.say(difference.there) or not_stated, lang="und"),
                        Span(text=" "),
                        Span(text=difference.place, style="muted", lang="und"),
                    ),
                )
                for difference in comparison.differences
            )
            blocks.append(self._table(title, ("kind", "here", "there"), rows))
        if comparison.not_read:
            unread = tuple(((Span(text=self.say(reason)),),) for reason in comparison.not_read)
            blocks.append(self._table(self.words("check.not-read"), ("problem",), unread))
        yield Section(id="against", title=title, blocks=tuple(blocks))

    def _crosswalk(self, examination: Examination) -> Iterator[Section]:
        """What several frameworks ask: each piece of information once, with all who ask for it and
        the proof. Nothing if no two ask for the same."""
        rows = tuple(self._asked_by_several(entry) for entry in crosswalk(examination.verdicts))
        if not rows:
            return
        title = self.words("check.crosswalk")
        table = self._table(title, ("information", "asked-by", "found"), rows)
        note = Paragraph((Span(text=self.words("check.crosswalk.note")),), "note")
        yield Section(id="crosswalk", title=title, blocks=(note, table))

    def _asked_by_several(self, entry: CrosswalkEntry) -> tuple[Line, ...]:
        askers: list[Span] = []
        for verdict, answer in entry.askers:
            name = f"{self.say(labels.short_title(verdict))} {answer.element.id}"
            askers.append(Span(text=f"{name} ", link=f"#{verdict.framework.id}"))
            tone = _TONES.get(answer.status, Tone.PLAIN)
            label = self.say(labels.label(answer.status))
            askers += [Span(text=label, style="label", tone=tone), Span(text=" ")]
        proof: list[Span] = []
        for value in entry.proof:
            proof += self._value(value)
        described = self.say(entry.field.label)
        what = described[:1].upper() + described[1:]
        nothing = (Span(text="–", style="muted"),)
        return (Span(text=what, style="strong"),), tuple(askers), tuple(proof) or nothing

    def _framework(self, verdict: ExaminationVerdict, day: str) -> Section:
        """Counts, missing elements, stated elements, and the framework's publication."""
        framework = verdict.framework
        blocks: list[Block] = [Paragraph((Span(text=self.row(labels.counts(verdict))),), "lead")]
        stated = [answer for answer in verdict.answers if answer.status is Status.PRESENT]
        lacking = [answer for answer in verdict.answers if answer.status is not Status.PRESENT]
        for caption, answers in (("check.to-fix", lacking), ("check.stated", stated)):
            if answers:
                rows = tuple(self._row(answer) for answer in answers)
                blocks.append(
                    self._table(self.words(caption), ("element", "status", "found"), rows)
                )
        blocks += self._publication(framework, day)
        title = self.say(labels.title(framework))
        return Section(id=framework.id, title=title, blocks=tuple(blocks))

    def _publication(self, framework: Framework, day: str) -> Iterator[Block]:
        """Who published it, from when it applies, and what to know about it."""
        source = framework.source
        publisher = source.publisher
        if self.lang == "ko":
            publisher = source.publisher_ko
        force, reading = self.say(source.force), self.say(source.reading).capitalize()
        note = source.note_ko if self.lang == "ko" else source.note
        published = (
            Span(text=f"{publisher}, {framework.date} ({force}): "),
            Span(text=framework.url, link=framework.url),
            Span(text=f". {self.say(labels.remark(framework))} {reading}. {note}"),
        )
        yield Paragraph(published, "note")
        for date in framework.dates:
            yield Paragraph((Span(text=self.say(labels.applies(date, day))),), "note")

    def _row(self, answer: ElementAnswer) -> tuple[Line, ...]:
        element = answer.element
        tone = _TONES.get(answer.status, Tone.PLAIN)
        name = (
            Span(text=self.say(labels.element_name(element)), style="strong"),
            Span(text=f" {element.id}", style="muted"),
        )
        status = (Span(text=self.say(labels.label(answer.status)), style="label", tone=tone),)
        return name, status, tuple(self._values(answer)) or (Span(text="–", style="muted"),)

    def _values(self, answer: ElementAnswer) -> Iterator[Span]:
        """The results for an element: reason, quotes with their places, objects that lack it."""
        if answer.reason:
            yield Span(text=f"{self.say(answer.reason)}. ")
        for value in answer.values:
            yield from self._value(value)
        if answer.total > 1:
            some = self.words("check.some", having=answer.having, asked=answer.total)
            yield Span(text=f"{some}. ", style="muted")
        if answer.status is not Status.PRESENT and answer.having and answer.lacking:
            names = tuple(f"{lacking.name} {lacking.pointer}" for lacking in answer.lacking)
            yield Span(text=self.words("check.lacking", names=names))

    def _value(self, value: ElementValue) -> Iterator[Span]:
        if value.note:
            yield Span(text=f"{self.say(value.note)}: ")
        if value.quote:
            yield Span(text=value.quote, style="quote", lang="und")
            yield Span(text=" ")
        yield self._place(value.pointer, value.line)
        yield Span(text=" ")

    def _place(self, pointer: str, line: int | None) -> Span:
        where = pointer or "/"
        if line:
            where = self.words("check.line", line=line, place=where)
        return Span(text=where, style="code", lang="und")

    def _table(
        self, caption: str, columns: Iterable[str], rows: tuple[tuple[Line, ...], ...]
    ) -> Table:
        header = tuple(self.words(f"check.{column}") for column in columns)
        return Table(caption=caption, header=header, rows=rows)


def _in_words(problem: IntegrityProblem) -> str:
    """What is wrong; in the language of the page where the sentence is ours."""
    if problem.code not in _TRANSLATED:
        return problem.message
    return message(f"check.problem.{problem.code}", value=problem.quote)
