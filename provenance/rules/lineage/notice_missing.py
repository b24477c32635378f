"""LIN021."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import FileRole, file_role
from provenance.licences.claim import Role
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import asked_by_bases, searched

_AGREEMENT, _NOTICE = "pass-terms", "notice-file"


class NoticeMissing(
    Rule, code="LIN021", name="notice-missing", family=Family.LINEAGE, severity=Severity.INFO
):
    """A copy of the base's agreement or its notice is not handed on.

    ## What it checks
    The licence of a base asks that recipients get a copy of its terms, or a notice. The
    repository's listing holds no licence file and no notice, and the card does not name the terms.
    Bases of the same organisation are left out.

    ## Why it matters
    Such terms make the copy and the notice a condition of passing the model on; who passes on this
    one has to add them. Nearly all derivatives lack them, so this is told as information.

    ## How to fix
    Add the base's agreement and its notice before you pass the model on.

    ## Example
    A fine-tune of a Llama 3.1 model without a file NOTICE.

    ## References
    - https://arxiv.org/abs/2602.08816
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        asking = asked_by_bases(lineage, subject.ref, _AGREEMENT, _NOTICE)
        if not asking:
            raise NotApplicableError("no base asks for its agreement or a notice to be handed on")
        if not subject.snapshot.files:
            raise CannotTellError("the hub lists no files")
        roles = {file_role(entry.path) for entry in subject.snapshot.files}
        told = {
            said.licence for said in subject.licence.beside if said.role in (Role.BASE, Role.NOTICE)
        }
        missing = [
            one for one in asking if one.licence.id not in told and not roles & _files(one.duty.id)
        ]
        if not missing:
            return
        first, words = missing[0], ", ".join(dict.fromkeys(str(one.duty) for one in missing))
        yield Finding(
            self.code,
            self.severity,
            subject.purl,
            f"{first.licence.name} of {first.base.ref.name} asks for {words}; the repository holds"
            " none",
            "Add the agreement and the notice before you pass the model on.",
            tuple(ref.purl for ref in first.path),
            tuple(claim.evidence for claim in first.base.licence.claims[:1]),
            (searched(subject),),
        )


def _files(word: str) -> frozenset[FileRole]:
    """The files that carry out a duty."""
    return frozenset(
        {FileRole.NOTICE} if word == _NOTICE else {FileRole.LICENCE, FileRole.WEIGHTS_LICENCE}
    )
