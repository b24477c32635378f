"""Review → bytes, in the form that a file's name asks for."""

from __future__ import annotations

from provenance.errors import UsageError
from provenance.review.case import Review

FORMS = ("html", "pdf", "docx", "xlsx", "csv")


def write(review: Review, form: str) -> bytes:
    """Write a dossier, or as `xlsx` and `csv` the questionnaire that goes with it.

    The bytes depend on the arguments alone, and for PDF on the fonts of the machine. What a form needs beyond the
    standard library is imported only now.

    Args:
        review: The report and what its reader brings along.
        form: One of `FORMS`.

    Raises:
        UsageError: There is no such form or language, or the extra that the form needs is not installed.
    """
    match form:
        case "html":
            from provenance.review.content import compose
            from provenance.review.html import page

            return page(compose(review))
        case "pdf":
            from provenance.review.content import compose
            from provenance.review.pdf import print_pdf

            return print_pdf(compose(review))
        case "docx":
            from provenance.review.content import compose
            from provenance.review.docx import write_docx

            return write_docx(compose(review))
        case "xlsx" | "csv":
            from provenance.review.questionnaire import write_sheet

            return write_sheet(review, form)
    raise UsageError(f"a dossier cannot be written as {form!r}", f"End the name with one of .{', .'.join(FORMS)}.")
