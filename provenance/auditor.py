"""Rules × lineage → Report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from provenance._version import __version__
from provenance.artifact import HUGGING_FACE, ArtifactRef, FileEntry, Kind, Place
from provenance.dossier import Dossier
from provenance.finding import Check, sorted_findings
from provenance.inheritance import with_inherited
from provenance.licences import audit_of
from provenance.licences.use import IntendedUse, UseJudgement
from provenance.lineage import Edge, Lineage
from provenance.permission import judge_use
from provenance.privacy import catalogue, select, three_questions
from provenance.report import (
    InputRef,
    Report,
    ReportArtifact,
    ReportEdge,
    ReportFile,
    ReportLicence,
    ReportLineage,
    ReportNode,
    ToolInfo,
)
from provenance.rules import RULES
from provenance.rules.base import Rule, asked
from provenance.weights import file_format, is_weights


def judge(
    lineage: Lineage,
    rules: Iterable[type[Rule]] = RULES,
    use: IntendedUse | None = None,
    profiles: Iterable[str] = (),
) -> Report:
    """Ask every rule about every input that was read, and put all that is known into a Report.

    Args:
        lineage: What was fetched and read.
        rules: The rules, in any order.
        use: What is meant to be done with all inputs, whatever a manifest says of each.
        profiles: Names of privacy profiles that select which questions about personal data are
            asked, and how much each matters; none for the whole catalogue.

    Raises:
        UsageError: There is no profile of that name.
    """
    chosen = tuple(dict.fromkeys(profiles))
    questions = select(chosen) if chosen else catalogue()
    dossiers = lineage.dossiers.values()
    disclosures = [with_inherited(lineage, dossier) for dossier in dossiers]
    selected = {question.id for question in questions}
    ordered = sorted(rules, key=lambda rule: rule.code)
    subjects = {
        ref: use or lineage.uses.get(text) for text, ref in lineage.inputs if lineage.dossier(ref)
    }
    uses = {ref: judge_use(lineage, ref, meant) for ref, meant in subjects.items() if meant}
    checks = list(_checks(lineage, subjects, ordered, uses, chosen))
    return Report(
        tool=ToolInfo("provenance", __version__),
        inputs=_inputs(lineage),
        artifacts=tuple(_artifact(lineage, dossier) for dossier in dossiers),
        lineage=_graph(lineage),
        findings=sorted_findings(checks),
        checks=tuple(checks),
        disclosures=tuple(said for told in disclosures for said in told if said.check in selected),
        licences=tuple(map(_licence, dossiers)),
        gaps=lineage.gaps,
        rules=tuple(rule.info() for rule in ordered),
        uses=tuple(uses.values()),
        questions=questions,
        answers=tuple(answer for told in disclosures if told for answer in three_questions(told)),
        policy=MappingProxyType({"profiles": ", ".join(chosen)} if chosen else {}),
    )


def _checks(
    lineage: Lineage,
    subjects: Iterable[ArtifactRef],
    rules: list[type[Rule]],
    uses: Mapping[ArtifactRef, UseJudgement],
    profiles: tuple[str, ...],
) -> Iterator[Check]:
    for ref in subjects:
        subject = lineage.dossiers[ref.unpinned]
        for rule in rules:
            yield asked(
                rule.code, subject.purl, rule(uses.get(ref), profiles).check(subject, lineage)
            )


def _inputs(lineage: Lineage) -> tuple[InputRef, ...]:
    places = lineage.places or (None,) * len(lineage.inputs)
    named = [
        _input(lineage, *pair, place) for pair, place in zip(lineage.inputs, places, strict=True)
    ]
    return (
        *named,
        *(InputRef(text, gap.artifact, gap.reason, place) for text, place, gap in lineage.rejected),
    )


def _input(lineage: Lineage, text: str, ref: ArtifactRef, place: Place | None) -> InputRef:
    state = "read" if lineage.dossier(ref) else lineage.unread.get(ref.unpinned, "unknown")
    return InputRef(text, ref.purl, state, place)


def _artifact(lineage: Lineage, dossier: Dossier) -> ReportArtifact:
    snapshot, ref = dossier.snapshot, dossier.ref
    weights = [entry for entry in snapshot.files if is_weights(entry.path)]
    parameters, dtypes = _parameters(dossier)
    return ReportArtifact(
        purl=ref.purl,
        kind=ref.kind.value,
        hub=ref.hub,
        name=ref.name,
        revision=ref.revision or "",
        url=snapshot.url,
        role=_role(lineage, ref),
        gated=bool(snapshot.metadata.get("gated")),
        parameters=parameters,
        dtypes=dtypes,
        weight_bytes=_total(weights),
        files=tuple(_file(dossier, entry) for entry in snapshot.files),
    )


def _file(dossier: Dossier, entry: FileEntry) -> ReportFile:
    """A listed file; a hub tells the SHA-256 of large files only, what was read is hashed here."""
    read = dossier.documents.get(entry.path)
    digest = entry.sha256 or (read.sha256 if read else None)
    return ReportFile(entry.path, entry.size, digest, file_format(entry.path), entry.scan)


def _parameters(dossier: Dossier) -> tuple[int | None, tuple[str, ...]]:
    """The hub's own count where it gives one, else that of a header that speaks for all weights."""
    counted = dossier.snapshot.metadata.get("safetensors")
    if isinstance(counted, dict) and isinstance(counted.get("parameters"), dict):
        total = counted.get("total")
        return total if isinstance(total, int) else None, tuple(
            sorted(str(name) for name in counted["parameters"])
        )
    whole = [facts for facts in dossier.weights if not facts.shard]
    dtypes = sorted({name for facts in dossier.weights for name in facts.dtypes})
    return (whole[0].parameters if len(whole) == 1 else None), tuple(dtypes)


