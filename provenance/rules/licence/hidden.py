"""The rule licence-hidden (LIC004)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import lookup
from provenance.licences.claim import Conclusion, Licence, LicenceClaim, Source
from provenance.messages import Message, message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import evidence_of, front_matter_claims


class LicenceHidden(
    Rule, code="LIC004", name="licence-hidden", family=Family.LICENCE, severity=Severity.LOW
):
    """The licence is known, but the card's `license` field hides it from the hub's filters.

    ## What it checks
    The concluded licence is on the hub's own list, and the card's field says something else:
    nothing although there is a licence text, `other`, a retired identifier, capitals or another
    spelling.

    ## Why it matters
    People and programs choose by the hub's identifier. Without it the licence is not found, or the
    artefact is taken for unlicensed.

    ## How to fix
    Authors: put the identifier that the finding names into `license:`.

    ## Example
    `license: MIT` instead of `license: mit`; a LICENSE file with the Apache License next to a card
    without `license:`.

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        conclusion = subject.licence
        if subject.card is None or (subject.ref.hub.local and not subject.card.front_matter):
            raise NotApplicableError(message("licence.licence-hidden.not-applicable-card"))
        wanted = _single_on_hub(conclusion)
        fields = front_matter_claims(subject)
        is_declared = any(claim.value == wanted.id for claim in fields)
        if is_declared or conclusion.verdict == "text-outranks":
            return
        if len(fields) > 1:
            raise NotApplicableError(message("licence.licence-hidden.not-applicable-list"))
        if not fields and _is_tagged(conclusion):
            return
        yield self.finding(
            subject,
            message=_message(fields, wanted.name),
            remedy=message("licence.licence-hidden.remedy", id=wanted.id),
            evidence=evidence_of(fields, conclusion.claims[:1]),
        )


def _single_on_hub(conclusion: Conclusion) -> Licence:
    """The concluded licence, if it is one that the hub's list has a key for."""
    if conclusion.concluded is not None and len(conclusion.licences) == 1:
        licence = conclusion.licences[0]
        if licence.on_hub:
            return licence
    raise NotApplicableError(message("licence.licence-hidden.not-applicable-licence"))


def _message(fields: list[LicenceClaim], name: str) -> Message:
    """What the card says, and why the hub does not understand it."""
    if not fields:
        return message("licence.licence-hidden.message-no-field", name=name)
    value = fields[0].value
    entry = lookup(value)
    if entry and entry.category != "unresolved":
        return message("licence.licence-hidden.message-spelling", value=value, name=name)
    return message("licence.licence-hidden.message", value=value, name=name)


def _is_tagged(conclusion: Conclusion) -> bool:
    return any(claim.source is Source.TAG for claim in conclusion.claims)
