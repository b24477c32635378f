"""A Report is put together here one artefact at a time, for tests of formats; no audit runs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from provenance.hubs import read_id
from provenance.licences.claim import Duty, LicenceClaim, Source
from provenance.model.artifact import ArtifactId, Gap
from provenance.model.finding import Check, Evidence, Finding, Outcome, Severity
from provenance.model.source import CitedSource, Seen, SourceReading, SourceStatus, Standing
from provenance.privacy import three_questions
from provenance.privacy.disclosure import Disclosure, Grade, Peers, PrivacyCheck, Requirement
from provenance.report import (
    InputRef,
    Report,
    ReportArtifact,
    ReportEdge,
    ReportFile,
    ReportLicence,
    ReportLineage,
    ReportNode,
    RuleInfo,
    ToolInfo,
)

TOOL = ToolInfo("provenance", "1.0.0")
HELP = """## What it checks
The duties of every base against those of the model's own licence.

## Why it matters
A fine-tune carries its base's weights, so the base's terms come with them.

## How to fix
Treat the model as under its base's terms as well.

## Example
`license: mit` on a fine-tune of a model under `license: gemma`.

## References
- https://arxiv.org/abs/2509.09873"""


def _rule(code: str, name: str, family: str, severity: Severity, summary: str) -> RuleInfo:
    return RuleInfo(
        code=code, name=name, family=family, severity=severity, summary=summary, help=HELP
    )


RULES = (
    _rule(
        "CARD003", "card-is-template", "card", Severity.LOW, "The card is mostly the hub's template"
    ),
    _rule(
        "DAT042", "dataset-unlicensed", "lineage", Severity.HIGH, "Training data without a licence"
    ),
    _rule("LIC001", "licence-missing", "licence", Severity.HIGH, "No licence is stated anywhere"),
    _rule(
        "LIC005",
        "licence-text-missing",
        "licence",
        Severity.INFO,
        "No licence text stands beside the declaration",
    ),
    _rule(
        "LIN020",
        "licence-drift",
        "lineage",
        Severity.HIGH,
        "The licence drops what a base's licence requires",
    ),
    _rule(
        "PII070",
        "fine-tuning-data-unstated",
        "privacy",
        Severity.HIGH,
        "Personal data in tuning data is not stated",
    ),
    _rule(
        "PII082",
        "privacy-section-placeholder",
        "privacy",
        Severity.LOW,
        "The privacy section was left unfilled",
    ),
    _rule(
        "WGT001",
        "weights-can-execute",
        "weights",
        Severity.HIGH,
        "Loading the weights can execute code",
    ),
    _rule(
        "WGT002",
        "file-flagged",
        "weights",
        Severity.CRITICAL,
        "The hub's scanners flag a file as unsafe",
    ),
)
TITLES = {
    "PRIV-001": "Presence of personal data",
    "PRIV-010": "Sources named",
    "PRIV-011": "Web scraping",
    "PRIV-030": "Filtering done",
    "PRIV-032": "Verification of filtering",
    "PRIV-041": "Privacy red-team or extraction test",
    "PRIV-062": "Guidance for fine-tuning",
    "PRIV-070": "Fine-tuning data",
    "PRIV-072": "Tested again after tuning",
    "PRIV-082": "Section on personal data",
}
HUB = CitedSource(
    key="HUB",
    name="hub",
    name_ko="허브",
    title="Card template",
    lang="en",
    title_en="Card template",
    publisher="A hub",
    publisher_ko="허브",
    date="2026-01-02",
    url="https://hub.example/template",
    status=SourceStatus.TEMPLATE,
    standing=Standing.PUBLISHED,
    since="",
    seen=Seen.WORDING,
    readings=(SourceReading("publisher"),),
    checked="2026-01-02",
    note="",
    note_ko="",
    file="privacy/data/sources.json",
)
QUESTIONS = tuple(
    PrivacyCheck(
        id=key,
        title=title,
        question=f"{title}?",
        question_ko=f"{title}?",
        block="data",
        applies_to=("model",),
        asked_by=("hub: card",),
        remedy="",
        requirements=(
            Requirement(
                origin=HUB, authority="hub", locator="card", locator_ko="card", seen=Seen.WORDING
            ),
        ),
        peers=(Peers(kind="model", answered=123, cards=1000, as_of="2026-01-02"),),
    )
    for key, title in TITLES.items()
)
GEMMA_DUTIES = (
    Duty(id="notice-file", text="notice with copies", clause="3.1", scope="gemma"),
    Duty(id="pass-terms", text="terms to recipients", clause="1.1(b), 3.1", scope="gemma"),
    Duty(id="use-restrictions", text="use restrictions", clause="3.2", scope="gemma"),
)
KEEP_NOTICES = (Duty(id="keep-notices", text="keep copyright and licence notices", clause="4"),)


