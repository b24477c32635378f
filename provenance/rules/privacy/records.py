"""PRIV033."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.graph import data_behind
from provenance.model.finding import Finding, Severity
from provenance.privacy import find_records
from provenance.privacy.disclosure import is_answered
from provenance.rules.base import CannotTellError, Context, Family, Rule

_ON_REMOVAL = ("PRIV-001", "PRIV-030", "PRIV-031", "PRIV-033", "PRIV-043", "PRIV-082")


class RecordsUndescribed(
    Rule, code="PRIV033", name="records-undescribed", family=Family.PRIVACY, severity=Severity.HIGH
):
    """Records about people, and no word on what was done to protect them.

    ## What it checks
    A sentence of the card, or of the card of a dataset that the model names, says that the data is
    records about
    people: patient notes, customer conversations, personnel files. Nowhere does that card speak of
    personal data, of anonymising or masking, or say that the records are invented. Records of
    patients are high, others medium.

    ## Why it matters
    Such records are about somebody, whatever else they are. A model that was trained on them may
    give parts of them back, and data on health enjoys special protection nearly everywhere.

    ## How to fix
    Ask the maker whether the records are real, on what basis they were used, what was removed from
    them, with which method, and how the result was checked.

    ## Example
    `Fine-tuned on 40,000 discharge summaries from two hospitals.` in a card that says nothing else
    about them.

    ## References
    - PRIV-033 and PRIV-030 in `provenance privacy`
    - GDPR, article 9; Korea, Personal Information Protection Act, article 23
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        paths = dict.fromkeys(((subject.ref,), *data_behind(lineage, subject.ref)))
        read = [
            (path, record) for path in paths if (record := lineage.record(path[-1])) and record.card
        ]
        told = False
        for path, record in read:
            document = record.card_document
            if not (record.card and document) or is_answered(record.disclosures, *_ON_REMOVAL):
                continue
            records = find_records(record.card, document)
            if not records:
                continue
            told = True
            health = any(record.kind == "health" for record in records)
            yield Finding(
                self.code,
                Severity.HIGH if health else Severity.MEDIUM,
                subject.purl,
                f"{path[-1].name} speaks of records about people ({records[0].kind}) and not of"
                " what protects them",
                "Ask whether the records are real, on what basis they were used, what was removed,"
                " how it was checked.",
                tuple(ref.purl for ref in path),
                tuple(record.evidence for record in records),
                key=path[-1].name,
                questions=("PRIV-030", "PRIV-033"),
            )
        if not told and len(read) < len(paths):
            raise CannotTellError("not every card of the model and its data could be read")
