"""LIC003."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import lookup
from provenance.licences.claim import Conclusion, Role
from provenance.model.finding import Finding, Severity, shorten
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import restricting


class LicenceUnresolved(
    Rule, code="LIC003", name="licence-unresolved", family=Family.LICENCE, severity=Severity.HIGH
):
    """What is declared names no licence that could be looked up.

    ## What it checks
    The card or hub says `other`, `unknown`, a name that nobody knows or a family such as `cc` or `gpl`, and there is no
    licence text in the repository that would tell which, and no licence named for the parts in the card. A
    `license_link` is not followed: a page on the web may change or be gone tomorrow. Medium for a family of which every
    member asks the same.

    ## Why it matters
    `other` is a promise of terms that nobody can read. A third of popular models that declare `other` give no name.

    ## How to fix
    Ask the author for the text. An author adds `license_name`, `license_link` and the file `LICENSE`.

    ## Example
    ```yaml
    license: other
    ```

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """  # noqa: E501

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        conclusion = subject.licence
        if not conclusion.claims:
            raise NotApplicableError("no licence is stated")
        if any(claim.match for claim in conclusion.claims):
            raise NotApplicableError("there is a licence text; LIC012 tells what it is")
        if conclusion.licences and conclusion.verdict != "unresolved":
            return
        if any(said.role is Role.OTHER_PART and said.licence for said in conclusion.beside):
            raise NotApplicableError("the card names a licence for each of several parts")
        claim = next((one for one in conclusion.claims if one.name), conclusion.claims[0])
        entry = lookup(claim.value)
        family = entry is not None and entry.category == "family"
        name = claim.value if family else claim.name or claim.value
        what = (
            "is a family of licences; which one is not said"
            if family
            else "names no terms that could be read"
        )
        proofs = dict.fromkeys(
            (
                *(said.evidence for said in conclusion.restrictions),
                *(claim.evidence for claim in conclusion.claims),
            )
        )
        yield Finding(
            self.code,
            Severity.MEDIUM if entry and entry.duties else self.severity,
            subject.purl,
            f"the declared licence {name!r} {what}",
            "Ask the author for the licence text; until then its terms are unknown.",
            (subject.purl,),
            tuple(proofs),
            (*restricting(conclusion), *_links(conclusion)),
        )


def _links(conclusion: Conclusion) -> Iterator[str]:
    """Where the terms are said to stand, which is not among what was read."""
    for link in dict.fromkeys(claim.link for claim in conclusion.claims if claim.link):
        yield f"license_link leads to {shorten(link)}, which was not read"
