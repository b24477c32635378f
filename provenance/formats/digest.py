"""What every readable format tells of a report, worked out once: subjects, lineage, answers, files, counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from packageurl import PackageURL

from provenance.artifact import Gap
from provenance.finding import Check, Evidence, Finding, Severity, shorten
from provenance.privacy.disclosure import Disclosure, Grade
from provenance.report import Report, ReportArtifact, ReportEdge, ReportFile, ReportLicence

ANSWERED = (Grade.DISCLOSED, Grade.PARTIAL)
# The three questions that Korea's regulator put to makers of open models, by the checks that answer them.
KEY_QUESTIONS = (
    ("filtering and verification", ("PRIV-030", "PRIV-032")),
    ("fine-tuning", ("PRIV-070", "PRIV-062", "PRIV-072")),
    ("red-team design", ("PRIV-041",)),
)
_RELATIONS = {
    "finetune": ("fine-tune of", "fine-tune"),
    "adapter": ("adapter of", "adapter"),
    "quantized": ("quantized from", "quantized"),
    "merge": ("merge of", "merge"),
    "base": ("made from", "derived"),
    "dataset": ("trained on", ""),
}
STANCES = {
    "present": "says there is some",
    "deidentified": "says it was de-identified",
    "absent-with-reason": "says there is none, and why",
    "absent-bare": "says there is none",
    "unknown": "says it is not known",
    "public-only": "says no more than that it is public",
    "not-done": "says it was not done",
    "done": "says it was done",
}
GRADES = {
    Grade.DISCLOSED: "disclosed",
    Grade.PARTIAL: "partial",
    Grade.PLACEHOLDER: "left unfilled",
    Grade.ABSENT: "not stated",
    Grade.NOT_APPLICABLE: "not applicable",
}
T = TypeVar("T", Finding, Check, Disclosure)

_VERDICTS = {
    "agreed": "text and declaration agree",
    "declared-only": "no licence text read",
    "text-only": "only a licence text, nothing declared",
    "text-outranks": "the text outranks what is declared",
    "unresolved": "names no terms that could be read",
}


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of the lineage tree.

    Attributes:
        purl: The artefact.
        rails: Box-drawing characters that lead to it.
        relation: How the row above was made from it, such as `fine-tune of`.
        note: Licence and state in a few words.
    """

    purl: str
    rails: str
    relation: str
    note: str


@dataclass(frozen=True, slots=True)
class Answer:
    """How far the documents answer one of the key questions.

    Attributes:
        question: Few words.
        told: `disclosed`, `partial` or `not stated`.
        stances: What is said, such as `says it was not done`, sorted.
        disclosures: Those that answer it.
    """

    question: str
    told: str
    stances: tuple[str, ...]
    disclosures: tuple[Disclosure, ...]


