"""LIC004."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import lookup
from provenance.licences.claim import LicenceClaim, Source
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import front_matter_claims


class LicenceHidden(
    Rule, code="LIC004", name="licence-hidden", family=Family.LICENCE, severity=Severity.LOW
):
    """The licence is known, and the card's `license` field hides it from the hub's filters.

    ## What it checks
    What was concluded is on the hub's own list of licences, and the card's field says something
    else: nothing although there is a licence text, `other`, a retired identifier, capitals or
    another spelling.

    ## Why it matters
    People and programs choose by the hub's identifier. What it does not say is not found, or taken
    for unlicensed.

    ## How to fix
    An author writes the identifier that the finding names into `license:`.

    ## Example
    `license: MIT` in place of `license: mit`; a file LICENSE with the Apache License beside a card
    without `license:`.

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        conclusion = subject.licence
        if subject.card is None or (subject.ref.hub.local and not subject.card.front_matter):
            raise NotApplicableError("there is no card as the hub has them")
        single = conclusion.concluded is not None and len(conclusion.licences) == 1
        if not single or not conclusion.licences[0].on_hub:
            raise NotApplicableError("what was concluded is not one licence of the hub's list")
        wanted = conclusion.licences[0]
        fields = front_matter_claims(subject)
        if conclusion.verdict == "text-outranks" or any(
            claim.value == wanted.id for claim in fields
        ):
            return
        if len(fields) > 1:
            raise NotApplicableError("a list of licences is declared")
        if not fields and any(claim.source is Source.TAG for claim in conclusion.claims):
            return
        said = f"`license: {fields[0].value}`" if fields else "no `license`"
        yield Finding(
            self.code,
            self.severity,
            subject.purl,
            f"the card says {said}{_why(fields)}; what was read is {wanted.name}",
            f"The hub's identifier for it is `{wanted.id}`.",
            (subject.purl,),
            tuple(dict.fromkeys(claim.evidence for claim in (*fields, *conclusion.claims[:1]))),
        )


def _why(fields: list[LicenceClaim]) -> str:
    if not fields:
        return ""
    entry = lookup(fields[0].value)
    return ", not the hub's spelling" if entry and entry.category != "unresolved" else ""
