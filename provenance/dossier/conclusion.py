"""The conclusion page: verdict, lights, reasons, conditions, sign-off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from provenance.dossier.duties import acts_of_duties
from provenance.dossier.findings import reason_line
from provenance.dossier.lineage import deciding_trail, lineage_sentence, names_no_source
from provenance.dossier.personal_data import theme_bars
from provenance.dossier.subject import STATE_TONES, Subject, capitalised
from provenance.dossier.supplier import (
    ASKED_BY_LETTER,
    OF_SUPPLIER,
    STATED_BY_RULES,
    open_questions,
    supplier_name,
)
from provenance.licences.use import IntendedUse, Reason, UseVerdict
from provenance.model.artifact import Kind
from provenance.model.finding import Finding, Severity, shorten
from provenance.privacy.profiles import profiles
from provenance.render.document import (
    Block,
    FactList,
    Item,
    Items,
    Lamp,
    Line,
    Panel,
    Paragraph,
    Section,
    Span,
    Table,
    Tone,
    label,
    plain,
    strong,
)
from provenance.report import open_gaps
from provenance.wording.lights import FILES, LICENCE, LINEAGE, PERSONAL_DATA, LightState

_REASONS = 3
# The reason of a gap about something that the hub does not have.
_NOT_FOUND = "not-found"
_CONDITIONS = 3
# The appendix has longer sentences in full.
_LONGEST_REASON, _LONGEST_STEP = 220, 200
# Digits of a commit on this page; the appendix shows all.
_COMMIT = 12
# The section that explains each area's light.
_PLACES = {
    LICENCE: "permissions",
    LINEAGE: "lineage",
    PERSONAL_DATA: "privacy",
    FILES: "files",
}
# After the open questions about the terms, before medium findings.
_LINEAGE_UNNAMED = (3, 1_000)
_SIGNERS = ("prepared", "legal", "privacy", "security", "approved")


@dataclass(frozen=True, slots=True)
class _Point:
    """An obstacle to the use: its weight, what it is, and what to do about it."""

    rank: tuple[int, int]
    line: Line
    step: Span


def conclusion(subject: Subject) -> Iterator[Section]:
    """Everything that a reader of a single page needs."""
    phrases = subject.phrases
    blocks: list[Block] = [_panel(subject), _facts(subject)]
    if bars := theme_bars(subject):
        blocks.append(bars)
    if trail := deciding_trail(subject):
        blocks.append(trail)
    points = _points(subject)
    if points:
        blocks += _reasons(subject, points)
    blocks += [_conditions(subject, points), _not_verified(subject), _sign_off(subject)]
    blocks.append(_validity(subject))
    yield Section(
        id=subject.id("answer"),
        title=phrases("conclusion.title"),
        blocks=tuple(blocks),
        dense=True,
    )


def use_words(subject: Subject) -> str:
    """The intended use as a list of words, or that none was given."""
    if subject.judgement is None:
        return subject.phrases("asked.no-use")
    return in_words(subject, subject.judgement.use)


def in_words(subject: Subject, use: IntendedUse) -> str:
    """The words of an intended use."""
    phrases = subject.phrases
    parts = [phrases.term("activity", activity) for activity in use.activities]
    if use.commercial is not None:
        parts.append(phrases("use.commercial" if use.commercial else "use.non-commercial"))
    if use.users is not None:
        parts.append(phrases("use.users", n=f"{use.users:,}"))
    if use.revenue is not None:
        parts.append(phrases("use.revenue", n=f"{use.revenue:,}"))
    if use.regions:
        regions = ", ".join(phrases.term("region", code) for code in use.regions)
        parts.append(phrases("use.regions", regions=regions))
    parts += [phrases.term("field", field) for field in use.fields]
    parts += [phrases.term("circumstance", word) for word in use.circumstances]
    return "; ".join(parts)


def total_word(subject: Subject) -> str:
    """The total in one or two words."""
    if subject.artifact is None:
        return subject.phrases("verdict.unread")
    if subject.judgement is None and subject.lights.total is not LightState.STOP:
        return subject.phrases("verdict.no-use")
    return subject.phrases(f"verdict.{subject.lights.total}")


def next_step(subject: Subject) -> Line:
    """The next step."""
    points = _points(subject)
    if points and points[0].step.text:
        return (points[0].step,)
    if subject.judgement is None:
        return (plain(subject.phrases("step.use")),)
    if subject.lights.light(PERSONAL_DATA).state is LightState.OPEN:
        return (_send_questions(subject),)
    return (plain(subject.phrases("step.none")),)


def _panel(subject: Subject) -> Panel:
    lamps = tuple(
        Lamp(
            name=capitalised(subject.phrases(f"area.{light.area}")),
            word=subject.phrases(f"state.{light.state}"),
            tone=STATE_TONES[light.state],
            fact=light.fact.text(subject.phrases.lang),
            link=subject.link(_PLACES[light.area]),
        )
        for light in subject.lights.lights
    )
    return Panel(
        word=total_word(subject),
        tone=STATE_TONES[subject.lights.total],
        sentence=f"{subject.lights.verdict.text(subject.phrases.lang)}.",
        lamps=lamps,
    )


def _facts(subject: Subject) -> FactList:
    """Artefact, commit and use."""
    phrases, artifact = subject.phrases, subject.artifact
    address = artifact.url if artifact else ""
    name: Line = (strong(subject.name(subject.purl), link=address, lang="und"),)
    if artifact:
        name += (
            plain(f" {phrases('asked.at')} "),
            Span(text=artifact.revision.removeprefix("sha256:")[:_COMMIT], style="hash"),
        )
    rows = [(phrases("asked.name"), name), (phrases("asked.use"), (plain(use_words(subject)),))]
    names = subject.review.report.policy.get("profiles")
    if names:
        rows.append((phrases("asked.profiles"), (plain(profile_titles(subject, names)),)))
    return FactList(tuple(rows))


def profile_titles(subject: Subject, names: str) -> str:
    """The authorities behind a review's privacy profiles; the appendix on the method has the names
    by which the profiles are chosen."""
    titles = {profile.name: profile for profile in profiles()}
    shown = []
    for name in names.split(", "):
        profile = titles.get(name)
        if profile is None:
            shown.append(name)
            continue
        shown.append(profile.title_ko if subject.is_korean else profile.title)
    return "; ".join(shown)


def _points(subject: Subject) -> list[_Point]:
    """Obstacles to the use, weightiest first: denials, severe findings, open questions, the
    rest."""
    points = [
        *_points_of_terms(subject),
        *_points_of_rules(subject),
        *_points_of_lineage(subject),
        *_points_unread(subject),
    ]
    return sorted(points, key=lambda point: point.rank)


def _points_of_terms(subject: Subject) -> Iterator[_Point]:
    stated = {finding.rule for finding in subject.findings}
    reasons = subject.judgement.reasons if subject.judgement else ()
    for number, reason in enumerate(reasons, 1):
        if stated.intersection(STATED_BY_RULES.get(reason.topic, ())):
            continue
        weight = 0 if reason.verdict is UseVerdict.DENY else 3
        yield _Point(
            rank=(weight, number),
            line=_with_exhibit(subject, reason, number),
            step=_step_of_reason(subject, reason),
        )


def _step_of_reason(subject: Subject, reason: Reason) -> Span:
    """What to do about a reason; a question to the reader's own organisation says so."""
    step = subject.message(reason.question)
    is_question = step.text.endswith("?")
    if is_question and reason.topic not in OF_SUPPLIER:
        return replace(step, text=subject.phrases("step.answer", question=step.text))
    return step


