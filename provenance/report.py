"""The Report: the versioned public result of an audit, and the only input of the formats
(schemas/report-1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from provenance.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE
from provenance.licences.audits import DatasetAudit
from provenance.licences.claim import (
    Duty,
    Joined,
    LicenceClaim,
    NotUnderstood,
    OtherTerms,
    Restriction,
    StatedClause,
    TextChange,
)
from provenance.licences.use import UseJudgement
from provenance.model.artifact import ArtifactId, Gap, Place
from provenance.model.finding import Check, Evidence, Finding, Severity
from provenance.privacy.disclosure import Disclosure, PrivacyCheck
from provenance.privacy.profiles import QuestionAnswer

SCHEMA = "provenance/report-1"
_NONE: Mapping[str, Severity | None] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ToolInfo:
    """The tool that made the report."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRef:
    """A subject, as typed and as resolved.

    Attributes:
        ref: As the user wrote it.
        purl: The artefact, pinned if it was read.
        state: `read` or the reason why not (`not-found`, `gated`, ...).
        place: Its line in a manifest, or None.
    """

    ref: str
    purl: ArtifactId
    state: str
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A listed file with the format of its name."""

    path: str
    size: int | None
    sha256: str | None
    format: str
    scan: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportUse:
    """Something that a weight file uses beyond its own bytes.

    Attributes:
        name: A function, layer, operator, path or attribute.
        action: `imports`, `calls`, `changes`, `layer`, `operator`, `reads` or `template`.
        verdict: `unknown` or `dangerous`; allowed uses are not listed.
        place: Its position in the file.
    """

    name: str
    action: str
    verdict: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWeights:
    """Facts from the header of a weight file.

    Attributes:
        path: Path inside the repository.
        format: Its format by content.
        parameters: Number of parameters, or None if unknown.
        dtypes: Number of parameters by data type.
        tensors: Number of tensors, or None.
        shapes: Digest of names and shapes; empty if they were not read.
        metadata: Embedded keys and values.
        uses: What loading it would use beyond its own bytes.
        complete: Whether the whole header was read.
    """

    path: str
    format: str
    parameters: int | None
    dtypes: Mapping[str, int]
    tensors: int | None
    shapes: str
    metadata: Mapping[str, str]
    uses: tuple[ReportUse, ...]
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSignature:
    """A model's signature.

    Attributes:
        state: `verified`, `unchecked` (nobody said who is trusted), `refused`, `broken` or
            `absent` (and expected).
        signer: Who signed, in words; by its own account unless it was verified.
        reason: Why it is refused, broken or absent; else empty.
        signed: How many files were signed.
        differing: Files that are listed with another digest than was signed.
        missing: Signed files that are not listed.
        unsigned: Listed files that were not signed.
        ignored: Listed files that the signer left out on purpose.
        uncompared: Signed files of which a digest is not known.
    """

    state: str
    signer: str
    reason: str
    signed: int
    differing: tuple[str, ...]
    missing: tuple[str, ...]
    unsigned: tuple[str, ...]
    ignored: tuple[str, ...]
    uncompared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportTemplate:
    """A chat template.

    Attributes:
        place: The file, and the key in it.
        sha256: SHA-256 of its text.
        uses: What it accesses beyond the conversation.
    """

    place: str
    sha256: str
    uses: tuple[ReportUse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportArtifact:
    """An artefact of the lineage.

    Attributes:
        purl: Canonical identity, pinned.
        kind: `model` or `dataset`.
        hub: `hf` or `folder`.
        name: `org/name` or the folder.
        revision: Commit.
        url: Its page on the hub.
        role: `subject` if it was asked for, else `dataset`, `base`, or `code` if only its code is
            run.
        gated: Whether the hub requires an agreement before it serves files.
        parameters: Number of parameters, or None if unknown.
        dtypes: Data types of the weights, sorted.
        weight_bytes: Size of all weight files, or None if a size is unknown.
        files: Listing with hashes.
        private: Whether the hub shows it only to users with access.
        as_of: When the hub gave this answer, if this run did not ask it (`--offline`); else empty.
        weights: Facts from weight headers.
        templates: Chat templates.
        shapes: Digest of names and shapes of all tensors; empty if not all were read.
        memory: Bytes needed for the weights in memory, by bytes per parameter.
        signature: The model's signature; None if it has none and none is expected.
    """

    purl: ArtifactId
    kind: str
    hub: str
    name: str
    revision: str
    url: str
    role: str
    gated: bool
    parameters: int | None
    dtypes: tuple[str, ...]
    weight_bytes: int | None
    files: tuple[ReportFile, ...]
    private: bool = False
    as_of: str = ""
    weights: tuple[ReportWeights, ...] = ()
    templates: tuple[ReportTemplate, ...] = ()
    shapes: str = ""
    memory: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    signature: ReportSignature | None = None


@dataclass(frozen=True, slots=True)
class ReportNode:
    """A node of the lineage.

    Attributes:
        purl: The artefact, pinned if it was read.
        state: `read`, or the reason why it was not read.
        written: Other names used for it (a former name, another case, a dataset named as a model),
            sorted.
    """

    purl: ArtifactId
    state: str
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEdge:
    """An edge of the lineage, from a child to its parent.

    Attributes:
        child: purl.
        parent: purl.
        relation: `finetune`, `adapter`, `quantized`, `merge`, `distilled`, `base` (unspecified) or
            `dataset`.
        known_by: Sources that state it, sorted: `card`, `hub-tag`, `hub-base-models`,
            `adapter-config`, ...
        confidence: `stated` (in a field that exists for it) or `inferred`.
        evidence: Where it is stated.
    """

    child: ArtifactId
    parent: ArtifactId
    relation: str
    known_by: tuple[str, ...]
    confidence: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ReportLineage:
    """The graph below the first input (`root`); `inputs` lists all inputs."""

    root: ArtifactId
    nodes: tuple[ReportNode, ...]
    edges: tuple[ReportEdge, ...]

    def steps(self, subject: ArtifactId) -> dict[ArtifactId, tuple[ReportEdge, ...]]:
        """The shortest path from a subject to itself and to each of its ancestors, nearest first,
        by purl."""
        parents: dict[ArtifactId, list[ReportEdge]] = {}
        for edge in self.edges:
            parents.setdefault(edge.child, []).append(edge)
        ways: dict[ArtifactId, tuple[ReportEdge, ...]] = {subject: ()}
        queue = [subject]
        for child in queue:
            for edge in parents.get(child, ()):
                if edge.parent not in ways:
                    ways[edge.parent] = (*ways[child], edge)
                    queue.append(edge.parent)
        return ways


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDeclared:
    """Personal data that an artefact's documents declare.

    Attributes:
        artifact: purl of the declaring artefact.
        kinds: Kinds of data, such as `names`, `e-mail`, `health`; empty if none is named.
        safeguard: `stated` (something was removed, masked or de-identified), `denied` (nothing was)
            or `silent`.
        evidence: The sentences.
    """

    artifact: ArtifactId
    kinds: tuple[str, ...]
    safeguard: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLicence:
    """The licence statements of an artefact, and what was concluded from them.

    Attributes:
        artifact: purl.
        claims: All claims, strongest first.
        declared: SPDX expression as declared, or None.
        concluded: SPDX expression that applies, as far as was read, or None.
        name: Display name of the concluded licence, or of the declared one, or `no licence stated`.
        verdict: See `provenance.licences.claim.Conclusion`.
        duties: Duties of the concluded licences, from the catalogue.
        other_terms: Texts about terms that make no claim about the artefact itself: notices, use
            policies, other parts.
        audit: For a dataset: the result of an independent audit, as of its date; None if there is
            none.
        named: SPDX identifiers of all identified licences, even if nothing was concluded: from a
            list, a changed text, or a licence with restrictions.
        joined: How several licences combine.
        restrictions: Restricting passages, each with its place.
        changes: Differences between a licence text and the known one, each with its place.
        not_understood: Licence statements that could not be interpreted.
        clauses: What uncatalogued licence texts appear to say, clause by clause.
    """

    artifact: ArtifactId
    claims: tuple[LicenceClaim, ...]
    declared: str | None
    concluded: str | None
    name: str
    verdict: str
    duties: tuple[Duty, ...]
    other_terms: tuple[OtherTerms, ...] = ()
    audit: DatasetAudit | None = None
    named: tuple[str, ...] = ()
    joined: Joined = Joined.ALL
    restrictions: tuple[Restriction, ...] = ()
    changes: tuple[TextChange, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    clauses: tuple[StatedClause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInfo:
    """A rule's documentation, so that formats do not need the rules.

    Attributes:
        code: `LIN020`.
        name: `licence-drift`.
        family: `licence`, `privacy`, `lineage`, `card`, `weights`, `lock` or `policy`.
        severity: Default severity.
        summary: First line of its docstring.
        help: The rest, as Markdown with the headings What it checks, Why it matters, How to fix,
            Example, References.
    """

    code: str
    name: str
    family: str
    severity: Severity
    summary: str
    help: str


def counts_by_severity(findings: Iterable[Finding]) -> Mapping[Severity, int]:
    """The number of findings that count, by severity; accepted ones do not. Every number of
    findings in any output comes from here."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        if not finding.waived:
            counts[finding.severity] += 1
    return counts


