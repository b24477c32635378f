"""The rule fine-tuning-data-unstated (PII070)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.graph import Edge, Lineage
from provenance.lineage.inheritance import HOLDING
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import BASES, DATA, Kind
from provenance.model.finding import Finding, Severity
from provenance.parents import DATASET
from provenance.privacy import find_records, is_answered_beyond, personal_columns
from provenance.privacy.disclosure import ANSWERED, NAMED, is_unread
from provenance.rules.base import CannotTellError, Context, Family, Rule
from provenance.rules.evidence import nothing_named

_QUESTION = "PRIV-070"


class FineTuningDataUnstated(
    Rule,
    code="PII070",
    name="fine-tuning-data-unstated",
    family=Family.PRIVACY,
    severity=Severity.HIGH,
):
    """Whether the fine-tuning data contains personal data is not stated.

    ## What it checks
    The model was tuned on datasets that its card names, and neither its card nor the cards of those
    datasets say whether they contain personal data. What the base says of its own data does not
    count, since it is other data. High if columns or sentences suggest people (customer e-mail
    addresses, patient notes), otherwise medium.

    ## Why it matters
    Tuning on records of customers, patients or employees is where personal data most often enters
    an open model, and where it is most easily memorised. Korea's PIPC treats fine-tuning as a stage
    of its own.

    ## How to fix
    Ask the maker which personal data the tuning data contains, on what legal basis, what was
    removed and how that was checked.

    ## Example
    A support model tuned on `acme/tickets`, whose card leaves its section on personal data empty.

    ## References
    - PIPC, guidance on personal data in generative AI (2025-08-06), stage 3
    - PRIV-070 in `provenance privacy`
    - https://www.pipc.go.kr/np (notice 11439)
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        edges = lineage.parents(subject.ref)
        if not any(edge.is_base for edge in edges):
            raise nothing_named(subject, BASES, message("rule.reason.no-base"))
        datasets = [edge for edge in edges if edge.relation == DATASET]
        if not datasets:
            reason = message("privacy.fine-tuning-data-unstated.not-applicable")
            raise nothing_named(subject, DATA, reason)
        if _is_answered_here(subject):
            return
        unanswered = _unanswered(lineage, datasets)
        silent = [(edge, record) for edge, record in unanswered if record and _is_silent(record)]
        if silent and not is_unread(subject.disclosures, _QUESTION):
            yield self._finding(subject, silent)
        elif unanswered:
            raise CannotTellError(message("privacy.reason.dataset-unread-or-foreign"))

    def _finding(
        self, subject: ArtifactRecord, silent: list[tuple[Edge, ArtifactRecord]]
    ) -> Finding:
        names = tuple(edge.parent.name for edge, _ in silent)
        records = [subject, *(record for _, record in silent)]
        people = any(_suggests_people(record) for record in records)
        searched = message("privacy.fine-tuning-data-unstated.detail-searched", names=names)
        return self.finding(
            subject,
            severity=self.severity if people else Severity.MEDIUM,
            message=message("privacy.fine-tuning-data-unstated.message", names=names),
            remedy=message("privacy.fine-tuning-data-unstated.remedy"),
            path=(subject.ref, silent[0][0].parent),
            evidence=[proof for edge, _ in silent for proof in edge.evidence[:1]],
            details=[searched],
            questions=(_QUESTION,),
        )


def _unanswered(lineage: Lineage, datasets: list[Edge]) -> list[tuple[Edge, ArtifactRecord | None]]:
    """The datasets whose documents do not say what they hold; None for one that was not read."""
    records = [(edge, lineage.record(edge.parent)) for edge in datasets]
    return [
        (edge, record)
        for edge, record in records
        if record is None or not _says_what_it_holds(record)
    ]


def _is_silent(dataset: ArtifactRecord) -> bool:
    """Whether a dataset's documents could be read; those in other languages may say it."""
    return not is_unread(dataset.disclosures, *HOLDING)


def _is_answered_here(subject: ArtifactRecord) -> bool:
    """Whether the model's own card says more of that data than its name."""
    return any(
        answer.check == _QUESTION and answer.grade in ANSWERED and answer.stance != NAMED
        for answer in subject.disclosures
    )


def _says_what_it_holds(record: ArtifactRecord) -> bool:
    """Whether a dataset says more of personal data than the names of its columns."""
    columns = personal_columns(record.card, record.snapshot.metadata, record.documents)
    return is_answered_beyond(columns, record.disclosures, *HOLDING)


def _suggests_people(record: ArtifactRecord) -> bool:
    """Whether its columns or a sentence of its card suggest that people are in the data."""
    card, document = record.card, record.card_document
    if record.ref.kind is Kind.DATASET and personal_columns(
        card, record.snapshot.metadata, record.documents
    ):
        return True
    return bool(card and document and find_records(card, document))
