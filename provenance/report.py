"""The Report: the versioned public view of an audit. Formats read this and nothing else
(schemas/report-1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from provenance.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE
from provenance.licences.audits import DatasetAudit
from provenance.licences.claim import (
    Beside,
    Duty,
    Joined,
    LicenceClaim,
    NotUnderstood,
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
    """Which tool made the report."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRef:
    """What was asked for, and what it turned out to be.

    Attributes:
        ref: As the user wrote it.
        purl: The artefact, pinned where it could be read.
        state: `read` or the reason why not (`not-found`, `gated`, ...).
        place: Where a manifest names it, or None.
    """

    ref: str
    purl: ArtifactId
    state: str
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A listed file with the format that its name tells."""

    path: str
    size: int | None
    sha256: str | None
    format: str
    scan: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportUse:
    """Something that a weight file uses beside its own bytes.

    Attributes:
        name: A function, layer, operator, path or attribute.
        action: `imports`, `calls`, `changes`, `layer`, `operator`, `reads` or `template`.
        verdict: `unknown` or `dangerous`; what is allowed is not listed.
        place: Where in the file it stands.
    """

    name: str
    action: str
    verdict: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWeights:
    """What the header of one weight file says.

    Attributes:
        path: Path inside the repository.
        format: The format that its bytes tell.
        parameters: Parameters in it, or None where it does not tell.
        dtypes: Parameters by data type.
        tensors: Tensors in it, or None.
        shapes: Digest of their names and shapes; empty where they were not read.
        metadata: Its own keys and values.
        uses: What loading it would use beside its own bytes.
        complete: Whether the header was read to its end.
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


