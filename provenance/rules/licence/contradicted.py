"""The rule licence-contradicted (LIC010)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import lookup, lookup_link, lost_duties, says_own_terms
from provenance.licences.claim import Conclusion, LicenceClaim, Source
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import evidence_of


class LicenceContradicted(
    Rule, code="LIC010", name="licence-contradicted", family=Family.LICENCE, severity=Severity.HIGH
):
    """The licence text, prose or weights name another licence than the card's metadata.

    ## What it checks
    Whether a recognised licence file, the card's own sentences or the header of a weight file name
    another licence than the front matter or the hub's tag. Medium if that licence asks nothing
    more.

    ## Why it matters
    The text is what the author agreed to; the tag is what people filter by. If they differ, whoever
    relied on the tag has relied on the wrong terms.

    ## How to fix
    Ask the author which one is meant, and follow the stricter one until then. Authors: make tag and
    text agree.

    ## Example
    `license: mit` next to a LICENSE file with the Apache License 2.0.

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        conclusion = subject.licence
        if len(conclusion.claims) < 2:
            raise NotApplicableError(message("licence.licence-contradicted.not-applicable"))
        contradiction = _contradiction(subject)
        if contradiction is None:
            return
        where, contradicting = contradiction
        others = [claim for claim in conclusion.claims if claim not in contradicting]
        # A link besides the licence is compared by LIC008.
        others = [claim for claim in others if not lookup_link(claim.value)] or others
        stricter = lost_duties(_under(others), _under(contradicting)) != ()
        yield self.finding(
            subject,
            severity=self.severity if stricter else Severity.MEDIUM,
            message=message(
                where,
                file=contradicting[0].evidence.file,
                names=_names(contradicting),
                declared=_names(others),
            ),
            remedy=message("licence.licence-contradicted.remedy"),
            evidence=evidence_of((*contradicting, *others)),
        )


def _contradiction(subject: ArtifactRecord) -> tuple[str, list[LicenceClaim]] | None:
    """The claims that name another licence than is declared, and the id of the message."""
    conclusion = subject.licence
    if conclusion.verdict == "text-outranks":
        texts = [claim for claim in conclusion.claims if claim.source is Source.TEXT]
        return "licence.licence-contradicted.message-text", texts
    if conclusion.verdict == "contradicted":
        if any(says_own_terms(claim) for claim in conclusion.claims):
            identified = [claim for claim in conclusion.claims if claim.licence]
            return "licence.licence-contradicted.message-card", identified
        form = _missing_claims(subject, Source.GATED_PROMPT)
        if form:
            return "licence.licence-contradicted.message-access-form", form
        claims = _missing_claims(subject, Source.CARD)
        if not claims:
            return _in_files(subject)
        kind = "link" if all(lookup_link(claim.value) for claim in claims) else "card"
        return f"licence.licence-contradicted.message-{kind}", claims
    return _in_files(subject)


def _in_files(subject: ArtifactRecord) -> tuple[str, list[LicenceClaim]] | None:
    """What a file of metadata, a weight header or the hub names besides what is declared."""
    files = _missing_claims(subject, Source.FILE)
    if files:
        return "licence.licence-contradicted.message-file", files
    weights = _missing_claims(subject, Source.WEIGHTS)
    if weights:
        return "licence.licence-contradicted.message-weights", weights
    of_hub = _missing_claims(subject, Source.TAG)
    if of_hub and subject.licence.verdict == "contradicted":
        return "licence.licence-contradicted.message-hub", of_hub
    return None


def _under(claims: list[LicenceClaim]) -> Conclusion:
    """The licences that claims stand for, as a conclusion whose duties can be compared."""
    known = (lookup(claim.licence) for claim in claims if claim.licence)
    return Conclusion(
        licences=tuple(entry for entry in known if entry and entry.category != "unresolved")
    )


def _names(claims: list[LicenceClaim]) -> tuple[str, ...]:
    """Names of the licences that claims stand for; as written if the catalogue has none."""
    known = (lookup(claim.licence) if claim.licence else None for claim in claims)
    names = (
        entry.name if entry else claim.value for entry, claim in zip(known, claims, strict=True)
    )
    return tuple(dict.fromkeys(names))


def _missing_claims(subject: ArtifactRecord, source: Source) -> list[LicenceClaim]:
    """What one source claims and the conclusion from card and hub does not contain."""
    concluded = subject.licence.ids
    claims = [claim for claim in subject.licence.claims if claim.source is source]
    return [
        claim for claim in claims if concluded and claim.licence and claim.licence not in concluded
    ]
