"""The rule unknown-weight-format (WGT006)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import FileEntry
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, Rule
from provenance.rules.evidence import file_evidence
from provenance.rules.weights.read import require_examined

# Smaller files hold settings or vocabularies of a tool, not weights.
_LARGE = 1024 * 1024
_SHOWN = 5


class UnknownWeightFormat(
    Rule,
    code="WGT006",
    name="unknown-weight-format",
    family=Family.WEIGHTS,
    severity=Severity.MEDIUM,
):
    """A file may hold weights in an unknown format.

    ## What it checks
    Files whose name gives no format, or one with a magic number, and whose
    bytes give none either. Medium if one of them is larger than 1 MiB or its name promises weights,
    else low.

    ## Why it matters
    What the file is and whether loading it runs code was not judged.

    ## How to fix
    Ask its author which program reads the file, or leave it out.

    ## Example
    `weights.dat` of 2 GB that no known format begins like.

    ## References
    - https://huggingface.co/docs/hub/security-pickle
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        unknown = [
            subject.snapshot.file(path) or FileEntry(path=path)
            for path, examined in subject.examined.items()
            if examined.is_unknown
        ]
        if not unknown:
            require_examined(subject)
            return
        paths = tuple(entry.path for entry in unknown)
        is_grave = any(_is_grave(subject, entry) for entry in unknown)
        yield self.finding(
            subject,
            severity=Severity.MEDIUM if is_grave else Severity.LOW,
            message=message(
                "weights.unknown-weight-format.message", files=paths[:_SHOWN], count=len(paths)
            ),
            remedy=message("weights.unknown-weight-format.remedy"),
            evidence=[file_evidence(subject, entry) for entry in unknown[:_SHOWN]],
        )


def _is_grave(subject: ArtifactRecord, entry: FileEntry) -> bool:
    """Whether a file is named as weights are, is large, or has no listed size."""
    is_named = bool(subject.examined[entry.path].named)
    return is_named or not entry.size or entry.size >= _LARGE
