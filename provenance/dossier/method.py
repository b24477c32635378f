"""How the document was made, its limits, and a glossary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from provenance.dossier.subject import Subject
from provenance.model.artifact import CARD
from provenance.model.finding import Outcome
from provenance.render.document import (
    FactList,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    muted,
    plain,
)
from provenance.report import SCHEMA, ReportArtifact

GLOSSARY = (
    "fine-tune",
    "adapter",
    "merge",
    "quantised",
    "gated",
    "commit",
    "exhibit",
    "required",
    "model-card",
)
_STEPS = ("read", "licences", "privacy", "lights", "limits")


def method(subject: Subject) -> Iterator[Section]:
    """Tool, method, limits, digests, glossary."""
    phrases = subject.phrases
    steps = [Paragraph((plain(phrases(f"method.{step}")),)) for step in _STEPS]
    facts = FactList(tuple(_facts(subject)))
    caution = Paragraph((plain(phrases("made.careful")),), "note")
    yield Section(
        id=subject.id("made"),
        title=phrases("made.title"),
        blocks=(*steps, facts, _digests(subject), caution),
    )


def glossary(subject: Subject) -> Iterator[Section]:
    """Terms that not every reader uses."""
    phrases = subject.phrases
    rows = [
        (phrases(f"glossary.{term}.term"), phrases(f"glossary.{term}.text")) for term in GLOSSARY
    ]
    facts = FactList(tuple((term, (plain(text),)) for term, text in rows))
    yield Section(id=subject.id("glossary"), title=phrases("glossary.title"), blocks=(facts,))


def _facts(subject: Subject) -> Iterator[tuple[str, Line]]:
    phrases, report = subject.phrases, subject.review.report
    checks = Counter(check.outcome for check in subject.digest.checks[subject.purl])
    outcomes = ", ".join(
        f"{checks[outcome]} {phrases.term('outcome', outcome.value)}"
        for outcome in Outcome
        if checks[outcome]
    )
    yield phrases("asked.tool"), (plain(f"{report.tool.name} {report.tool.version}"),)
    yield phrases("made.schema"), (Span(text=SCHEMA, style="code"),)
    yield phrases("made.checks"), (plain(outcomes or "–"),)
    for key, value in report.policy.items():
        yield phrases.term("asked", key), (plain(value),)


def _digests(subject: Subject) -> Table:
    phrases = subject.phrases
    reach = subject.digest.reach(subject.purl)
    rows = tuple(
        _digest(subject, artifact)
        for artifact in subject.review.report.artifacts
        if artifact.purl.identity in reach
    )
    header = tuple(phrases(f"made.{key}") for key in ("artifact", "commit", "card"))
    return Table(caption=phrases("made.caption"), header=header, rows=rows, widths=(30, 30, 40))


def _digest(subject: Subject, artifact: ReportArtifact) -> tuple[Line, ...]:
    card = next((file.sha256 for file in artifact.files if file.path == CARD), None)
    name = Span(
        text=subject.digest.name(artifact.purl), style="code", link=artifact.url, lang="und"
    )
    digest = muted(subject.phrases("files.untold"))
    if card:
        digest = Span(text=card, style="hash")
    return (name,), (Span(text=artifact.revision or "–", style="hash"),), (digest,)
