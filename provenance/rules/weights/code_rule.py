"""What the rules about code in weight files share: they judge the uses of one kind of file, and
cannot tell while such a file was not read to its end."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import ClassVar

from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, NotApplicableError, Rule
from provenance.rules.weights.read import require_examined
from provenance.rules.weights.uses import code_finding, judged_uses, refuse_unread
from provenance.weights import Examined, LoadVerdict


class CodeRule(Rule):
    """Judges what files of one kind use beyond their own bytes.

    Attributes:
        actions: Which actions count.
        severities: How grave each judgement is.
    """

    actions: ClassVar[AbstractSet[str]]
    severities: ClassVar[Mapping[LoadVerdict, Severity]]

    @abstractmethod
    def is_concerned(self, look: Examined) -> bool:
        """Whether the rule is about a file."""

    @abstractmethod
    def is_read(self, look: Examined) -> bool:
        """Whether such a file was read to its end."""

    def check(self, context: Context) -> Iterator[Finding]:
        """See `Rule.check`."""
        subject = context.subject
        is_used = False
        for judged in judged_uses(subject, self.actions):
            is_used = True
            _, verdict, _ = judged
            yield code_finding(self, subject, judged, severity=self.severities[verdict])
        if not is_used:
            self._require_read(subject)

    def _require_read(self, subject: ArtifactRecord) -> None:
        """See that every file of the kind was read to its end.

        Raises:
            NotApplicableError: There is none.
            CannotTellError: One was not read, or not to its end.
        """
        require_examined(subject)
        concerned = [look for look in subject.examined.values() if self.is_concerned(look)]
        if not concerned:
            raise NotApplicableError(message(f"weights.{self.name}.not-applicable"))
        refuse_unread([look for look in concerned if not self.is_read(look)])
