"""The rule name-duty-missed (LIN022)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from provenance.licences.claim import Duty
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.lineage.base_duties import duties_of_bases, unfulfilled

_PLAIN = re.compile(r"[^a-z0-9]+")
_PLACEHOLDER = re.compile(r"\[[^\]]*\]")
_NAME, _DISPLAY = "name-prefix", "display"


class NameDutyMissed(
    Rule, code="LIN022", name="name-duty-missed", family=Family.LINEAGE, severity=Severity.MEDIUM
):
    """The model's name or card lacks the words that its base's licence requires.

    ## What it checks
    Whether the licence of a base requires names of derivatives to begin with a word, or words to be
    displayed. Medium if the model's name does not contain the word at all; low if the word is
    elsewhere in the name, or if only the words to display are missing from the card, since they may
    be shown elsewhere. Bases of the same organisation are left out.

    ## Why it matters
    The duty falls on whoever distributes a derivative, and so on you once you pass this one on. A
    name that hides its base hides the base's terms as well.

    ## How to fix
    Fulfil the duty when you pass the model on; ask the author to correct the name or the card.

    ## Example
    A fine-tune of a Llama 3.1 model named `acme/helper-8b`, whose card does not say "Built with
    Llama".

    ## References
    - https://www.llama.com/llama3_1/license/
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        every = duties_of_bases(context.lineage, subject.ref, _NAME, _DISPLAY)
        # A duty above a number of users or revenue does not bind every derivative.
        required = [entry for entry in every if not entry.duty.above]
        if not required:
            raise NotApplicableError(message("lineage.name-duty-missed.not-applicable"))
        displayed = any(entry.duty.id == _DISPLAY for entry in required)
        if displayed and subject.card_document is None:
            raise CannotTellError(message("lineage.name-duty-missed.unknown"))
        missed = [entry for entry in required if not _done(entry.duty, subject)]
        if not missed:
            return
        prefixes = [entry.duty.scope for entry in missed if entry.duty.id == _NAME]
        severity = self.severity if _lacks_prefix(subject, prefixes) else Severity.LOW
        yield unfulfilled(self, subject, missed, severity=severity)


def _lacks_prefix(subject: ArtifactRecord, prefixes: Iterable[str]) -> bool:
    """Whether the name of the model lacks one of the names that it has to begin with."""
    own = _plain(_own_name(subject))
    return any(_plain(prefix) not in own for prefix in prefixes)


def _done(duty: Duty, subject: ArtifactRecord) -> bool:
    if duty.id == _NAME:
        return _plain(_own_name(subject)).startswith(_plain(duty.scope))
    words = _plain(_PLACEHOLDER.sub("", duty.scope))
    return any(words in _plain(document.text) for document in subject.documents.values())


def _own_name(subject: ArtifactRecord) -> str:
    return subject.ref.name.rpartition("/")[2]


def _plain(text: str) -> str:
    return _PLAIN.sub("", text.lower())
