"""The rule notice-missing (LIN021)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import FileRole, file_role
from provenance.licences.claim import Role
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.lineage.base_duties import duties_of_bases, unfulfilled

_AGREEMENT, _NOTICE = "pass-terms", "notice-file"


class NoticeMissing(
    Rule, code="LIN021", name="notice-missing", family=Family.LINEAGE, severity=Severity.INFO
):
    """A copy of the base's agreement or its notice is missing.

    ## What it checks
    The licence of a base requires that recipients get a copy of its terms, or a notice. The
    repository lists no licence file and no notice, and the card does not name the terms. Bases of
    the same organisation are left out.

    ## Why it matters
    Such terms make the copy and the notice a condition of passing the model on; whoever passes this
    one on has to add them. Nearly all derivatives lack them, so this is for information.

    ## How to fix
    Add the base's agreement and its notice before you pass the model on.

    ## Example
    A fine-tune of a Llama 3.1 model without a file NOTICE.

    ## References
    - https://arxiv.org/abs/2602.08816
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        required = duties_of_bases(context.lineage, subject.ref, _AGREEMENT, _NOTICE)
        if not required:
            raise NotApplicableError(message("lineage.notice-missing.not-applicable"))
        if not subject.snapshot.files:
            raise CannotTellError(message("rule.reason.no-listing"))
        roles = {file_role(entry.path) for entry in subject.snapshot.files}
        present = {
            text.licence
            for text in subject.licence.other_terms
            if text.role in (Role.BASE, Role.NOTICE)
        }
        missing = [
            entry
            for entry in required
            if entry.licence.id not in present and not roles & _files(entry.duty.id)
        ]
        if missing:
            yield unfulfilled(self, subject, missing, severity=self.severity)


def _files(duty: str) -> frozenset[FileRole]:
    """The files that fulfil a duty."""
    if duty == _NOTICE:
        return frozenset({FileRole.NOTICE})
    return frozenset({FileRole.LICENCE, FileRole.WEIGHTS_LICENCE})
