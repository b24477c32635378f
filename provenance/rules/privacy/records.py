"""The rule records-undescribed (PII033)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.graph import data_behind
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.privacy import find_records
from provenance.privacy.disclosure import ANSWERED, Disclosure, Grade
from provenance.privacy.records import PeopleRecords
from provenance.rules.base import CannotTellError, Context, Family, Rule
from provenance.rules.evidence import evidence_of

_ON_REMOVAL = ("PRIV-001", "PRIV-030", "PRIV-031", "PRIV-033", "PRIV-043", "PRIV-082")

_KINDS = {
    "health": "privacy.records-undescribed.kind-health",
    "customers": "privacy.records-undescribed.kind-customers",
    "work and school": "privacy.records-undescribed.kind-work-and-school",
    "justice": "privacy.records-undescribed.kind-justice",
}


class RecordsUndescribed(
    Rule, code="PII033", name="records-undescribed", family=Family.PRIVACY, severity=Severity.HIGH
):
    """Records about people, without a word on what protects them.

    ## What it checks
    A sentence of the card, or of the card of a dataset that the model names, says that the data are
    records about people: patient notes, customer conversations, personnel files. That card mentions
    neither personal data nor anonymisation or masking, and does not say that the records are
    invented. High for records of patients, otherwise medium.

    ## Why it matters
    Such records are about somebody, whatever else they are. A model that was trained on them may
    reproduce parts of them, and health data has special protection nearly everywhere.

    ## How to fix
    Ask the maker whether the records are real, on what basis they were used, what was removed from
    them and how, and how the result was checked.

    ## Example
    `Fine-tuned on 40,000 discharge summaries from two hospitals.` in a card that says nothing else
    about them.

    ## References
    - PRIV-033 and PRIV-030 in `provenance privacy`
    - GDPR, article 9; Korea, Personal Information Protection Act, article 23
    - https://eur-lex.europa.eu/eli/reg/2016/679/oj
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        paths = list(dict.fromkeys(((subject.ref,), *data_behind(lineage, subject.ref))))
        described = [(path, lineage.record(path[-1])) for path in paths]
        read = [(path, record) for path, record in described if record and record.card]
        reported = False
        for path, record in read:
            mentions = _unprotected(record)
            if not mentions:
                continue
            reported = True
            health = any(mention.kind == "health" for mention in mentions)
            yield self.finding(
                subject,
                severity=Severity.HIGH if health else Severity.MEDIUM,
                message=message(
                    "privacy.records-undescribed.message",
                    name=path[-1].name,
                    kind=message(_KINDS[mentions[0].kind]),
                ),
                remedy=message("privacy.records-undescribed.remedy"),
                path=path,
                evidence=evidence_of(mentions),
                key=path[-1].name,
                questions=("PRIV-030", "PRIV-033"),
            )
        if not reported and len(read) < len(paths):
            raise CannotTellError(message("privacy.records-undescribed.unknown"))


def _unprotected(record: ArtifactRecord) -> tuple[PeopleRecords, ...]:
    """Records about people that a card mentions without a word on protection."""
    card, document = record.card, record.card_document
    if card is None or document is None:
        return ()
    mentions = find_records(card, document)
    places = {(mention.evidence.file, mention.evidence.start_line) for mention in mentions}
    if any(_speaks_of_protection(answer, places) for answer in record.disclosures):
        return ()
    return mentions


def _speaks_of_protection(answer: Disclosure, places: set[tuple[str, int | None]]) -> bool:
    """Whether an answer is more than the mention of the records itself, which answers in part
    whether personal data is there."""
    if answer.check not in _ON_REMOVAL or answer.grade not in ANSWERED:
        return False
    elsewhere = any((proof.file, proof.start_line) not in places for proof in answer.evidence)
    return answer.grade is Grade.DISCLOSED or elsewhere
