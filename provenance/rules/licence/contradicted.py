"""LIC010."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import lookup, lost_duties
from provenance.licences.claim import Conclusion, LicenceClaim, Source
from provenance.lineage.record import ArtifactRecord
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule


class LicenceContradicted(
    Rule, code="LIC010", name="licence-contradicted", family=Family.LICENCE, severity=Severity.HIGH
):
    """Licence text, prose or weights name another licence than the card's metadata.

    ## What it checks
    A licence file was recognised, or the card's own sentences or the header of a weight file name a
    licence, and it is another one than the front matter or the hub's tag declares. Medium where it
    asks nothing more than that one.

    ## Why it matters
    The text is what the author agreed to; the tag is what people filter by. Where they differ,
    whoever relied on the tag has relied on the wrong terms.

    ## How to fix
    Ask the author which is meant, and keep to the stricter one until then. An author makes tag and
    text agree.

    ## Example
    `license: mit` beside a file LICENSE that holds the Apache License 2.0.

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        conclusion = subject.licence
        if len(conclusion.claims) < 2:
            raise NotApplicableError("the licence is stated in one place only, or nowhere")
        if conclusion.verdict == "text-outranks":
            said = [claim for claim in conclusion.claims if claim.source is Source.TEXT]
            what = f"the licence text is {_names(said)}"
        elif conclusion.verdict == "contradicted":
            gate = _beside(subject, Source.GATED_PROMPT)
            said = gate or _beside(subject, Source.CARD)
            what = f"the {'access form' if gate else 'card'} speaks of {_names(said)}"
        elif said := _beside(subject, Source.WEIGHTS):
            what = f"the header of {said[0].evidence.file} says {_names(said)}"
        else:
            return
        others = [claim for claim in conclusion.claims if claim not in said]
        proofs = dict.fromkeys(claim.evidence for claim in (*said, *others))
        stricter = lost_duties(_under(others), _under(said)) != ()
        yield Finding(
            self.code,
            self.severity if stricter else Severity.MEDIUM,
            subject.purl,
            f"{what}; declared is {_names(others)}",
            "Ask the author which of the two is meant; until then assume the stricter one.",
            (subject.purl,),
            tuple(proofs),
        )


def _under(claims: list[LicenceClaim]) -> Conclusion:
    """The licences that claims stand for, as a conclusion whose duties can be compared."""
    known = (lookup(claim.licence) for claim in claims if claim.licence)
    return Conclusion(
        licences=tuple(entry for entry in known if entry and entry.category != "unresolved")
    )


def _names(claims: list[LicenceClaim]) -> str:
    """Names of the licences that claims stand for, in their own words where the catalogue has
    none."""
    known = (lookup(claim.licence) if claim.licence else None for claim in claims)
    names = (
        entry.name if entry else claim.value for entry, claim in zip(known, claims, strict=True)
    )
    return ", ".join(dict.fromkeys(names))


def _beside(subject: ArtifactRecord, source: Source) -> list[LicenceClaim]:
    """What one source claims and what was concluded from card and hub does not hold."""
    concluded = {licence.id for licence in subject.licence.licences}
    claims = [claim for claim in subject.licence.claims if claim.source is source]
    return [
        claim for claim in claims if concluded and claim.licence and claim.licence not in concluded
    ]
