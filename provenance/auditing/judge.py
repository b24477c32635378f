"""Apply rules to a lineage; produces a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from types import MappingProxyType

from provenance._version import __version__
from provenance.auditing.permission import judge_use, not_judged
from provenance.licences import audit_of, identifier
from provenance.licences.claim import Conclusion
from provenance.licences.use import IntendedUse, UseJudgement
from provenance.lineage.graph import Edge, Lineage
from provenance.lineage.inheritance import with_inherited
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, FileEntry, Gap, Place
from provenance.model.fault import REASON as FAULT
from provenance.model.fault import fault_gap
from provenance.model.finding import Check, sorted_findings
from provenance.parents import CODE
from provenance.privacy import catalogue, select, three_questions
from provenance.privacy.declared import declared_data
from provenance.privacy.disclosure import Disclosure, PrivacyCheck
from provenance.privacy.profiles import QuestionAnswer
from provenance.report import (
    InputRef,
    Report,
    ReportArtifact,
    ReportDeclared,
    ReportEdge,
    ReportFile,
    ReportLicence,
    ReportLineage,
    ReportNode,
    ReportSignature,
    ReportTemplate,
    ReportUse,
    ReportWeights,
    ToolInfo,
)
from provenance.rules import RULES
from provenance.rules.base import Context, Rule, check_of, gaps_of
from provenance.signatures import SignatureFacts
from provenance.stated import is_gated, parameter_counts
from provenance.weights import (
    LoadVerdict,
    Use,
    WeightFacts,
    file_format,
    is_weights,
    memory_of,
    whole_of,
)


def judge(
    lineage: Lineage,
    rules: Iterable[type[Rule]] = RULES,
    use: IntendedUse | None = None,
    profiles: Iterable[str] = (),
) -> Report:
    """Apply every rule to every input that was read, and collect everything in a Report.

    Args:
        lineage: The lineage to judge.
        rules: The rules, in any order.
        use: Intended use of all inputs, overriding the manifest.
        profiles: Names of privacy profiles that select questions about personal data and set their
            severity; none means the whole catalogue.

    Raises:
        UsageError: There is no such profile.
    """
    chosen = tuple(dict.fromkeys(profiles))
    questions = select(chosen) if chosen else catalogue()
    ordered = sorted(rules, key=lambda rule: rule.code)
    faults: list[Gap] = []
    lineage, parts = _described(lineage, faults)
    subjects = _intended(lineage, use)
    uses = {
        ref: _judged(lineage, ref, intended, faults)
        for ref, intended in {**_unread(lineage, use), **subjects}.items()
        if intended
    }
    checks = list(_checks(lineage, subjects, ordered, uses, chosen))
    return Report(
        tool=ToolInfo("provenance", __version__),
        inputs=_inputs(lineage),
        artifacts=tuple(part.artifact for part in parts),
        lineage=_graph(lineage),
        findings=sorted_findings(checks),
        checks=tuple(checks),
        disclosures=_selected(parts, questions),
        licences=tuple(part.licence for part in parts),
        gaps=(*lineage.gaps, *faults, *gaps_of(checks)),
        rules=tuple(rule.info() for rule in ordered),
        uses=tuple(uses.values()),
        questions=questions,
        answers=tuple(chain.from_iterable(part.answers for part in parts)),
        declared=tuple(part.declared for part in parts if part.declared),
        policy=MappingProxyType({"profiles": ", ".join(chosen)} if chosen else {}),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectJudgement:
    """What is said of one artefact of a lineage, without the rest of a report.

    Attributes:
        artifact: What is known of it.
        licence: What its licence comes to.
        disclosures: Graded questions about personal data.
        answers: The three questions.
        checks: What each rule said; empty where no rule was asked.
        use: What the terms say to the intended use, or None where none was stated.
        declared: Personal data that its documents say is there, or None.
        gaps: What failed while it was judged.
    """

    artifact: ReportArtifact
    licence: ReportLicence
    disclosures: tuple[Disclosure, ...]
    answers: tuple[QuestionAnswer, ...]
    checks: tuple[Check, ...]
    use: UseJudgement | None
    declared: ReportDeclared | None
    gaps: tuple[Gap, ...]


def judge_subject(
    lineage: Lineage,
    subject: ArtifactRef,
    rules: Iterable[type[Rule]] = RULES,
    use: IntendedUse | None = None,
    profiles: tuple[str, ...] = (),
) -> SubjectJudgement:
    """Judge one artefact; the same as what `judge` says of it, at the cost of that one alone.

    Args:
        lineage: What was read, the artefact included.
        subject: The artefact.
        rules: The rules, in any order.
        use: What is meant to be done with it, or None.
        profiles: Names of privacy profiles; none for the whole catalogue.
    """
    questions = select(profiles) if profiles else catalogue()
    selected = {question.id for question in questions}
    faults: list[Gap] = []
    record = lineage.records[lineage.canonical(subject)]
    part = _part(lineage, record)
    judged = {record.ref: _judged(lineage, record.ref, use, faults)} if use else {}
    ordered = sorted(rules, key=lambda rule: rule.code)
    checks = tuple(_checks(lineage, (record.ref,), ordered, judged, profiles))
    return SubjectJudgement(
        artifact=part.artifact,
        licence=part.licence,
        disclosures=tuple(
            disclosure for disclosure in part.disclosures if disclosure.check in selected
        ),
        answers=part.answers,
        checks=checks,
        use=judged.get(record.ref),
        declared=part.declared,
        gaps=(*faults, *gaps_of(checks)),
    )


def _intended(lineage: Lineage, use: IntendedUse | None) -> dict[ArtifactRef, IntendedUse | None]:
    """The inputs that were read, each with its intended use."""
    return {
        ref: use or lineage.uses.get(text) for text, ref in lineage.inputs if lineage.record(ref)
    }


def _unread(lineage: Lineage, use: IntendedUse | None) -> dict[ArtifactRef, IntendedUse | None]:
    """The inputs that could not be read (disabled, gated, not there), each with its intended use:
    no rule sees them, and their use is open."""
    return {
        ref: use or lineage.uses.get(text)
        for text, ref in lineage.inputs
        if lineage.record(ref) is None and ref in lineage.unread
    }


def _selected(parts: Sequence[_Part], questions: Sequence[PrivacyCheck]) -> tuple[Disclosure, ...]:
    """Answers to the selected questions."""
    selected = {question.id for question in questions}
    disclosures = chain.from_iterable(part.disclosures for part in parts)
    return tuple(disclosure for disclosure in disclosures if disclosure.check in selected)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A report's description of an artefact, before any rule."""

    artifact: ReportArtifact
    licence: ReportLicence
    disclosures: tuple[Disclosure, ...]
    answers: tuple[QuestionAnswer, ...]
    declared: ReportDeclared | None


