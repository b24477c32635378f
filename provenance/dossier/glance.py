"""The first page: what is asked, the answer with its weightiest reasons, what to carry out."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.case import Case
from provenance.licences.use import IntendedUse, Reason, Task, UseVerdict
from provenance.model.artifact import NO_ARTIFACT
from provenance.model.finding import Severity
from provenance.privacy.disclosure import ANSWERED
from provenance.render.document import (
    AnswerBlock,
    Block,
    FactList,
    Item,
    Items,
    Line,
    Paragraph,
    Section,
    Span,
    Tone,
)

_VERDICTS = {
    UseVerdict.ALLOW: Tone.GOOD,
    UseVerdict.DUTIES: Tone.GOOD,
    UseVerdict.REVIEW: Tone.OPEN,
    UseVerdict.DENY: Tone.BAD,
}
_REASONS, _WEIGHTY = 3, Severity.HIGH
# Reasons that a finding tells as well, and better.
_FOUND = {"no-licence": ("LIC001", "DAT042")}


def asked(case: Case) -> Iterator[Section]:
    """Which artefact, at which commit, for what."""
    words, artifact = case.words, case.artifact
    rows: list[tuple[str, Line]] = [
        (
            words("asked.name"),
            (
                Span(
                    text=case.name(case.subject),
                    style="strong",
                    link=artifact.url if artifact else "",
                    lang="und",
                ),
            ),
        )
    ]
    if artifact:
        kinds = ", ".join(words.term("kind", kind) for kind in case.digest.kinds(case.subject))
        rows += [
            (words("asked.kind"), (Span(text=kinds),)),
            (words("asked.commit"), (Span(text=artifact.revision, style="code"),)),
        ]
    if case.review.day:
        rows.append((words("asked.day"), (Span(text=case.review.day),)))
    use = use_words(case, case.judgement.use) if case.judgement else words("asked.no-use")
    rows.append((words("asked.use"), (Span(text=use),)))
    rows += [
        (words(f"asked.{key}"), (Span(text=told),))
        for key, told in case.review.report.policy.items()
    ]
    rows.append(
        (
            words("asked.tool"),
            (Span(text=f"{case.review.report.tool.name} {case.review.report.tool.version}"),),
        )
    )
    yield Section(id=case.id("asked"), title=words("asked.title"), blocks=(FactList(tuple(rows)),))


def use_words(case: Case, use: IntendedUse) -> str:
    """An intended use as a list of words."""
    words = case.words
    told = [words.term("activity", word) for word in use.activities]
    if use.commercial is not None:
        told.append(words("use.commercial" if use.commercial else "use.non-commercial"))
    if use.users is not None:
        told.append(words("use.users", n=f"{use.users:,}"))
    if use.revenue is not None:
        told.append(words("use.revenue", n=f"{use.revenue:,}"))
    if use.regions:
        told.append(
            words(
                "use.regions", regions=", ".join(words.term("region", code) for code in use.regions)
            )
        )
    return "; ".join([*told, *(words.term("field", word) for word in use.fields)])


def glance(case: Case) -> Iterator[Section]:
    """May we use it so, what must we do, what is not known."""
    blocks: tuple[Block, ...] = (_may_we(case), _must_we(case), _unknown(case))
    yield Section(id=case.id("answer"), title=case.words("glance.title"), blocks=blocks)


def verdict(case: Case) -> tuple[str, Tone]:
    """The answer in one or two words, with its colour."""
    if case.artifact is None:
        return case.words("verdict.unread"), Tone.BAD
    if case.judgement is None:
        return case.words("verdict.untold"), Tone.OPEN
    answer = case.judgement.verdict
    if answer.rank < UseVerdict.REVIEW.rank and _serious(case):
        return case.words("verdict.settle"), Tone.OPEN
    tone = _VERDICTS[answer]
    if tone is Tone.GOOD and (_open_critical(case)[0] or case.gaps):
        tone = Tone.OPEN
    return case.words.term("verdict", answer.value), tone


def _open_critical(case: Case) -> tuple[int, int]:
    """How many critical questions on personal data the documents leave open, and how many apply."""
    critical = [
        said
        for said in case.disclosures
        if (known := case.questions.get(said.check)) and known.severity is Severity.CRITICAL
    ]
    return sum(said.grade not in ANSWERED for said in critical), len(critical)


def _serious(case: Case) -> int:
    return sum(one.severity.reaches(_WEIGHTY) for one in case.findings)


def _may_we(case: Case) -> AnswerBlock:
    word, tone = verdict(case)
    words, reasons = case.words, list(_reasons(case))
    if case.artifact is None:
        told = words("may.unread")
    elif case.judgement is None:
        told = words("may.untold")
    else:
        told = words(f"may.{case.judgement.verdict.value}")
    if serious := _serious(case):
        told = (
            f"{told} {words('may.serious', n=serious) if serious > 1 else words('may.serious-one')}"
        )
    unanswered, critical = _open_critical(case)
    if unanswered:
        told = f"{told} {words('may.critical', n=unanswered, of=critical)}"
    points = tuple(reasons[:_REASONS])
    if len(reasons) > len(points):
        points += (
            (
                Span(
                    text=words("may.more", n=len(reasons) - len(points)),
                    style="muted",
                    link=case.link("reasons" if case.judgement else "licences"),
                ),
            ),
        )
    return AnswerBlock(
        question=words("may.question"), word=word, tone=tone, line=(Span(text=told),), points=points
    )


def _reasons(case: Case) -> Iterator[Line]:
    """Why, the weightiest first, each with a link to its proof: denials, grave findings, open
    questions, the rest."""
    ranked: list[tuple[int, int, Line]] = []
    rules = {finding.rule for finding in case.findings}
    for number, reason in enumerate(case.judgement.reasons if case.judgement else (), 1):
        if rules.intersection(_FOUND.get(reason.topic, ())):
            continue
        line = reason_line(case, reason, case.link(f"reason-{number}"))
        ranked.append((0 if reason.verdict is UseVerdict.DENY else 2, number, line))
    for number, finding in enumerate(case.findings):
        if finding.severity.reaches(Severity.MEDIUM):
            rank = (1, 2, 3)[finding.severity.rank]
            told = case.message(finding.message, link=f"#{case.anchor(finding)}")
            ranked.append((rank, number, (case.severity(finding.severity), told)))
    for number, gap in enumerate(case.gaps if not case.artifact else ()):
        ranked.append((0, number, (case.message(gap.detail, link=case.link("gaps")),)))
    yield from (line for *_, line in sorted(ranked, key=lambda entry: entry[:2]))


def reason_line(case: Case, reason: Reason, link: str = "") -> Line:
    """A reason under the name of the licence, or of the artefact, that it is about."""
    words = case.words
    tone = Tone.BAD if reason.verdict is UseVerdict.DENY else Tone.OPEN
    label = Span(text=words.term("reason", reason.verdict.value), style="label", tone=tone)
    whose = ", ".join(filter(None, (reason.name, reason.clause))) or case.name(
        reason.path[-1] if reason.path else NO_ARTIFACT
    )
    return (label, Span(text=f"{whose}: ", lang="und"), case.message(reason.text, link=link))


def _must_we(case: Case) -> AnswerBlock:
    words = case.words
    tasks = case.judgement.duties if case.judgement else ()
    if not case.judgement:
        count = len(case.licence.duties) if case.licence else 0
        told = words("must.untold", n=count) if count else words("must.unknown")
        return AnswerBlock(
            question=words("must.question"),
            word=words("must.depends"),
            tone=Tone.PLAIN,
            line=(Span(text=told, link=case.link("duties")),),
        )
    if not tasks:
        told = words(
            "must.none" if case.judgement.verdict is UseVerdict.ALLOW else "must.none-known"
        )
        return AnswerBlock(
            question=words("must.question"),
            word=words("must.nothing"),
            tone=Tone.PLAIN,
            line=(Span(text=told),),
        )
    head = words("must.count", n=len(tasks)) if len(tasks) > 1 else words("must.one")
    points = tuple(
        (case.message(task.text, link=case.link(f"duty-{number}")),)
        for number, task in enumerate(tasks, 1)
    )
    shown = points[:_REASONS]
    if len(points) > len(shown):
        shown += (
            (
                Span(
                    text=words("may.more", n=len(points) - len(shown)),
                    style="muted",
                    link=case.link("duties"),
                ),
            ),
        )
    return AnswerBlock(
        question=words("must.question"),
        word=head,
        tone=Tone.OPEN,
        line=(Span(text=words("must.listed")),),
        points=shown,
    )


def _unknown(case: Case) -> AnswerBlock:
    words, gaps = case.words, case.gaps
    asked_of = case.disclosures
    silent = [said for said in asked_of if said.grade not in ANSWERED]
    points: list[Line] = []
    if gaps:
        told = words("unknown.gaps", n=len(gaps)) if len(gaps) > 1 else words("unknown.gap")
        points.append((Span(text=told, link=case.link("gaps")),))
    if asked_of:
        told = words("unknown.silent", n=len(silent), of=len(asked_of))
        points.append((Span(text=told, link=case.link("privacy")),))
    points.append((Span(text=words("unknown.ask"), link=case.link("questions")),))
    word = words("unknown.some") if gaps or silent else words("unknown.nothing")
    tone = Tone.OPEN if gaps or silent else Tone.GOOD
    line = words("unknown.incomplete" if gaps else "unknown.read")
    return AnswerBlock(
        question=words("unknown.question"),
        word=word,
        tone=tone,
        line=(Span(text=line),),
        points=tuple(points),
    )


def duties(case: Case) -> Iterator[Section]:
    """What has to be carried out, as boxes to tick, with clause and source."""
    words, judgement = case.words, case.judgement
    blocks: list[Block] = []
    if judgement:
        items = [
            _task(case, task, case.id(f"duty-{number}"))
            for number, task in enumerate(judgement.duties, 1)
        ]
        note = words("duties.asked" if items else "duties.none")
    else:
        items = [
            Item(
                line=(
                    case.message(duty.text),
                    Span(text=f" ({duty.clause})" if duty.clause else "", style="muted"),
                )
            )
            for duty in (case.licence.duties if case.licence else ())
        ]
        note = words("duties.all" if items else "duties.unknown")
    blocks.append(Paragraph((Span(text=note),), "note"))
    if items:
        blocks.append(Items(tuple(items), boxes=True))
    yield Section(id=case.id("duties"), title=words("duties.title"), blocks=tuple(blocks))
    if judgement and judgement.reasons:
        reasons = [
            _reason(case, one, case.id(f"reason-{n}")) for n, one in enumerate(judgement.reasons, 1)
        ]
        yield Section(
            id=case.id("reasons"),
            title=words("reasons.title"),
            blocks=(Items(tuple(reasons)),),
            level=3,
        )


def _task(case: Case, task: Task, name: str) -> Item:
    where = ", ".join(filter(None, (task.name, task.clause)))
    notes: list[Line] = []
    if where:
        source: Line = (
            (Span(text=" · "), Span(text=case.words("duties.source"), link=task.source))
            if _web(task.source)
            else ()
        )
        notes.append((Span(text=where, style="muted", lang="und"), *source))
    if len(task.path) > 1:
        notes.append(
            (
                Span(text=case.words("finding.via") + " ", style="muted"),
                Span(text=case.path(task.path[1:]), lang="und"),
            )
        )
    return Item(line=(case.message(task.text),), notes=tuple(notes), id=name)


def _reason(case: Case, reason: Reason, name: str) -> Item:
    notes: list[Line] = []
    if reason.question:
        notes.append(
            (
                Span(text=case.words("finding.next") + " ", style="strong"),
                case.message(reason.question),
            )
        )
    if len(reason.path) > 1:
        notes.append(
            (
                Span(text=case.words("finding.via") + " ", style="muted"),
                Span(text=case.path(reason.path), lang="und"),
            )
        )
    if _web(reason.source):
        notes.append((Span(text=case.words("duties.source"), link=reason.source),))
    return Item(
        line=reason_line(case, reason),
        notes=tuple(notes),
        quotes=tuple(map(case.quote, reason.evidence[:1])),
        id=name,
    )


def _web(source: str) -> bool:
    return source.startswith("https://")
