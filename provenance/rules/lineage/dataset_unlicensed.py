"""DAT042."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provenance.lineage.doubts import UNREAD, doubts
from provenance.lineage.graph import Lineage, training_data
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import CARD, DATA, ArtifactRef
from provenance.model.finding import Finding, Severity
from provenance.parents import DATASET
from provenance.rules.base import CannotTellError, Context, Family, Rule
from provenance.rules.evidence import nothing_named, searched

Path = tuple[ArtifactRef, ...]


class DatasetUnlicensed(
    Rule, code="DAT042", name="dataset-unlicensed", family=Family.LINEAGE, severity=Severity.HIGH
):
    """Training data without a licence.

    ## What it checks
    Every dataset that the model, or a model it was made from, names as training data and that could
    be read: its card, tags and licence files state no licence. Medium where they name one whose
    terms nobody knows.

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
            raise nothing_named(subject, DATA, "no training data is named")
        records = {path: record for path in paths if (record := lineage.record(path[-1]))}
        bare = {
            path: searched(record)
            for path, record in records.items()
            if not record.licence.claims
            and not any(gap.what.startswith(CARD) for gap in record.gaps)
        }
        unknown = {
            path: doubt.text
            for path, record in records.items()
            if record.licence.claims
            for doubt in doubts(lineage, path[-1])
            if not doubt.known and doubt.topic != UNREAD
        }
        if bare:
            names = ", ".join(path[-1].name for path in bare)
            what = f"training data without a licence: {names}"
            yield self._finding(subject, lineage, self.severity, what, bare)
        if unknown:
            details = {path: f"{path[-1].name}: {text}" for path, text in unknown.items()}
            names = ", ".join(path[-1].name for path in unknown)
            what = f"training data under terms that are not known: {names}"
            yield self._finding(subject, lineage, Severity.MEDIUM, what, details)
        if not bare and not unknown and len(records) < len(paths):
            raise CannotTellError("not every named dataset could be read")

    def _finding(
        self,
        subject: ArtifactRecord,
        lineage: Lineage,
        severity: Severity,
        what: str,
        details: Mapping[Path, str],
    ) -> Finding:
        """A finding at the nearest of several datasets, with a detail on each."""
        path = min(details, key=len)
        edges = [
            edge
            for edge in lineage.parents(path[-2])
            if edge.parent == path[-1] and edge.relation == DATASET
        ]
        return Finding(
            self.code,
            severity,
            subject.purl,
            what,
            "Ask the maker of the model under which terms this data was used.",
            tuple(ref.purl for ref in path),
            edges[0].evidence[:1],
            tuple(details.values()),
        )
