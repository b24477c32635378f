"""The rule dataset-unlicensed (DAT042)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provenance.licences import binding
from provenance.lineage.doubts import UNREAD, doubts
from provenance.lineage.graph import Lineage, LineagePath, training_data
from provenance.messages import Message, message
from provenance.model.artifact import CARD, DATA
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, Rule
from provenance.rules.evidence import naming, nothing_named, records_at, searched


class DatasetUnlicensed(
    Rule, code="DAT042", name="dataset-unlicensed", family=Family.LINEAGE, severity=Severity.HIGH
):
    """Training data without a licence.

    ## What it checks
    Every dataset that the model, or a model it was made from, names as training data and that could
    be read: its card, tags and licence files state no licence, or one whose terms nobody knows.
    Medium in the second case if the model declares no licence itself.

    ## Why it matters
    Whether the data could be used for training, and whether the model may be used for what you
    intend, rests on permission that nobody documents.

    ## How to fix
    Ask the maker of the model under which terms the data was used; ask the maker of the dataset to
    state a licence.

    ## Example
    `datasets: [acme/tickets]`, and the card of acme/tickets has no `license:`.

    ## References
    - https://www.nature.com/articles/s42256-024-00878-8
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        paths = training_data(lineage, subject.ref)
        if not paths:
            raise nothing_named(subject, DATA, message("rule.reason.no-training-data"))
        records = records_at(lineage, paths)
        unlicensed: dict[LineagePath, Message] = {}
        unknown: dict[LineagePath, Message] = {}
        for path, record in records.items():
            doubt = _doubt(lineage, path)
            if not record.licence.claims:
                if not any(gap.what.startswith(CARD) for gap in record.gaps):
                    unlicensed[path] = searched(record)
            elif doubt:
                unknown[path] = doubt
        if unlicensed:
            yield self._finding(
                context, "lineage.dataset-unlicensed.message", unlicensed, self.severity
            )
        if unknown:
            # A licence that is declared over unknown terms promises what nobody can check.
            severity = self.severity if binding(subject.licence) else Severity.MEDIUM
            yield self._finding(
                context, "lineage.dataset-unlicensed.message-unknown", unknown, severity
            )
        if not unlicensed and not unknown and len(records) < len(paths):
            raise CannotTellError(message("lineage.reason.dataset-unread"))

    def _finding(
        self, context: Context, key: str, details: Mapping[LineagePath, Message], severity: Severity
    ) -> Finding:
        """A finding at the nearest of several datasets, with a detail on each."""
        path = min(details, key=_length)
        names = tuple(source[-1].name for source in details)
        return self.finding(
            context.subject,
            severity=severity,
            message=message(key, names=names),
            remedy=message("lineage.dataset-unlicensed.remedy"),
            path=path,
            evidence=naming(context.lineage, path),
            details=details.values(),
        )


def _length(path: LineagePath) -> int:
    return len(path)


def _doubt(lineage: Lineage, path: LineagePath) -> Message | None:
    """The last thing that is not known of a dataset's terms, although it was read."""
    detail = None
    for doubt in doubts(lineage, path[-1]):
        if not doubt.known and doubt.topic != UNREAD:
            detail = message("rule.detail.doubt", name=path[-1].name, doubt=doubt.text)
    return detail
