"""Personal data: by theme for the reviewer, then every question with quotes and the authorities
behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from provenance.dossier.requirements import authority_line
from provenance.dossier.subject import Subject
from provenance.dossier.themes import by_theme
from provenance.messages import in_language, message
from provenance.model.finding import Evidence, Severity, shorten
from provenance.privacy import three_questions
from provenance.privacy.disclosure import ANSWERED, Disclosure, Grade
from provenance.privacy.profiles import QuestionAnswer
from provenance.render.document import (
    Bar,
    Bars,
    Block,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    Tone,
    label,
    muted,
    plain,
    strong,
)
from provenance.wording.names import grade_name, shown_stance

GRADE_TONES = {Grade.DISCLOSED: Tone.GOOD, Grade.PARTIAL: Tone.OPEN}
_QUOTES, _PLACES = 3, 600
_PARTS = ("full", "part", "none", "unread")
_MOST_OPEN = 4


def theme_bars(subject: Subject) -> Bars | None:
    """A chart of answers by theme; None if no question was assessed."""
    phrases = subject.phrases
    if not subject.disclosures:
        return None
    bars = []
    for theme, members in by_theme(subject.disclosures, dict(subject.questions)).items():
        label = (plain(phrases(f"theme.{theme}"), link=subject.link(f"theme-{theme}")),)
        counts = _counts(members)
        bars.append(Bar(label, counts, _counted(subject, counts)))
    header = tuple(phrases(f"bars.{key}") for key in ("theme", "bar", "numbers"))
    shown = range(4) if any(bar.counts[3] for bar in bars) else range(3)
    legend = tuple((_PARTS[number], phrases(f"bars.{_PARTS[number]}")) for number in shown)
    trimmed = tuple(Bar(bar.label, bar.counts[: len(legend)], bar.words) for bar in bars)
    return Bars(
        caption=phrases("bars.caption"),
        header=(header[0], header[1], header[2]),
        legend=legend,
        bars=trimmed,
    )


def personal_data(subject: Subject) -> Iterator[Section]:
    """The three questions, and one row per theme."""
    phrases = subject.phrases
    title = phrases("privacy.title")
    if not subject.disclosures:
        unread = Paragraph((plain(phrases("privacy.none")),))
        yield Section(id=subject.id("privacy"), title=title, blocks=(unread,))
        return
    blocks: list[Block] = [Paragraph((plain(phrases("privacy.careful")),), "note")]
    blocks += [Paragraph(line) for line in _declared(subject)]
    answers = [
        answer
        for answer in three_questions(subject.disclosures)
        if answer.grade is not Grade.NOT_APPLICABLE
    ]
    if answers:
        blocks.append(_three_table(subject, answers))
    blocks.append(_theme_table(subject))
    yield Section(id=subject.id("privacy"), title=title, blocks=tuple(blocks))


def _declared(subject: Subject) -> Iterator[Line]:
    """Declared personal data: kinds, place, safeguards."""
    lang = subject.phrases.lang
    for data in subject.digest.declared(subject.purl):
        kinds = subject.digest.declared_words(data, subject.purl)
        safeguard = message(f"privacy.declared.{data.safeguard}")
        text = f"{in_language(kinds, lang)} · {in_language(safeguard, lang)} "
        yield (plain(text), *(subject.place(proof) for proof in data.evidence[:1]))


def all_questions(subject: Subject) -> Iterator[Section]:
    """Every applicable question: its answer, the quote, and who asks it."""
    if subject.disclosures:
        title = subject.phrases("disclosures.title")
        yield Section(id=subject.id("disclosures"), title=title, blocks=tuple(_tables(subject)))


def grade_span(subject: Subject, grade: Grade) -> Span:
    """A grade in words, with its colour."""
    word = in_language(grade_name(grade.value), subject.phrases.lang)
    return label(word, GRADE_TONES.get(grade, Tone.PLAIN))


def stance_words(subject: Subject, disclosure: Disclosure) -> str:
    """The documents' answer and, if it comes from a base, which base."""
    parts = []
    stance = shown_stance(disclosure.check, disclosure.stance)
    if stance:
        parts.append(subject.phrases.term("stance", stance))
    if disclosure.inherited_from:
        base = subject.name(disclosure.inherited_from)
        parts.append(subject.phrases("stance.inherited", base=base))
    return ", ".join(parts)


