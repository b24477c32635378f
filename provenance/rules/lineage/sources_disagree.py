"""The rule sources-disagree (LIN001)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from provenance.lineage.graph import Lineage, ancestors
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import ArtifactRef
from provenance.model.finding import Finding, Severity
from provenance.parents import Parent
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.lineage.base_undeclared import DECLARING


class SourcesDisagree(
    Rule, code="LIN001", name="sources-disagree", family=Family.LINEAGE, severity=Severity.MEDIUM
):
    """The card and another source name different bases.

    ## What it checks
    The base that card and hub declare against the one that adapter_config.json, a mergekit
    configuration, a weight header, config.json or the card's own sentences name. They agree if one
    is the other or was made from it.

    ## Why it matters
    Terms, training data and known weaknesses come from the real base. One of the two statements
    leads to the wrong one.

    ## How to fix
    Ask the author which one is right. Until then read the terms of both.

    ## Example
    `base_model: acme/small` on a LoRA whose adapter_config.json says `"base_model_name_or_path":
    "google/gemma-7b"`.

    ## References
    - https://huggingface.co/docs/hub/model-cards#specifying-a-base-model
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        declared, others = _bases_by_source(subject)
        if not declared or not others:
            raise NotApplicableError(message("lineage.sources-disagree.not-applicable"))
        by_source: defaultdict[str, list[Parent]] = defaultdict(list)
        for parent in others:
            by_source[parent.source].append(parent)
        apart: list[Parent] = []
        for source in sorted(by_source):
            apart += _disagreeing(lineage, declared, by_source[source])
        stated = [parent for parent in apart if parent.confidence == "stated"]
        if stated:
            _require_read(lineage, [*declared, *stated])
        for parent in (stated or apart)[:1]:
            yield self._finding(subject, declared, parent)

    def _finding(self, subject: ArtifactRecord, declared: list[Parent], parent: Parent) -> Finding:
        place: str = parent.evidence.file
        if parent.source == "prose":
            place = message("lineage.sources-disagree.sentence")
        return self.finding(
            subject,
            severity=self.severity if parent.confidence == "stated" else Severity.LOW,
            message=message(
                "lineage.sources-disagree.message",
                declared=tuple(dict.fromkeys(base.ref.name for base in declared)),
                place=place,
                name=parent.ref.name,
            ),
            remedy=message("lineage.sources-disagree.remedy", name=parent.ref.name),
            path=(subject.ref, parent.ref),
            evidence=[declared[0].evidence, parent.evidence],
            key=parent.ref.name,
        )


def _require_read(lineage: Lineage, parents: Iterable[Parent]) -> None:
    """Raise if one of them was not read: nobody can tell then whether it descends from another."""
    unread = {parent.ref.name for parent in parents if lineage.record(parent.ref) is None}
    if unread:
        names = tuple(sorted(unread))
        raise CannotTellError(message("lineage.sources-disagree.unknown", names=names))


def _disagreeing(lineage: Lineage, declared: list[Parent], others: list[Parent]) -> list[Parent]:
    """What one source names, if nothing of it is related to what is declared."""
    known = _with_ancestors(lineage, declared)
    of_another_line = _with_ancestors(lineage, others)
    agreed = known & {_key(lineage, parent.ref) for parent in others}
    agreed |= of_another_line & {_key(lineage, parent.ref) for parent in declared}
    return [] if agreed else others


def _with_ancestors(lineage: Lineage, parents: list[Parent]) -> set[str]:
    refs = {parent.ref for parent in parents}
    for parent in parents:
        paths = ancestors(lineage, lineage.canonical(parent.ref))
        refs |= {path[-1] for path in paths}
    return {_key(lineage, ref) for ref in refs}


def _key(lineage: Lineage, ref: ArtifactRef) -> str:
    """The same for all names of one artefact; hubs ignore case."""
    return lineage.canonical(ref).name.lower()


def _bases_by_source(subject: ArtifactRecord) -> tuple[list[Parent], list[Parent]]:
    """Bases that somebody declared, and those that only something else shows."""
    own = subject.ref.unpinned
    bases = [parent for parent in subject.parents if parent.is_base]
    bases = [parent for parent in bases if parent.ref.unpinned != own]
    declared = [parent for parent in bases if parent.source in DECLARING]
    return declared, [parent for parent in bases if parent.source not in DECLARING]