@dataclass(frozen=True, slots=True)
class ReportTemplate:
    """A chat template.

    Attributes:
        place: The file, and the key in it.
        sha256: SHA-256 of its text.
        uses: What it reaches for beyond a conversation.
    """

    place: str
    sha256: str
    uses: tuple[ReportUse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportArtifact:
    """One artefact of the lineage.

    Attributes:
        purl: Canonical identity, pinned.
        kind: `model` or `dataset`.
        hub: `hf` or `folder`.
        name: `org/name` or the folder.
        revision: Commit.
        url: Page that a person can open.
        role: `subject` where it was asked about, else `dataset`, `code` where only its code is run,
            or `base`.
        gated: Whether the hub asks for an agreement before it hands out files.
        parameters: Number of parameters, or None where nothing tells.
        dtypes: Data types of the weights, sorted.
        weight_bytes: Bytes of all weight files, or None where a size is not known.
        files: Listing with hashes.
        private: Whether the hub shows it to those alone who are given access.
        as_of: When the hub told all this, where it was not asked in this run (`--offline`); else
            empty.
        weights: What the headers of weight files say.
        templates: Chat templates.
        shapes: Digest of the names and shapes of all tensors; empty where not all were read.
        memory: Bytes that the weights take in memory, by width of a parameter.
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


@dataclass(frozen=True, slots=True)
class ReportNode:
    """A node of the lineage.

    Attributes:
        purl: The artefact, pinned where it could be read.
        state: `read` or the reason why it was not.
        written: Other names under which it is named (a former name, another case, a dataset named
            as a model), sorted.
    """

    purl: ArtifactId
    state: str
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEdge:
    """A step of the lineage from a child to what it was made from.

    Attributes:
        child: purl.
        parent: purl.
        relation: `finetune`, `adapter`, `quantized`, `merge`, `distilled`, `base` (nobody says how)
            or `dataset`.
        known_by: Sources that state it, sorted: `card`, `hub-tag`, `hub-base-models`,
            `adapter-config`, ...
        confidence: `stated` (somebody says so in a field made for it) or `inferred`.
        evidence: The places.
    """

    child: ArtifactId
    parent: ArtifactId
    relation: str
    known_by: tuple[str, ...]
    confidence: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ReportLineage:
    """The graph below the first input (`root`); all inputs stand in `inputs`."""

    root: ArtifactId
    nodes: tuple[ReportNode, ...]
    edges: tuple[ReportEdge, ...]

    def steps(self, subject: ArtifactId) -> dict[ArtifactId, tuple[ReportEdge, ...]]:
        """The shortest way from a subject to itself and to everything it was made from, nearest
        first, by purl."""
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
    """Personal data that the documents of an artefact say is in its data.

    Attributes:
        artifact: purl of the artefact whose documents say it.
        kinds: Which kinds, such as `names`, `e-mail`, `health`; empty where none is named.
        safeguard: `stated` (something was removed, masked or de-identified), `denied` (they say
            that nothing was) or `silent`.
        evidence: The sentences.
    """

    artifact: ArtifactId
    kinds: tuple[str, ...]
    safeguard: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLicence:
    """What one artefact says of its licence and what follows from that.

    Attributes:
        artifact: purl.
        claims: Every claim, the strongest first.
        declared: SPDX expression as declared, or None.
        concluded: SPDX expression that applies as far as was read, or None.
        name: Human name of what was concluded, or of what was declared, or `no licence stated`.
        verdict: See `provenance.licences.claim.Conclusion`.
        duties: Duties of the concluded licences that the catalogue knows.
        beside: What speaks of terms and is no claim about the artefact itself: notices, use
            policies, other parts.
        audit: For a dataset: what an independent audit found, an opinion of its day; None where
            there is none.
        named: SPDX identifiers of the licences that are known to be meant, also where nothing was
            concluded: of a list, of a licence with changes, of one that words restrict.
        joined: How these go together where there are several.
        restrictions: Words that restrict what may be done, each with its place.
        changes: Where a licence text differs from the known one, each with its place.
        not_understood: What is stated about the licence and could not be read.
        clauses: What licence texts that no catalogue has appear to say, clause by clause.
    """

    artifact: ArtifactId
    claims: tuple[LicenceClaim, ...]
    declared: str | None
    concluded: str | None
    name: str
    verdict: str
    duties: tuple[Duty, ...]
    beside: tuple[Beside, ...] = ()
    audit: DatasetAudit | None = None
    named: tuple[str, ...] = ()
    joined: Joined = Joined.ALL
    restrictions: tuple[Restriction, ...] = ()
    changes: tuple[TextChange, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    clauses: tuple[StatedClause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInfo:
    """A rule's own documentation, so that no format needs the rules.

    Attributes:
        code: `LIN020`.
        name: `licence-drift`.
        family: `licence`, `privacy`, `lineage`, `card`, `weights`, `lock` or `policy`.
        severity: Severity it usually has.
        summary: First line of its docstring.
        help: The rest, Markdown with the headings What it checks, Why it matters, How to fix,
            Example, References.
    """

    code: str
    name: str
    family: str
    severity: Severity
    summary: str
    help: str


def counts_by_severity(findings: Iterable[Finding]) -> Mapping[Severity, int]:
    """How many findings of each severity count; what was accepted does not. Every number of
    findings that a format or a record shows comes from here."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        if not finding.waived:
            counts[finding.severity] += 1
    return counts


def open_gaps(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The gaps that nobody accepted: what makes a run incomplete."""
    return tuple(gap for gap in gaps if gap.waived is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts by severity of what is not waived, of what is, of gaps that nobody accepted, of those
    that somebody did; and whether all looked for could be read."""

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
    """Everything an audit has to say. Sorted, so that the same revisions give the same bytes.

    `rules` and `questions` are the texts behind the codes, so that no format needs the rules or the
    catalogue; `questions` are those that were asked, with their severities under the profiles that
    `policy` names. `answers` are the three questions of the Open Source Day for each artefact,
    whatever was selected. `declared` is the personal data that documents say is there, for each
    artefact that says so. `uses` holds what the terms say to the intended use of each input;
    nothing where no use was told.
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
        """When the hub told the oldest of what is shown, where it was not asked in this run; else
        empty."""
        return min((one.as_of for one in self.artifacts if one.as_of), default="")

    def exit_status(
        self, fail_on: Severity | None, families: Mapping[str, Severity | None] = _NONE
    ) -> int:
        """3 where something could not be read that nobody accepted as a gap, else 1 where a finding
        that is not waived fails the gate, else 0.

        Incomplete comes first: findings of a lineage that was not read to its end may lack the
        worst one.

        Args:
            fail_on: The severity from which a finding fails; None where none does.
            families: The same for single families of rules.
        """
        if open_gaps(self.gaps):
            return EXIT_INCOMPLETE
        family = {rule.code: rule.family for rule in self.rules}
        for finding in self.findings:
            threshold = families.get(family.get(finding.rule, ""), fail_on)
            if threshold and not finding.waived and finding.severity.reaches(threshold):
                return EXIT_FINDINGS
        return EXIT_CLEAN
