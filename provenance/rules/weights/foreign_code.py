"""The rule foreign-code (WGT004)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Kind
from provenance.model.finding import Finding, Severity
from provenance.parents import CodeReference, code_references
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.weights.named_code import is_own, require_configs

_SHOWN = 5


class ForeignCode(
    Rule, code="WGT004", name="foreign-code", family=Family.WEIGHTS, severity=Severity.HIGH
):
    """Loading the model runs Python from another repository.

    ## What it checks
    Whether a configuration takes a class from another repository (`owner/name--module.Class`), in
    `auto_map`, `custom_pipelines`, modules.json or elsewhere. High; medium if that repository has
    the same owner or is a base of the model.

    ## Why it matters
    A commit of the model pins its own files only. The code comes from the main branch of the other
    repository, which others can change, and runs with your rights.

    ## How to fix
    Read that code, copy it into a repository of your own, or pin it with `code_revision`.

    ## Example
    `"auto_map": {"AutoModel": "other-org/shared-code--modeling_x.XModel"}`

    ## References
    - https://huggingface.co/docs/transformers/custom_models
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        if subject.ref.kind is not Kind.MODEL:
            raise NotApplicableError(message("weights.reason.not-a-model"))
        by_repository: dict[str, list[CodeReference]] = {}
        for reference in code_references(subject.documents, subject.configs):
            if not is_own(reference, subject):
                by_repository.setdefault(reference.repository, []).append(reference)
        for name, references in by_repository.items():
            yield self._finding(context, name, references)
        if not by_repository:
            require_configs(subject)

    def _finding(self, context: Context, name: str, references: list[CodeReference]) -> Finding:
        subject = context.subject
        edges = context.lineage.parents(subject.ref)
        edge = next((edge for edge in edges if _is_named(edge.parent, name)), None)
        same_owner = name.partition("/")[0] == subject.ref.name.partition("/")[0]
        related = same_owner or (edge is not None and edge.is_base)
        files = tuple(dict.fromkeys(reference.file for reference in references))
        evidence = dict.fromkeys(reference.evidence for reference in references)
        return self.finding(
            subject,
            severity=Severity.MEDIUM if related else self.severity,
            message=message(
                "weights.foreign-code.message", file=references[0].evidence.file, name=name
            ),
            remedy=message("weights.foreign-code.remedy", files=files, name=name),
            path=(subject.ref, edge.parent) if edge else (),
            evidence=list(evidence)[:_SHOWN],
            key=name,
        )


def _is_named(ref: ArtifactRef, name: str) -> bool:
    return ref.name.lower() == name.lower()
