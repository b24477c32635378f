"""What the rules about a lock share: one finding per change of an input or its lineage."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Set
from typing import ClassVar

from provenance.messages import Message, message, stable_key
from provenance.model.artifact import ArtifactId
from provenance.model.change import Change
from provenance.model.finding import Evidence, Finding
from provenance.report import Report, ReportEdge
from provenance.rules.base import CannotTellError, Documented, Family


class LockRule(Documented, family=Family.LOCK):
    """Reports what differs from the lock, of an input and everything it was made from.

    An input answers for itself: its changes are not repeated for what was made from it.

    Args:
        changes: What has changed, each with its proofs.
    """

    kinds: ClassVar[tuple[str, ...]]

    def __init__(self, changes: Iterable[tuple[Change, tuple[Evidence, ...]]]) -> None:
        self.changes = [pair for pair in changes if pair[0].kind in self.kinds]

    def relevant(self, lineage: Set[str]) -> Set[str]:
        """The artefacts that must have been read: by default all that do not answer for
        themselves."""
        return lineage

    def message(self, change: Change) -> str:
        """What has changed."""
        return change.text

    @abstractmethod
    def remedy(self, change: Change) -> Message:
        """The next step."""

    def check(self, subject: ArtifactId, report: Report) -> Iterator[Finding]:
        """Yield what has changed; nothing if all is as it was.

        Raises:
            CannotTellError: Something could not be read, and nothing that was read has changed.
        """
        others = {reference.purl.identity for reference in report.inputs} - {subject.identity}
        ways = {purl.identity: way for purl, way in report.lineage.steps(subject).items()}
        own = ways.keys() - others
        changes = [pair for pair in self.changes if pair[0].artifact in own]
        for change, proofs in changes:
            yield self._finding(subject, ways[change.artifact], change, proofs)
        unread = {node.purl.identity for node in report.lineage.nodes if node.state != "read"}
        missing = unread & self.relevant(own)
        if missing and not changes:
            names = tuple(sorted(purl.name for purl in missing))
            raise CannotTellError(message("lock.reason.unread", names=names))

    def _finding(
        self,
        subject: ArtifactId,
        way: tuple[ReportEdge, ...],
        change: Change,
        proofs: tuple[Evidence, ...],
    ) -> Finding:
        return self.finding(
            subject,
            severity=change.severity,
            message=self.message(change),
            remedy=self.remedy(change),
            path=(subject, *(edge.parent for edge in way)),
            evidence=proofs,
            details=change.details,
            # Accepting one change accepts no later one: what it came to is part of the key.
            key="\n".join((change.artifact, *map(stable_key, (change.text, *change.details)))),
        )
