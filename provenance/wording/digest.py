"""Index a report by artefact: subjects, lineage trees, and everything that belongs to an
artefact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from provenance.errors import UsageError
from provenance.hubs import parse_reference
from provenance.licences.use import UseJudgement
from provenance.messages import Message, message
from provenance.model.artifact import BASES, DATA, ArtifactId, Gap, Kind, Place
from provenance.model.finding import Check, Evidence, Finding, Severity, shorten
from provenance.parents import CODE
from provenance.privacy.declared import kind_names
from provenance.privacy.disclosure import ANSWERED, Disclosure, Grade, Peers
from provenance.privacy.profiles import QuestionAnswer
from provenance.report import (
    Report,
    ReportArtifact,
    ReportDeclared,
    ReportEdge,
    ReportLicence,
)
from provenance.text.sentences import language
from provenance.wording.facts import (
    FAMILIES,
    LONGEST_NAME,
    LONGEST_WORDS,
    NOT_BASES,
    audit_facts,
    licence_name,
)
from provenance.wording.names import (
    KINDS,
    confidence_name,
    kind_name,
    relation_name,
    state_name,
)

# Parts of a folder's path that are its name in a paper: like `org/name` of a hub.
_PARTS_OF_FOLDER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A row of the lineage tree.

    Attributes:
        purl: The artefact.
        rails: Box-drawing characters in front of it.
        relation: How the row above was made from it, such as `fine-tune of`.
        notes: Licence and state, in a few words each.
    """

    purl: ArtifactId
    rails: str
    relation: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Digest:
    """The index of one report; each part is built on first use."""

    report: Report

    @cached_property
    def subjects(self) -> tuple[ArtifactId, ...]:
        """purls of the subjects, each once."""
        return tuple(dict.fromkeys(reference.purl for reference in self.report.inputs))

    @cached_property
    def places(self) -> dict[ArtifactId, Place]:
        """The manifest line of each subject, by purl; the first one if it is listed twice."""
        first = {
            reference.purl: reference.place
            for reference in reversed(self.report.inputs)
            if reference.place
        }
        return dict(reversed(first.items()))

    @cached_property
    def artifacts(self) -> dict[ArtifactId, ReportArtifact]:
        """The artefacts that were read, by purl."""
        return {artifact.purl: artifact for artifact in self.report.artifacts}

    @cached_property
    def licences(self) -> dict[ArtifactId, ReportLicence]:
        """Licences by purl."""
        return {licence.artifact: licence for licence in self.report.licences}

    @cached_property
    def uses(self) -> dict[ArtifactId, UseJudgement]:
        """Use judgements by purl."""
        return {judgement.artifact: judgement for judgement in self.report.uses}

    @cached_property
    def states(self) -> dict[ArtifactId, str]:
        """`read` or the reason why not, by purl."""
        nodes = {node.purl: node.state for node in self.report.lineage.nodes}
        return {reference.purl: reference.state for reference in self.report.inputs} | nodes

    @cached_property
    def written(self) -> dict[ArtifactId, str]:
        """Alternative names of an artefact, by purl."""
        return {
            node.purl: ", ".join(node.written) for node in self.report.lineage.nodes if node.written
        }

    @cached_property
    def parents(self) -> defaultdict[ArtifactId, list[ReportEdge]]:
        """Edges to parents, by child: bases, then datasets, then code."""
        parents: defaultdict[ArtifactId, list[ReportEdge]] = defaultdict(list)
        for edge in sorted(self.report.lineage.edges, key=_rank):
            parents[edge.child].append(edge)
        return parents

    def name(self, purl: ArtifactId) -> str:
        """`org/name`, the folder, or the purl itself if it is not recognised."""
        if purl in self.artifacts:
            return shorten(self.artifacts[purl].name, LONGEST_NAME)
        return shorten(purl.name, LONGEST_NAME)

    def title(self, purl: ArtifactId) -> str:
        """The name in a paper: `org/name`; of a folder the last two parts of its path, because
        a paper goes to people to whom the reviewer's disk means nothing."""
        name = self.name(purl)
        if not purl.hub.local:
            return name
        parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        return "/".join(parts[-_PARTS_OF_FOLDER:]) or name

    def address(self, purl: ArtifactId, file: str = "") -> str:
        """A relative reference (RFC 3986) to a file of an artefact, or of the project if there is
        no purl.

        Hub files are named as if the hub were a folder of the scanned repository:
        `hf/org/name/README.md`.
        """
        if not purl:
            return relative(file)
        hub = purl.hub or purl.hub.purl_type
        if purl.hub.local:  # the folder's own name, not where the user keeps it
            return relative(f"{hub}/{purl.name}/{file}")
        section = "/datasets" if purl.kind is Kind.DATASET else ""
        return relative(f"{hub}{section}/{self.name(purl)}/{file}")

    def own_place(self, finding: Finding) -> Place | None:
        """The project line that a finding concerns: in the policy, else the manifest, else the
        lock."""
        own = _project_line(finding)
        in_manifest = self.places.get(finding.artifact)
        if self.families.get(finding.rule) == "lock":
            return in_manifest or own
        return own or in_manifest

    def pinned(self, purl: ArtifactId) -> str:
        """`org/name@abc1234`: the name and the commit."""
        return "@".join(filter(None, (self.name(purl), self._commit(purl))))

    def _commit(self, purl: ArtifactId) -> str:
        if purl not in self.artifacts:
            return ""
        return self.artifacts[purl].revision.removeprefix("sha256:")[:7]

    def title_facts(self, purl: ArtifactId) -> list[str]:
        """Kind, hub and commit of an artefact, and the name by which it was asked for if its hub
        calls it another; or that it was not read."""
        artifact = self.artifacts.get(purl)
        if artifact is None:
            return [message("report.not-read")]
        kinds = tuple(kind_name(kind) for kind in self.kinds(purl))
        facts = [message("report.kinds", kinds=kinds), artifact.hub, self._commit(purl)]
        former = self._former_name(purl)
        return [*facts, message("report.asked-as", name=former)] if former else facts

    def _former_name(self, purl: ArtifactId) -> str:
        """The name by which a subject was asked for, if its hub calls it another: it was renamed,
        or handed to another owner."""
        for reference in self.report.inputs:
            if reference.purl != purl:
                continue
            try:
                requested = parse_reference(reference.ref, purl.kind)
            except UsageError:
                continue
            if not requested.hub.local and requested.name.lower() != purl.name.lower():
                return requested.name
        return ""

    def kinds(self, purl: ArtifactId) -> tuple[str, ...]:
        """What a subject is: `model`, then how it was made from others."""
        artifact = self.artifacts.get(purl)
        made = sorted({KINDS.get(edge.relation, "") for edge in self.parents[purl]} - {""})
        return (artifact.kind, *made) if artifact else ()

    def place(self, evidence: Evidence, subject: ArtifactId) -> str:
        """File and lines, preceded by the artefact's name if it is not the subject."""
        file = shorten(evidence.file or "repository", LONGEST_NAME)
        if evidence.start_line is not None:
            file += f":{evidence.start_line}"
            if evidence.end_line not in (None, evidence.start_line):
                file += f"-{evidence.end_line}"
        is_own = not evidence.artifact or evidence.artifact.identity == subject.identity
        return file if is_own else f"{self.name(evidence.artifact)} {file}"

    def tree(self, subject: ArtifactId, limit: int | None) -> tuple[list[Branch], int]:
        """Rows of the lineage below a subject, depth first, and the number of artefacts left out.

        An artefact reached a second time is shown but not expanded.
        """
        rows: list[Branch] = []
        seen, hidden = {subject}, set()
        waiting = [(edge, "", last) for edge, last in _marked_last(self.parents[subject])]
        while waiting:
            edge, rails, last = waiting.pop(0)
            again, purl = edge.parent in seen, edge.parent
            seen.add(purl)
            if limit is None or len(rows) < limit:
                relation = relation_name(edge.relation)
                rows.append(
                    Branch(
                        purl=purl,
                        rails=rails + ("└─ " if last else "├─ "),
                        relation=relation,
                        notes=tuple(self._notes(edge, again)),
                    )
                )
            elif not again:
                hidden.add(purl)
            if not again:
                below = rails + ("   " if last else "│  ")
                waiting = [
                    (up, below, last) for up, last in _marked_last(self.parents[purl])
                ] + waiting
        return rows, len(hidden)

    def _notes(self, edge: ReportEdge, again: bool) -> Iterable[str]:
        purl = edge.parent
        if purl in self.licences:
            yield licence_name(self.licences[purl])
            if audit := self.licences[purl].audit:
                yield audit_facts(audit)
        if self.states.get(purl, "read") != "read":
            state = state_name(shorten(self.states[purl], LONGEST_WORDS))
            yield message("report.not-read-because", state=state)
        elif purl in self.artifacts and self.artifacts[purl].gated:
            yield message("report.gated")
        if purl in self.written:
            yield message("report.named-as", names=shorten(self.written[purl], LONGEST_NAME))
        if edge.confidence != "stated":
            yield confidence_name(shorten(edge.confidence, LONGEST_WORDS))
        if again:
            yield message("report.see-above")

    def reach(self, subject: ArtifactId) -> frozenset[ArtifactId]:
        """Identities of a subject and its whole lineage."""
        seen, waiting = {subject}, [subject]
        while waiting:
            parents = {edge.parent for edge in self.parents[waiting.pop()]} - seen
            seen |= parents
            waiting += sorted(parents)
        return frozenset(purl.identity for purl in seen)

    def audited(self, subject: ArtifactId) -> list[ReportLicence]:
        """The datasets in a subject's lineage that have an independent audit."""
        reach = self.reach(subject)
        return [
            licence
            for purl, licence in self.licences.items()
            if licence.audit and purl.identity in reach
        ]

    @cached_property
    def _gaps(self) -> list[tuple[ArtifactId, Gap]]:
        return [(gap.artifact.identity, gap) for gap in self.report.gaps]

    def gaps(self, subject: ArtifactId) -> list[Gap]:
        """The gaps of a subject and its whole lineage."""
        reach = self.reach(subject)
        return [gap for artifact, gap in self._gaps if artifact in reach]

    def gap_place(self, gap: Gap) -> Place | None:
        """The manifest line of an artefact, or of the first subject that was made from it."""
        descendants = (
            place
            for purl, place in self.places.items()
            if gap.artifact.identity in self.reach(purl)
        )
        return self.places.get(gap.artifact) or next(descendants, None)

    def stray_gaps(self) -> list[Gap]:
        """Gaps outside every subject's lineage."""
        reach = frozenset[ArtifactId]().union(*map(self.reach, self.subjects))
        return [gap for artifact, gap in self._gaps if artifact not in reach]

    @cached_property
    def families(self) -> dict[str, str]:
        """The family of each rule that the formats know."""
        return {rule.code: rule.family for rule in self.report.rules if rule.family in FAMILIES}

    @cached_property
    def _severities(self) -> dict[str, Severity]:
        return {question.id: question.severity for question in self.report.questions}

    def severity(self, check: str) -> Severity:
        """The severity of an open question about personal data."""
        return self._severities.get(check, Severity.MEDIUM)

    def matters(self, finding: Finding) -> bool:
        """Whether outputs spell it out by default: from medium up, and every lock failure."""
        return (
            finding.severity.reaches(Severity.MEDIUM) or self.families.get(finding.rule) == "lock"
        )

    @cached_property
    def findings(self) -> defaultdict[tuple[ArtifactId, str], list[Finding]]:
        """Findings by subject and family, worst first, waived ones last; unknown families count as
        card."""
        findings: defaultdict[tuple[ArtifactId, str], list[Finding]] = defaultdict(list)
        for finding in sorted(
            self.report.findings,
            key=lambda finding: (finding.waived is not None, finding.severity.rank),
        ):
            findings[finding.artifact, self.families.get(finding.rule, "card")].append(finding)
        return findings

    @cached_property
    def checks(self) -> defaultdict[ArtifactId, list[Check]]:
        """The checks by subject."""
        checks: defaultdict[ArtifactId, list[Check]] = defaultdict(list)
        for check in self.report.checks:
            checks[check.artifact].append(check)
        return checks

    def declared(self, subject: ArtifactId) -> list[ReportDeclared]:
        """Declared personal data in the data behind a subject: its own statements, then those of
        datasets and bases, nearest first."""
        by_artifact = {data.artifact: data for data in self.report.declared}
        declared = []
        for purl, way in self.report.lineage.steps(subject).items():
            is_behind_code = any(step.relation == CODE for step in way)
            if purl in by_artifact and not is_behind_code:
                declared.append(by_artifact[purl])
        return declared

    def declared_words(self, data: ReportDeclared, subject: ArtifactId) -> Message:
        """`training data is said to contain: names`, or `data` if the subject is a dataset."""
        is_model = self.artifacts[subject].kind == Kind.MODEL
        whose = "training-data" if is_model else "data"
        return message(f"privacy.declared.{whose}", kinds=kind_names(data.kinds))

    @cached_property
    def disclosures(self) -> defaultdict[ArtifactId, list[Disclosure]]:
        """The applicable questions, by artefact."""
        disclosures: defaultdict[ArtifactId, list[Disclosure]] = defaultdict(list)
        for disclosure in self.report.disclosures:
            if disclosure.grade is not Grade.NOT_APPLICABLE:
                disclosures[disclosure.artifact].append(disclosure)
        return disclosures

    @cached_property
    def peers(self) -> dict[tuple[str, str], Peers]:
        """How often others answer a question, by check and kind of artefact."""
        return {
            (check.id, peers.kind): peers
            for check in self.report.questions
            for peers in check.peers
        }

    def measured(self, disclosure: Disclosure) -> Message | None:
        """How often an answer of this kind was correct, if that was measured."""
        quoted = " ".join(proof.quote for proof in disclosure.evidence)
        tongue = "ko" if language(quoted) == "ko" else "en"
        for check in self.report.questions:
            if check.id == disclosure.check and disclosure.grade in ANSWERED:
                counts = (entry for entry in check.measured if entry.language == tongue)
                return next((entry.sentence for entry in counts), None)
        return None

    def counted_peers(self, kind: str) -> str:
        """How many cards of others were counted, and when; empty if none."""
        all_peers = [peers for (_, of), peers in self.peers.items() if of == kind]
        if not all_peers:
            return ""
        most = max(all_peers, key=lambda peers: peers.cards)
        name = message(f"privacy.kind.{most.kind}")
        return message("report.peers", cards=most.cards, kind=name, day=most.as_of)

    @cached_property
    def answers(self) -> defaultdict[ArtifactId, list[QuestionAnswer]]:
        """The applicable ones of the three questions, by artefact."""
        answers: defaultdict[ArtifactId, list[QuestionAnswer]] = defaultdict(list)
        for answer in self.report.answers:
            if answer.grade is not Grade.NOT_APPLICABLE:
                answers[answer.artifact].append(answer)
        return answers

    def lineage_facts(self, subject: ArtifactId) -> list[str]:
        """The number of bases and datasets named, and of artefacts in the lineage."""
        edges = self.parents[subject]
        if not edges:
            return [_nothing_named(self.gaps(subject))]
        ranks = [_rank(edge) for edge in edges]
        total = len(self.reach(subject)) - 1
        facts: list[str] = [
            message(f"report.count.{word}", count=ranks.count(rank))
            for rank, word in enumerate(("bases", "datasets", "code"))
            if rank in ranks
        ]
        if total > len(edges):
            facts.append(message("report.count.artefacts", count=total))
        return facts


def _nothing_named(gaps: list[Gap]) -> str:
    """A lineage without edges: `nothing named` only if the places that could name something were
    read."""
    if any(gap.topic in (BASES, DATA) for gap in gaps):
        return message("report.lineage.not-known")
    key = "report.lineage.nothing-read" if gaps else "report.lineage.nothing-named"
    return message(key)


def _project_line(finding: Finding) -> Place | None:
    """The line of a project file that the first evidence quotes."""
    if not finding.evidence:
        return None
    first = finding.evidence[0]
    if first.artifact or not first.start_line:
        return None
    return Place(first.file, first.start_line)


def _rank(edge: ReportEdge) -> int:
    """0 for a base, 1 for data, 2 for code."""
    return NOT_BASES.index(edge.relation) + 1 if edge.relation in NOT_BASES else 0


def relative(path: str) -> str:
    """A path as a relative reference (RFC 3986), without steps up."""
    steps = (step for step in path.split("/") if step not in ("", ".", ".."))
    return "/".join(quote(step, safe="", errors="replace") for step in steps)


def _marked_last(edges: list[ReportEdge]) -> list[tuple[ReportEdge, bool]]:
    return [(edge, edge is edges[-1]) for edge in edges]
