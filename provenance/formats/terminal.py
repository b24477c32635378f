"""A report for a person at a terminal: the answer first, then the proof, then the next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from provenance.artifact import Gap
from provenance.finding import QUOTE_LIMIT, Evidence, Finding, Outcome, Severity, shorten
from provenance.formats.digest import (
    ANSWERED,
    GRADES,
    STANCES,
    Digest,
    answers,
    counted,
    counted_answers,
    file_facts,
    licence_facts,
    quotation,
    tally,
)
from provenance.formats.layout import Page, joined, styled
from provenance.privacy.disclosure import Disclosure, Grade
from provenance.report import Report

BODY = 12
_STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}
_GRADES = {Grade.DISCLOSED: "green", Grade.PARTIAL: "yellow"}
_SPELLED_OUT = Severity.MEDIUM
_BLOCKS = (("LICENCE", "licence"), ("LINEAGE", "lineage"), ("PERSONAL DATA", "privacy"), ("FILES", "weights"))
_ROWS, _PLACES, _DUTIES = 12, 3, 6
_QUOTE, _SENTENCE = 160, 400


def render(report: Report, *, width: int = 80, colour: bool = False, verbose: int = 0) -> bytes:
    """Show a report: a block for each input, then what could not be read, then the counts.

    Args:
        report: What to show.
        width: Columns; from 24 to 120 are used.
        colour: Whether to write ANSI colours. They say nothing that a word does not.
        verbose: 1 and more spells out every finding, question, claim and check, and quotes in full.
    """
    screen = _Screen(Digest(report), Page(width, colour), verbose > 0)
    for subject in screen.digest.subjects:
        screen.subject(subject)
    screen.unread(screen.digest.stray_gaps())
    screen.total()
    return screen.page.payload()


class _Screen:
    """The blocks of the page, from top to bottom."""

    def __init__(self, digest: Digest, page: Page, verbose: bool) -> None:
        self.digest, self.page, self.verbose = digest, page, verbose
        self.body = 4 if page.narrow else BODY
        self.spelled_out = Severity.INFO if verbose else _SPELLED_OUT

    def subject(self, subject: str) -> None:
        """Everything about one input."""
        self.header(subject)
        if self.digest.states.get(subject, "read") == "read":
            self.page.blank()
            self.licence(subject)
            self.lineage(subject)
            self.privacy(subject)
            self.files(subject)
            self.card(subject)
        self.unread(self.digest.gaps(subject), subject)
        if self.verbose:
            self.checks(subject)
        self.page.blank()

    def header(self, subject: str) -> None:
        """Name, kind, hub and commit; below it what it was made from."""
        artifact = self.digest.artifacts.get(subject)
        name = styled(self.digest.name(subject), "bold")
        if artifact is None:
            self.page.row(name, right="not read")
            return
        facts = joined([", ".join(self.digest.kinds(subject)), artifact.hub, artifact.revision[:7]]).plain
        self.page.row(name, right=facts)
        limit = 10_000 if self.verbose else _ROWS
        rows, hidden = self.digest.tree(subject, limit)
        longest = max((len(row.relation) for row in rows), default=0)
        leads = [
            Text.assemble(
                (row.rails, "dim"), styled(row.relation.ljust(longest + 2), "dim"), styled(self.digest.name(row.purl))
            )
            for row in rows
        ]
        column = min(max((lead.cell_len for lead in leads), default=0) + 2, self.page.width * 2 // 3)
        for lead, row in zip(leads, rows, strict=True):
            self.page.row(styled(row.note), lead=lead, indent=self.body if self.page.narrow else column)
        if hidden:
            self.page.row(styled(f"… and {counted(hidden, 'more artefact')}: -v"))

    def heading(self, title: str, facts: Iterable[Text | str]) -> None:
        """The first row of a block."""
        indent = self.body if self.page.narrow else max(self.body, len(title) + 2)
        self.page.row(joined(facts), lead=Text(title, "bold"), indent=indent)

    def findings(self, subject: str, family: str) -> None:
        """The findings of one family: those that matter in full, the others by number."""
        counted_only: dict[Severity, list[str]] = {}
        for finding in self.digest.findings(subject, family):
            if finding.severity.reaches(self.spelled_out):
                self.finding(finding)
            else:
                counted_only.setdefault(finding.severity, []).append(finding.rule)
        for severity, rules in counted_only.items():
            told = styled(f"{counted(len(rules), 'finding')}, told with -v: {', '.join(dict.fromkeys(rules))}", "dim")
            self.page.row(told, lead=Text(severity.value, _STYLES[severity]), margin=2, indent=self.body)

    def finding(self, finding: Finding) -> None:
        """What is wrong, where that can be seen, what to do."""
        page, digest = self.page, self.digest
        severity = Text(finding.severity.value, _STYLES[finding.severity])
        message = styled(shorten(finding.message, _SENTENCE), "bold")
        page.row(message, lead=severity, margin=2, indent=self.body, right=finding.rule)
        if len(finding.path) > 2:
            self.note(" → ".join(digest.name(purl) for purl in finding.path), "via ")
        self.evidence(finding.evidence, finding.artifact)
        for detail in finding.details:
            self.note(shorten(detail, _SENTENCE))
        if finding.remedy:
            self.note(shorten(finding.remedy, _SENTENCE), "next: ")

    def evidence(self, evidence: Sequence[Evidence], subject: str) -> None:
        """Places with what stands there, in two columns."""
        shown = evidence if self.verbose else evidence[:_PLACES]
        places = [styled(self.digest.place(proof, subject), "dim") for proof in shown]
        column = min(max((place.cell_len for place in places), default=0), 32) + self.body + 2
        for place, proof in zip(places, shown, strict=True):
            quote = styled(quotation(proof, QUOTE_LIMIT if self.verbose else _QUOTE))
            self.page.row(quote, lead=place, margin=self.body, indent=self.body + 2 if self.page.narrow else column)
        if len(evidence) > len(shown):
            self.note(f"and {counted(len(evidence) - len(shown), 'more place')}: -v")

    def note(self, text: str, label: str = "") -> None:
        """A line that belongs to a finding."""
        lead = Text(label.rstrip(), "dim") if label else None
        indent = self.body + (len(label) if label else 0)
        self.page.row(styled(text), lead=lead, margin=self.body, indent=indent)

    def licence(self, subject: str) -> None:
        """What is declared and concluded, and what that asks for."""
        licence = self.digest.licences.get(subject)
        self.heading("LICENCE", licence_facts(licence) if licence else ["not read"])
        duties = licence.duties if licence else ()
        if duties:
            shown = duties if self.verbose else duties[:_DUTIES]
            told = [f"{duty.text} ({duty.clause})" if duty.clause else duty.text for duty in shown]
            more = [f"{len(duties) - len(shown)} more: -v"] if len(duties) > len(shown) else []
            self.page.row(joined([*told, *more]), lead=Text("asks for", "dim"), margin=2, indent=self.body)
        self.findings(subject, "licence")
        for claim in licence.claims if licence and self.verbose else ():
            self.page.row(styled(claim.value), lead=styled(claim.source.value, "dim"), margin=2, indent=self.body + 3)
            self.evidence([claim.evidence], subject)

    def lineage(self, subject: str) -> None:
        """What is wrong on the way from the bases and the training data."""
        self.heading("LINEAGE", self.digest.lineage_facts(subject))
        self.findings(subject, "lineage")

    def privacy(self, subject: str) -> None:
        """How many questions are answered, and how far the key ones are."""
        disclosures = self.digest.disclosures(subject)
        self.heading("PERSONAL DATA", [counted_answers(disclosures)])
        for answer in answers(disclosures):
            word = styled(answer.told, {"disclosed": "green", "partial": "yellow"}.get(answer.told, ""))
            facts = joined([word, *answer.stances, *self.places(answer.disclosures, subject)])
            lead = styled(answer.question)
            self.page.row(facts, lead=lead, margin=2, indent=self.body + (0 if self.page.narrow else 18))
        self.findings(subject, "privacy")
        if self.verbose:
            self.questions(disclosures, subject)

    def places(self, disclosures: Iterable[Disclosure], subject: str) -> list[str]:
        """Where each of them is stated first."""
        found = [self.digest.place(said.evidence[0], subject) for said in disclosures if said.evidence]
        return list(dict.fromkeys(found))[:_PLACES]

    def questions(self, disclosures: Iterable[Disclosure], subject: str) -> None:
        """Every question with its grade, and the words that were graded."""
        titles = {question.id: question.title for question in self.digest.report.questions}
        for said in disclosures:
            base = f"inherited from {self.digest.name(said.inherited_from)}" if said.inherited_from else ""
            grade = styled(GRADES[said.grade], _GRADES.get(said.grade, "dim"))
            self.page.row(
                joined([grade, titles.get(said.check, ""), STANCES.get(said.stance, said.stance), base]),
                lead=styled(said.check),
                margin=2,
                indent=self.body,
            )
            if said.grade in ANSWERED:
                self.evidence(said.evidence, subject)

    def files(self, subject: str) -> None:
        """Formats, sizes and hashes."""
        self.heading("FILES", file_facts(self.digest.artifacts[subject]))
        self.findings(subject, "weights")

    def card(self, subject: str) -> None:
        """What is wrong with the card itself; nothing where nothing is."""
        if self.digest.findings(subject, "card"):
            self.page.row(Text(), lead=Text("CARD", "bold"), indent=self.body)
            self.findings(subject, "card")

    def unread(self, gaps: Sequence[Gap], subject: str = "") -> None:
        """What could not be read, why, and what to do."""
        if not gaps:
            return
        self.heading("NOT READ", [counted(len(gaps), "gap")])
        shown = gaps if self.verbose else gaps[:_ROWS]
        indent = self.body if self.page.narrow else max(self.body, *(min(len(gap.reason), 20) + 4 for gap in shown))
        for gap in shown:
            where = "" if gap.artifact == subject else self.digest.name(gap.artifact)
            what = ": ".join(filter(None, (where, "" if gap.what == "repository" else gap.what)))
            told = Text(" ").join([styled(f"{what}:", "bold")] * bool(what) + [styled(shorten(gap.detail, _SENTENCE))])
            self.page.row(told, lead=styled(shorten(gap.reason, 60)), margin=2, indent=indent)
        if len(gaps) > len(shown):
            self.note(f"and {counted(len(gaps) - len(shown), 'more gap')}: -v")

    def checks(self, subject: str) -> None:
        """What the rules said that found nothing."""
        rules = {rule.code: rule.name for rule in self.digest.report.rules}
        self.heading("CHECKS", [counted(len(self.digest.checks(subject)), "check")])
        for check in self.digest.checks(subject):
            if check.outcome is not Outcome.FAILED:
                told = joined([f"{check.rule} {rules.get(check.rule, '')}", check.reason])
                self.page.row(told, lead=styled(check.outcome.value), margin=2, indent=self.body + 3)

    def total(self) -> None:
        """Counts over all inputs and where to go from here."""
        report = self.digest.report
        inputs = len(self.digest.subjects)
        counts = [counted(inputs, "input") if inputs > 1 else "", tally(report.findings, len(report.gaps))]
        self.page.row(joined(counts))
        worst = sorted(report.findings, key=lambda finding: finding.severity.rank)
        hints = [f"provenance explain {worst[0].rule}"] if worst else []
        asked = max((len(self.digest.disclosures(subject)) for subject in self.digest.subjects), default=0)
        hints += [f"-v for all {asked} questions"] if asked and not self.verbose else []
        if hints:
            self.page.row(joined(hints))
