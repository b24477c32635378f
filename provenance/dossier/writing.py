"""Write a review in the format that the file name indicates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.dossier.review import Review
from provenance.errors import UsageError
from provenance.model.artifact import ArtifactId
from provenance.render.document import Document

if TYPE_CHECKING:
    from provenance.dossier.subject import Subject

FORMS = ("html", "pdf", "docx", "xlsx", "csv")
LETTER_FORMS = ("html", "pdf", "docx")
# Width and height in millimetres (ISO 216, ANSI/ASME Y14.1).
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
# For more artefacts than this, a PDF contains only the overview; a folder has a page for each.
_MOST_ON_PAPER = 4


def write(review: Review, form: str, paper: str = "a4") -> bytes:
    """Write a dossier or, as `xlsx` and `csv`, its questionnaire.

    The bytes depend only on the arguments and, for PDF, on the machine's fonts. Optional
    dependencies are imported on use. A PDF of more than four artefacts is an overview of two pages.

    Args:
        review: The report with the reader's additions.
        form: One of `FORMS`.
        paper: One of `PAPERS`, for PDF and Word; HTML prints on any paper.

    Raises:
        UsageError: The form or language is unknown, or the form's extra is not installed.
    """
    if form in ("xlsx", "csv"):
        from provenance.dossier.questionnaire import write_sheet

        return write_sheet(review, form)
    if form not in FORMS:
        raise _no_such_form(form, FORMS)
    from provenance.dossier.content import compose, compose_paper_overview, subjects_of

    subjects = subjects_of(review)
    if form == "pdf" and len(subjects) > _MOST_ON_PAPER:
        return _printed(compose_paper_overview(subjects), form, paper)
    return _printed(compose(review), form, paper)


def write_comparison(reviews: Sequence[Review], links: Sequence[str], form: str = "html") -> bytes:
    """Write the overview of separate reviews, with their comparison first.

    Args:
        reviews: At least one, all in one language.
        links: Address of each review's dossier; empty if there is none.
        form: `html`, `pdf` or `docx`.

    Raises:
        UsageError: The form or language is unknown, or the form's extra is not installed.
    """
    if form not in LETTER_FORMS:
        raise _no_such_form(form, LETTER_FORMS)
    from provenance.dossier.content import compose_comparison, subjects_of

    subjects: list[Subject] = []
    places: list[str] = []
    for review, link in zip(reviews, links, strict=True):
        own = subjects_of(review)
        subjects += own
        places += [link] * len(own)
    return _printed(compose_comparison(subjects, places), form, "a4")


def write_letter(
    review: Review, form: str, purl: ArtifactId, *, lang: str = "", paper: str = "a4"
) -> bytes:
    """Write the letter to the supplier of one artefact.

    Args:
        review: The report, with addressee and deadline on its cover sheet.
        form: One of `LETTER_FORMS`.
        purl: The subject.
        lang: `en` or `ko`; empty for the language of the supplier's documents.
        paper: One of `PAPERS`.

    Raises:
        UsageError: The form or language is unknown, or the form's extra is not installed.
    """
    if form not in LETTER_FORMS:
        raise _no_such_form(form, LETTER_FORMS)
    from provenance.dossier.supplier import compose_letter, letter_language
    from provenance.wording.digest import Digest

    chosen = lang or letter_language(Digest(review.report), purl)
    return _printed(compose_letter(replace(review, lang=chosen), purl), form, paper)


def _printed(document: Document, form: str, paper: str) -> bytes:
    if form == "pdf":
        from provenance.render.pdf import print_pdf

        return print_pdf(document, PAPERS[paper])
    if form == "docx":
        from provenance.render.docx import write_docx

        return write_docx(document, PAPERS[paper])
    from provenance.render.html import page

    return page(document)


def _no_such_form(form: str, forms: tuple[str, ...]) -> UsageError:
    return UsageError(
        f"a dossier cannot be written as {form!r}",
        f"End the name with one of .{', .'.join(forms)}.",
    )