@dataclass(frozen=True)
class Digest:
    """A report with its parts found by artefact."""

    report: Report

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """purls of what was asked for, each once."""
        return tuple(dict.fromkeys(asked.purl for asked in self.report.inputs))

    @cached_property
    def artifacts(self) -> dict[str, ReportArtifact]:
        """What was read, by purl."""
        return {artifact.purl: artifact for artifact in self.report.artifacts}

    @cached_property
    def licences(self) -> dict[str, ReportLicence]:
        """By purl."""
        return {licence.artifact: licence for licence in self.report.licences}

    @cached_property
    def states(self) -> dict[str, str]:
        """`read` or the reason why not, by purl."""
        nodes = {node.purl: node.state for node in self.report.lineage.nodes}
        return {asked.purl: asked.state for asked in self.report.inputs} | nodes

    @cached_property
    def parents(self) -> dict[str, list[ReportEdge]]:
        """Steps up by child, models before datasets."""
        found: dict[str, list[ReportEdge]] = defaultdict(list)
        for edge in sorted(self.report.lineage.edges, key=lambda edge: edge.relation == "dataset"):
            found[edge.child].append(edge)
        return found

    def name(self, purl: str) -> str:
        """`org/name`, or the folder, or the purl itself where it cannot be understood."""
        if purl in self.artifacts:
            return self.artifacts[purl].name
        try:
            parts = PackageURL.from_string(purl)
        except ValueError:
            return purl
        return f"{parts.namespace}/{parts.name}" if parts.namespace else parts.name

    def kinds(self, purl: str) -> tuple[str, ...]:
        """What a subject is: `model` and then how it was made from others."""
        artifact = self.artifacts.get(purl)
        made = sorted({_RELATIONS.get(edge.relation, ("", ""))[1] for edge in self.parents.get(purl, [])} - {""})
        return (artifact.kind, *made) if artifact else ()

    def place(self, evidence: Evidence, subject: str) -> str:
        """File and lines, with the artefact's name before them where it is not the subject."""
        lines = "" if evidence.start_line is None else f":{evidence.start_line}"
        if evidence.start_line is not None and evidence.end_line not in (None, evidence.start_line):
            lines += f"-{evidence.end_line}"
        own = identity(evidence.artifact) == identity(subject)
        return ("" if own else f"{self.name(evidence.artifact)} ") + (evidence.file or "repository") + lines

    def tree(self, subject: str, limit: int) -> tuple[list[Branch], int]:
        """Rows of the lineage below a subject, depth first, and how many artefacts are not among them.

        What is reached a second time is told, not followed again.
        """
        rows: list[Branch] = []
        seen, hidden = {subject}, set()
        waiting = [(edge, "", last) for edge, last in _marked_last(self.parents.get(subject, []))]
        while waiting:
            edge, rails, last = waiting.pop(0)
            again, purl = edge.parent in seen, edge.parent
            seen.add(purl)
            if len(rows) < limit:
                note = " · ".join(self._notes(edge, again))
                relation = _RELATIONS.get(edge.relation, (edge.relation,))[0]
                rows.append(Branch(purl, rails + ("└─ " if last else "├─ "), relation, note))
            elif not again:
                hidden.add(purl)
            if not again:
                below = rails + ("   " if last else "│  ")
                waiting = [(up, below, last) for up, last in _marked_last(self.parents.get(purl, []))] + waiting
        return rows, len(hidden)

    def _notes(self, edge: ReportEdge, again: bool) -> Iterable[str]:
        purl = edge.parent
        if purl in self.licences:
            yield self.licences[purl].name
        if self.states.get(purl, "read") != "read":
            yield f"not read: {self.states[purl]}"
        elif purl in self.artifacts and self.artifacts[purl].gated:
            yield "gated"
        if edge.confidence != "stated":
            yield edge.confidence
        if again:
            yield "see above"

    def reach(self, subject: str) -> frozenset[str]:
        """Identities of a subject and everything it was made from."""
        seen, waiting = {subject}, [subject]
        while waiting:
            found = {edge.parent for edge in self.parents.get(waiting.pop(), [])} - seen
            seen |= found
            waiting += sorted(found)
        return frozenset(identity(purl) for purl in seen)

    @cached_property
    def _gaps(self) -> list[tuple[str, Gap]]:
        return [(identity(gap.artifact), gap) for gap in self.report.gaps]

    def gaps(self, subject: str) -> list[Gap]:
        """What could not be read of a subject and all it was made from."""
        reach = self.reach(subject)
        return [gap for artifact, gap in self._gaps if artifact in reach]

    def stray_gaps(self) -> list[Gap]:
        """What could not be read and belongs to no subject's lineage."""
        reach = frozenset[str]().union(*map(self.reach, self.subjects))
        return [gap for artifact, gap in self._gaps if artifact not in reach]

    @cached_property
    def _findings(self) -> dict[str, list[Finding]]:
        return _by_artifact(sorted(self.report.findings, key=lambda finding: finding.severity.rank))

    @cached_property
    def _families(self) -> dict[str, str]:
        return {rule.code: rule.family for rule in self.report.rules}

    def findings(self, subject: str, family: str | None = None) -> list[Finding]:
        """The findings of a subject, the worst first, of all families or of one."""
        found = self._findings.get(subject, [])
        return [one for one in found if family in (None, self._families.get(one.rule, "card"))]

    @cached_property
    def _checks(self) -> dict[str, list[Check]]:
        return _by_artifact(self.report.checks)

    def checks(self, subject: str) -> list[Check]:
        """What the rules said of a subject."""
        return self._checks.get(subject, [])

    @cached_property
    def _disclosures(self) -> dict[str, list[Disclosure]]:
        return _by_artifact(said for said in self.report.disclosures if said.grade is not Grade.NOT_APPLICABLE)

    def disclosures(self, subject: str) -> list[Disclosure]:
        """The questions that apply to a subject."""
        return self._disclosures.get(subject, [])

    def lineage_facts(self, subject: str) -> list[str]:
        """How many bases and datasets are named, and how many artefacts that leads to."""
        edges = self.parents.get(subject, [])
        if not edges:
            return ["no base model or dataset is named"]
        models = sum(edge.relation != "dataset" for edge in edges)
        total = len(self.reach(subject)) - 1
        named = [(models, "base model"), (len(edges) - models, "dataset")]
        facts = [counted(number, noun) for number, noun in named if number]
        return [*facts, f"{total} artefacts in all"] if total > len(edges) else facts


def identity(purl: str) -> str:
    """The artefact a purl names, whichever revision."""
    try:
        return PackageURL.from_string(purl)._replace(version=None).to_string()
    except ValueError:
        return purl


