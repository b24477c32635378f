"""The rule name-and-content-differ (WGT005)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import FileEntry
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, Rule
from provenance.rules.evidence import file_evidence
from provenance.rules.weights.read import require_examined
from provenance.weights import content_executes, executes_code


class NameAndContentDiffer(
    Rule,
    code="WGT005",
    name="name-and-content-differ",
    family=Family.WEIGHTS,
    severity=Severity.MEDIUM,
):
    """A weight file is of another format than its name says.

    ## What it checks
    Whether the first bytes of each weight file are those of the format that its name promises. High
    if the name promises a format that cannot run code and the bytes are of one that can.

    ## Why it matters
    Scanners and people go by the name. Many loaders go by the bytes.

    ## How to fix
    Do not load the file. Ask its author what it is.

    ## Example
    `model.safetensors` that begins with a pickle.

    ## References
    - https://docs.python.org/3/library/pickle.html
    - https://cwe.mitre.org/data/definitions/646.html
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        misnamed = [look for look in subject.examined.values() if look.is_misnamed]
        if not misnamed:
            require_examined(subject)
        for look in misnamed:
            entry = subject.snapshot.file(look.path) or FileEntry(path=look.path)
            yield self._finding(subject, entry, look.named, look.content)

    def _finding(
        self, subject: ArtifactRecord, entry: FileEntry, named: str, content: str
    ) -> Finding:
        hidden = content_executes(content) and not executes_code(entry.path)
        text = "message-code" if hidden else "message"
        return self.finding(
            subject,
            severity=Severity.HIGH if hidden else Severity.MEDIUM,
            message=message(
                f"weights.name-and-content-differ.{text}",
                file=entry.path,
                named=named,
                content=content,
            ),
            remedy=message("weights.name-and-content-differ.remedy"),
            evidence=[file_evidence(subject, entry)],
            key=entry.path,
        )
