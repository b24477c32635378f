"""Personal data: the three questions, then every question with quotes and who asks it."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.finding import Evidence
from provenance.privacy import three_questions
from provenance.privacy.disclosure import ANSWERED, Disclosure, Grade, Request
from provenance.privacy.profiles import QuestionAnswer
from provenance.review.case import Case
from provenance.review.document import Answer, Block, Items, Line, Paragraph, Section, Span, Table, Tone

GRADE_TONES = {Grade.DISCLOSED: Tone.GOOD, Grade.PARTIAL: Tone.OPEN}
_QUOTES, _ASKING = 3, 4
_AUTHORITIES = ("pipc", "korea", "eu", "california", "g7", "nist", "ico", "cnil", "edpb", "garante", "anpd")


def privacy(case: Case) -> Iterator[Section]:
    """How the documents answer, in short and in full."""
    words, disclosures = case.words, case.disclosures
    if not disclosures:
        yield Section(case.id("privacy"), words("privacy.title"), (Paragraph((Span(words("privacy.none")),)),))
        return
    answered = sum(said.grade in ANSWERED for said in disclosures)
    blocks: list[Block] = [Paragraph((Span(words("privacy.count", n=answered, of=len(disclosures))),), "lead")]
    blocks.append(Paragraph((Span(words("privacy.careful")),), "note"))
    blocks += [_answer(case, one) for one in three_questions(disclosures) if one.grade is not Grade.NOT_APPLICABLE]
    if found := case.found("privacy"):
        blocks.append(Items(found))
    yield Section(case.id("privacy"), words("privacy.title"), tuple(blocks))
    yield Section(case.id("disclosures"), words("disclosures.title"), (_table(case),), level=3)


def grade_span(case: Case, grade: Grade) -> Span:
    """The word for a grade, with its colour."""
    return Span(case.words.term("grade", grade.value), "label", tone=GRADE_TONES.get(grade, Tone.PLAIN))


def stance_words(case: Case, said: Disclosure) -> str:
    """What the documents say on it, and whose documents where it is a base that says so."""
    told = case.words.term("stance", said.stance) if said.stance else ""
    base = case.words("stance.inherited", base=case.name(said.inherited_from)) if said.inherited_from else ""
    return ", ".join(filter(None, (told, base)))


def title(case: Case, check: str) -> str:
    """A question in few words."""
    known = case.questions.get(check)
    return check if known is None else (known.title_ko or known.title) if case.words.lang == "ko" else known.title


def question(case: Case, check: str) -> str:
    """A question in full."""
    known = case.questions.get(check)
    return check if known is None else known.question_ko if case.words.lang == "ko" else known.question


def _answer(case: Case, answer: QuestionAnswer) -> Answer:
    words = case.words
    asked = answer.question_ko if words.lang == "ko" else answer.question
    points: list[Line] = []
    for said in answer.disclosures:
        quoted = [one for one in said.evidence[:1] if one.quote]
        told = ": ".join(filter(None, (title(case, said.check), stance_words(case, said))))
        line: Line = (Span(told, link=case.link(said.check)),)
        for proof in quoted:
            line += (Span(" "), Span(proof.quote, "quote", lang="und"), Span(" "), case.place(proof))
        points.append(line)
    tone = GRADE_TONES.get(answer.grade, Tone.BAD)
    told = words(f"three.{answer.grade.value}")
    return Answer(asked, words.term("grade", answer.grade.value), tone, (Span(told),), tuple(points))


def _table(case: Case) -> Table:
    words = case.words
    header = tuple(words(f"disclosures.{key}") for key in ("question", "answer", "words", "asked-by"))
    rows = tuple(_row(case, said) for said in case.disclosures)
    ids = tuple(case.id(said.check) for said in case.disclosures)
    return Table(words("disclosures.caption"), header, rows, ids)


def _row(case: Case, said: Disclosure) -> tuple[Line, ...]:
    asked: Line = (
        Span(title(case, said.check), "strong"),
        Span(f" {said.check} ", "muted"),
        Span(question(case, said.check)),
    )
    stance = stance_words(case, said)
    grade: Line = (grade_span(case, said.grade), *((Span(f" {stance}"),) if stance else ()))
    return asked, grade, _words(case, said), _asking(case, said)


def _words(case: Case, said: Disclosure) -> Line:
    if said.grade is Grade.ABSENT or not said.evidence:
        places = ", ".join(said.searched[:3])
        more = len(said.searched) - 3
        told = case.words("disclosures.searched", places=places + (f" +{more}" if more > 0 else "")) if places else "–"
        return (Span(told, "muted"),)
    return tuple(span for proof in said.evidence[:_QUOTES] for span in _proof(case, proof))


def _proof(case: Case, proof: Evidence) -> Line:
    return (Span(proof.quote, "quote", lang="und"), Span(" "), case.place(proof), Span(" "))


def _asking(case: Case, said: Disclosure) -> Line:
    """Who asks, those with powers first; what nobody here has seen the wording of is marked."""
    known = case.questions.get(said.check)
    requests = sorted(known.requests if known else (), key=_rank)
    if not requests:
        return (Span("; ".join(said.asked_by[:_ASKING]), lang="en"),)
    spans: list[Span] = []
    for request in requests[:_ASKING]:
        sure = "" if request.verified in ("page", "repository") else f" ({case.words.term('asking', request.verified)})"
        spans += [Span(f"{request.name}, {request.locator}", link=request.url, lang="en"), Span(f"{sure}; ")]
    more = len(requests) - _ASKING
    last = Span(case.words("asking.more", n=more)) if more > 0 else Span(spans.pop().text.rstrip("; "))
    return (*spans, last)


def _rank(request: Request) -> int:
    return _AUTHORITIES.index(request.authority) if request.authority in _AUTHORITIES else len(_AUTHORITIES)