def digest(text: str) -> str:
    """A sha256 that stays the same."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


@dataclass
class Builder:
    """Puts a Report together one artefact at a time; the first model is the subject."""

    inputs: list[InputRef] = field(default_factory=list)
    artifacts: list[ReportArtifact] = field(default_factory=list)
    nodes: list[ReportNode] = field(default_factory=list)
    edges: list[ReportEdge] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    disclosures: list[Disclosure] = field(default_factory=list)
    licences: list[ReportLicence] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def artifact(
        self,
        name: str,
        kind: str = "model",
        *,
        is_input: bool = False,
        gated: bool = False,
        parameters: int | None = None,
        dtypes: tuple[str, ...] = (),
        files: tuple[ReportFile, ...] = (),
    ) -> ArtifactId:
        """An artefact that was read. Returns its purl."""
        commit = digest(name)[:40]
        purl = read_id(
            f"pkg:huggingface/{name}@{commit}" + ("?type=dataset" if kind == "dataset" else "")
        )
        url = f"https://hub.example/{'datasets/' if kind == 'dataset' else ''}{name}"
        role = "subject" if is_input else "dataset" if kind == "dataset" else "base"
        weights = sum(file.size or 0 for file in files) or None
        self.artifacts.append(
            ReportArtifact(
                purl=purl,
                kind=kind,
                hub="hf",
                name=name,
                revision=commit,
                url=url,
                role=role,
                gated=gated,
                parameters=parameters,
                dtypes=dtypes,
                weight_bytes=weights,
                files=files,
            )
        )
        self.nodes.append(ReportNode(purl, "read"))
        if is_input:
            self.inputs.append(InputRef(ref=name, purl=purl, state="read"))
        return purl

    def unread(self, name: str, reason: str, detail: str, kind: str = "dataset") -> ArtifactId:
        """An artefact that could not be read. Returns its purl."""
        purl = read_id(f"pkg:huggingface/{name}" + ("?type=dataset" if kind == "dataset" else ""))
        self.nodes.append(ReportNode(purl, reason))
        self.gaps.append(Gap(artifact=purl, what="repository", reason=reason, detail=detail))
        return purl

    def edge(
        self, child: ArtifactId, parent: ArtifactId, relation: str, line: int, quote: str
    ) -> None:
        """A step of the lineage that the card's front matter states."""
        known_by = ("card", "hub-tag") if relation != "dataset" else ("card",)
        self.edges.append(
            ReportEdge(
                child=child,
                parent=parent,
                relation=relation,
                known_by=known_by,
                confidence="stated",
                evidence=(card(child, line, quote),),
            )
        )

    def licence(
        self,
        purl: ArtifactId,
        name: str,
        spdx: str | None,
        line: int,
        value: str,
        duties: tuple[Duty, ...],
    ) -> LicenceClaim:
        """A licence that a card declares and no text contradicts."""
        claim = LicenceClaim(
            value=value,
            licence=value,
            source=Source.CARD,
            evidence=card(purl, line, f"license: {value}"),
            spdx=spdx,
        )
        self.licences.append(
            ReportLicence(
                artifact=purl,
                claims=(claim,),
                declared=spdx,
                concluded=spdx,
                name=name,
                verdict="declared-only",
                duties=duties,
            )
        )
        return claim

    def unlicensed(self, purl: ArtifactId) -> None:
        """An artefact that states no licence."""
        self.licences.append(
            ReportLicence(
                artifact=purl,
                claims=(),
                declared=None,
                concluded=None,
                name="no licence stated",
                verdict="none",
                duties=(),
            )
        )

    def disclose(
        self,
        purl: ArtifactId,
        grades: dict[str, Grade],
        overrides: dict[str, Disclosure] | None = None,
    ) -> None:
        """The grade of every question; those of `said` with their proof."""
        for check, grade in grades.items():
            searched = ("README.md (7 sections)",) if grade is Grade.ABSENT else ()
            plain = Disclosure(
                check=check, artifact=purl, grade=grade, searched=searched, asked_by=("hub: card",)
            )
            self.disclosures.append((overrides or {}).get(check, plain))

    def judge(self, purl: ArtifactId, *findings: Finding, unknown: tuple[str, ...] = ()) -> None:
        """Every rule's check of a subject with these findings."""
        self.findings += findings
        for rule in RULES:
            fired = tuple(finding for finding in findings if finding.rule == rule.code)
            outcome = (
                Outcome.FAILED
                if fired
                else Outcome.UNKNOWN
                if rule.code in unknown
                else Outcome.PASSED
            )
            reason = "not every named dataset could be read" if outcome is Outcome.UNKNOWN else ""
            self.checks.append(
                Check(rule=rule.code, artifact=purl, outcome=outcome, reason=reason, findings=fired)
            )

    def report(self) -> Report:
        """The Report, in the order in which the auditor sorts it."""
        findings = sorted(
            self.findings,
            key=lambda finding: (
                finding.artifact,
                finding.severity.rank,
                finding.rule,
                finding.key,
            ),
        )
        graded: dict[str, list[Disclosure]] = {}
        for disclosure in self.disclosures:
            graded.setdefault(disclosure.artifact, []).append(disclosure)
        return Report(
            tool=TOOL,
            inputs=tuple(self.inputs),
            artifacts=tuple(self.artifacts),
            lineage=ReportLineage(self.inputs[0].purl, tuple(self.nodes), tuple(self.edges)),
            findings=tuple(findings),
            checks=tuple(self.checks),
            disclosures=tuple(self.disclosures),
            licences=tuple(self.licences),
            gaps=tuple(self.gaps),
            rules=RULES,
            questions=QUESTIONS,
            answers=tuple(
                answer for disclosures in graded.values() for answer in three_questions(disclosures)
            ),
        )


def card(purl: ArtifactId, line: int, quote: str, end: int | None = None) -> Evidence:
    """Lines of an artefact's README.md."""
    return Evidence(
        artifact=purl,
        file="README.md",
        revision=purl.partition("@")[2][:40],
        start_line=line,
        end_line=end or line,
        quote=quote,
        sha256=digest(purl),
    )


def listed(purl: ArtifactId, path: str, quote: str) -> Evidence:
    """A file of the listing, which has no lines."""
    return Evidence(
        artifact=purl,
        file=path,
        revision=purl.partition("@")[2][:40],
        start_line=None,
        end_line=None,
        quote=quote,
        sha256=digest(path),
    )


def files(*entries: tuple[str, int | None, str]) -> tuple[ReportFile, ...]:
    """A listing of path, size and format; the hub tells digests of the large ones only."""
    return tuple(
        ReportFile(
            path=path,
            size=size,
            sha256=digest(path) if size and size > 1_000_000 else None,
            format=form,
            scan="safe" if size else None,
        )
        for path, size, form in sorted(entries)
    )
