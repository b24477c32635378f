"""The rule same-bytes-differ (LIC019)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import lost_duties
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import FileEntry
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import evidence_of, file_evidence, licence_name

# Small files (an empty file, a common configuration) are equal by chance.
_SMALLEST = 100_000


class SameBytesDiffer(
    Rule,
    code="LIC019",
    name="same-bytes-differ",
    family=Family.LICENCE,
    severity=Severity.HIGH,
):
    """The same file is offered under another licence by an artefact that was read as well.

    ## What it checks
    Whether a file of at least 100 kB has the digest (SHA-256) of a file of another artefact of this
    run that states another licence. Medium if that licence asks nothing more.

    ## Why it matters
    Copies of a model are uploaded under new names and new licences. Whoever did not make the file
    cannot loosen its terms.

    ## How to fix
    Find out who made the file, and keep to the terms of its maker. Authors of copies: state the
    licence of the original.

    ## Example
    Two repositories with the same `model.safetensors`, one under Llama 3.1, the other under MIT.

    ## References
    - https://arxiv.org/abs/2509.09873
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        own = _by_digest(subject)
        if not own:
            raise NotApplicableError(message("licence.same-bytes-differ.not-applicable"))
        holders = {ref for digest in own for ref in context.lineage.holders(digest)}
        for ref in sorted(holders):
            other = context.lineage.records[ref]
            if other is not subject and _differs(subject, other):
                shared = sorted(own.keys() & _by_digest(other).keys())
                if shared:
                    yield self._finding(subject, other, own[shared[0]])

    def _finding(self, subject: ArtifactRecord, other: ArtifactRecord, entry: FileEntry) -> Finding:
        is_stricter = lost_duties(subject.licence, other.licence) != ()
        return self.finding(
            subject,
            severity=self.severity if is_stricter else Severity.MEDIUM,
            message=message(
                "licence.same-bytes-differ.message",
                file=entry.path,
                name=other.ref.name,
                other=licence_name(other),
                declared=licence_name(subject),
            ),
            remedy=message("licence.same-bytes-differ.remedy"),
            evidence=[
                file_evidence(subject, entry),
                *evidence_of(subject.licence.claims, other.licence.claims),
            ],
            key=f"{other.ref.name}:{entry.path}",
        )


def _by_digest(record: ArtifactRecord) -> dict[str, FileEntry]:
    """The larger files whose digest the hub gives; of equal ones the first."""
    files: dict[str, FileEntry] = {}
    for entry in record.snapshot.files:
        if entry.sha256 and (entry.size or 0) >= _SMALLEST:
            files.setdefault(entry.sha256, entry)
    return files


def _differs(subject: ArtifactRecord, other: ArtifactRecord) -> bool:
    """Whether both state licences, and not the same."""
    own, others = subject.licence.ids, other.licence.ids
    return bool(own) and bool(others) and own != others
