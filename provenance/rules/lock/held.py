"""What the rules about a lock share: a finding for each change of an input, or of what it was made
from."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Set
from typing import ClassVar

from provenance.model.artifact import ArtifactId
from provenance.model.change import Change
from provenance.model.finding import Evidence, Finding
from provenance.report import Report, ReportEdge
from provenance.rules.base import CannotTellError, Documented, Family


class LockRule(Documented, family=Family.LOCK):
    """Tells what of an input and of all it was made from is not as the lock holds it.

    What was asked for itself answers for itself: it is not told a second time where something was
    made from it.

    Args:
        changes: What has changed, each with its proofs.
    """

    kinds: ClassVar[tuple[str, ...]]

    def __init__(self, changes: tuple[tuple[Change, tuple[Evidence, ...]], ...]) -> None:
        self.changes = [pair for pair in changes if pair[0].kind in self.kinds]

    def matter(self, subject: ArtifactId, lineage: Set[str]) -> Set[str]:
        """Of what the answer depends on: of everything in the lineage that does not answer for
        itself."""
        return lineage

    def message(self, change: Change) -> str:
        """What has changed."""
        return change.text

    @abstractmethod
    def remedy(self, change: Change) -> str:
        """The next step."""

    def check(self, subject: ArtifactId, report: Report) -> Iterator[Finding]:
        """Yield what has changed; nothing where all is as it was.

        Raises:
            CannotTellError: Something could not be read, and nothing that was read has changed.
        """
        others = {named.purl.identity for named in report.inputs} - {subject.identity}
        ways = {purl.identity: way for purl, way in report.lineage.steps(subject).items()}
        mine = [
            pair
            for pair in self.changes
            if pair[0].artifact in ways and pair[0].artifact not in others
        ]
        for change, proofs in mine:
            yield self._finding(subject, ways[change.artifact], change, proofs)
        unread = {node.purl.identity for node in report.lineage.nodes if node.state != "read"}
        missing = unread & self.matter(subject, ways.keys() - others)
        if missing and not mine:
            raise CannotTellError(
                f"{', '.join(sorted(purl.name for purl in missing))} could not be read"
            )

    def _finding(
        self,
        subject: ArtifactId,
        way: tuple[ReportEdge, ...],
        change: Change,
        proofs: tuple[Evidence, ...],
    ) -> Finding:
        return Finding(
            self.code,
            change.severity,
            subject,
            self.message(change),
            self.remedy(change),
            (subject, *(edge.parent for edge in way)),
            proofs,
            change.details,
            # Accepting one change accepts no later one: what it came to is part of what tells it
            # apart.
            key="\n".join((change.artifact, change.text, *change.details)),
        )
