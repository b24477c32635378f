"""The rule weights-can-execute (WGT001)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.artifact import FileEntry, Kind
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import file_evidence
from provenance.rules.weights.read import require_examined
from provenance.weights import (
    LoadVerdict,
    content_executes,
    content_is_weights,
    executes_code,
    file_format,
    is_weights,
)

# Files named in the message and shown as evidence.
_SHOWN = 5


class WeightsCanExecute(
    Rule,
    code="WGT001",
    name="weights-can-execute",
    family=Family.WEIGHTS,
    severity=Severity.HIGH,
):
    """Loading the weights can execute code.

    ## What it checks
    Weight files in a format that can run code when it is loaded, such as pickle, by their name or
    by their bytes. High if there is no other way to load the model; medium if the same weights are
    also there in a format that cannot execute code. One level lower if all of these files were read
    to their end and call only functions that rebuild data.

    ## Why it matters
    Whoever wrote a pickle gets the rights of whoever loads it.

    ## How to fix
    Load the safetensors or GGUF file only. If there is none, ask for one or convert the file in a
    sandbox.

    ## Example
    `pytorch_model.bin` next to `model.safetensors`.

    ## References
    - https://docs.python.org/3/library/pickle.html (the warning at its top)
    - https://huggingface.co/docs/hub/security-pickle
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        weights = [entry for entry in subject.snapshot.files if _holds_weights(subject, entry)]
        if subject.ref.kind is not Kind.MODEL or not weights:
            raise NotApplicableError(message("weights.weights-can-execute.not-applicable"))
        executing = [entry for entry in weights if _executes(subject, entry)]
        if not executing:
            require_examined(subject)
            return
        yield self._finding(subject, executing, has_safe=len(executing) < len(weights))

    def _finding(
        self, subject: ArtifactRecord, executing: list[FileEntry], *, has_safe: bool
    ) -> Finding:
        files = _listed(tuple(entry.path for entry in executing))
        is_harmless = all(_is_harmless(subject, entry) for entry in executing)
        if has_safe:
            text = message("weights.weights-can-execute.message-also-safe", files=files)
            remedy = message("weights.weights-can-execute.remedy-also-safe")
            severity = Severity.LOW if is_harmless else Severity.MEDIUM
        else:
            text = message("weights.weights-can-execute.message-only", files=files)
            remedy = message("weights.weights-can-execute.remedy-only")
            severity = Severity.MEDIUM if is_harmless else Severity.HIGH
        read = message("weights.weights-can-execute.detail-read", count=len(executing))
        return self.finding(
            subject,
            severity=severity,
            message=text,
            remedy=remedy,
            evidence=[file_evidence(subject, entry) for entry in executing[:_SHOWN]],
            details=[read] if is_harmless else [],
        )


def _listed(paths: tuple[str, ...]) -> Message | tuple[str, ...]:
    """The first few paths, and how many more there are."""
    more = len(paths) - _SHOWN
    if more <= 0:
        return paths
    return message("weights.weights-can-execute.files", files=paths[:_SHOWN], more=more)


def _holds_weights(subject: ArtifactRecord, entry: FileEntry) -> bool:
    """Whether a file is one of weights, by its name or by its bytes."""
    by_name = is_weights(entry.path)
    is_unnamed = not file_format(entry.path)
    return by_name or (is_unnamed and content_is_weights(subject.content_of(entry.path)))


def _executes(subject: ArtifactRecord, entry: FileEntry) -> bool:
    return executes_code(entry.path) or content_executes(subject.content_of(entry.path))


def _is_harmless(subject: ArtifactRecord, entry: FileEntry) -> bool:
    """Whether a pickle was read to its end and uses nothing but what frameworks write into their
    own files."""
    look = subject.examined.get(entry.path)
    if look is None or look.facts is None or look.problem:
        return False
    uses = look.facts.uses
    return not look.facts.oddities and all(use.verdict is LoadVerdict.ALLOWED for use in uses)
