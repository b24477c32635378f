"""LIN022."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.licences.claim import Duty
from provenance.lineage.record import ArtifactRecord
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import asked_by_bases, searched

_PLAIN = re.compile(r"[^a-z0-9]+")
_PLACEHOLDER = re.compile(r"\[[^\]]*\]")
# A duty that arises only above a number of users or revenue is no duty of every derivative.
_CONDITIONAL = " above "
_NAME, _DISPLAY = "name-prefix", "display"


class NameDutyMissed(
    Rule, code="LIN022", name="name-duty-missed", family=Family.LINEAGE, severity=Severity.MEDIUM
):
    """The model's name or card lacks the words that its base's licence asks for.

    ## What it checks
    The licence of a base asks that the names of derivatives begin with a word, or that words are
    displayed. Medium where the model's name does not hold the word at all; low where it stands
    elsewhere in the name, or where only the words to display are not in the card: they may be shown
    elsewhere. Bases of the same organisation are left out.

    ## Why it matters
    The duty falls on whoever distributes a derivative, and so on you once you pass this one on. A
    name that hides its base hides the base's terms as well.

    ## How to fix
    Carry out the duty when you pass the model on; ask the author to mend name or card.

    ## Example
    A fine-tune of a Llama 3.1 model named `acme/helper-8b`, whose card does not say "Built with
    Llama".

    ## References
    - https://www.llama.com/llama3_1/license/
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        every = asked_by_bases(lineage, subject.ref, _NAME, _DISPLAY)
        asking = [one for one in every if _CONDITIONAL not in one.duty.text]
        if not asking:
            raise NotApplicableError("no base asks for a name or for words to display")
        if subject.card_document is None and any(one.duty.id == _DISPLAY for one in asking):
            raise CannotTellError("there is no card that was read")
        missed = [one for one in asking if not _done(one.duty, subject)]
        if not missed:
            return
        first, words = missed[0], ", ".join(dict.fromkeys(str(one.duty) for one in missed))
        own = _plain(_own_name(subject))
        hidden = any(one.duty.id == _NAME and _plain(one.duty.scope) not in own for one in missed)
        yield Finding(
            self.code,
            self.severity if hidden else Severity.LOW,
            subject.purl,
            f"{first.licence.name} of {first.base.ref.name} asks: {words}; not so here",
            "Carry it out when you pass the model on, and ask the author to mend name or card.",
            tuple(ref.purl for ref in first.path),
            tuple(claim.evidence for claim in first.base.licence.claims[:1]),
            (searched(subject),),
        )


def _done(duty: Duty, subject: ArtifactRecord) -> bool:
    if duty.id == _NAME:
        return _plain(_own_name(subject)).startswith(_plain(duty.scope))
    words = _plain(_PLACEHOLDER.sub("", duty.scope))
    return any(words in _plain(document.text) for document in subject.documents.values())


def _own_name(subject: ArtifactRecord) -> str:
    return subject.ref.name.rpartition("/")[2]


def _plain(text: str) -> str:
    return _PLAIN.sub("", text.lower())
