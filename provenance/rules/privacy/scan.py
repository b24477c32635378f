"""The rule scan-unexplained (PII092)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.graph import data_behind
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.privacy.disclosure import Disclosure, Grade, is_unread
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import records_at

_QUESTION = "PRIV-092"
# The scan often mistakes other words for names.
_NOISE = "names of people"


class ScanUnexplained(
    Rule, code="PII092", name="scan-unexplained", family=Family.PRIVACY, severity=Severity.MEDIUM
):
    """The hub's scan of rows reports personal data that the card does not mention.

    ## What it checks
    With `--viewer`: the dataset viewer's scan found e-mail addresses, telephone numbers or payment
    identifiers in rows of the dataset, or of one that the model names, and its card says nothing on
    personal data. Names of people alone do not count, because the scan often mistakes other words
    for names. It reads a sample of rows as English text, so it misses Korean identifiers; finding
    nothing proves nothing.

    ## Why it matters
    What a public scan finds, anyone can find.

    ## How to fix
    Look at the rows. Ask the maker whether they are real, on what basis they were collected, and
    what was removed.

    ## Example
    `e-mail addresses in 12 rows, of the first 10,000 rows of text`, and a card that does not
    mention personal data.

    ## References
    - PRIV-092 in `provenance privacy`
    - https://github.com/huggingface/dataset-viewer
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        records = records_at(lineage, data_behind(lineage, subject.ref))
        scanned = {path: record for path, record in records.items() if record.snapshot.scan}
        if not scanned:
            raise NotApplicableError(message("privacy.scan-unexplained.not-applicable"))
        reported = False
        for path, record in scanned.items():
            answer = _unanswered(record)
            if answer is None or _found_noise_alone(record):
                continue
            reported = True
            yield self.finding(
                subject,
                message=message("privacy.scan-unexplained.message", name=path[-1].name),
                remedy=message("privacy.scan-unexplained.remedy"),
                path=path,
                evidence=answer.evidence,
                key=path[-1].name,
                questions=(_QUESTION,),
            )
        is_foreign = any(is_unread(record.disclosures, _QUESTION) for record in scanned.values())
        if is_foreign and not reported:
            raise CannotTellError(message("privacy.scan-unexplained.unknown"))


def _unanswered(record: ArtifactRecord) -> Disclosure | None:
    """The answer to the question, where the documents were read and say nothing."""
    for answer in record.disclosures:
        if answer.check == _QUESTION:
            return answer if answer.grade is Grade.ABSENT else None
    return None


def _found_noise_alone(record: ArtifactRecord) -> bool:
    scan = record.snapshot.scan
    kinds = [kind for kind, _ in scan.counts] if scan else []
    return kinds == [_NOISE]
