"""PRIV100."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.inheritance import with_inherited
from provenance.model.finding import Finding, Severity
from provenance.privacy import select
from provenance.privacy.disclosure import Grade
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule

# How much an open question matters to a profile, and how much the finding about all such questions
# does.
_TOLD = {Severity.CRITICAL: Severity.MEDIUM, Severity.HIGH: Severity.LOW}
_OPEN = (Grade.ABSENT, Grade.PLACEHOLDER)


class ProfileUnanswered(
    Rule, code="PRIV100", name="profile-unanswered", family=Family.PRIVACY, severity=Severity.MEDIUM
):
    """Questions that a chosen profile asks are not answered in the documents read.

    ## What it checks
    With `--profile`: which of the critical and high questions of the profiles are neither answered
    by the documents of the artefact nor, where that is possible, by those of its base. Critical
    ones are told in one medium finding, high ones in one low finding; the others stand in the
    table.

    ## Why it matters
    Who chooses a profile has to answer to the authority behind it, and will be asked these
    questions.

    ## How to fix
    Put the questions to the maker. `provenance privacy PRIV-030` shows each with words for an
    answer.

    ## Example
    `provenance audit org/name --profile kr-pipc`

    ## References
    - `provenance privacy --profiles` lists the profiles, `provenance privacy --profile kr-pipc`
      their questions
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        if not context.profiles:
            raise NotApplicableError("no profile was chosen")
        asked = {question.id: question for question in select(context.profiles)}
        told = [said for said in with_inherited(lineage, subject) if said.check in asked]
        if not any(said.grade is not Grade.UNREAD for said in told):
            raise CannotTellError("no card in a language that is read here")
        open_ = [
            said for said in told if said.grade in _OPEN and asked[said.check].severity in _TOLD
        ]
        if not open_ and any(said.grade is Grade.UNREAD for said in told):
            raise CannotTellError("much of the card is in a language that is not read here")
        for weight, severity in _TOLD.items():
            graded = [said for said in told if asked[said.check].severity is weight]
            left = [said for said in graded if said in open_]
            if left:
                titles = [f"{said.check} {asked[said.check].title}" for said in left]
                yield Finding(
                    self.code,
                    severity,
                    subject.purl,
                    f"{len(left)} of {len(graded)} {weight} questions asked for by"
                    f" {', '.join(context.profiles)} are not answered in the documents read",
                    f"Put them to the maker; `provenance privacy {left[0].check}` has words for an"
                    " answer.",
                    (subject.purl,),
                    details=(
                        "; ".join(titles),
                        f"searched {', '.join(sorted({p for s in left for p in s.searched}))}",
                    ),
                    key=weight.value,
                    questions=tuple(said.check for said in left),
                )
