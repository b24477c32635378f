"""A subject of the dossier, with the wording and the index that its sections need."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from provenance.dossier.review import Review
from provenance.hubs import web_url
from provenance.licences.use import Reason, Task, UseJudgement, UseVerdict
from provenance.messages import Message, opens_with_argument
from provenance.model.artifact import ArtifactId, Gap, Waived
from provenance.model.finding import QUOTE_LIMIT, Evidence, Finding, Severity, shorten
from provenance.privacy.disclosure import Disclosure, PrivacyCheck
from provenance.render.document import (
    Quote,
    Span,
    Tone,
    label,
    plain,
    strong,
)
from provenance.report import ReportArtifact, ReportLicence
from provenance.wording.digest import Digest
from provenance.wording.facts import FAMILIES, LONGEST_NAME
from provenance.wording.lights import RULES_OF_USE, Lights, LightState, lights_of
from provenance.wording.phrases import Phrases

SEVERITY_TONES = {
    Severity.CRITICAL: Tone.BAD,
    Severity.HIGH: Tone.BAD,
    Severity.MEDIUM: Tone.OPEN,
}
STATE_TONES = {
    LightState.CLEAR: Tone.GOOD,
    LightState.CONDITIONS: Tone.GOOD,
    LightState.OPEN: Tone.OPEN,
    LightState.STOP: Tone.BAD,
}
MOST_QUOTES = 4
"""Quotes that are shown for one finding."""
# A printed document does not say what to type.
# A command or an option to type; other words between backticks are names of keys and values.
_COMMAND = re.compile(r"`(?:provenance|pip|python)\b|(?:^|[\s`])--[a-z]")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A subject of the dossier.

    Attributes:
        review: The whole review.
        phrases: The sentences in its language.
        digest: The indexed report.
        purl: The artefact.
        prefix: Prefix of every id, so that several artefacts fit into one document.
    """

    review: Review
    phrases: Phrases
    digest: Digest
    purl: ArtifactId
    prefix: str = ""

    @cached_property
    def artifact(self) -> ReportArtifact | None:
        """The artefact's data, or None if it was not read."""
        return self.digest.artifacts.get(self.purl)

    @cached_property
    def licence(self) -> ReportLicence | None:
        """Its licence, or None if it was not read."""
        return self.digest.licences.get(self.purl)

    @cached_property
    def judgement(self) -> UseJudgement | None:
        """The use judgement, or None if no use was given."""
        return self.digest.uses.get(self.purl)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why the use is denied or needs review; empty if no use was given."""
        return self.judgement.reasons if self.judgement else ()

    @property
    def duties(self) -> tuple[Task, ...]:
        """The duties that come with the use; empty if no use was given."""
        return self.judgement.duties if self.judgement else ()

    @cached_property
    def is_denied(self) -> bool:
        """Whether the terms exclude the intended use."""
        return self.judgement is not None and self.judgement.verdict is UseVerdict.DENY

    @cached_property
    def lights(self) -> Lights:
        """The four lights; the worst is the total."""
        return lights_of(self.digest, self.purl)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Its findings that count, worst first, except those that the use judgement already
        covers."""
        repeated = RULES_OF_USE if self.judgement else ()
        return tuple(
            finding
            for finding in self._own_findings
            if finding.rule not in repeated and not finding.waived
        )

    @cached_property
    def waived(self) -> tuple[tuple[Finding, Waived], ...]:
        """Accepted findings with their reason."""
        return tuple((finding, finding.waived) for finding in self._own_findings if finding.waived)

    @cached_property
    def _own_findings(self) -> list[Finding]:
        own = (finding for finding in self.review.report.findings if finding.artifact == self.purl)
        return sorted(own, key=self._weight)

    def _weight(self, finding: Finding) -> tuple[int, int, bool, str]:
        """Sort key: most severe first, then licence before lineage, privacy and files, and a model
        before its data."""
        family = FAMILIES.index(self.families.get(finding.rule, "card"))
        return finding.severity.rank, family, finding.rule.startswith("DAT"), finding.rule

    @cached_property
    def families(self) -> Mapping[str, str]:
        """The family of each rule, by code."""
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
        """The applicable privacy questions with their grades."""
        return self.digest.disclosures[self.purl]

    @cached_property
    def gaps(self) -> list[Gap]:
        """The gaps of the artefact and its lineage."""
        return self.digest.gaps(self.purl)

    @cached_property
    def exhibits(self) -> Mapping[Evidence, str]:
        """A number such as `E-07` for each piece of evidence of a reason or finding, in listing
        order."""
        proofs: list[Evidence] = []
        for reason in self.reasons:
            proofs += reason.evidence[:1]
        for finding in self.findings:
            proofs += finding.evidence[:MOST_QUOTES]
        numbered = enumerate(dict.fromkeys(proofs), 1)
        return MappingProxyType({proof: f"E-{number:02}" for number, proof in numbered})

    def exhibit(self, proof: Evidence) -> tuple[Span, ...]:
        """The number of a piece of evidence, linked to its quote; empty if it has none."""
        number = self.exhibits.get(proof)
        if number is None:
            return ()
        cited = Span(text=f"[{number}]", style="exhibit", link=self.link(number.lower()))
        return (plain(" "), cited)

    def title(self, check: str) -> str:
        """A question about personal data in short form."""
        known = self.questions.get(check)
        if known is None:
            return check
        return (known.title_ko or known.title) if self.is_korean else known.title

    def question(self, check: str) -> str:
        """A question about personal data in full."""
        known = self.questions.get(check)
        if known is None:
            return check
        return known.question_ko if self.is_korean else known.question

    @property
    def is_korean(self) -> bool:
        """Whether the document is in Korean."""
        return self.phrases.lang == "ko"

    def id(self, name: str) -> str:
        """The id of a place within this artefact's sections."""
        return f"{self.prefix}{name}"

    def link(self, name: str) -> str:
        """A link to that place."""
        return f"#{self.id(name)}"

    def anchor(self, finding: Finding) -> str:
        """The stable id of a finding."""
        return self.id(f"finding-{self.findings.index(finding) + 1}")

    def name(self, purl: ArtifactId) -> str:
        """`org/name`, or the short name of a folder."""
        return self.digest.title(purl)

    def message(self, text: str, style: str = "", link: str = "") -> Span:
        """A sentence of a rule, hub or catalogue in this language, or in English if it is not
        translated. Instructions for the command line are left out."""
        sentence, lang = self.phrases.message(self._for_paper(text))
        return Span(text=without_commands(sentence), style=style, link=link, lang=lang)

    def opening(self, text: str, style: str = "", link: str = "") -> Span:
        """A sentence that opens an entry, with a capital unless it opens with a name."""
        span = self.message(text, style, link)
        if opens_with_argument(text, self.phrases.lang):
            return span
        return replace(span, text=capitalised(span.text))

    def _for_paper(self, text: str) -> str:
        """The dossier's own version of a sentence that mentions a command."""
        if isinstance(text, Message) and self.phrases.has(f"paper.{text.id}"):
            return Message(f"dossier.paper.{text.id}", text.arguments)
        return text

    @property
    def publisher(self) -> str:
        """The organisation that publishes it on a hub; empty for a folder."""
        name = self.name(self.purl)
        if self.purl.hub.local or "/" not in name:
            return ""
        return name.partition("/")[0]

    def path(self, purls: Sequence[ArtifactId]) -> str:
        """A path through the lineage, by name."""
        return " → ".join(map(self.name, purls))

    def place(self, evidence: Evidence) -> Span:
        """File and lines, linked to the commit on the hub if there is a page."""
        place = self.digest.place(evidence, self.purl)
        return Span(text=place, style="code", link=self._address(evidence), lang="und")

    def _address(self, evidence: Evidence) -> str:
        known = self.digest.artifacts.get(evidence.artifact)
        if known is None or not known.url:
            return ""
        if not any(file.path == evidence.file for file in known.files):
            return known.url
        path = shorten(evidence.file, LONGEST_NAME)
        return web_url(known.purl, known.url, path, evidence.start_line)

    def quote(self, evidence: Evidence) -> Quote:
        """The quote at a place, with its exhibit number; for a listed file only what its name does
        not show."""
        text = evidence.quote
        if evidence.start_line is None and text.startswith(evidence.file):
            text = text.removeprefix(evidence.file).lstrip(", ")
        quoted = shorten(text, QUOTE_LIMIT)
        place = self.place(evidence)
        number = self.exhibits.get(evidence)
        if not number:
            return Quote((place,), quoted, "")
        return Quote((strong(f"{number} "), place), quoted, self.id(number.lower()))

    def severity(self, severity: Severity) -> Span:
        """A severity in words, with its colour."""
        word = self.phrases.term("severity", severity.value)
        return label(word, SEVERITY_TONES.get(severity, Tone.PLAIN))


def capitalised(text: str) -> str:
    """A text with a capital at its start; the rest stays, unlike with `str.capitalize`."""
    return text[:1].upper() + text[1:]


def without_commands(text: str) -> str:
    """A text without the sentences that mention commands."""
    if not _COMMAND.search(text):
        return text
    kept = [sentence for sentence in _SENTENCE.split(text) if not _COMMAND.search(sentence)]
    return " ".join(kept)
