"""The rule licence-listed (LIC007)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from provenance.licences import RESTRICTIONS, lookup, restrictions
from provenance.licences.claim import Joined
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import evidence_of, front_matter_claims


class LicenceListed(
    Rule, code="LIC007", name="licence-listed", family=Family.LICENCE, severity=Severity.LOW
):
    """Several licences are declared, and nothing says which part each one covers.

    ## What it checks
    Whether the card's `license` is a list of different licences. Medium if one of them forbids
    commercial use or changes and another does not, otherwise low. All of them are taken to apply
    until somebody says otherwise.

    ## Why it matters
    The hub gives a list no meaning: it may be a choice, a sum, or one licence for each part of the
    data. What is permitted depends on which.

    ## How to fix
    Ask the author which part is under which licence, or whether there is a choice. Authors: say so
    in the card.

    ## Example
    ```yaml
    license:
    - cc-by-4.0
    - cc-by-nc-4.0
    ```

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        claims = front_matter_claims(subject)
        values = tuple(dict.fromkeys(claim.licence or claim.value for claim in claims))
        if len(values) < 2:
            raise NotApplicableError(message("licence.licence-listed.not-applicable"))
        if len(subject.licence.licences) == 1 or subject.licence.joined is Joined.CHOICE:
            return
        strict, differs = _compared(values)
        words = tuple(word for key, word in RESTRICTIONS.items() if key in strict)
        remedy = message("licence.licence-listed.remedy")
        if words:
            remedy = message("licence.licence-listed.remedy-strict", restrictions=words)
        yield self.finding(
            subject,
            severity=Severity.MEDIUM if differs else self.severity,
            message=message("licence.licence-listed.message", number=len(values), names=values),
            remedy=remedy,
            evidence=evidence_of(claims),
        )


def _compared(values: Iterable[str]) -> tuple[frozenset[str], bool]:
    """What all licences of the list restrict together, and whether one restricts less."""
    entries = [lookup(value) for value in values]
    limits = [restrictions([entry] if entry else []) for entry in entries]
    strict = frozenset[str]().union(*limits)
    return strict, any(limit != strict for limit in limits)
