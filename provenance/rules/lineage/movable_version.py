"""The rule movable-version (LIN006)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.messages import message
from provenance.model.artifact import RevisionKind, revision_kind
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule


class MovableVersion(
    Rule, code="LIN006", name="movable-version", family=Family.LINEAGE, severity=Severity.INFO
):
    """Its version is a number or a label, which the publisher can move to other bytes.

    ## What it checks
    What the revision is that the hub gave: a commit and a digest belong to their bytes, a version
    number of Kaggle, NGC, Azure, Vertex AI or a registry of models does not.

    ## Why it matters
    What was audited and what is downloaded later under the same version may differ.

    ## How to fix
    Lock the model: where the hub lists digests, a replaced file is then a finding. Where it lists
    none, keep a copy of the files or record their digests.

    ## Example
    `kaggle:acme/bear/pyTorch/2b@3`.

    ## References
    - https://slsa.dev/spec/v1.1/terminology
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        revision = subject.ref.revision or ""
        if revision_kind(revision) is not RevisionKind.VERSION:
            raise NotApplicableError(message("lineage.movable-version.not-applicable"))
        has_digests = any(file.sha256 for file in subject.snapshot.files)
        advice = "remedy" if has_digests else "remedy-no-digests"
        yield self.finding(
            subject,
            message=message("lineage.movable-version.message", revision=revision),
            remedy=message(f"lineage.movable-version.{advice}"),
        )
