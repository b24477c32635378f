"""Show a report in a terminal: the answer first, then the evidence, then the next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.text import Text

from provenance.formats.overview import MANY, STATE_STYLES, Overview
from provenance.licences import readable
from provenance.licences.use import Task, UseJudgement, UseVerdict
from provenance.messages import in_language, message
from provenance.model.artifact import NO_ARTIFACT, ArtifactId, Gap, Waived
from provenance.model.finding import QUOTE_LIMIT, Evidence, Finding, Outcome, Severity, shorten
from provenance.privacy.disclosure import ANSWERED, Disclosure, Grade
from provenance.report import Report, ReportDeclared, ReportLicence, open_gaps
from provenance.text.columns import Page, joined, styled
from provenance.wording.acts import by_act
from provenance.wording.digest import Digest
from provenance.wording.facts import (
    audit_facts,
    beside_facts,
    change_facts,
    counted_answers,
    file_facts,
    licence_facts,
    not_understood_facts,
    policy_facts,
    quotation,
    restriction_facts,
    stances,
    state_facts,
    tally,
    task_details,
    task_words,
    use_facts,
    waiver_words,
)
from provenance.wording.lights import Lights, LightState, lights_of
from provenance.wording.names import (
    grade_name,
    outcome_name,
    severity_name,
    stance_name,
    state_name,
)

BODY = 12
_STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}
# Room for the longest grade behind the id of its question: `answered in part`.
_GRADE_WIDTH = 18
_GRADE_STYLES = {Grade.DISCLOSED: "green", Grade.PARTIAL: "yellow"}
_ROWS, _PLACES, _DUTIES = 12, 3, 6
_QUOTE, _SENTENCE = 160, 400
_REASON = 20
# Column of a light's state: after the margin and the longest area name.
_AREA_COLUMN = 22


def render(
    report: Report, *, width: int = 80, colour: bool = False, verbose: int = 0, lang: str = "en"
) -> bytes:
    """Show a report: a block per input or a table of many, then the gaps, then the counts.

    Args:
        report: The report.
        width: Columns; from 24 to 120 are used.
        colour: Whether to write ANSI colours, which only repeat what words say.
        verbose: 1 or more shows every finding, question, claim and check, with full quotes.
        lang: Language of our sentences, `en` or `ko`. Names, places and quotes stay as they are.
    """
    screen = _ReportScreen(
        digest=Digest(report), page=Page(width, colour), verbose=verbose > 0, lang=lang
    )
    if len(screen.digest.subjects) >= MANY and not screen.verbose:
        Overview(screen.digest, screen.page, lang).show()
    else:
        for subject in screen.digest.subjects:
            screen.subject(subject)
        screen.unread(screen.digest.stray_gaps())
    screen.total()
    return screen.page.payload()


def render_tree(report: Report, *, width: int = 80, colour: bool = False) -> bytes:
    """Show only the complete lineage of each input, and the gaps.

    Args:
        report: The report.
        width: Columns.
        colour: Whether to write ANSI colours.
    """
    page = Page(width, colour)
    screen = _ReportScreen(Digest(report), page, verbose=True, lang="en")
    for subject in screen.digest.subjects:
        screen.header(subject)
        screen.unread(screen.digest.gaps(subject), subject)
        page.blank()
    return page.payload()


class _ReportScreen:
    """The blocks of the page, from top to bottom."""

    def __init__(self, digest: Digest, page: Page, verbose: bool, lang: str) -> None:
        self.digest, self.page, self.verbose, self.lang = digest, page, verbose, lang
        self.body = 4 if page.narrow else BODY
        self.wide = self.body + (0 if page.narrow else 6)

    def say(self, text: str) -> str:
        """A sentence of ours in the reader's language; any other text unchanged."""
        return in_language(text, self.lang)

    def ours(self, text: str, style: str = "", *, limit: int = _SENTENCE) -> Text:
        """A sentence of ours, translated and then cut; a cut sentence is no longer a message."""
        return styled(shorten(self.say(text), limit), style)

    def facts(self, parts: Iterable[Text | str]) -> Text:
        """Facts in the wording of `wording`."""
        return joined(part if isinstance(part, Text) else self.say(part) for part in parts)

    def subject(self, subject: ArtifactId) -> None:
        """The blocks of one input."""
        self.header(subject)
        lights = lights_of(self.digest, subject)
        self.page.blank()
        self.verdict(lights)
        if subject in self.digest.artifacts:
            self.licence(subject, lights)
            self.heading(message("terminal.family.lineage"), self.digest.lineage_facts(subject))
            self.findings(subject, "lineage")
            self.privacy(subject)
            self.heading(
                message("terminal.family.weights"), file_facts(self.digest.artifacts[subject])
            )
            self.findings(subject, "weights")
        for family in ("card", "lock", "policy"):
            if self.digest.findings[subject, family]:
                self.heading(message(f"terminal.family.{family}"), [])
                self.findings(subject, family)
        self.unread(self.digest.gaps(subject), subject)
        if self.verbose:
            self.checks(subject)
        self.page.blank()

    def header(self, subject: ArtifactId) -> None:
        """Name, kind, hub and commit; below, its parents."""
        name = styled(self.digest.name(subject), "bold")
        self.page.row(name, right=self.facts(self.digest.title_facts(subject)))
        if subject not in self.digest.artifacts:
            return
        rows, hidden = self.digest.tree(subject, None if self.verbose else _ROWS)
        relations = [shorten(self.say(row.relation), 40) for row in rows]
        column = 0 if self.page.narrow else max(map(cell_len, relations), default=0)
        leads = [
            Text.assemble(
                (row.rails, "dim"),
                styled(relation + " " * (max(column - cell_len(relation), 0) + 2), "dim"),
                styled(self.digest.name(row.purl)),
            )
            for row, relation in zip(rows, relations, strict=True)
        ]
        indent = min(
            max((lead.cell_len for lead in leads), default=0) + 2, self.page.width * 2 // 3
        )
        for lead, row in zip(leads, rows, strict=True):
            self.page.row(
                self.facts(row.notes), lead=lead, indent=self.body if self.page.narrow else indent
            )
        if hidden:
            self.page.row(self.ours(message("terminal.more-artefacts", count=hidden)))

    def verdict(self, lights: Lights) -> None:
        """The total in a sentence, and the four lights."""
        self.page.row(
            self.ours(lights.verdict, STATE_STYLES[lights.total]),
            lead=self.ours(message("terminal.heading.verdict"), "bold"),
            indent=self.body,
        )
        for light in lights.lights:
            area = self.ours(message(f"dossier.area.{light.area}"))
            state = self.ours(message(f"dossier.state.{light.state}"), STATE_STYLES[light.state])
            self.page.row(
                joined([state, self.ours(light.fact)]),
                lead=area,
                margin=2,
                indent=self.body if self.page.narrow else _AREA_COLUMN,
            )

    def heading(self, title: str, facts: Iterable[Text | str], right: Text | None = None) -> None:
        """The first row of a block, with a verdict at its right edge."""
        lead = self.ours(title, "bold")
        indent = self.body if self.page.narrow else max(self.body, lead.cell_len + 2)
        self.page.row(self.facts(facts), lead=lead, indent=indent, right=right)

    def findings(self, subject: ArtifactId, family: str) -> None:
        """The findings of one family: important ones in full, the others as a number."""
        counted_only: dict[Severity, list[str]] = {}
        for finding in self.digest.findings[subject, family]:
            if finding.waived and not self.verbose:
                self.row_of_waived(finding, finding.waived)
            elif self.verbose or self.digest.matters(finding):
                self.finding(finding)
            else:
                counted_only.setdefault(finding.severity, []).append(finding.rule)
        for severity, rules in counted_only.items():
            rule_names = tuple(dict.fromkeys(rules))
            more = message("terminal.more-findings", count=len(rules), rules=rule_names)
            lead = self.ours(severity_name(severity), _STYLES[severity])
            self.page.row(self.ours(more), lead=lead, margin=2, indent=self.body)

    def row_of_waived(self, finding: Finding, waived: Waived) -> None:
        """A waived finding in one row: why, until when, by whom."""
        text = self.ours(waiver_words(waived))
        rule = styled(finding.rule, "dim")
        self.page.row(
            text,
            lead=self.ours(message("terminal.label.waived"), "dim"),
            margin=2,
            indent=self.body,
            right=rule,
        )

    def finding(self, finding: Finding) -> None:
        """What is wrong, where to see it, what to do."""
        severity = self.ours(severity_name(finding.severity), _STYLES[finding.severity])
        headline = self.ours(finding.message, "bold")
        self.page.row(
            headline, lead=severity, margin=2, indent=self.body, right=styled(finding.rule, "dim")
        )
        if len(finding.path) > 2:
            self.note(
                " → ".join(self.digest.name(purl) for purl in finding.path),
                message("terminal.label.via"),
            )
        self.evidence(finding.evidence, finding.artifact)
        for detail in finding.details:
            self.note(detail)
        if finding.remedy:
            self.note(finding.remedy, message("terminal.label.next"))
        if finding.waived:
            self.note(waiver_words(finding.waived), message("terminal.label.waived"))

    def evidence(self, evidence: Sequence[Evidence], subject: ArtifactId) -> None:
        """Places with quotes: in two columns, or one below the other if places are long."""
        shown = evidence if self.verbose else evidence[:_PLACES]
        places = [styled(self.digest.place(proof, subject), "dim") for proof in shown]
        column = max((place.cell_len for place in places), default=0)
        stacked = self.page.narrow or column > self.page.width * 0.45
        for place, proof in zip(places, shown, strict=True):
            quote = styled(quotation(proof, QUOTE_LIMIT if self.verbose else _QUOTE))
            self.page.row(
                quote,
                lead=place,
                margin=self.body,
                indent=self.body + 2 + (0 if stacked else column),
            )
        if len(evidence) > len(shown):
            hidden = len(evidence) - len(shown)
            self.note(message("terminal.more-places", count=hidden))

    def note(self, text: str, label: str = "") -> None:
        """A line that belongs to a finding."""
        lead = self.ours(label, "dim") if label else None
        indent = self.body + (lead.cell_len + 1 if lead else 0)
        self.page.row(self.ours(text), lead=lead, margin=self.body, indent=indent)

    def licence(self, subject: ArtifactId, lights: Lights) -> None:
        """The declared and concluded licence with its duties, or its verdict on the intended
        use."""
        licence, judgement = self.digest.licences.get(subject), self.digest.uses.get(subject)
        right = self.terms_verdict(judgement, lights) if judgement else None
        self.heading(
            message("terminal.family.licence"),
            licence_facts(licence) if licence else [message("terminal.not-read")],
            right,
        )
        if judgement:
            self.page.row(
                self.facts(use_facts(judgement.use)),
                lead=self.ours(message("terminal.label.use"), "dim"),
                margin=2,
                indent=self.body,
            )
        elif licence:
            self.duties(licence)
        if licence:
            self.aside(message("terminal.label.restricts"), restriction_facts(licence))
            self.aside(message("terminal.label.changes"), change_facts(licence))
            self.aside(message("terminal.label.unclear"), not_understood_facts(licence))
            self.aside(message("terminal.label.see-also"), beside_facts(licence))
            if licence.audit:
                self.aside(
                    message("terminal.label.opinion"),
                    [
                        audit_facts(licence.audit),
                        message("terminal.audit-opinion", by=licence.audit.by),
                    ],
                )
        if licence and self.verbose:
            for claim in licence.claims:
                lead = styled(claim.source.value)
                self.page.row(
                    joined([shorten(claim.value), readable(claim.spdx or "")]),
                    lead=lead,
                    margin=2,
                    indent=self.wide,
                )
                self.evidence([claim.evidence], subject)
        self.findings(subject, "licence")
        if judgement:
            self.checklist(judgement)

    def terms_verdict(self, judgement: UseJudgement, lights: Lights) -> Text:
        """The verdict of the terms; green only if nothing else is open."""
        words = message(f"terminal.terms.{judgement.verdict.value}")
        state = lights.total if judgement.verdict is not UseVerdict.DENY else LightState.STOP
        return self.ours(words, STATE_STYLES[state])

    def checklist(self, judgement: UseJudgement) -> None:
        """The duties for the intended use, and the hops they come through."""
        if judgement.duties:
            heading = message("terminal.duties-of-use", count=len(judgement.duties))
            self.page.row(
                self.ours(heading),
                lead=self.ours(message("terminal.label.to-do"), "dim"),
                margin=2,
                indent=self.body,
            )
        for act, tasks in by_act(judgement.duties).items():
            self.page.row(self.ours(message(f"dossier.duty-act.{act}"), "dim"), indent=self.body)
            for task in tasks:
                self.task(task)

    def task(self, task: Task) -> None:
        """A duty to tick off, and what it means in the words of its licence."""
        via = " → ".join(self.digest.name(purl) for purl in task.path[1:])
        through = message("terminal.via-names", names=via) if via else ""
        facts = self.facts([task_words(task), through])
        self.page.row(facts, lead=Text("[ ]"), margin=self.body, indent=self.body + 4)
        details = task_details(task)
        if details:
            self.page.row(self.facts(details), indent=self.body + 4)

    def duties(self, licence: ReportLicence) -> None:
        """The duties of the concluded licences."""
        shown = licence.duties if self.verbose else licence.duties[:_DUTIES]
        if shown:
            duties: list[str] = [duty.with_clause for duty in shown]
            hidden = len(licence.duties) - len(shown)
            if hidden:
                duties.append(message("terminal.more-duties", count=hidden))
            facts = self.facts(duties)
            self.page.row(
                facts,
                lead=self.ours(message("terminal.label.requires"), "dim"),
                margin=2,
                indent=self.body,
            )

    def aside(self, label: str, facts: Sequence[str]) -> None:
        """A row of information besides the licence."""
        if facts:
            self.page.row(
                self.facts(facts), lead=self.ours(label, "dim"), margin=2, indent=self.body
            )

    def privacy(self, subject: ArtifactId) -> None:
        """The number of answered questions, and the state of the key ones."""
        disclosures = self.digest.disclosures[subject]
        self.heading(
            message("terminal.family.privacy"),
            [counted_answers(disclosures), self.digest.report.policy.get("profiles", "")],
        )
        for data in self.digest.declared(subject):
            self.declared(data, subject)
        for answer in self.digest.answers[subject]:
            word = self.ours(grade_name(answer.grade), _GRADE_STYLES.get(answer.grade, ""))
            places = [
                self.digest.place(disclosure.evidence[0], subject)
                for disclosure in answer.disclosures
                if disclosure.evidence
            ]
            bases = {
                disclosure.inherited_from
                for disclosure in answer.disclosures
                if disclosure.inherited_from
            }
            inherited = [
                message("terminal.inherited-from", base=self.digest.pinned(base))
                for base in sorted(bases)
            ]
            facts = self.facts(
                [word, *stances(answer), *inherited, *list(dict.fromkeys(places))[:_PLACES]]
            )
            indent = self.body + (0 if self.page.narrow else 18)
            self.page.row(facts, lead=styled(self.say(answer.heading)), margin=2, indent=indent)
        self.findings(subject, "privacy")
        if self.verbose:
            self.questions(disclosures, subject)

    def declared(self, data: ReportDeclared, subject: ArtifactId) -> None:
        """One line on declared personal data: kinds, place, safeguard."""
        place = self.digest.place(data.evidence[0], subject) if data.evidence else ""
        facts: list[Text | str] = [
            self.ours(self.digest.declared_words(data, subject)),
            place,
            self.ours(message(f"privacy.declared.{data.safeguard}")),
        ]
        self.page.row(self.facts(facts), margin=2, indent=self.body)

    def questions(self, disclosures: Iterable[Disclosure], subject: ArtifactId) -> None:
        """Every question with its grade, the graded quote, who asks, and how often others
        answer."""
        questions = {question.id: question for question in self.digest.report.questions}
        kind = self.digest.artifacts[subject].kind
        for disclosure in disclosures:
            question = questions.get(disclosure.check)
            base = (
                message(
                    "terminal.inherited-from", base=self.digest.pinned(disclosure.inherited_from)
                )
                if disclosure.inherited_from
                else ""
            )
            title = self.say(question.heading) if question else ""
            facts = self.facts([title, stance_name(disclosure.check, disclosure.stance), base])
            lead = Text.assemble(
                styled(f"{disclosure.check}  "),
                self.ours(grade_name(disclosure.grade), _GRADE_STYLES.get(disclosure.grade, "")),
            )
            indent = self.body if self.page.narrow else self.body + _GRADE_WIDTH
            self.page.row(facts, lead=lead, margin=2, indent=indent)
            authorities = (
                ", ".join(
                    dict.fromkeys(requirement.authority for requirement in question.requirements)
                )
                if question
                else ""
            )
            peers = self.digest.peers.get((disclosure.check, kind))
            more = self.facts(
                [
                    message("terminal.asked-by", authorities=authorities) if authorities else "",
                    peers.sentence if peers else "",
                    self.digest.measured(disclosure) or "",
                ]
            )
            if more.plain:
                self.page.row(Text(more.plain, "dim"), indent=indent)
            if disclosure.grade in ANSWERED:
                self.evidence(disclosure.evidence, subject)
        if counted := self.digest.counted_peers(kind):
            self.page.row(self.ours(counted, "dim"), indent=2)

    def unread(self, gaps: Sequence[Gap], subject: ArtifactId = NO_ARTIFACT) -> None:
        """The gaps: what, why, and what to do."""
        if not gaps:
            return
        accepted = len(gaps) - len(open_gaps(gaps))
        self.heading(
            message("terminal.heading.not-read"),
            [
                message("report.count.gaps", count=len(gaps)),
                *([message("terminal.more-gaps-accepted", count=accepted)] if accepted else []),
            ],
        )
        shown = gaps if self.verbose else gaps[:_ROWS]
        indent = (
            self.body
            if self.page.narrow
            else max(
                self.body,
                *(self.reason(gap).cell_len + 4 for gap in shown),
            )
        )
        for gap in shown:
            where = (
                "" if gap.artifact.identity == subject.identity else self.digest.name(gap.artifact)
            )
            what = ": ".join(
                filter(None, (where, "" if gap.what == "repository" else shorten(gap.what)))
            )
            text = Text.assemble(
                styled(f"{what}: " if what else "", "bold"),
                self.ours(gap.detail),
            )
            self.page.row(text, lead=self.reason(gap), margin=2, indent=indent)
            if gap.waived:
                self.note(waiver_words(gap.waived), message("terminal.label.accepted"))
        if len(gaps) > len(shown):
            self.note(message("terminal.more-gaps", count=len(gaps) - len(shown)))

    def reason(self, gap: Gap) -> Text:
        """The reason of a gap, in a word."""
        return self.ours(state_name(gap.reason), limit=_REASON)

    def checks(self, subject: ArtifactId) -> None:
        """The results of rules without findings."""
        rules = {rule.code: rule.name for rule in self.digest.report.rules}
        checks = self.digest.checks[subject]
        if not checks:
            return
        outcomes = Counter(check.outcome for check in checks)
        self.heading(
            message("terminal.heading.checks"),
            [
                message(f"report.count.{outcome}", count=outcomes[outcome])
                for outcome in Outcome
                if outcomes[outcome]
            ],
        )
        for check in checks:
            if check.outcome is not Outcome.FAILED:
                text = joined([f"{check.rule} {rules.get(check.rule, '')}", self.say(check.reason)])
                self.page.row(
                    text, lead=self.ours(outcome_name(check.outcome)), margin=2, indent=self.wide
                )

    def total(self) -> None:
        """Counts over all inputs, and where to go next."""
        report, subjects = self.digest.report, self.digest.subjects
        inputs = [message("report.count.inputs", count=len(subjects))] if len(subjects) > 1 else []
        self.page.row(
            self.facts(
                [
                    *inputs,
                    *tally(report.findings, report.gaps),
                    *policy_facts(report.policy),
                    *state_facts(report),
                ]
            )
        )
        counting = [finding for finding in report.findings if not finding.waived]
        worst = min(counting, key=lambda finding: finding.severity.rank, default=None)
        hints = [f"provenance explain {worst.rule}"] if worst else []
        questions = max((len(self.digest.disclosures[subject]) for subject in subjects), default=0)
        if questions > 1 and not self.verbose:
            hints.append(message("terminal.all-questions", count=questions))
        if hints:
            self.page.row(self.facts(hints))