def _counts(members: list[Disclosure]) -> tuple[int, int, int, int]:
    """The number of questions answered fully, in part, not at all, and in an unsupported
    language."""
    grades = Counter(member.grade for member in members)
    full = grades[Grade.DISCLOSED]
    part = grades[Grade.PARTIAL]
    unread = grades[Grade.UNREAD]
    none = len(members) - full - part - unread
    return full, part, none, unread


def _counted(subject: Subject, counts: tuple[int, int, int, int]) -> str:
    full, part, none, unread = counts
    key = "bars.counts"
    if part and not unread:
        key = "bars.counts-partly"
    if unread:
        key = "bars.counts-unread"
    return subject.phrases(key, full=full, part=part, none=none, unread=unread, total=sum(counts))


def _three_table(subject: Subject, answers: list[QuestionAnswer]) -> Table:
    phrases = subject.phrases
    header = tuple(phrases(f"three.{key}") for key in ("question", "answer", "words"))
    rows = tuple(_three_row(subject, answer) for answer in answers)
    return Table(caption=phrases("three.caption"), header=header, rows=rows, widths=(34, 16, 50))


def _three_row(subject: Subject, answer: QuestionAnswer) -> tuple[Line, ...]:
    question = answer.question_ko if subject.is_korean else answer.question
    quoted = [
        disclosure
        for disclosure in answer.disclosures
        if disclosure.evidence and disclosure.grade in ANSWERED
    ]
    if not quoted:
        return (
            (plain(question),),
            (grade_span(subject, answer.grade),),
            (muted(subject.phrases(f"three.{answer.grade.value}")),),
        )
    return (
        (plain(question),),
        (grade_span(subject, answer.grade),),
        _answer_line(subject, _weightiest(subject, quoted)),
    )


def _weightiest(subject: Subject, disclosures: list[Disclosure]) -> Disclosure:
    """The most complete answer to the most important question."""
    order = list(Grade)

    def weight(disclosure: Disclosure) -> tuple[int, int, str]:
        severity = subject.digest.severity(disclosure.check)
        return order.index(disclosure.grade), severity.rank, disclosure.check

    return min(disclosures, key=weight)


def _answer_line(subject: Subject, disclosure: Disclosure) -> Line:
    """An answer with its first quote and place."""
    stance = stance_words(subject, disclosure)
    title = subject.title(disclosure.check)
    line: list[Span] = [plain(title, link=subject.link(disclosure.check))]
    if stance:
        line.append(plain(f": {stance}"))
    for proof in disclosure.evidence[:1]:
        line += [plain(" "), Span(text=proof.quote, style="quote", lang="und"), plain(" ")]
        line.append(subject.place(proof))
    return tuple(line)


def _theme_table(subject: Subject) -> Table:
    phrases = subject.phrases
    themes = by_theme(subject.disclosures, dict(subject.questions))
    header = tuple(phrases(f"themes.{key}") for key in ("theme", "answered", "says", "open"))
    rows = tuple(_theme_row(subject, theme, members) for theme, members in themes.items())
    ids = tuple(subject.id(f"theme-{theme}") for theme in themes)
    return Table(
        caption=phrases("themes.caption"),
        header=header,
        rows=rows,
        ids=ids,
        widths=(16, 14, 42, 28),
    )


def _theme_row(subject: Subject, theme: str, members: list[Disclosure]) -> tuple[Line, ...]:
    phrases = subject.phrases
    answered = [member for member in members if member.grade in ANSWERED and member.evidence]
    says: Line = (muted(phrases("themes.silent")),)
    if answered:
        says = _answer_line(subject, _weightiest(subject, answered))
    counts = _counts(members)
    return (
        (strong(phrases(f"theme.{theme}")),),
        (plain(_counted(subject, counts)),),
        says,
        _open_line(subject, members),
    )


