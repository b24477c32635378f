"""The three questions of the Open Source Day in English and Korean, with the sentences that answer
them."""

from __future__ import annotations

from dataclasses import replace

from provenance.messages import in_language
from provenance.model.artifact import ArtifactId
from provenance.model.finding import shorten
from provenance.privacy.disclosure import Disclosure, Grade
from provenance.privacy.profiles import QuestionAnswer
from provenance.report import Report
from provenance.text.columns import Page, joined, styled
from provenance.wording.digest import Digest
from provenance.wording.facts import quotation, waiver_words
from provenance.wording.names import grade_name, stance_name

_WHY_NOT = {
    Grade.ABSENT: "not stated in the documents read",
    Grade.UNREAD: "not read: the documents are mostly in a language that is not read",
    Grade.NOT_APPLICABLE: "not asked of this kind of artefact",
}
_QUOTE, _INDENT = 300, 4


def render(report: Report, *, width: int = 80, colour: bool = False, **_: object) -> bytes:
    """Show the three questions for each input, with grades and all supporting sentences.

    Args:
        report: The report.
        width: Columns; from 24 to 120 are used.
        colour: Whether to write ANSI colours.

    Returns:
        UTF-8, ending in a line break.
    """
    digest, page = Digest(report), Page(width, colour)
    for subject in digest.subjects:
        page.row(styled(digest.name(subject), "bold"), right=joined(digest.title_facts(subject)))
        page.blank()
        answers = [answer for answer in report.answers if answer.artifact == subject]
        for answer in answers:
            _answer(answer, digest, page)
        if subject in digest.artifacts and not answers:
            page.row(
                styled("no card and no other document that could answer was read"), indent=_INDENT
            )
            page.blank()
    for gap in report.gaps:
        text = f"{digest.name(gap.artifact)} {gap.what}: {gap.detail}"
        if gap.waived:
            text = f"{text} Accepted {waiver_words(gap.waived)}."
        page.row(styled(shorten(text)), lead=styled("not read"), indent=len("not read") + 2)
    return page.payload()


def _answer(answer: QuestionAnswer, digest: Digest, page: Page) -> None:
    grade_word = grade_name(answer.grade)
    grade = styled(f"{grade_word} · {in_language(grade_word, 'ko')}")
    page.row(styled(f"{answer.label} · {answer.label_ko}", "bold"), right=grade)
    for question in (answer.question, answer.question_ko):
        page.row(styled(question), indent=_INDENT)
    alike: dict[Disclosure, list[str]] = {}
    # One sentence often answers several questions of the catalogue.
    for disclosure in answer.disclosures:
        alike.setdefault(replace(disclosure, check="", asked_by=()), []).append(disclosure.check)
    for disclosure, checks in alike.items():
        _disclosure(disclosure, ", ".join(checks), answer.artifact, digest, page)
    if not answer.disclosures:
        searched = [f"searched {shorten(', '.join(answer.searched))}"] if answer.searched else []
        page.row(joined([_WHY_NOT.get(answer.grade, ""), *searched]), indent=_INDENT)
    page.blank()


def _disclosure(
    disclosure: Disclosure, checks: str, subject: ArtifactId, digest: Digest, page: Page
) -> None:
    base = (
        f"inherited from {digest.pinned(disclosure.inherited_from)}"
        if disclosure.inherited_from
        else ""
    )
    stance = stance_name(disclosure.check, disclosure.stance)
    facts = joined([grade_name(disclosure.grade), stance, base])
    page.row(facts, lead=styled(checks), margin=_INDENT, indent=_INDENT + len(checks) + 2)
    for proof in disclosure.evidence:
        place = styled(f"{digest.place(proof, subject)}  ", "dim")
        page.row(
            styled(quotation(proof, _QUOTE)), lead=place, margin=_INDENT + 2, indent=_INDENT + 4
        )
