"""The rule foreign-code (WGT004)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Kind
from provenance.model.finding import Evidence, Finding, Severity
from provenance.parents import LOADED_CODE, CodeReference, code_references
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.weights.named_code import is_own, require_configs

_SHOWN = 5
_RUNS = re.compile(r"\btrust_remote_code\s{0,9}=\s{0,9}True\b|\bhub\.load\(")
# Lines of a call, as formatters break it.
_LINES_OF_CALL = 6
_LONGEST_LINE = 2_000


class ForeignCode(
    Rule, code="WGT004", name="foreign-code", family=Family.WEIGHTS, severity=Severity.HIGH
):
    """Loading the model runs Python from another repository.

    ## What it checks
    Whether a configuration takes a class from another repository (`owner/name--module.Class`), in
    `auto_map`, `custom_pipelines`, modules.json or elsewhere. High; medium if that repository has
    the same owner or is a base of the model. Whether Python files that run with the model load
    another repository (`from_pretrained`, `hf_hub_download`, `torch.hub.load`). Medium; high with
    `trust_remote_code` and for `torch.hub.load`, which run what they load.

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
        loaded: dict[ArtifactRef, list[Evidence]] = {}
        for parent in subject.parents:
            if parent.source == LOADED_CODE and parent.ref.name not in by_repository:
                loaded.setdefault(parent.ref, []).append(parent.evidence)
        for ref, places in loaded.items():
            yield self._loaded(context, ref, places)
        if not by_repository and not loaded:
            require_configs(subject)

    def _loaded(self, context: Context, ref: ArtifactRef, places: list[Evidence]) -> Finding:
        """Another repository that code of this one loads."""
        subject = context.subject
        runs = any(_RUNS.search(_call_at(subject, place)) for place in places)
        edges = context.lineage.parents(subject.ref)
        edge = next((edge for edge in edges if _is_named(edge.parent, ref.name)), None)
        return self.finding(
            subject,
            severity=Severity.HIGH if runs else Severity.MEDIUM,
            message=message(
                "weights.foreign-code.message-loaded", file=places[0].file, name=ref.name
            ),
            remedy=message("weights.foreign-code.remedy-loaded", name=ref.name),
            path=(subject.ref, edge.parent) if edge else (),
            evidence=places[:_SHOWN],
            key=f"loaded {ref.name}",
        )

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


def _call_at(subject: ArtifactRecord, place: Evidence) -> str:
    """The lines of a call, up to the one that closes it."""
    document = subject.documents.get(place.file)
    if document is None or place.start_line is None:
        return ""
    start, opened = place.start_line - 1, 0
    lines: list[str] = []
    for line in document.lines()[start : start + _LINES_OF_CALL]:
        lines.append(line[:_LONGEST_LINE])
        opened += line.count("(") - line.count(")")
        # The name may stand on a line of its own, behind the line that opens the call.
        if opened < 0 or (opened == 0 and "(" in line):
            break
    return "\n".join(lines)


def _is_named(ref: ArtifactRef, name: str) -> bool:
    return ref.name.lower() == name.lower()
