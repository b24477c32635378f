"""The rule profile-unanswered (PII100)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.inheritance import with_inherited
from provenance.messages import Message, message
from provenance.model.finding import Finding, Severity
from provenance.privacy import select
from provenance.privacy.disclosure import Disclosure, Grade, PrivacyCheck
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule

# The severity of the finding about all open questions of one severity.
_SEVERITIES = {Severity.CRITICAL: Severity.MEDIUM, Severity.HIGH: Severity.LOW}
_MESSAGES = {
    Severity.CRITICAL: "privacy.profile-unanswered.message-critical",
    Severity.HIGH: "privacy.profile-unanswered.message-high",
}
_OPEN = (Grade.ABSENT, Grade.PLACEHOLDER)


class ProfileUnanswered(
    Rule, code="PII100", name="profile-unanswered", family=Family.PRIVACY, severity=Severity.MEDIUM
):
    """Questions of a chosen profile are not answered in the documents read.

    ## What it checks
    With `--profile`: which critical and high questions of the profiles are answered neither by the
    documents of the artefact nor, where that is possible, by those of its base. One medium finding
    lists the critical ones, one low finding the high ones; the others are in the table.

    ## Why it matters
    Whoever chooses a profile answers to the authority behind it and will be asked these questions.

    ## How to fix
    Put the questions to the maker. `provenance privacy PRIV-030` shows each one with wording for an
    answer.

    ## Example
    `provenance audit org/name --profile kr-pipc`

    ## References
    - `provenance privacy --profiles` lists the profiles, `provenance privacy --profile kr-pipc`
      their questions
    - https://www.pipc.go.kr/np (notice 11439, behind kr-pipc)
    """

    def check(self, context: Context) -> Iterator[Finding]:
        if not context.profiles:
            raise NotApplicableError(message("privacy.profile-unanswered.not-applicable"))
        questions = {question.id: question for question in select(context.profiles)}
        inherited = with_inherited(context.lineage, context.subject)
        answers = [answer for answer in inherited if answer.check in questions]
        unanswered = _unanswered(answers)
        for weight in _SEVERITIES:
            of_weight = [answer for answer in answers if questions[answer.check].severity is weight]
            left = [answer for answer in of_weight if answer in unanswered]
            if left:
                yield self._finding(context, weight, left, total=len(of_weight))

    def _finding(
        self, context: Context, weight: Severity, left: list[Disclosure], *, total: int
    ) -> Finding:
        """One finding about all questions of one weight that are left open."""
        questions = {question.id: question for question in select(context.profiles)}
        titles = [_with_title(questions[answer.check]) for answer in left]
        places = {place for answer in left for place in answer.searched}
        searched = message("privacy.profile-unanswered.detail-searched", places=sorted(places))
        return self.finding(
            context.subject,
            severity=_SEVERITIES[weight],
            message=_message(_MESSAGES[weight], len(left), total, context.profiles),
            remedy=message("privacy.profile-unanswered.remedy", question=left[0].check),
            details=[message("privacy.profile-unanswered.detail-open", titles=titles), searched],
            key=weight.value,
            questions=tuple(answer.check for answer in left),
        )


def _message(key: str, left: int, total: int, profiles: tuple[str, ...]) -> Message:
    """How many of some questions are not answered."""
    if left == total:
        return message(f"{key}-all", count=total, profiles=profiles)
    return message(key, count=left, left=left, total=total, profiles=profiles)


def _unanswered(answers: list[Disclosure]) -> list[Disclosure]:
    """The questions that the documents leave open.

    Raises:
        CannotTellError: No document could be read, or only documents in other languages.
    """
    unread = [answer for answer in answers if answer.grade is Grade.UNREAD]
    if len(unread) == len(answers):
        raise CannotTellError(message("privacy.profile-unanswered.unknown-no-card"))
    unanswered = [answer for answer in answers if answer.grade in _OPEN]
    if unread and not unanswered:
        raise CannotTellError(message("privacy.profile-unanswered.unknown-language"))
    return unanswered


def _with_title(question: PrivacyCheck) -> Message:
    return message("privacy.profile-unanswered.question", id=question.id, title=question.heading)
