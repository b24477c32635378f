"""Several artefacts on two pages: the question, verdicts, licences, a heat map with the worst
first, merged duties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from provenance.dossier.conclusion import next_step, profile_titles, total_word, use_words
from provenance.dossier.lineage import licence_name
from provenance.dossier.permissions import acts_permitted
from provenance.dossier.subject import STATE_TONES, Subject, capitalised
from provenance.errors import FaultError
from provenance.messages import message
from provenance.model.fault import shielded
from provenance.model.finding import Severity, shorten
from provenance.render.document import (
    Bar,
    Bars,
    Block,
    FactList,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    label,
    muted,
    plain,
    strong,
)
from provenance.report import counts_by_severity
from provenance.wording.acts import ACTS_OF_DUTIES
from provenance.wording.lights import AREAS, LightState

# The comparison section.
COMPARED = "compared"
_MOST_LICENCES = 8
# A chart of more bars is read by nobody; each artefact's own page lists its changes.
_MOST_CHANGED = 10
_NAMES = 4
# Limits for two sheets of A4.
_LICENCES_ON_PAPER, _DUTIES_ON_PAPER, _ROWS_ON_PAPER = 5, 6, 28
# The artefact's own page has the whole step.
_LONGEST_STEP = 70
_COUNTED = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM)
# Only two to four models are readable side by side.
_MOST_COMPARED = 4


def overview(subjects: Sequence[Subject], links: Sequence[str]) -> tuple[Section, ...]:
    """The sections of an overview.

    Args:
        subjects: At least one.
        links: Address of each artefact's page.
    """
    linked = list(zip(subjects, links, strict=True))
    ranked = sorted(linked, key=lambda entry: _rank(entry[0]))
    phrases = subjects[0].phrases
    sections = [
        Section(
            id="overview",
            title=phrases("overview.title"),
            blocks=(*_summary(subjects, licences=_MOST_LICENCES), *_changes(subjects)),
        ),
        Section(id="heat", title=phrases("heat.title"), blocks=(_heat_map(ranked),)),
    ]
    if len(subjects) <= _MOST_COMPARED:
        blocks = (_comparison(subjects),)
        sections.append(Section(id=COMPARED, title=phrases("compared.title"), blocks=blocks))
    duties = _merged_duties(subjects)
    if duties:
        sections.append(
            Section(id="merged", title=phrases("merged.title"), blocks=(duties,), new_page=True)
        )
    return tuple(sections)


def overview_on_paper(subjects: Sequence[Subject]) -> tuple[Section, ...]:
    """The sections of an overview on two printed pages: the numbers, the most frequent
    requirements, and the worst artefacts.

    Args:
        subjects: At least one.
    """
    phrases = subjects[0].phrases
    ranked = sorted(((subject, "") for subject in subjects), key=lambda entry: _rank(entry[0]))
    blocks: list[Block] = list(_summary(subjects, licences=_LICENCES_ON_PAPER))
    duties = _merged_duties(subjects, most=_DUTIES_ON_PAPER)
    if duties:
        blocks.append(duties)
    worst: list[Block] = [_lights_table([subject for subject, _ in ranked[:_ROWS_ON_PAPER]])]
    rest = len(ranked) - _ROWS_ON_PAPER
    if rest > 0:
        worst.append(Paragraph((plain(phrases("heat.rest", count=rest)),), "note"))
    return (
        Section(id="overview", title=phrases("overview.title"), blocks=tuple(blocks), dense=True),
        Section(
            id="heat", title=phrases("heat.title"), blocks=tuple(worst), dense=True, new_page=True
        ),
    )


def _lights_table(subjects: Sequence[Subject]) -> Table:
    """One line per artefact: total and lights."""
    phrases = subjects[0].phrases
    areas = tuple(capitalised(phrases(f"area.{area}")) for area in AREAS)
    rows = tuple(_lights_row(subject) for subject in subjects)
    return Table(
        caption=phrases("heat.caption"),
        header=(phrases("heat.name"), phrases("heat.total"), *areas),
        rows=rows,
        widths=(40, 12, 12, 12, 12, 12),
        style="matrix",
    )


def _lights_row(subject: Subject) -> tuple[Line, ...]:
    name = Span(text=subject.name(subject.purl), style="code", lang="und")
    lights = (_light_word(subject, area) for area in AREAS)
    return ((name,), _total_cell(subject), *lights)


def _rank(subject: Subject) -> tuple[int, int, int, str]:
    """Sort key, worst first: by total, then by the number of lights that are not clear, then by
    findings."""
    lights = subject.lights
    open_lights = sum(not light.state.permits for light in lights.lights)
    counts = _counts(subject)
    return (-lights.total.rank, -counts[0], -open_lights, str(subject.name(subject.purl)))


def _counts(subject: Subject) -> tuple[int, ...]:
    """Findings by severity, counted as in the audit."""
    findings = subject.review.report.findings
    own = (finding for finding in findings if finding.artifact == subject.purl)
    counts = counts_by_severity(own)
    return tuple(counts[severity] for severity in _COUNTED)


def _question_facts(subjects: Sequence[Subject]) -> FactList:
    """The question: use, profile, policy, day, tool."""
    first = subjects[0]
    phrases, report = first.phrases, first.review.report
    uses = dict.fromkeys(use_words(subject) for subject in subjects)
    rows: list[tuple[str, Line]] = [
        (phrases("asked.count"), (plain(phrases("asked.models", count=len(subjects))),)),
        (phrases("asked.use"), (plain(" / ".join(uses)),)),
    ]
    for key, value in report.policy.items():
        shown = profile_titles(first, value) if key == "profiles" else value
        rows.append((phrases.term("asked", key), (plain(shown),)))
    if first.review.day:
        rows.append((phrases("asked.day"), (plain(first.review.day),)))
    tool = f"{report.tool.name} {report.tool.version}"
    rows.append((phrases("asked.tool"), (plain(tool),)))
    return FactList(tuple(rows))


def _summary(subjects: Sequence[Subject], *, licences: int) -> tuple[Block, ...]:
    """The question, the verdicts and the most frequent licences."""
    mix = _licence_mix(subjects, most=licences)
    return _question_facts(subjects), _verdicts(subjects), mix


def _changes(subjects: Sequence[Subject]) -> Iterator[Bars]:
    """The changes of each subject's lineage since the earlier review, most severe first; nothing
    without an earlier review or a change."""
    phrases, review = subjects[0].phrases, subjects[0].review
    counted = [(subject, _changes_by_tone(subject)) for subject in subjects]
    changed = [entry for entry in counted if any(entry[1])]
    if not review.since or not changed:
        return
    changed.sort(key=lambda entry: entry[1], reverse=True)
    yield Bars(
        caption=phrases("changes.caption", since=review.since),
        header=(phrases("changes.artifact"), phrases("changes.bar"), phrases("bars.numbers")),
        legend=tuple((tone, phrases(f"changes.{tone}")) for tone in ("bad", "open", "plain")),
        bars=tuple(_changes_bar(*entry) for entry in changed[:_MOST_CHANGED]),
    )


def _changes_by_tone(subject: Subject) -> tuple[int, int, int]:
    """How many changes are critical or high, medium, and low."""
    reach = subject.digest.reach(subject.purl)
    changes = subject.review.changes
    own = [change for change in changes if change.artifact.identity in reach]
    severities = Counter(change.severity for change in own)
    bad = severities[Severity.CRITICAL] + severities[Severity.HIGH]
    medium = severities[Severity.MEDIUM]
    low = severities.total() - bad - medium
    return bad, medium, low


def _changes_bar(subject: Subject, counts: tuple[int, int, int]) -> Bar:
    bad, medium, low = counts
    name = Span(text=subject.name(subject.purl), style="code", lang="und")
    numbers = subject.phrases("changes.counts", bad=bad, open=medium, plain=low)
    return Bar((name,), counts, numbers)


def _verdicts(subjects: Sequence[Subject]) -> Bars:
    """How many are ready for approval, on hold, or excluded."""
    phrases = subjects[0].phrases
    totals = Counter(subject.lights.total for subject in subjects)
    approved = totals[LightState.CLEAR] + totals[LightState.CONDITIONS]
    counts = (approved, totals[LightState.OPEN], totals[LightState.STOP])
    numbers = phrases("verdicts.counts", good=counts[0], open=counts[1], bad=counts[2])
    legend = tuple((tone, phrases(f"verdicts.{tone}")) for tone in ("good", "open", "bad"))
    bar = Bar((strong(phrases("verdicts.all")),), counts, numbers)
    return Bars(
        caption=phrases("verdicts.caption"),
        header=(phrases("verdicts.what"), phrases("verdicts.bar"), phrases("bars.numbers")),
        legend=legend,
        bars=(bar,),
    )


def _licence_mix(subjects: Sequence[Subject], most: int) -> Bars:
    """The stated licences, most frequent first."""
    phrases = subjects[0].phrases
    names = Counter(_licence(subject) for subject in subjects)
    ranked = sorted(names.items(), key=lambda entry: (-entry[1], entry[0]))
    total = len(subjects)
    bars = [
        Bar((plain(name),), (count, total - count), phrases("mix.counts", count=count, total=total))
        for name, count in ranked[:most]
    ]
    rest = sum(count for _, count in ranked[most:])
    if rest:
        numbers = phrases("mix.counts", count=rest, total=total)
        bars.append(Bar((plain(phrases("mix.others")),), (rest, total - rest), numbers))
    return Bars(
        caption=phrases("mix.caption"),
        header=(phrases("mix.licence"), phrases("mix.bar"), phrases("bars.numbers")),
        legend=(("plain", phrases("mix.with")), ("none", phrases("mix.without"))),
        bars=tuple(bars),
    )


def _licence(subject: Subject) -> str:
    licence = subject.licence
    if licence is None:
        return subject.phrases("licence.unknown")
    return licence_name(subject, licence.name, licence.verdict)


def _heat_map(ranked: Sequence[tuple[Subject, str]]) -> Table:
    """One row per artefact, one column per light."""
    phrases = ranked[0][0].phrases
    header = (
        phrases("heat.name"),
        phrases("heat.total"),
        *(capitalised(phrases(f"area.{area}")) for area in AREAS),
        phrases("heat.findings"),
        phrases("heat.terms"),
        phrases("heat.next"),
    )
    rows = tuple(_row(subject, link) for subject, link in ranked)
    return Table(
        caption=phrases("heat.caption"),
        header=header,
        rows=rows,
        widths=(19, 10, 9, 9, 9, 9, 10, 12, 13),
        style="matrix",
    )


def _row(subject: Subject, link: str) -> tuple[Line, ...]:
    """The row of an artefact; only its name if the rest fails."""
    name = subject.name(subject.purl)
    work = message("gap.fault.writing-overview", name=name)
    try:
        return shielded(partial(_full_row, subject, link), work)
    except FaultError:
        unknown: Line = (plain("–"),)
        title: Line = (Span(text=name, style="code", link=link, lang="und"),)
        return (title, *[unknown] * (len(AREAS) + 4))


def _full_row(subject: Subject, link: str) -> tuple[Line, ...]:
    phrases = subject.phrases
    counts = dict(zip(("critical", "high", "medium"), _counts(subject), strict=True))
    cells = [_light_word(subject, area) for area in AREAS]
    step = next_step(subject)[0]
    return (
        (Span(text=subject.name(subject.purl), style="code", link=link, lang="und"),),
        (label(total_word(subject), STATE_TONES[subject.lights.total]),),
        *cells,
        (plain(phrases("overview.counts", **counts)),),
        _effective_terms(subject),
        (replace(step, text=shorten(step.text, _LONGEST_STEP)),),
    )


def _light_word(subject: Subject, area: str) -> Line:
    light = subject.lights.light(area)
    return (label(subject.phrases(f"state.{light.state}"), STATE_TONES[light.state]),)


def _light_cell(subject: Subject, area: str) -> Line:
    light = subject.lights.light(area)
    word = label(subject.phrases(f"state.{light.state}"), STATE_TONES[light.state])
    return (word, muted(light.fact.text(subject.phrases.lang)))


def _effective_terms(subject: Subject) -> Line:
    """The licence of the artefact, and those in its lineage that impose duties or are open."""
    own = _licence(subject)
    judgement = subject.judgement
    grounds = (*judgement.reasons, *judgement.duties) if judgement else ()
    others = [ground.name for ground in grounds if ground.name and ground.name != own]
    further = list(dict.fromkeys(others))
    if not further:
        return (plain(own),)
    return (plain(own), muted(f" + {', '.join(further)}"))


def _comparison(subjects: Sequence[Subject]) -> Table:
    """Models side by side: lights, acts, answers."""
    phrases = subjects[0].phrases
    header = (phrases("compared.what"), *(subject.name(subject.purl) for subject in subjects))
    rows: list[tuple[Line, ...]] = [
        ((strong(phrases("heat.total")),), *(_total_cell(subject) for subject in subjects))
    ]
    for area in AREAS:
        cells = (_light_cell(subject, area) for subject in subjects)
        rows.append(((strong(capitalised(phrases(f"area.{area}"))),), *cells))
    permitted = [acts_permitted(subject) for subject in subjects]
    for acts in zip(*permitted, strict=True):
        rows.append(((plain(acts[0][0]),), *((label(word, tone),) for _, word, tone in acts)))
    rows.append(
        ((strong(phrases("heat.terms")),), *(_effective_terms(subject) for subject in subjects))
    )
    return Table(
        caption=phrases("compared.caption"), header=header, rows=tuple(rows), style="matrix"
    )


def _total_cell(subject: Subject) -> Line:
    return (label(total_word(subject), STATE_TONES[subject.lights.total]),)


def _merged_duties(subjects: Sequence[Subject], most: int | None = None) -> Table | None:
    """Each duty once, with the artefacts it comes from; most frequent first."""
    phrases = subjects[0].phrases
    bringing: dict[tuple[str, str], list[str]] = {}
    texts: dict[tuple[str, str], tuple[Span, str]] = {}
    for subject in subjects:
        for task in subject.duties:
            key = (task.duty, str(task.text))
            names = bringing.setdefault(key, [])
            name = subject.name(subject.purl)
            if name not in names:
                names.append(name)
            texts.setdefault(key, (subject.message(task.text), task.name))
    if not bringing:
        return None
    ranked = sorted(bringing.items(), key=lambda entry: (-len(entry[1]), _act_rank(entry[0][0])))
    rows = tuple(_duty_row(subjects[0], texts[key], names) for key, names in ranked[:most])
    header = tuple(phrases(f"merged.{key}") for key in ("duty", "licence", "count", "names"))
    return Table(
        caption=phrases("merged.caption"), header=header, rows=rows, widths=(36, 22, 10, 32)
    )


def _act_rank(duty: str) -> int:
    for number, group in enumerate(ACTS_OF_DUTIES.values()):
        if duty in group:
            return number
    return len(ACTS_OF_DUTIES)


def _duty_row(first: Subject, text: tuple[Span, str], names: list[str]) -> tuple[Line, ...]:
    duty, clause = text
    shown = ", ".join(names[:_NAMES])
    more = len(names) - _NAMES
    if more > 0:
        shown = f"{shown} {first.phrases('asking.more', n=more)}"
    count = str(len(names))
    return (duty,), (plain(clause),), (plain(count),), (plain(shown, lang="und"),)
