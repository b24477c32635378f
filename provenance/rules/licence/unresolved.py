"""The rule licence-unresolved (LIC003)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.licences import lookup
from provenance.licences.claim import Conclusion, LicenceClaim, Role
from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.artifact import Kind
from provenance.model.finding import Finding, Severity, shorten
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import evidence_of, restricting

_SEVERAL = 2


class LicenceUnresolved(
    Rule, code="LIC003", name="licence-unresolved", family=Family.LICENCE, severity=Severity.HIGH
):
    """The declared licence cannot be looked up.

    ## What it checks
    The card or hub says `other`, `unknown`, a name that nobody knows or a family such as `cc` or
    `gpl`, and neither a licence text in the repository nor, for a dataset, licences for several
    parts in the card settle which it is. A `license_link` is not followed: a page on the web can
    change or be gone tomorrow. Medium for a family of which every member asks the same.

    ## Why it matters
    `other` promises terms that nobody can read. A third of popular models that declare `other` give
    no name.

    ## How to fix
    Ask the author for the text. Authors: add `license_name`, `license_link` and the file `LICENSE`.

    ## Example
    ```yaml
    license: other
    ```

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        conclusion = subject.licence
        _require_unnamed(conclusion)
        if conclusion.licences and conclusion.verdict != "unresolved":
            return
        if _has_licence_of_each_part(subject):
            raise NotApplicableError(message("licence.licence-unresolved.not-applicable-parts"))
        claim = _unknown(conclusion.claims)
        entry = lookup(claim.value)
        if entry is not None and entry.category == "family":
            text = message("licence.licence-unresolved.message-family", name=claim.value)
        else:
            name = claim.name or claim.value
            text = message("licence.licence-unresolved.message", name=name)
        yield self.finding(
            subject,
            severity=Severity.MEDIUM if entry and entry.duties else self.severity,
            message=text,
            remedy=message("licence.licence-unresolved.remedy"),
            evidence=evidence_of(conclusion.restrictions, conclusion.claims),
            details=[*restricting(conclusion), *_links(conclusion)],
        )


def _has_licence_of_each_part(subject: ArtifactRecord) -> bool:
    """Whether a dataset's card names licences for several of its parts; one part says nothing of
    the others, and of a model the weights would still be open."""
    parts = (part for part in subject.licence.other_terms if part.role is Role.OTHER_PART)
    licences = {part.licence for part in parts if part.licence}
    return subject.ref.kind is Kind.DATASET and len(licences) >= _SEVERAL


def _unknown(claims: Sequence[LicenceClaim]) -> LicenceClaim:
    """The claim that says most of what is not known: one with a name of its own, else one of a
    name that the catalogue lacks."""
    with_name = [claim for claim in claims if claim.name]
    unknown = [claim for claim in claims if claim.licence in (None, "other", "unknown")]
    return (*with_name, *unknown, *claims)[0]


def _links(conclusion: Conclusion) -> Iterator[Message]:
    """Pages that are said to have the terms, which were not read."""
    for link in dict.fromkeys(claim.link for claim in conclusion.claims if claim.link):
        yield message("licence.licence-unresolved.detail-link", link=shorten(link))


def _require_unnamed(conclusion: Conclusion) -> None:
    """Raise NotApplicableError unless a licence is stated, and without its text."""
    if not conclusion.claims:
        raise NotApplicableError(message("licence.licence-unresolved.not-applicable-none"))
    if any(claim.match for claim in conclusion.claims):
        raise NotApplicableError(message("licence.licence-unresolved.not-applicable-text"))
