"""The rule personal-data-contradicted (PII083)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.graph import data_behind
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.privacy.disclosure import Disclosure
from provenance.rules.base import CannotTellError, Context, Family, Rule

_QUESTION = "PRIV-083"


class PersonalDataContradicted(
    Rule,
    code="PII083",
    name="personal-data-contradicted",
    family=Family.PRIVACY,
    severity=Severity.HIGH,
):
    """What the card says about personal data is contradicted by its own words or columns.

    ## What it checks
    Whether the card of a dataset, or of one that a model names, denies that the data contains
    personal data, while its columns have names such as `email` or 주민등록번호, or another sentence
    says that it contains names, contacts, numbers or health data of people. Partial denials and
    hedges do not contradict anything.

    ## Why it matters
    One of the two is wrong. Whoever relies on the denial may hold personal data without knowing it.

    ## How to fix
    Ask the maker which of the two is right and how that was established. Until then, treat the data
    as personal.

    ## Example
    `No personal data is included.` above `features: [{name: customer_email}]`.

    ## References
    - PRIV-083 in `provenance privacy`
    - https://huggingface.co/docs/hub/datasets-cards
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        paths = list(dict.fromkeys(((subject.ref,), *data_behind(lineage, subject.ref))))
        contradicted = [(path, _contradicted(lineage.record(path[-1]))) for path in paths]
        for path, disclosures in contradicted:
            for disclosure in disclosures:
                yield self.finding(
                    subject,
                    message=message(
                        "privacy.personal-data-contradicted.message", name=path[-1].name
                    ),
                    remedy=message("privacy.personal-data-contradicted.remedy"),
                    path=path,
                    evidence=disclosure.evidence,
                    key=path[-1].name,
                    questions=(_QUESTION,),
                )
        if any(disclosures for _, disclosures in contradicted):
            return
        if any(lineage.record(path[-1]) is None for path in paths):
            raise CannotTellError(message("privacy.reason.dataset-unread"))


def _contradicted(record: ArtifactRecord | None) -> list[Disclosure]:
    """Statements on personal data that the artefact itself contradicts."""
    disclosures = record.disclosures if record else ()
    return [
        disclosure
        for disclosure in disclosures
        if disclosure.check == _QUESTION and disclosure.stance == "contradicted"
    ]
