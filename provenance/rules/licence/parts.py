"""LIC014."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import lookup
from provenance.licences.claim import Beside, LicenceClaim, Role, Source
from provenance.model.artifact import CARD
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule


class PartsDifferentlyLicensed(
    Rule,
    code="LIC014",
    name="parts-differently-licensed",
    family=Family.LICENCE,
    severity=Severity.LOW,
):
    """The repository holds several licences for its parts.

    ## What it checks
    Licence texts in the repository: whether there are different ones, such as one for code and one
    for weights.

    ## Why it matters
    The licence of the code is often the friendlier one, and is taken for that of the weights.

    ## How to fix
    Take for each part the text that is named for it. An author names the files for what they are
    for (`LICENSE-CODE`, `MODEL_LICENSE`) and says so in the card.

    ## Example
    `LICENSE` with the MIT License beside `LICENSE-MODEL` with the CreativeML Open RAIL-M.

    ## References
    - https://arxiv.org/abs/2602.08816
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        own = [claim for claim in subject.licence.claims if claim.source is Source.TEXT]
        others = [
            said
            for said in subject.licence.beside
            if said.role is Role.OTHER_PART and said.evidence.file != CARD
        ]
        both: list[LicenceClaim | Beside] = [*own, *others]
        texts = {said.evidence: (said.licence, said.value) for said in both}
        if not texts:
            raise NotApplicableError("no licence text was read")
        if len({licence or value for licence, value in texts.values()}) < 2:
            return
        told = [f"{evidence.file}: {_name(*said)}" for evidence, said in texts.items()]
        applies = (
            " and ".join(licence.name for licence in subject.licence.licences)
            or "not told by what was read"
        )
        yield Finding(
            self.code,
            self.severity,
            subject.purl,
            f"{len(texts)} licence texts for parts of the repository; what applies to the artefact"
            f" is {applies}",
            "Take for each part the text that is named for it.",
            (subject.purl,),
            tuple(texts),
            tuple(told),
        )


def _name(licence: str | None, value: str) -> str:
    entry = lookup(licence or "")
    return entry.name if entry else value