def open_gaps(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The gaps that nobody accepted; they make a run incomplete."""
    return tuple(gap for gap in gaps if gap.waived is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts of findings by severity, waived findings, open gaps and accepted gaps; and whether
    everything could be read."""

    critical: int
    high: int
    medium: int
    low: int
    info: int
    waived: int
    gaps: int
    accepted: int
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The complete result of an audit. Sorted, so that the same revisions give the same bytes.

    `rules` and `questions` are the texts behind the codes, so that no format needs the rules or the
    catalogue; `questions` are those that were asked, with their severities under the profiles that
    `policy` names. `answers` are the three questions of the Open Source Day for each artefact,
    whatever was selected. `declared` is the personal data that documents say is there, for each
    artefact that says so. `uses` holds what the terms say to the intended use of each input;
    nothing without an intended use.
    """

    tool: ToolInfo
    inputs: tuple[InputRef, ...]
    artifacts: tuple[ReportArtifact, ...]
    lineage: ReportLineage
    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]
    disclosures: tuple[Disclosure, ...]
    licences: tuple[ReportLicence, ...]
    gaps: tuple[Gap, ...]
    rules: tuple[RuleInfo, ...]
    policy: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    questions: tuple[PrivacyCheck, ...] = ()
    uses: tuple[UseJudgement, ...] = ()
    answers: tuple[QuestionAnswer, ...] = ()
    declared: tuple[ReportDeclared, ...] = ()

    @property
    def summary(self) -> Summary:
        """Counts for the last line of every format."""
        counts = counts_by_severity(self.findings)
        return Summary(
            **{severity.value: number for severity, number in counts.items()},
            waived=len(self.findings) - sum(counts.values()),
            gaps=len(open_gaps(self.gaps)),
            accepted=len(self.gaps) - len(open_gaps(self.gaps)),
            complete=not self.gaps,
        )

    @property
    def as_of(self) -> str:
        """When the hub gave the oldest cached answer, if this run did not ask it; else empty."""
        return min((artifact.as_of for artifact in self.artifacts if artifact.as_of), default="")

    def exit_status(
        self, fail_on: Severity | None, families: Mapping[str, Severity | None] = _NONE
    ) -> int:
        """3 if there is a gap that nobody accepted, else 1 if a finding fails the gate, else 0.

        Incomplete takes precedence: the findings of a partly read lineage may lack the worst one.

        Args:
            fail_on: Lowest failing severity; None if nothing fails.
            families: The same for single rule families.
        """
        if open_gaps(self.gaps):
            return EXIT_INCOMPLETE
        family = {rule.code: rule.family for rule in self.rules}
        for finding in self.findings:
            threshold = families.get(family.get(finding.rule, ""), fail_on)
            if threshold and not finding.waived and finding.severity.reaches(threshold):
                return EXIT_FINDINGS
        return EXIT_CLEAN
