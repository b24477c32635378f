"""What a dossier is made from: a report, the language, the day, what was reviewed before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from provenance.hubs import web_url
from provenance.licences.use import UseJudgement
from provenance.model.artifact import ArtifactId, Gap, Waived
from provenance.model.change import Change
from provenance.model.finding import QUOTE_LIMIT, Evidence, Finding, Severity, shorten
from provenance.privacy.disclosure import Disclosure, PrivacyCheck
from provenance.render.document import Item, Line, Quote, Span, Tone
from provenance.report import Report, ReportArtifact, ReportLicence
from provenance.wording.digest import Digest
from provenance.wording.facts import FAMILIES, LONGEST_NAME
from provenance.wording.words import Words

TONES = {Severity.CRITICAL: Tone.BAD, Severity.HIGH: Tone.BAD, Severity.MEDIUM: Tone.OPEN}
_QUOTES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a reviewer wrote beside one question of the questionnaire."""

    artifact: ArtifactId
    check: str
    decision: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A report and what its reader brings along.

    Attributes:
        report: What the dossier tells.
        lang: `en` or `ko`.
        day: Day of the review as `YYYY-MM-DD`; empty for none, since no clock is read here.
        since: Name of the earlier report or lock; empty where none was given.
        changes: What has changed since then.
        decisions: Those of an earlier questionnaire.
    """

    report: Report
    lang: str = "en"
    day: str = ""
    since: str = ""
    changes: Sequence[Change] = ()
    decisions: Sequence[Decision] = ()


@dataclass(frozen=True, kw_only=True)
class Case:
    """One artefact that was asked about, with the words and the index for its sections.

    Attributes:
        review: The whole.
        words: The language.
        digest: The report by artefact.
        subject: purl.
        prefix: Put before every id, so that several artefacts fit into one document.
    """

    review: Review
    words: Words
    digest: Digest
    subject: ArtifactId
    prefix: str = ""

    @cached_property
    def artifact(self) -> ReportArtifact | None:
        """What was read of it, or None."""
        return self.digest.artifacts.get(self.subject)

    @cached_property
    def licence(self) -> ReportLicence | None:
        """Its licence, or None where it was not read."""
        return self.digest.licences.get(self.subject)

    @cached_property
    def judgement(self) -> UseJudgement | None:
        """What the terms say to the intended use, or None where none was told."""
        return self.digest.uses.get(self.subject)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Those about it that count, the worst first; what the judgement of the use says already is
        left out."""
        told = ("LIC030", "LIC031") if self.judgement else ()
        return tuple(one for one in self._mine if one.rule not in told and not one.waived)

    @cached_property
    def waived(self) -> tuple[tuple[Finding, Waived], ...]:
        """Those that somebody accepted, with why."""
        return tuple((one, one.waived) for one in self._mine if one.waived)

    @cached_property
    def _mine(self) -> list[Finding]:
        return sorted(
            (one for one in self.review.report.findings if one.artifact == self.subject),
            key=self._weight,
        )

    def _weight(self, finding: Finding) -> tuple[int, int, bool, str]:
        """What comes first: the gravest, then licence before lineage, privacy and files, a model
        before its data."""
        family = FAMILIES.index(self.families.get(finding.rule, "card"))
        return finding.severity.rank, family, finding.rule.startswith("DAT"), finding.rule

    @cached_property
    def families(self) -> Mapping[str, str]:
        """Family of each rule by its code."""
        rules = self.review.report.rules
        return MappingProxyType(
            {rule.code: rule.family for rule in rules if rule.family in FAMILIES}
        )

    @cached_property
    def questions(self) -> Mapping[str, PrivacyCheck]:
        """The privacy questions by id."""
        return MappingProxyType({check.id: check for check in self.review.report.questions})

    @cached_property
    def disclosures(self) -> list[Disclosure]:
        """The privacy questions that apply to it, with their grades."""
        return self.digest.disclosures[self.subject]

    def title(self, check: str) -> str:
        """A question about personal data in few words."""
        known = self.questions.get(check)
        return (
            check
            if known is None
            else (known.title_ko or known.title)
            if self.words.lang == "ko"
            else known.title
        )

    def question(self, check: str) -> str:
        """A question about personal data in full."""
        known = self.questions.get(check)
        return (
            check
            if known is None
            else known.question_ko
            if self.words.lang == "ko"
            else known.question
        )

    def id(self, name: str) -> str:
        """The id of a place of this artefact."""
        return f"{self.prefix}{name}"

    def link(self, name: str) -> str:
        """A link to that place."""
        return f"#{self.id(name)}"

    def anchor(self, finding: Finding) -> str:
        """The id of a finding, the same wherever it is asked for."""
        return self.id(f"finding-{self.findings.index(finding) + 1}")

    def name(self, purl: ArtifactId) -> str:
        """`org/name`."""
        return self.digest.name(purl)

    def message(self, text: str, style: str = "", link: str = "") -> Span:
        """A sentence of a rule, a hub or a catalogue in this language, or in English where it is
        not translated."""
        told, lang = self.words.message(text)
        return Span(text=told, style=style, link=link, lang=lang)

    def path(self, purls: Sequence[ArtifactId]) -> str:
        """A way through the lineage in names."""
        return " → ".join(map(self.name, purls))

    def place(self, evidence: Evidence) -> Span:
        """File and lines, with a link to them at the commit where a hub shows them."""
        told = self.digest.place(evidence, self.subject)
        return Span(text=told, style="code", link=self._address(evidence), lang="und")

    def _address(self, evidence: Evidence) -> str:
        known = next(
            (one for one in self.review.report.artifacts if one.purl == evidence.artifact), None
        )
        if (
            known is None
            or not known.url
            or not any(file.path == evidence.file for file in known.files)
        ):
            return ""
        path = shorten(evidence.file, LONGEST_NAME)
        return web_url(known.purl, known.url, path, evidence.start_line)

    def quote(self, evidence: Evidence) -> Quote:
        """What stands at a place; for a listed file only what its name does not tell."""
        text = evidence.quote
        if evidence.start_line is None and text.startswith(evidence.file):
            text = text.removeprefix(evidence.file).lstrip(", ")
        return Quote((self.place(evidence),), shorten(text, QUOTE_LIMIT))

    def severity(self, severity: Severity) -> Span:
        """The word for it, with its colour."""
        return Span(
            text=self.words.term("severity", severity.value),
            style="label",
            tone=TONES.get(severity, Tone.PLAIN),
        )

    def finding(self, finding: Finding) -> Item:
        """What is wrong, where that can be seen, what to do."""
        line = (
            self.severity(finding.severity),
            self.message(finding.message, "strong"),
            Span(text=f" {finding.rule}", style="muted"),
        )
        notes: list[Line] = [(self.message(detail, "muted"),) for detail in finding.details]
        if len(finding.path) > 2:
            notes.insert(
                0,
                (
                    Span(text=self.words("finding.via") + " ", style="muted"),
                    Span(text=self.path(finding.path), lang="und"),
                ),
            )
        if finding.remedy:
            notes.append(
                (
                    Span(text=self.words("finding.next") + " ", style="strong"),
                    self.message(finding.remedy),
                )
            )
        shown = [self.quote(proof) for proof in finding.evidence[:_QUOTES]]
        more = len(finding.evidence) - len(shown)
        if more > 0:
            notes.append((Span(text=self.words("finding.more", n=more), style="muted"),))
        return Item(line=line, notes=tuple(notes), quotes=tuple(shown), id=self.anchor(finding))

    def found(self, *families: str) -> tuple[Item, ...]:
        """The findings of some families, the worst first."""
        return tuple(
            self.finding(one)
            for one in self.findings
            if self.families.get(one.rule, "card") in families
        )

    @cached_property
    def gaps(self) -> list[Gap]:
        """What could not be read of it and of all it was made from."""
        return self.digest.gaps(self.subject)