def _described(lineage: Lineage, faults: list[Gap]) -> tuple[Lineage, tuple[_Part, ...]]:
    """Describe every artefact; if that fails, it counts as unread and leaves a gap."""
    parts: dict[ArtifactRef, _Part] = {}
    unread = dict(lineage.unread)
    for ref, record in lineage.records.items():
        try:
            parts[ref] = _part(lineage, record)
        except Exception as error:
            subject = message("gap.fault.judging", name=str(ref))
            faults.append(fault_gap(error, record.purl, "artefact", subject))
            unread[ref] = FAULT
    if len(parts) < len(lineage.records):
        lineage = replace(
            lineage,
            records=MappingProxyType({ref: lineage.records[ref] for ref in parts}),
            unread=MappingProxyType({ref: unread[ref] for ref in sorted(unread)}),
        )
    return lineage, tuple(parts.values())


def _part(lineage: Lineage, record: ArtifactRecord) -> _Part:
    disclosures = with_inherited(lineage, record)
    answers = three_questions(disclosures) if disclosures else ()
    return _Part(
        artifact=_artifact(lineage, record),
        licence=_licence(record),
        disclosures=disclosures,
        answers=tuple(answers),
        declared=_declared(record),
    )


def _declared(record: ArtifactRecord) -> ReportDeclared | None:
    data = declared_data(record.disclosures)
    if data is None:
        return None
    return ReportDeclared(
        artifact=record.purl,
        kinds=data.kinds,
        safeguard=data.safeguard.value,
        evidence=data.evidence,
    )