def _with_exhibit(subject: Subject, reason: Reason, number: int) -> Line:
    line = reason_line(subject, reason, subject.link(f"reason-{number}"))
    return (*line, *(subject.exhibit(reason.evidence[0]) if reason.evidence else ()))


def _points_of_rules(subject: Subject) -> Iterator[_Point]:
    for number, finding in enumerate(subject.findings):
        if finding.severity.reaches(Severity.MEDIUM):
            exhibit = subject.exhibit(finding.evidence[0]) if finding.evidence else ()
            link = f"#{subject.anchor(finding)}"
            message = subject.opening(finding.message, link=link)
            yield _Point(
                rank=((1, 2, 4)[finding.severity.rank], number),
                line=(subject.severity(finding.severity), message, *exhibit),
                step=_step_of_finding(subject, finding),
            )


def _step_of_finding(subject: Subject, finding: Finding) -> Span:
    """What to do about a finding; nothing where the letter to the supplier already asks it."""
    if finding.rule in ASKED_BY_LETTER:
        return plain("")
    return subject.message(finding.remedy)


def _points_of_lineage(subject: Subject) -> Iterator[_Point]:
    """That the documents name nothing it was made from; the letter asks the supplier."""
    if names_no_source(subject):
        phrases = subject.phrases
        sentence = plain(phrases(lineage_sentence(subject)), link=subject.link("lineage"))
        line = (label(phrases("state.open"), Tone.OPEN), sentence)
        yield _Point(rank=_LINEAGE_UNNAMED, line=line, step=plain(""))


def _points_unread(subject: Subject) -> Iterator[_Point]:
    """Why nothing could be read, if so."""
    if subject.artifact:
        return
    for number, gap in enumerate(subject.gaps):
        line = (subject.message(gap.detail, link=subject.link("gaps")),)
        step = "step.find" if gap.reason == _NOT_FOUND else "step.access"
        yield _Point(rank=(0, number), line=line, step=plain(subject.phrases(step)))


def _reasons(subject: Subject, points: list[_Point]) -> list[Block]:
    phrases = subject.phrases
    shown = tuple(Item(line=_short(point.line)) for point in points[:_REASONS])
    lead = Paragraph((plain(phrases("conclusion.reasons")),), "lead")
    blocks: list[Block] = [lead, Items(shown, numbered=True)]
    more = len(points) - len(shown)
    if more > 0:
        link = subject.link("findings")
        blocks.append(
            Paragraph((plain(phrases("conclusion.more", count=more), link=link),), "note")
        )
    return blocks


