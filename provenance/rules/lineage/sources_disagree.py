"""LIN001."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.graph import Lineage, ancestors
from provenance.lineage.record import ArtifactRecord
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
    configuration, a weight header, config.json or the card's own sentences name. They agree where
    one is the other or was made from it.

    ## Why it matters
    Terms, training data and known weaknesses come from the real base. One of the two statements
    sends you to the wrong one.

    ## How to fix
    Ask the author which it is. Until then read the terms of both.

    ## Example
    `base_model: acme/small` on a LoRA whose adapter_config.json says `"base_model_name_or_path":
    "google/gemma-7b"`.

    ## References
    - https://huggingface.co/docs/hub/model-cards#specifying-a-base-model
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        bases = [p for p in subject.parents if p.is_base and p.ref.unpinned != subject.ref.unpinned]
        declared = [parent for parent in bases if parent.source in DECLARING]
        others = [parent for parent in bases if parent.source not in DECLARING]
        if not declared or not others:
            raise NotApplicableError("only one source names a base")
        apart = [
            parent
            for source in sorted({other.source for other in others})
            for parent in _disagreeing(
                lineage, declared, [other for other in others if other.source == source]
            )
        ]
        stated = [parent for parent in apart if parent.confidence == "stated"]
        unread = sorted({p.ref.name for p in (*declared, *stated) if lineage.record(p.ref) is None})
        if stated and unread:
            raise CannotTellError(f"what {', '.join(unread)} was made from could not be read")
        for parent in (stated or apart)[:1]:
            yield self._finding(subject, declared, parent)

    def _finding(self, subject: ArtifactRecord, declared: list[Parent], parent: Parent) -> Finding:
        names = ", ".join(dict.fromkeys(other.ref.name for other in declared))
        where = "a sentence of the card" if parent.source == "prose" else parent.evidence.file
        return Finding(
            self.code,
            self.severity if parent.confidence == "stated" else Severity.LOW,
            subject.purl,
            f"the declared base is {names}, but {where} names {parent.ref.name}",
            f"Ask the author which it is; until then read the terms of {parent.ref.name} as well.",
            (subject.purl, parent.ref.purl),
            (declared[0].evidence, parent.evidence),
            key=parent.ref.name,
        )


def _disagreeing(lineage: Lineage, declared: list[Parent], others: list[Parent]) -> list[Parent]:
    """What one source names, where nothing of it has to do with what is declared."""
    known = _with_ancestors(lineage, declared)
    named = _with_ancestors(lineage, others)
    agreed = known & {_key(lineage, parent.ref) for parent in others}
    agreed |= named & {_key(lineage, parent.ref) for parent in declared}
    return [] if agreed else others


def _with_ancestors(lineage: Lineage, parents: list[Parent]) -> set[str]:
    refs = {parent.ref for parent in parents}
    above = {path[-1] for ref in refs for path in ancestors(lineage, lineage.named(ref))}
    return {_key(lineage, ref) for ref in refs | above}


def _key(lineage: Lineage, ref: ArtifactRef) -> str:
    """By what two names of one artefact are alike; hubs take no notice of case."""
    return lineage.named(ref).name.lower()
