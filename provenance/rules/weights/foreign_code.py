"""WGT004."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import ArtifactRef, Kind
from provenance.model.finding import Finding, Severity
from provenance.parents import CodeReference, code_references
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.weights.remote_code import is_own, unread_configs

_SHOWN = 5


class ForeignCode(
    Rule, code="WGT004", name="foreign-code", family=Family.WEIGHTS, severity=Severity.HIGH
):
    """Loading the model runs Python from another repository.

    ## What it checks
    Whether a configuration takes a class from another repository (`owner/name--module.Class`), in
    `auto_map`, `custom_pipelines`, modules.json or elsewhere. High; medium where that repository
    has the same owner or is a base of the model.

    ## Why it matters
    A commit of the model pins its own files only. The code is taken from the main branch of the
    other repository, whoever may write to that, and runs with your rights.

    ## How to fix
    Read that code, copy it into a repository of yours, or pin it with `code_revision`.

    ## Example
    `"auto_map": {"AutoModel": "other-org/shared-code--modeling_x.XModel"}`

    ## References
    - https://huggingface.co/docs/transformers/custom_models
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        if subject.ref.kind is not Kind.MODEL:
            raise NotApplicableError("it is no model")
        sources: dict[str, list[CodeReference]] = {}
        for reference in code_references(subject.documents, subject.configs):
            if not is_own(reference, subject):
                sources.setdefault(reference.repository, []).append(reference)
        for name, references in sources.items():
            yield self._finding(subject, lineage, name, references)
        if sources:
            return
        unread = unread_configs(subject)
        if unread:
            raise CannotTellError(f"{', '.join(unread)} could not be read")
        if not subject.configs:
            raise NotApplicableError("no configuration file was read")

    def _finding(
        self, subject: ArtifactRecord, lineage: Lineage, name: str, references: list[CodeReference]
    ) -> Finding:
        files = ", ".join(dict.fromkeys(reference.file for reference in references))
        source = next(
            (edge for edge in lineage.parents(subject.ref) if _is_named(edge.parent, name)), None
        )
        related = name.partition("/")[0] == subject.ref.name.partition("/")[0] or (
            source is not None and source.is_base
        )
        where = references[0].evidence.file
        return Finding(
            self.code,
            Severity.MEDIUM if related else self.severity,
            subject.purl,
            f"{where} takes Python code from {name}; loading the model would run it",
            f"Read {files} of {name}, and pin it with `code_revision` or keep a copy.",
            (subject.purl, *((source.parent.purl,) if source else ())),
            tuple(dict.fromkeys(reference.evidence for reference in references))[:_SHOWN],
            key=name,
        )


def _is_named(ref: ArtifactRef, name: str) -> bool:
    return ref.name.lower() == name.lower()