def _judged(
    lineage: Lineage, ref: ArtifactRef, use: IntendedUse, faults: list[Gap]
) -> UseJudgement:
    """Judge a use by the terms; `review` and a gap if judging fails."""
    try:
        return judge_use(lineage, ref, use)
    except Exception as error:
        subject = message("gap.fault.judging-use", name=str(ref))
        faults.append(fault_gap(error, ref.purl, "intended use", subject))
        return not_judged(ref, use)


def _checks(
    lineage: Lineage,
    subjects: Iterable[ArtifactRef],
    rules: list[type[Rule]],
    uses: Mapping[ArtifactRef, UseJudgement],
    profiles: tuple[str, ...],
) -> Iterator[Check]:
    for ref in subjects:
        subject = lineage.records[ref.unpinned]
        context = Context(
            subject=subject, lineage=lineage, judgement=uses.get(ref), profiles=profiles
        )
        budget = subject.budget
        with budget.running():
            for rule in rules:
                budget.next_piece()
                yield check_of(rule.code, subject.purl, partial(rule().check, context))


def _inputs(lineage: Lineage) -> tuple[InputRef, ...]:
    places = lineage.places or (None,) * len(lineage.inputs)
    resolved = [
        _input(lineage, *pair, place) for pair, place in zip(lineage.inputs, places, strict=True)
    ]
    return (
        *resolved,
        *(
            InputRef(ref=text, purl=gap.artifact, state=gap.reason, place=place)
            for text, place, gap in lineage.rejected
        ),
    )


def _input(lineage: Lineage, text: str, ref: ArtifactRef, place: Place | None) -> InputRef:
    state = "read" if lineage.record(ref) else lineage.unread.get(ref.unpinned, "unknown")
    return InputRef(ref=text, purl=ref.purl, state=state, place=place)


def _artifact(lineage: Lineage, record: ArtifactRecord) -> ReportArtifact:
    snapshot, ref = record.snapshot, record.ref
    weights = [entry for entry in snapshot.files if is_weights(entry.path)]
    parameters, dtypes = _parameters(record)
    return ReportArtifact(
        purl=ref.purl,
        kind=ref.kind.value,
        hub=ref.hub,
        name=ref.name,
        revision=ref.revision or "",
        url=snapshot.url,
        role=_role(lineage, ref),
        gated=is_gated(snapshot.metadata),
        parameters=parameters,
        dtypes=dtypes,
        weight_bytes=_total(weights),
        files=tuple(_file(record, entry) for entry in snapshot.files),
        private=snapshot.metadata.get("private") is True,
        as_of=snapshot.as_of,
        weights=tuple(_weights(facts) for facts in record.weights),
        templates=tuple(
            ReportTemplate(template.place, template.sha256, _uses(template.uses))
            for template in record.templates
        ),
        shapes=whole_of(record.weights)[1],
        memory=memory_of(parameters) if parameters else MappingProxyType({}),
        signature=_signature(record.signature) if record.signature else None,
    )


def _signature(facts: SignatureFacts) -> ReportSignature:
    coverage = facts.coverage
    return ReportSignature(
        state=facts.state,
        signer=facts.signer,
        reason=facts.reason,
        signed=facts.signed,
        differing=coverage.differing,
        missing=coverage.missing,
        unsigned=coverage.unsigned,
        ignored=coverage.ignored,
        uncompared=coverage.uncompared,
    )


