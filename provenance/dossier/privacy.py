"""Personal data: the three questions, then every question with quotes and who asks it."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.asking import asking
from provenance.dossier.case import Case
from provenance.messages import in_language, message
from provenance.model.finding import Evidence, shorten
from provenance.privacy import three_questions
from provenance.privacy.disclosure import ANSWERED, Disclosure, Grade
from provenance.privacy.profiles import QuestionAnswer
from provenance.render.document import (
    AnswerBlock,
    Block,
    Items,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    Tone,
)

GRADE_TONES = {Grade.DISCLOSED: Tone.GOOD, Grade.PARTIAL: Tone.OPEN}
_QUOTES, _PLACES = 3, 600


def privacy(case: Case) -> Iterator[Section]:
    """How the documents answer, in short and in full."""
    words, disclosures = case.words, case.disclosures
    if not disclosures:
        yield Section(
            id=case.id("privacy"),
            title=words("privacy.title"),
            blocks=(Paragraph((Span(text=words("privacy.none")),)),),
        )
        return
    answered = sum(said.grade in ANSWERED for said in disclosures)
    blocks: list[Block] = [
        Paragraph((Span(text=words("privacy.count", n=answered, of=len(disclosures))),), "lead")
    ]
    blocks.append(Paragraph((Span(text=words("privacy.careful")),), "note"))
    blocks += [Paragraph(line) for line in _declared(case)]
    blocks += [
        _answer(case, one)
        for one in three_questions(disclosures)
        if one.grade is not Grade.NOT_APPLICABLE
    ]
    if found := case.found("privacy"):
        blocks.append(Items(found))
    yield Section(id=case.id("privacy"), title=words("privacy.title"), blocks=tuple(blocks))
    yield Section(
        id=case.id("disclosures"),
        title=words("disclosures.title"),
        blocks=tuple(_tables(case)),
        level=3,
    )


def _declared(case: Case) -> Iterator[Line]:
    """Personal data that is said to be in the data: kinds, place, what was done about it."""
    for data in case.digest.declared(case.subject):
        kinds = case.digest.declared_words(data, case.subject)
        safeguard = message(f"privacy.declared.{data.safeguard}")
        lang = case.words.lang
        text = f"{in_language(kinds, lang)} · {in_language(safeguard, lang)} "
        yield (Span(text=text), *(case.place(proof) for proof in data.evidence[:1]))


def grade_span(case: Case, grade: Grade) -> Span:
    """The word for a grade, with its colour."""
    return Span(
        text=case.words.term("grade", grade.value),
        style="label",
        tone=GRADE_TONES.get(grade, Tone.PLAIN),
    )


def stance_words(case: Case, said: Disclosure) -> str:
    """What the documents say on it, and whose documents where it is a base that says so."""
    told = case.words.term("stance", said.stance) if said.stance else ""
    base = (
        case.words("stance.inherited", base=case.name(said.inherited_from))
        if said.inherited_from
        else ""
    )
    return ", ".join(filter(None, (told, base)))


def _answer(case: Case, answer: QuestionAnswer) -> AnswerBlock:
    words = case.words
    asked = answer.question_ko if words.lang == "ko" else answer.question
    points: list[Line] = []
    for said in answer.disclosures:
        quoted = [one for one in said.evidence[:1] if one.quote]
        told = ": ".join(filter(None, (case.title(said.check), stance_words(case, said))))
        line: Line = (Span(text=told, link=case.link(said.check)),)
        for proof in quoted:
            line += (
                Span(text=" "),
                Span(text=proof.quote, style="quote", lang="und"),
                Span(text=" "),
                case.place(proof),
            )
        points.append(line)
    tone = GRADE_TONES.get(answer.grade, Tone.BAD)
    told = words(f"three.{answer.grade.value}")
    return AnswerBlock(
        question=asked,
        word=words.term("grade", answer.grade.value),
        tone=tone,
        line=(Span(text=told),),
        points=tuple(points),
    )


def _tables(case: Case) -> Iterator[Block]:
    """The answers with their quotes; then, a row each, what the documents leave open."""
    words, disclosures = case.words, case.disclosures
    answered = [said for said in disclosures if said.grade in ANSWERED]
    silent = [said for said in disclosures if said.grade not in ANSWERED]
    if answered:
        header = tuple(
            words(f"disclosures.{key}") for key in ("question", "answer", "words", "asked-by")
        )
        rows = tuple(
            (*_graded(case, said), _words(case, said), asking(case, said)) for said in answered
        )
        yield Table(
            caption=words("disclosures.caption"),
            header=header,
            rows=rows,
            ids=_ids(case, answered),
            widths=(26, 15, 43, 16),
        )
    if silent:
        header = tuple(words(f"disclosures.{key}") for key in ("question", "answer", "asked-by"))
        rows = tuple((*_graded(case, said), asking(case, said)) for said in silent)
        yield Table(
            caption=words("disclosures.silent"),
            header=header,
            rows=rows,
            ids=_ids(case, silent),
            widths=(58, 15, 27),
        )
        places = ", ".join(dict.fromkeys(place for said in silent for place in said.searched))
        if places:
            yield Paragraph(
                (Span(text=words("disclosures.searched", places=shorten(places, _PLACES))),), "note"
            )


def _ids(case: Case, disclosures: list[Disclosure]) -> tuple[str, ...]:
    return tuple(case.id(said.check) for said in disclosures)


def _graded(case: Case, said: Disclosure) -> tuple[Line, ...]:
    """The question and how it is answered."""
    name = Span(text=case.title(said.check), style="strong")
    stance = stance_words(case, said)
    grade: Line = (grade_span(case, said.grade), *((Span(text=f" {stance}"),) if stance else ()))
    return (
        name,
        Span(text=f" {said.check} ", style="muted"),
        Span(text=case.question(said.check)),
    ), grade


def _words(case: Case, said: Disclosure) -> Line:
    return tuple(span for proof in said.evidence[:_QUOTES] for span in _proof(case, proof)) or (
        Span(text="–", style="muted"),
    )


def _proof(case: Case, proof: Evidence) -> Line:
    return (
        Span(text=proof.quote, style="quote", lang="und"),
        Span(text=" "),
        case.place(proof),
        Span(text=" "),
    )