def _total(files: list[FileEntry]) -> int | None:
    sizes = [entry.size for entry in files if entry.size is not None]
    return sum(sizes) if sizes and len(sizes) == len(files) else None


def _role(lineage: Lineage, ref: ArtifactRef) -> str:
    if any(asked.unpinned == ref.unpinned for _, asked in lineage.inputs):
        return "subject"
    return "dataset" if ref.kind == "dataset" else "base"


def _graph(lineage: Lineage) -> ReportLineage:
    written: dict[ArtifactRef, set[str]] = {}
    for name, found in lineage.names.items():
        written.setdefault(found, set()).add(
            str(name) if name.kind is found.kind else f"{name.kind} {name}"
        )
    read = lineage.dossiers.items()
    nodes = [
        ReportNode(dossier.purl, "read", tuple(sorted(written.get(ref, ()))))
        for ref, dossier in read
    ]
    nodes += [ReportNode(ref.purl, reason) for ref, reason in lineage.unread.items()]
    edges = tuple(_edge(edge) for edge in lineage.edges)
    return ReportLineage(lineage.inputs[0][1].purl, tuple(nodes), edges)


def _edge(edge: Edge) -> ReportEdge:
    return ReportEdge(
        edge.child.purl,
        edge.parent.purl,
        edge.relation,
        edge.known_by,
        edge.confidence,
        edge.evidence,
    )


def _licence(dossier: Dossier) -> ReportLicence:
    conclusion = dossier.licence
    names = [licence.name for licence in conclusion.licences]
    stated = [claim.name or claim.value for claim in conclusion.claims]
    nothing = "as its base" if conclusion.verdict == "as-base" else "no licence stated"
    name = " and ".join(dict.fromkeys(names)) or (stated[0] if stated else nothing)
    duties = {duty.id: duty for licence in conclusion.licences for duty in licence.duties}
    return ReportLicence(
        dossier.purl,
        conclusion.claims,
        conclusion.declared,
        conclusion.concluded,
        name,
        conclusion.verdict,
        tuple(duties[key] for key in sorted(duties)),
        conclusion.beside,
        audit_of(dossier.ref.name)
        if dossier.ref.hub == HUGGING_FACE and dossier.ref.kind is Kind.DATASET
        else None,
    )
