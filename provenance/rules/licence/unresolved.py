"""LIC003."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from provenance.licences import lookup
from provenance.licences.claim import Role
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.model.finding import Finding, Severity
from provenance.rules.base import NotApplicableError, Rule


class LicenceUnresolved(Rule):
    """What is declared names no licence that could be looked up.

    ## What it checks
    The card or hub says `other`, `unknown` or a family such as `cc` or `gpl`, and there is no `license_name`, no
    `license_link`, no licence text that would tell which, and no licence named for the parts in the card. Medium for a
    family: its members are known, and which one is meant is not.

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

    code: ClassVar[str] = "LIC003"
    name: ClassVar[str] = "licence-unresolved"
    family: ClassVar[str] = "licence"
    severity: ClassVar[Severity] = Severity.HIGH

    def check(self, subject: ArtifactRecord, lineage: Lineage) -> Iterator[Finding]:
        """See the class."""
        conclusion = subject.licence
        if not conclusion.claims:
            raise NotApplicableError("no licence is stated")
        if any(claim.match for claim in conclusion.claims):
            raise NotApplicableError("there is a licence text; LIC012 tells what it is")
        if conclusion.concluded or any(claim.name or claim.link for claim in conclusion.claims):
            return
        if any(said.role is Role.OTHER_PART and said.licence for said in conclusion.beside):
            raise NotApplicableError("the card names a licence for each of several parts")
        claim = conclusion.claims[0]
        entry = lookup(claim.value)
        family = entry is not None and entry.category == "family"
        what = (
            "is a family of licences; which one is not said"
            if family
            else "names no terms that could be read"
        )
        yield Finding(
            self.code,
            Severity.MEDIUM if family else self.severity,
            subject.purl,
            f"the declared licence {claim.value!r} {what}",
            "Ask the author for the licence text; until then its terms are unknown.",
            (subject.purl,),
            tuple(claim.evidence for claim in conclusion.claims),
        )
