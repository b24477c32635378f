"""Show an examination in a terminal: errors first, then what is missing, then where to look."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from provenance.conformance import labels
from provenance.conformance.against import Comparison
from provenance.conformance.evaluation import ElementAnswer, ElementValue, Status
from provenance.conformance.examination import Examination, ExaminationVerdict
from provenance.cyclonedx.integrity import IntegrityProblem
from provenance.messages import in_language, message
from provenance.model.finding import shorten
from provenance.text.columns import Page, joined, styled
from provenance.wording.facts import human_size

BODY = 14
_STYLES = {
    Status.WRONG: "red",
    Status.PLACEHOLDER: "yellow",
    Status.PARTIAL: "yellow",
    Status.PRESENT: "green",
}
_SPELLED_OUT = (Status.WRONG, Status.PLACEHOLDER, Status.PARTIAL)
_LISTED = (Status.MISSING, Status.UNKNOWN, Status.NO_PLACE)
_ROWS, _NAMES, _SENTENCE, _QUOTE = 12, 3, 500, 100


def render(
    examination: Examination,
    *,
    width: int = 80,
    colour: bool = False,
    verbose: int = 0,
    lang: str = "en",
) -> bytes:
    """Show an examination: the document, its form, each framework, what differs from the hub.

    Args:
        examination: The examination.
        width: Columns; from 24 to 120 are used.
        colour: Whether to write ANSI colours, which only repeat what words say.
        verbose: 1 or more shows every element and every place.
        lang: Language of our sentences, `en` or `ko`. Values and quotes stay as they are.
    """
    screen = _ExaminationScreen(
        examination=examination, page=Page(width, colour), verbose=verbose > 0, lang=lang
    )
    screen.header()
    screen.form()
    for verdict in examination.verdicts:
        screen.framework(verdict)
    if examination.comparison:
        screen.against(examination.comparison)
    screen.total()
    return screen.page.payload()


class _ExaminationScreen:
    """The blocks of the page, from top to bottom."""

    def __init__(self, examination: Examination, page: Page, verbose: bool, lang: str) -> None:
        self.examination, self.page, self.verbose = examination, page, verbose
        self.lang = lang
        self.body = 4 if page.narrow else BODY

    def say(self, text: str) -> str:
        """A sentence of ours in the reader's language; any other text unchanged."""
        return in_language(text, self.lang)

    def facts(self, texts: Iterable[str]) -> Text:
        """Sentences of ours in one line."""
        return joined(self.say(text) for text in texts)

    def header(self) -> None:
        """The file with format and size; below it subject and contents."""
        document = self.examination.document
        self.page.row(styled(document.name, "bold"), right=Text(labels.form(document)))
        about = labels.subject(self.examination) or self.say(message("check.no-subject"))
        self.page.row(
            styled(about),
            lead=Text("└─", "dim"),
            indent=3,
            right=Text(human_size(document.size), "dim"),
        )
        self.page.row(self.facts(labels.contents(self.examination)), indent=3)
        self.page.blank()

    def heading(self, title: str, facts: Text | str, right: Text | None = None) -> None:
        """The first row of a block."""
        text = facts if isinstance(facts, Text) else styled(self.say(facts))
        lead = styled(self.say(title), "bold")
        indent = self.body if self.page.narrow else max(self.body, lead.cell_len + 2)
        self.page.row(text, lead=lead, indent=indent, right=right)

    def form(self) -> None:
        """Formal errors, and values that fill a field without saying anything."""
        problems, nothings = self.examination.problems, self.examination.placeholders
        count = message("check.problems", count=len(problems))
        result = count if problems else message("check.no-problems")
        self.heading(message("check.heading.form"), result)
        for note in self.examination.notes:
            self.row(message("check.label.note"), note)
        self.problems(problems, "wrong", "red")
        self.problems(nothings, "placeholder", "yellow")
        self.page.blank()

    def problems(self, problems: tuple[IntegrityProblem, ...], label: str, style: str) -> None:
        """Each error with its place; only the first few of many."""
        shown = problems if self.verbose else problems[:_ROWS]
        for problem in shown:
            code = "" if problem.code == label else problem.code
            self.row(
                message(f"check.label.{label}"),
                shorten(self.say(problem.message), _SENTENCE),
                style,
                right=styled(code, "dim") if code else None,
            )
            self.place(problem.pointer, self.examination.document.line(problem.pointer))
        if len(problems) > len(shown):
            self.note(message("check.more", count=len(problems) - len(shown)))

    def framework(self, verdict: ExaminationVerdict) -> None:
        """The coverage of a framework, cluster by cluster, and what is missing."""
        framework = verdict.framework
        self.heading(labels.short_title(verdict), self.facts(labels.counts(verdict)))
        source = framework.source
        title = self.say(labels.title(framework))
        title = f"{title} ({framework.date}, {self.say(source.force)}; {self.say(source.mark)})"
        self.page.row(styled(title, "dim"), margin=self.body, indent=self.body)
        for date in framework.dates:
            self.note(labels.applies(date, self.examination.day))
        tally = [f"{title} {there}/{of}" for title, there, of in labels.clusters(verdict)]
        self.page.row(joined(tally), indent=self.body)
        for answer in verdict.answers:
            if self.verbose or answer.status in _SPELLED_OUT:
                self.answer(answer)
        if not self.verbose:
            for status in _LISTED:
                alike = [answer for answer in verdict.answers if answer.status is status]
                self.listed(status, alike)
        self.page.blank()

    def answer(self, answer: ElementAnswer) -> None:
        """An element with its values and places."""
        element = answer.element
        some = message("check.some-of", having=answer.having, asked=answer.total)
        name = self.say(labels.element_name(element))
        self.row(
            labels.label(answer.status),
            f"{element.id} {name}",
            _STYLES.get(answer.status, ""),
            right=styled(self.say(some), "dim") if answer.total > 1 else None,
        )
        if answer.reason:
            self.note(answer.reason)
        for value in answer.values:
            if self.verbose or value.status in _SPELLED_OUT:
                self.value(value)
        if answer.status is Status.PARTIAL and answer.total > 1:
            self.lacking(answer)

    def lacking(self, answer: ElementAnswer) -> None:
        """The objects that lack an element."""
        shown = answer.lacking if self.verbose else answer.lacking[:_NAMES]
        more = answer.total - answer.having - len(shown)
        names = tuple(f"{part.name} ({part.pointer})" for part in shown)
        if more > 0:
            self.note(message("check.lacking-more", names=names, more=more))
        else:
            self.note(message("check.lacking", names=names))

    def value(self, stated: ElementValue) -> None:
        """A value with its place."""
        parts: list[str] = []
        if note := self.say(stated.note):
            parts.append(note)
        if stated.quote:
            parts.append(f'"{shorten(stated.quote, _QUOTE)}"')
        self.place(stated.pointer, stated.line, ": ".join(parts))

    def listed(self, status: Status, answers: list[ElementAnswer]) -> None:
        """Elements of one status in a row, grouped by reason."""
        reasons: dict[str, list[ElementAnswer]] = {}
        for answer in answers:
            reason = answer.reason if status is not Status.NO_PLACE else ""
            reasons.setdefault(reason, []).append(answer)
        for reason, group in reasons.items():
            elements = [answer.element for answer in group]
            names = joined(
                f"{element.id} {self.say(labels.element_name(element))}" for element in elements
            )
            text = names + styled(f" ({self.say(reason)})", "dim") if reason else names
            lead = styled(self.say(labels.label(status)))
            self.page.row(text, lead=lead, margin=2, indent=self.body)

    def against(self, comparison: Comparison) -> None:
        """The differences from the hub."""
        facts = self.facts([comparison.ref, *labels.compared(comparison)])
        self.heading(message("check.heading.against"), facts)
        shown = comparison.differences if self.verbose else comparison.differences[:_ROWS]
        for difference in shown:
            here, there = labels.differs(difference)
            self.row(difference.what, here, "red")
            self.place(difference.pointer, difference.line)
            place = f"  {difference.place}" if difference.place else ""
            self.page.row(styled(self.say(there)) + styled(place, "dim"), indent=self.body)
        if len(comparison.differences) > len(shown):
            hidden = len(comparison.differences) - len(shown)
            self.note(message("check.more-differences", count=hidden))
        for gap in comparison.not_read:
            self.row(message("check.label.not-read"), gap)
        self.page.blank()

    def total(self) -> None:
        """The next steps."""
        lists: Iterable[str] = (verdict.framework.id for verdict in self.examination.verdicts)
        first = next(iter(lists), "g7")
        parts = [message("check.hint-list", name=first)]
        if not self.verbose:
            parts.append(message("check.hint-verbose"))
        self.page.row(self.facts(parts))

    def row(self, label: str, text: str, style: str = "", right: Text | None = None) -> None:
        """A labelled row."""
        self.page.row(
            styled(self.say(text)),
            lead=styled(self.say(label), style),
            margin=2,
            indent=self.body,
            right=right,
        )

    def note(self, text: str) -> None:
        """A line below a row."""
        self.page.row(styled(shorten(self.say(text), _SENTENCE), "dim"), indent=self.body)

    def place(self, pointer: str, line: int | None, text: str = "") -> None:
        """A place with its content."""
        where = self.say(message("check.line", line=line, place=pointer)) if line else pointer
        self.page.row(styled(where, "dim") + styled(f"  {text}" if text else ""), indent=self.body)