def _weights(facts: WeightFacts) -> ReportWeights:
    return ReportWeights(
        path=facts.path,
        format=facts.format,
        parameters=facts.parameters,
        dtypes=facts.dtypes,
        tensors=facts.tensors,
        shapes=facts.shapes,
        metadata=facts.metadata,
        uses=_uses(facts.uses),
        complete=facts.complete,
    )


def _uses(uses: Iterable[Use]) -> tuple[ReportUse, ...]:
    """Functions that are not known to be harmless."""
    return tuple(
        ReportUse(name=use.name, action=use.action, verdict=use.verdict, place=use.place)
        for use in uses
        if use.verdict is not LoadVerdict.ALLOWED
    )


def _file(record: ArtifactRecord, entry: FileEntry) -> ReportFile:
    """A listed file; hubs give the SHA-256 of large files only, files that were read are hashed
    here."""
    read = record.documents.get(entry.path)
    digest = entry.sha256 or (read.sha256 if read else None)
    return ReportFile(
        path=entry.path,
        size=entry.size,
        sha256=digest,
        format=file_format(entry.path),
        scan=entry.scan,
    )


def _parameters(record: ArtifactRecord) -> tuple[int | None, tuple[str, ...]]:
    """The hub's parameter count, or else that of a header that covers all weights."""
    total, counted = parameter_counts(record.snapshot.metadata.get("safetensors"))
    if total is not None or counted:
        return total, counted
    dtypes = sorted({name for facts in record.weights for name in facts.dtypes})
    return whole_of(record.weights)[0], tuple(dtypes)


def _total(files: list[FileEntry]) -> int | None:
    sizes = [entry.size for entry in files if entry.size is not None]
    return sum(sizes) if sizes and len(sizes) == len(files) else None


def _role(lineage: Lineage, ref: ArtifactRef) -> str:
    if any(entry.unpinned == ref.unpinned for _, entry in lineage.inputs):
        return "subject"
    if ref.kind == "dataset":
        return "dataset"
    relations = {edge.relation for edge in lineage.children(ref)}
    return "code" if relations == {CODE} else "base"


def _graph(lineage: Lineage) -> ReportLineage:
    written: dict[ArtifactRef, set[str]] = {}
    for name, ref in lineage.names.items():
        written.setdefault(ref, set()).add(
            str(name) if name.kind is ref.kind else f"{name.kind} {name}"
        )
    read = lineage.records.items()
    nodes = [
        ReportNode(record.purl, "read", tuple(sorted(written.get(ref, ())))) for ref, record in read
    ]
    nodes += [ReportNode(ref.purl, reason) for ref, reason in lineage.unread.items()]
    edges = tuple(_edge(edge) for edge in lineage.edges)
    return ReportLineage(lineage.inputs[0][1].purl, tuple(nodes), edges)


def _edge(edge: Edge) -> ReportEdge:
    return ReportEdge(
        child=edge.child.purl,
        parent=edge.parent.purl,
        relation=edge.relation,
        known_by=edge.known_by,
        confidence=edge.confidence,
        evidence=edge.evidence,
    )


def _licence(record: ArtifactRecord) -> ReportLicence:
    conclusion = record.licence
    return ReportLicence(
        artifact=record.purl,
        claims=conclusion.claims,
        declared=conclusion.declared,
        concluded=conclusion.concluded,
        name=conclusion.name or _stated_name(conclusion),
        verdict=conclusion.verdict,
        duties=conclusion.duties,
        other_terms=conclusion.other_terms,
        audit=audit_of(record.purl),
        named=tuple(filter(None, map(identifier, conclusion.licences))),
        joined=conclusion.joined,
        restrictions=conclusion.restrictions,
        changes=conclusion.changes,
        not_understood=conclusion.not_understood,
        clauses=conclusion.clauses,
    )


def _stated_name(conclusion: Conclusion) -> str:
    """The author's own name for an unknown licence."""
    nothing = "as its base" if conclusion.verdict == "as-base" else "no licence stated"
    return conclusion.stated_name or nothing