def _short(line: Line) -> Line:
    """A reason short enough for the conclusion page."""
    return tuple(_cut(span, _LONGEST_REASON) for span in line)


def _cut(span: Span, limit: int) -> Span:
    return span if len(span.text) <= limit else replace(span, text=shorten(span.text, limit))


def _conditions(subject: Subject, points: list[_Point]) -> Table:
    """Conditions for the use, with room for owner and date."""
    phrases = subject.phrases
    steps = list(_steps(subject, points))
    duties = list(_duties_step(subject))
    shown = [*steps[: _CONDITIONS - len(duties)], *duties]
    rows = [
        ((plain(f"C-{number}"),), step, (plain(""),), (plain(""),))
        for number, step in enumerate(shown, 1)
    ]
    hidden = len(steps) + len(duties) - len(shown)
    caption = phrases("conditions.caption")
    if hidden:
        caption = f"{caption} ({phrases('conditions.more', count=hidden)})"
    if not rows:
        rows.append(
            ((plain("–"),), (plain(phrases("conditions.none")),), (plain(""),), (plain(""),))
        )
    header = tuple(phrases(f"conditions.{key}") for key in ("number", "what", "owner", "due"))
    return Table(
        caption=caption, header=header, rows=tuple(rows), widths=(7, 61, 17, 15), style="form"
    )


def _steps(subject: Subject, points: list[_Point]) -> Iterator[Line]:
    """Steps: first what lifts a denial, then the questions to the supplier, then the other
    points."""
    phrases = subject.phrases
    seen: set[str] = set()
    denials = [point for point in points if point.rank[0] == 0]
    others = [point for point in points if point.rank[0] > 0]
    for point in denials:
        yield from _once(point.step, seen)
    light = subject.lights.light(PERSONAL_DATA)
    if subject.disclosures and light.state is not LightState.CLEAR:
        yield (_send_questions(subject, subject.link("questions")),)
    for point in others:
        yield from _once(point.step, seen)
    if subject.judgement is None:
        yield (plain(phrases("step.use")),)


def _duties_step(subject: Subject) -> Iterator[Line]:
    """The duties of the licences by act; the page always has them, as far as the use is
    permitted."""
    if subject.judgement is None or subject.is_denied or not subject.judgement.duties:
        return
    acts = [subject.phrases(f"duty-act.{act}").lower() for act in acts_of_duties(subject)]
    yield (plain(subject.phrases("step.duties", acts=acts), link=subject.link("duties")),)


def _send_questions(subject: Subject, link: str = "") -> Span:
    """What to send, and to whom."""
    step = subject.phrases(
        "step.supplier", count=open_questions(subject), supplier=supplier_name(subject)
    )
    return plain(step, link=link)


def _once(step: Span, seen: set[str]) -> Iterator[Line]:
    if step.text and step.text not in seen:
        seen.add(step.text)
        yield (_cut(step, _LONGEST_STEP),)


def _not_verified(subject: Subject) -> Paragraph:
    """What the verdict does not cover."""
    phrases = subject.phrases
    unread = len(open_gaps(subject.gaps))
    line: list[Span] = [strong(phrases("conclusion.not-verified") + " ")]
    if unread:
        unread_words = phrases("conclusion.not-read", count=unread)
        line += [plain(unread_words, link=subject.link("gaps")), plain(" ")]
    if _links_no_data(subject):
        no_data = plain(phrases("conclusion.no-data"), link=subject.link("lineage"))
        line += [no_data, plain(" ")]
    line.append(plain(phrases("conclusion.limits")))
    return Paragraph(tuple(line))


def _links_no_data(subject: Subject) -> bool:
    """Whether neither a model nor its lineage names a dataset that could be followed."""
    if subject.purl.kind is not Kind.MODEL:
        return False
    digest = subject.digest
    made_from = [*digest.artifacts, *digest.states]
    reach = digest.reach(subject.purl)
    return not any(purl.kind is Kind.DATASET and purl.identity in reach for purl in made_from)


def _sign_off(subject: Subject) -> Table:
    phrases = subject.phrases
    header = tuple(phrases(f"sign.{key}") for key in ("role", "decision", "name", "date"))
    choices = phrases("sign.choices")
    rows = tuple(
        (
            (plain(phrases(f"sign.{role}")),),
            (plain(choices if role != "prepared" else ""),),
            (plain(""),),
            (plain(""),),
        )
        for role in _SIGNERS
    )
    return Table(
        caption=phrases("sign.caption"),
        header=header,
        rows=rows,
        widths=(19, 47, 20, 14),
        style="form",
    )


def _validity(subject: Subject) -> Paragraph:
    phrases = subject.phrases
    until = subject.review.cover.valid_until
    sentence = phrases("valid.until", day=until) if until else phrases("valid.change")
    return Paragraph((strong(phrases("valid.title") + " "), plain(sentence)), "note")
