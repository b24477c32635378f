"""The rule second-source-differs (LIC018)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import lost_duties
from provenance.lineage.record import ArtifactRecord
from provenance.lineage.second import SecondSource
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import evidence_of, licence_name


class SecondSourceDiffers(
    Rule,
    code="LIC018",
    name="second-source-differs",
    family=Family.LICENCE,
    severity=Severity.HIGH,
):
    """The repository that the card names as its own states another licence than the card.

    ## What it checks
    With `--second-sources`: the licence that the repository on GitHub states which the card calls
    its own (`Repository:`, `Code:`, a link named `GitHub`), by its licence texts or its host. Low
    if that licence asks nothing more: it may be meant for the code alone. Papers are not read,
    since the licence of a paper is not that of the model.

    ## Why it matters
    People take the terms from where they found the model first. If the authors state others in
    their own repository, one of the two is a mistake, or the terms have changed.

    ## How to fix
    Ask the author which licence is meant for the weights, and follow the stricter one until then.
    Authors: say what each licence covers.

    ## Example
    A card with `license: mit` whose repository has the CC BY-NC 4.0 as its LICENSE.

    ## References
    - https://docs.github.com/en/rest/licenses/licenses
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        sources = context.lineage.second_sources.get(subject.ref.unpinned, ())
        if not sources:
            raise NotApplicableError(message("licence.second-source-differs.not-applicable"))
        for source in sources:
            other = _read(source)
            if other.licence.ids != subject.licence.ids:
                yield self._finding(subject, source, other)

    def _finding(
        self, subject: ArtifactRecord, source: SecondSource, other: ArtifactRecord
    ) -> Finding:
        is_stricter = lost_duties(subject.licence, other.licence) != ()
        return self.finding(
            subject,
            severity=self.severity if is_stricter else Severity.LOW,
            message=message(
                "licence.second-source-differs.message",
                address=source.address,
                other=licence_name(other),
                declared=licence_name(subject),
            ),
            remedy=message("licence.second-source-differs.remedy"),
            evidence=[
                source.named,
                *evidence_of(subject.licence.claims, other.licence.claims),
            ],
        )


def _read(source: SecondSource) -> ArtifactRecord:
    """The repository, if it states a licence.

    Raises:
        CannotTellError: It was not read, or names no licence that is known.
    """
    if source.record is None:
        raise CannotTellError(message("rule.reason.unread", what=source.address))
    if not source.record.licence.licences:
        raise CannotTellError(
            message("licence.second-source-differs.reason-unknown", address=source.address)
        )
    return source.record
