"""The rule parts-differently-licensed (LIC014)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.licences import lookup
from provenance.licences.claim import LicenceClaim, OtherTerms, Role, Source
from provenance.lineage.doubts import stricter_beside
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import CARD
from provenance.model.finding import Evidence, Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import joined


class PartsDifferentlyLicensed(
    Rule,
    code="LIC014",
    name="parts-differently-licensed",
    family=Family.LICENCE,
    severity=Severity.LOW,
):
    """The repository has several licences for its parts.

    ## What it checks
    Whether there are different licence texts in the repository, such as one for code and one for
    weights; or the card says that a part or its data is under a licence that restricts more.

    ## Why it matters
    The licence of the code is often the more permissive one, and is taken for that of the weights.

    ## How to fix
    Apply to each part the text that is meant for it. Authors: name the files after what they cover
    (`LICENSE-CODE`, `MODEL_LICENSE`) and say so in the card.

    ## Example
    `LICENSE` with the MIT License next to `LICENSE-MODEL` with the CreativeML Open RAIL-M.

    ## References
    - https://arxiv.org/abs/2602.08816
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        texts = _texts_of_parts(subject)
        stated = [
            terms
            for terms in stricter_beside(context.lineage, subject)
            if terms.role is Role.OTHER_PART and terms.evidence.file == CARD
        ]
        if stated:
            yield self._stated(subject, stated)
        elif not texts:
            raise NotApplicableError(message("licence.reason.no-text"))
        if len({licence or value for licence, value in texts.values()}) < 2:
            return
        details = [
            message(
                "licence.parts-differently-licensed.detail-text",
                file=evidence.file,
                name=_name(licence, value),
            )
            for evidence, (licence, value) in texts.items()
        ]
        applying = [licence.name for licence in subject.licence.licences]
        text = message("licence.parts-differently-licensed.message-unknown", number=len(texts))
        if applying:
            text = message(
                "licence.parts-differently-licensed.message",
                number=len(texts),
                applying=joined(applying),
            )
        yield self.finding(
            subject,
            message=text,
            remedy=message("licence.parts-differently-licensed.remedy"),
            evidence=texts,
            details=details,
        )

    def _stated(self, subject: ArtifactRecord, stated: Sequence[OtherTerms]) -> Finding:
        """Sentences of the card that put a part or its data under stricter terms."""
        names = dict.fromkeys(_name(terms.licence, terms.value) for terms in stated)
        return self.finding(
            subject,
            message=message(
                "licence.parts-differently-licensed.message-stated", names=tuple(names)
            ),
            remedy=message("licence.parts-differently-licensed.remedy-stated"),
            evidence=[terms.evidence for terms in stated],
            key="stated",
        )


def _name(licence: str | None, value: str) -> str:
    entry = lookup(licence or "")
    return entry.name if entry else value


def _texts_of_parts(subject: ArtifactRecord) -> dict[Evidence, tuple[str | None, str]]:
    """Key in the catalogue and wording of each licence text, by its place."""
    own = [claim for claim in subject.licence.claims if claim.source is Source.TEXT]
    others = [
        statement
        for statement in subject.licence.other_terms
        if statement.role is Role.OTHER_PART and statement.evidence.file != CARD
    ]
    both: list[LicenceClaim | OtherTerms] = [*own, *others]
    return {text.evidence: (text.licence, text.value) for text in both}
