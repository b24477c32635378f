"""LIC007."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import RESTRICTIONS, lookup, restrictions
from provenance.licences.claim import Joined
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import front_matter_claims


class LicenceListed(
    Rule, code="LIC007", name="licence-listed", family=Family.LICENCE, severity=Severity.LOW
):
    """Several licences are declared, and nothing says which part each is for.

    ## What it checks
    The card's `license` is a list of different licences. Medium where one of them forbids commercial use or changes and
    another does not, else low. Until somebody says otherwise all of them are taken to apply.

    ## Why it matters
    The hub gives a list no meaning: it may be a choice, a sum, or one licence for each part of the data. What may be
    done depends on which.

    ## How to fix
    Ask the author which part is under which licence, or whether one may choose. An author says so in the card.

    ## Example
    ```yaml
    license:
    - cc-by-4.0
    - cc-by-nc-4.0
    ```

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """  # noqa: E501

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        claims = front_matter_claims(subject)
        values = list(dict.fromkeys(claim.licence or claim.value for claim in claims))
        if len(values) < 2:
            raise NotApplicableError("no list of licences is declared")
        if len(subject.licence.licences) == 1 or subject.licence.joined is Joined.CHOICE:
            return
        entries = [lookup(value) for value in values]
        limits = [restrictions([entry]) if entry else frozenset() for entry in entries]
        strict = frozenset[str]().union(*limits)
        differs = any(limit != strict for limit in limits)
        words = ", ".join(word for key, word in RESTRICTIONS.items() if key in strict)
        yield Finding(
            self.code,
            Severity.MEDIUM if differs else self.severity,
            subject.purl,
            f"{len(values)} licences are declared without saying what each is for:"
            f" {', '.join(values)}",
            "Ask the author which part is under which; until then take all of them to apply"
            + (f", so {words}." if words else "."),
            (subject.purl,),
            tuple(dict.fromkeys(claim.evidence for claim in claims)),
        )
