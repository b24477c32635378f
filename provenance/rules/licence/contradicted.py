"""LIC010."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from provenance.dossier import Dossier
from provenance.finding import Finding, Severity
from provenance.licences.claim import Source
from provenance.lineage import Lineage
from provenance.rules.base import NotApplicableError, Rule


class LicenceContradicted(Rule):
    """The licence text in the repository is not the licence that card or hub declare.

    ## What it checks
    A licence file was recognised, and it is another licence than the one in the card's front matter or the hub's tag.

    ## Why it matters
    The text is what the author agreed to; the tag is what people filter by. Where they differ, whoever relied on
    the tag has relied on the wrong terms.

    ## How to fix
    Treat the text as what applies and ask the author. An author makes tag and text agree.

    ## Example
    `license: mit` beside a file LICENSE that holds the Apache License 2.0.

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    code: ClassVar[str] = "LIC010"
    name: ClassVar[str] = "licence-contradicted"
    family: ClassVar[str] = "licence"
    severity: ClassVar[Severity] = Severity.HIGH

    def check(self, subject: Dossier, lineage: Lineage) -> Iterator[Finding]:
        """See the class."""
        conclusion = subject.licence
        if not any(claim.source is Source.TEXT for claim in conclusion.claims):
            raise NotApplicableError("the repository holds no licence text that was read")
        if conclusion.verdict != "text-outranks":
            return
        texts = [claim for claim in conclusion.claims if claim.source is Source.TEXT]
        others = [claim for claim in conclusion.claims if claim.source is not Source.TEXT]
        yield Finding(
            self.code,
            self.severity,
            subject.purl,
            f"the licence text is {conclusion.concluded or texts[0].value}, declared is {conclusion.declared}",
            "Treat the text as what applies, and ask the author which of the two is meant.",
            (subject.purl,),
            tuple(claim.evidence for claim in (*others, *texts)),
        )
