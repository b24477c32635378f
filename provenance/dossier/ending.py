"""The last pages: changes, decisions, gaps, questions to send, how it was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from provenance.dossier.case import TONES, Case
from provenance.model.artifact import CARD, Gap
from provenance.model.finding import Finding, Outcome, Severity, shorten
from provenance.privacy.disclosure import ANSWERED, PrivacyCheck
from provenance.render.document import (
    Block,
    FactList,
    Item,
    Items,
    Letter,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    Tone,
)
from provenance.report import SCHEMA
from provenance.wording.facts import LONGEST_WORDS

# Reasons that only the supplier can clear up; the others are about the user's own organisation.
_SUPPLIER = (
    "no-licence",
    "unresolved",
    "contradicted",
    "restricted",
    "text-unknown",
    "text-modified",
    "as-base",
    "unread",
)
# Its questions are put one by one.
_PROFILES = "PRIV100"
_MOST, _PRIVACY, _HELD = 60, 12, 300


def changes(case: Case) -> Iterator[Section]:
    """What has changed since the last review; nothing is said where there was none."""
    words, review = case.words, case.review
    if not review.since:
        told: Block = Paragraph((Span(text=words("changes.first")),))
    else:
        reach = case.digest.reach(case.subject)
        mine = [one for one in review.changes if one.artifact.identity in reach]
        items = tuple(
            Item(
                line=(
                    Span(
                        text=words.term("severity", one.severity.value),
                        style="label",
                        tone=TONES.get(one.severity, Tone.PLAIN),
                    ),
                    case.message(one.text),
                ),
                notes=tuple((case.message(detail, "muted"),) for detail in one.details),
            )
            for one in mine[:_MOST]
        )
        told = (
            Items(items)
            if items
            else Paragraph((Span(text=words("changes.none", since=review.since)),))
        )
    yield Section(id=case.id("changes"), title=words("changes.title"), blocks=(told,))


def decisions(case: Case) -> Iterator[Section]:
    """What the reviewer decided, read back from the questionnaire; nothing where none was given."""
    words = case.words
    mine = [one for one in case.review.decisions if one.artifact.identity == case.subject.identity]
    if mine:
        header = tuple(words(f"decisions.{key}") for key in ("question", "decision", "note"))
        rows = tuple(
            (
                (Span(text=f"{one.check} "), Span(text=case.title(one.check), style="muted")),
                (Span(text=one.decision, style="strong", lang="und"),),
                (Span(text=one.note, lang="und"),),
            )
            for one in mine[:_MOST]
        )
        yield Section(
            id=case.id("decisions"),
            title=words("decisions.title"),
            blocks=(Table(caption=words("decisions.caption"), header=header, rows=rows),),
        )


def gaps(case: Case) -> Iterator[Section]:
    """Everything that could not be read, and what could not be told because of it."""
    words = case.words
    blocks: list[Block] = []
    if case.gaps:
        items = [Item(line=_gap(case, gap)) for gap in case.gaps[:_MOST]]
        blocks.append(Items(tuple(items)))
        if len(case.gaps) > _MOST:
            blocks.append(
                Paragraph((Span(text=words("may.more", n=len(case.gaps) - _MOST)),), "note")
            )
    else:
        blocks.append(Paragraph((Span(text=words("gaps.none")),)))
    if found := case.found("card"):
        blocks.append(Items(found))
    unknown = [
        check for check in case.digest.checks[case.subject] if check.outcome is Outcome.UNKNOWN
    ]
    if unknown:
        rules = {rule.code: rule.summary for rule in case.review.report.rules}
        blocks.append(Paragraph((Span(text=words("gaps.unknown")),)))
        blocks.append(
            Items(
                tuple(
                    Item(
                        line=(
                            Span(text=f"{check.rule} ", style="muted"),
                            case.message(rules.get(check.rule, "")),
                            Span(text=": "),
                            case.message(check.reason),
                        )
                    )
                    for check in unknown
                )
            )
        )
    yield Section(id=case.id("gaps"), title=words("gaps.title"), blocks=tuple(blocks))


def _gap(case: Case, gap: Gap) -> Line:
    """Reason, artefact, file and what was wrong; what its sentence names already is not told
    twice."""
    name, what = case.name(gap.artifact), shorten(gap.what)
    told = case.message(gap.detail)
    text = told.text.removeprefix(f"{name}: ")
    named = "" if gap.what == "repository" or text.startswith(what) else f"{what}: "
    label = Span(
        text=case.words.term("reason-word", shorten(gap.reason, LONGEST_WORDS)),
        style="label",
        tone=Tone.OPEN,
    )
    return (
        label,
        Span(text=f"{name} ", style="code", lang="und"),
        Span(text=named, lang="und"),
        replace(told, text=text),
        *_acceptance(case, gap),
    )


def _acceptance(case: Case, gap: Gap) -> Line:
    """Who accepted that it was not read, until when and why; nothing where nobody did."""
    if gap.waived is None:
        return ()
    told = case.words("gaps.accepted", owner=gap.waived.owner, until=gap.waived.until)
    return (Span(text=f" {told} ", style="strong"), Span(text=gap.waived.reason, lang="und"))


def questions(case: Case) -> Iterator[Section]:
    """Questions to the supplier, as a letter to copy."""
    words = case.words
    asked = list(
        dict.fromkeys(
            (*_about_terms(case), *_about_findings(case), *_about_gaps(case), *_about_privacy(case))
        )
    )
    if asked:
        opening = words(
            "letter.opening",
            name=case.name(case.subject),
            commit=case.artifact.revision[:12] if case.artifact else "–",
        )
        letter: Block = Letter((opening, words("letter.request")), tuple(asked))
        blocks: tuple[Block, ...] = (
            Paragraph((Span(text=words("questions.note")),), "note"),
            letter,
        )
    else:
        blocks = (Paragraph((Span(text=words("questions.none")),)),)
    yield Section(id=case.id("questions"), title=words("questions.title"), blocks=blocks)


def _about_terms(case: Case) -> Iterator[Line]:
    for reason in case.judgement.reasons if case.judgement else ():
        if reason.topic in _SUPPLIER and reason.path:
            name = case.name(reason.path[-1])
            yield (
                Span(text=f"{name}: ", lang="und"),
                case.message(reason.text),
                Span(text=f". {case.words('letter.terms')}"),
            )


def _about_findings(case: Case) -> Iterator[Line]:
    for finding in case.findings:
        if finding.severity.reaches(Severity.MEDIUM) and finding.rule != _PROFILES:
            yield (
                case.message(finding.message),
                Span(text=_place(case, finding), lang="und"),
                Span(text=f". {case.words('letter.finding')}"),
            )


def _place(case: Case, finding: Finding) -> str:
    return (
        f" ({case.digest.place(finding.evidence[0], finding.artifact)})" if finding.evidence else ""
    )


def _about_gaps(case: Case) -> Iterator[Line]:
    """One request for each artefact that could not be read, or not wholly."""
    missing: dict[str, list[str]] = {}
    for gap in case.gaps[:_MOST]:
        missing.setdefault(case.name(gap.artifact), []).append(
            "" if gap.what == "repository" else shorten(gap.what)
        )
    for name, files in list(missing.items())[:_PRIVACY]:
        held = ", ".join(dict.fromkeys(filter(None, files)))
        yield (
            Span(
                text=case.words(
                    "letter.gap", what=f"{name} ({shorten(held, _HELD)})" if held else name
                )
            ),
        )


def _about_privacy(case: Case) -> Iterator[Line]:
    """Grave questions that the documents leave open, the gravest first, with words that a maker
    could fill in."""
    silent = [
        (check, said)
        for said in case.disclosures
        if said.grade not in ANSWERED
        and (check := case.questions.get(said.check))
        and check.severity.reaches(Severity.HIGH)
    ]
    silent.sort(key=lambda entry: (entry[0].severity.rank, entry[0].id))
    for check, _ in silent[:_PRIVACY]:
        told = (
            Span(text=f"{case.question(check.id)} ({check.id}) "),
            Span(text=case.words("letter.wording") + " "),
            _wording(case, check),
        )
        yield told if check.severity is Severity.CRITICAL else told[:1]


def _wording(case: Case, check: PrivacyCheck) -> Span:
    """Words for an answer in the language of the letter."""
    if case.words.lang == "ko" and check.remedy_ko:
        return Span(text=check.remedy_ko, style="quote")
    return Span(text=check.remedy, style="quote", lang="en")


def made(case: Case) -> Iterator[Section]:
    """Tool, sources, digests, and what this document is not."""
    words, report = case.words, case.review.report
    checks = Counter(check.outcome for check in case.digest.checks[case.subject])
    outcomes = ", ".join(
        f"{checks[one]} {words.term('outcome', one.value)}" for one in Outcome if checks[one]
    )
    rows: list[tuple[str, Line]] = [
        (words("asked.tool"), (Span(text=f"{report.tool.name} {report.tool.version}"),)),
        (words("made.schema"), (Span(text=SCHEMA, style="code"),)),
        (words("made.checks"), (Span(text=outcomes or "–"),)),
        *((words(f"asked.{key}"), (Span(text=value),)) for key, value in report.policy.items()),
    ]
    blocks = (
        FactList(tuple(rows)),
        _sources(case),
        Paragraph((Span(text=words("made.careful")),), "note"),
    )
    yield Section(id=case.id("made"), title=words("made.title"), blocks=blocks)


def _sources(case: Case) -> Table:
    words = case.words
    reach = case.digest.reach(case.subject)
    header = tuple(words(f"made.{key}") for key in ("artifact", "commit", "card"))
    rows = []
    for artifact in case.review.report.artifacts:
        if artifact.purl.identity in reach:
            card = next((file.sha256 for file in artifact.files if file.path == CARD), None)
            rows.append(
                (
                    (
                        Span(
                            text=case.name(artifact.purl),
                            style="code",
                            link=artifact.url,
                            lang="und",
                        ),
                    ),
                    (Span(text=artifact.revision or "–", style="hash"),),
                    (
                        Span(text=card, style="hash")
                        if card
                        else Span(text=words("files.untold"), style="muted"),
                    ),
                )
            )
    return Table(
        caption=words("made.caption"), header=header, rows=tuple(rows), widths=(30, 30, 40)
    )