def _open_line(subject: Subject, members: list[Disclosure]) -> Line:
    """Open questions, required ones first, each with a link to its row."""
    phrases = subject.phrases
    silent = sorted(
        (member for member in members if member.grade not in ANSWERED),
        key=lambda member: subject.digest.severity(member.check).rank,
    )
    line: list[Span] = []
    for member in silent[:_MOST_OPEN]:
        if line:
            line.append(plain("; "))
        required = subject.digest.severity(member.check) is Severity.CRITICAL
        style = "strong" if required else ""
        line.append(
            Span(text=subject.title(member.check), style=style, link=subject.link(member.check))
        )
    more = len(silent) - _MOST_OPEN
    if more > 0:
        line.append(muted(f" {phrases('themes.more', n=more)}"))
    return tuple(line) or (plain("–"),)


def _tables(subject: Subject) -> Iterator[Block]:
    """Answers with quotes; then, one per row, what the documents leave open."""
    answered = [each for each in subject.disclosures if each.grade in ANSWERED]
    silent = [each for each in subject.disclosures if each.grade not in ANSWERED]
    if answered:
        yield _answered_table(subject, answered)
    if silent:
        yield from _silent_blocks(subject, silent)


def _answered_table(subject: Subject, answered: list[Disclosure]) -> Table:
    phrases = subject.phrases
    keys = ("question", "answer", "words", "asked-by")
    return Table(
        caption=phrases("disclosures.caption"),
        header=tuple(phrases(f"disclosures.{key}") for key in keys),
        rows=tuple(_answered_row(subject, disclosure) for disclosure in answered),
        ids=_ids(subject, answered),
        widths=(25, 21, 39, 15),
    )


def _silent_blocks(subject: Subject, silent: list[Disclosure]) -> Iterator[Block]:
    phrases = subject.phrases
    keys = ("question", "answer", "asked-by")
    yield Table(
        caption=phrases("disclosures.silent"),
        header=tuple(phrases(f"disclosures.{key}") for key in keys),
        rows=tuple(_silent_row(subject, disclosure) for disclosure in silent),
        ids=_ids(subject, silent),
        widths=(58, 15, 27),
    )
    searched = (place for disclosure in silent for place in disclosure.searched)
    places = ", ".join(dict.fromkeys(in_language(place, phrases.lang) for place in searched))
    if places:
        note = phrases("disclosures.searched", places=shorten(places, _PLACES))
        yield Paragraph((plain(note),), "note")


def _ids(subject: Subject, disclosures: list[Disclosure]) -> tuple[str, ...]:
    return tuple(subject.id(disclosure.check) for disclosure in disclosures)


def _answered_row(subject: Subject, disclosure: Disclosure) -> tuple[Line, ...]:
    quotes = _quotes(subject, disclosure)
    return (*_graded(subject, disclosure), quotes, authority_line(subject, disclosure))


def _silent_row(subject: Subject, disclosure: Disclosure) -> tuple[Line, ...]:
    return (*_graded(subject, disclosure), authority_line(subject, disclosure))


def _graded(subject: Subject, disclosure: Disclosure) -> tuple[Line, Line]:
    """A question with its grade, and how often such a grade was right."""
    name = strong(subject.title(disclosure.check))
    number = muted(f" {disclosure.check} ")
    question: Line = (name, number, plain(subject.question(disclosure.check)))
    grade: Line = (grade_span(subject, disclosure.grade),)
    if stance := stance_words(subject, disclosure):
        grade += (plain(f" {stance}"),)
    if measured := subject.digest.measured(disclosure):
        grade += (muted(f" ({in_language(measured, subject.phrases.lang)})"),)
    return question, grade


def _quotes(subject: Subject, disclosure: Disclosure) -> Line:
    spans: list[Span] = []
    for proof in disclosure.evidence[:_QUOTES]:
        spans += _proof(subject, proof)
    return tuple(spans) or (muted("–"),)


def _proof(subject: Subject, proof: Evidence) -> Line:
    return (
        Span(text=proof.quote, style="quote", lang="und"),
        plain(" "),
        subject.place(proof),
        plain(" "),
    )
