"""The rule personal-columns-unexplained (PII090)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from provenance.lineage.graph import LineagePath, data_behind
from provenance.lineage.inheritance import HOLDING
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import DATA
from provenance.model.finding import Evidence, Finding, Severity
from provenance.privacy import is_answered_beyond, personal_columns
from provenance.privacy.columns import PersonalColumn
from provenance.privacy.disclosure import is_unread
from provenance.rules.base import CannotTellError, Context, Family, Rule
from provenance.rules.evidence import nothing_named, records_at


class PersonalColumnsUnexplained(
    Rule,
    code="PII090",
    name="personal-columns-unexplained",
    family=Family.PRIVACY,
    severity=Severity.HIGH,
):
    """Columns suggest personal data, and the card does not mention it.

    ## What it checks
    Whether features of the dataset, or of a dataset that the model names as training data, have
    names such as `email`, `phone` or 주민등록번호, while the card does not say whether it contains
    personal data.

    ## Why it matters
    A column name is not proof, but anyone who takes responsibility for the data has to ask.

    ## How to fix
    Ask the maker whether these columns contain data of real people, on what basis it was collected,
    and what was masked.

    ## Example
    `features: [{name: customer_email}, {name: phone}]` in a card that does not mention personal
    data.

    ## References
    - PRIV-090 in `provenance privacy`
    - https://huggingface.co/docs/hub/datasets-cards
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        paths = data_behind(lineage, subject.ref)
        if not paths:
            raise nothing_named(subject, DATA, message("rule.reason.no-training-data"))
        records = records_at(lineage, paths)
        reported = foreign = False
        for path, record in records.items():
            columns = personal_columns(record.card, record.snapshot.metadata, record.documents)
            if not columns or is_answered_beyond(columns, record.disclosures, *HOLDING):
                continue
            if is_unread(record.disclosures, *HOLDING):
                foreign = True
                continue
            reported = True
            yield self._finding(subject, path, record, columns)
        if not reported and (foreign or len(records) < len(paths)):
            raise CannotTellError(message("privacy.reason.dataset-unread-or-foreign"))

    def _finding(
        self,
        subject: ArtifactRecord,
        path: LineagePath,
        record: ArtifactRecord,
        columns: Sequence[PersonalColumn],
    ) -> Finding:
        name = path[-1].name
        return self.finding(
            subject,
            message=message(
                "privacy.personal-columns-unexplained.message",
                name=name,
                columns=tuple(column.name for column in columns),
            ),
            remedy=message("privacy.personal-columns-unexplained.remedy"),
            path=path,
            evidence=_places(record, columns),
            key=name,
            questions=("PRIV-090",),
        )


def _places(record: ArtifactRecord, columns: Iterable[PersonalColumn]) -> Iterator[Evidence]:
    """Where documents declare the columns; the hub's answer has no lines."""
    for column in columns:
        document = record.documents.get(column.file)
        if column.span and document:
            yield Evidence.quoting(document, column.span.start, column.span.end)
