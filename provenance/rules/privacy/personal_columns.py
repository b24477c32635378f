"""PRIV090."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.graph import data_behind
from provenance.lineage.inheritance import HOLDING
from provenance.model.artifact import DATA
from provenance.model.finding import Evidence, Finding, Severity
from provenance.privacy import personal_columns
from provenance.privacy.disclosure import is_answered, is_unread
from provenance.rules.base import CannotTellError, Context, Family, Rule
from provenance.rules.evidence import nothing_named


class PersonalColumnsUnexplained(
    Rule,
    code="PRIV090",
    name="personal-columns-unexplained",
    family=Family.PRIVACY,
    severity=Severity.HIGH,
):
    """Columns that suggest personal data, and a card that does not speak of it.

    ## What it checks
    The features of the dataset, or of a dataset that the model names as training data, have names
    such as `email`, `phone` or 주민등록번호, while the card says nothing on whether it holds personal
    data.

    ## Why it matters
    A column name is not proof, yet it is a question that anyone who takes responsibility for the
    data must ask.

    ## How to fix
    Ask the maker whether these columns hold data of real people, on what basis it was collected,
    and what was masked.

    ## Example
    `features: [{name: customer_email}, {name: phone}]` under a card without a word on personal
    data.

    ## References
    - PRIV-090 in `provenance privacy`
    """  # noqa: E501

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        paths = data_behind(lineage, subject.ref)
        if not paths:
            raise nothing_named(subject, DATA, "no training data is named")
        read = [(path, record) for path in paths if (record := lineage.record(path[-1]))]
        told = foreign = False
        for path, record in read:
            columns = personal_columns(record.card, record.snapshot.metadata, record.documents)
            if not columns or is_answered(record.disclosures, *HOLDING):
                continue
            if is_unread(record.disclosures, *HOLDING):
                foreign = True
                continue
            told = True
            names = ", ".join(column.name for column in columns)
            declared = [
                (record.documents[column.file], column.span)
                for column in columns
                if column.span and column.file in record.documents
            ]
            yield Finding(
                self.code,
                self.severity,
                subject.purl,
                f"{path[-1].name} has columns that suggest personal data ({names}); its card does"
                " not speak of it",
                "Ask whether these columns hold data of real people, on what basis, and what was"
                " masked.",
                tuple(ref.purl for ref in path),
                tuple(
                    Evidence.quoting(document, span.start, span.end) for document, span in declared
                ),
                key=path[-1].name,
                questions=("PRIV-090",),
            )
        if not told and (foreign or len(read) < len(paths)):
            raise CannotTellError("not every named dataset could be read, or not its language")
