"""PRIV070."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.inheritance import HOLDING
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import BASES, DATA, Kind
from provenance.model.finding import Finding, Severity
from provenance.parents import DATASET
from provenance.privacy import find_records, personal_columns
from provenance.privacy.disclosure import ANSWERED, NAMED, is_answered, is_unread
from provenance.rules.base import CannotTellError, Context, Family, Rule
from provenance.rules.evidence import nothing_named


class FineTuningDataUnstated(
    Rule,
    code="PRIV070",
    name="fine-tuning-data-unstated",
    family=Family.PRIVACY,
    severity=Severity.HIGH,
):
    """Whether the fine-tuning data holds personal data is not stated.

    ## What it checks
    The model was tuned on datasets that its card names, and neither the card nor the cards of those
    datasets say whether personal data is in them. What the base says of its own data does not
    count: it is other data. It is high where columns or sentences suggest people (customer e-mail
    addresses, patient notes), else medium.

    ## Why it matters
    Tuning on records of customers, patients or employees is where personal data most often enters
    an open model, and where it is most easily memorised. Korea's PIPC names fine-tuning as a stage
    of its own.

    ## How to fix
    Ask the maker: which personal data is in the tuning data, on what legal basis, what was removed
    and how it was checked.

    ## Example
    A support model tuned on `acme/tickets`, whose card leaves its section on personal data empty.

    ## References
    - PIPC, guidance on personal data in generative AI (2025-08-06), stage 3
    - PRIV-070 in `provenance privacy`
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        edges = lineage.parents(subject.ref)
        if not any(edge.is_base for edge in edges):
            raise nothing_named(subject, BASES, "no base model is stated")
        named = [edge for edge in edges if edge.relation == DATASET]
        if not named:
            raise nothing_named(subject, DATA, "no fine-tuning data is named")
        own = [said for said in subject.disclosures if said.check == "PRIV-070"]
        if any(said.grade in ANSWERED and said.stance != NAMED for said in own):
            return
        read = [(edge, record) for edge in named if (record := lineage.record(edge.parent))]
        open_ = [
            (edge, record) for edge, record in read if not is_answered(record.disclosures, *HOLDING)
        ]
        silent = [
            (edge, record) for edge, record in open_ if not is_unread(record.disclosures, *HOLDING)
        ]
        if silent and not is_unread(subject.disclosures, "PRIV-070"):
            names = ", ".join(edge.parent.name for edge, _ in silent)
            people = any(
                _suggests_people(record) for record in (subject, *(record for _, record in silent))
            )
            yield Finding(
                self.code,
                self.severity if people else Severity.MEDIUM,
                subject.purl,
                f"fine-tuning data: whether it holds personal data is not stated ({names})",
                "Ask the maker which personal data is in it, on what basis, what was removed and"
                " how that was checked.",
                (subject.purl, silent[0][0].parent.purl),
                tuple(proof for edge, _ in silent for proof in edge.evidence[:1]),
                (f"searched: the card of the model and of {names}",),
                questions=("PRIV-070",),
            )
        elif open_ or len(read) < len(named):
            raise CannotTellError("not every named dataset could be read, or not its language")


def _suggests_people(record: ArtifactRecord) -> bool:
    """Whether its columns or a sentence of its card suggest that people are in the data."""
    card, document = record.card, record.card_document
    if record.ref.kind is Kind.DATASET and personal_columns(
        card, record.snapshot.metadata, record.documents
    ):
        return True
    return bool(card and document and find_records(card, document))