def quotation(evidence: Evidence, limit: int) -> str:
    """What stands at a place, in quotation marks; for a listed file only what its name does not tell."""
    if evidence.start_line is None and evidence.quote.startswith(evidence.file):
        return shorten(evidence.quote.removeprefix(evidence.file).lstrip(", "), limit)
    return f'"{shorten(evidence.quote, limit)}"' if evidence.quote else ""


def _by_artifact(items: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for item in items:
        found[item.artifact].append(item)
    return found


def _marked_last(edges: list[ReportEdge]) -> list[tuple[ReportEdge, bool]]:
    return [(edge, edge is edges[-1]) for edge in edges]


def licence_facts(licence: ReportLicence) -> list[str]:
    """What is declared, what follows from it, and on what that rests."""
    if licence.verdict == "none":
        return ["no licence stated"]
    agrees = licence.declared is not None and licence.declared == licence.concluded
    declared = f"declared {licence.name if agrees else licence.declared}" if licence.declared else "nothing declared"
    concluded = f"concluded {licence.name}" if licence.concluded else f"{licence.name}, which is not resolved"
    return [declared, *([] if agrees else [concluded]), _VERDICTS.get(licence.verdict, licence.verdict)]


def answers(disclosures: Iterable[Disclosure]) -> list[Answer]:
    """The key questions that apply, with how far they are answered: disclosed only where every part is."""
    told = list(disclosures)
    found = []
    for question, checks in KEY_QUESTIONS:
        asked = [said for said in told if said.check in checks]
        answering = tuple(said for said in asked if said.grade in ANSWERED)
        if asked:
            whole = all(said.grade is Grade.DISCLOSED for said in asked)
            word = "disclosed" if whole else "partial" if answering else "not stated"
            stances = tuple(sorted({STANCES.get(said.stance, said.stance) for said in answering if said.stance}))
            found.append(Answer(question, word, stances, answering))
    return found


def counted_answers(disclosures: Iterable[Disclosure]) -> str:
    """`3 of 31 questions answered`, and how many of these by a base."""
    asked = list(disclosures)
    answered = [said for said in asked if said.grade in ANSWERED]
    inherited = sum(said.inherited_from is not None for said in answered)
    more = f", {inherited} of them by its base" if inherited else ""
    return f"{len(answered)} of {len(asked)} questions answered{more}" if asked else "no question was asked"


def file_facts(artifact: ReportArtifact) -> list[str]:
    """Files by format, the largest first, with sizes and hashes as far as they are listed, and what the weights are."""
    groups: dict[str, list[ReportFile]] = defaultdict(list)
    for file in artifact.files:
        groups[file.format or "other"].append(file)
    sizes = {name: sum(file.size or 0 for file in files) for name, files in groups.items()}
    ranked = sorted(groups, key=lambda name: (-sizes[name], -len(groups[name]), name))
    shown = [name for name in ranked[:4] if sizes[name] * 100 >= sum(sizes.values())]
    rest = len(artifact.files) - sum(len(groups[name]) for name in shown)
    facts = [_group(name, groups[name]) for name in shown] + ([counted(rest, "other file")] if rest else [])
    if groups and not any(sizes.values()):
        facts.append("sizes not listed")
    if groups and not any(file.sha256 for file in artifact.files):
        facts.append("sha256 not listed")
    weights = [f"{human_count(artifact.parameters)} parameters"] if artifact.parameters else []
    return [*(facts or ["no files listed"]), *filter(None, [" ".join((*weights, *artifact.dtypes))])]


def _group(name: str, files: list[ReportFile]) -> str:
    sizes = [file.size for file in files if file.size is not None]
    size = f" {'' if len(sizes) == len(files) else 'at least '}{human_size(sum(sizes))}" if sizes else ""
    hashed = sum(file.sha256 is not None for file in files)
    known = "" if not hashed else ", sha256 known" if hashed == len(files) else f", sha256 known of {hashed}"
    return f"{len(files)} {name}{size}{known}"


def human_size(count: int) -> str:
    """Bytes in decimal units, three figures."""
    value, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB", "PB"):
        if value < 999.5:
            break
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.3g} {unit}"


def human_count(number: int) -> str:
    """A large number in three figures and words."""
    for size, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if number >= size:
            return f"{number / size:.3g} {word}"
    return f"{number:,}"


def counted(number: int, noun: str) -> str:
    """`1 gap`, `2 gaps`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def tally(findings: Iterable[Finding], gaps: int) -> str:
    """`2 high, 1 medium, 1 gap`, or `no findings`."""
    found = list(findings)
    numbers = {severity: sum(finding.severity is severity for finding in found) for severity in Severity}
    words = [f"{number:,} {severity.value}" for severity, number in numbers.items() if number]
    return ", ".join((words or ["no findings"]) + ([counted(gaps, "gap")] if gaps else []))
