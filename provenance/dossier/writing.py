"""Review → bytes, in the form that a file's name asks for."""

from __future__ import annotations

from provenance.dossier.case import Review
from provenance.errors import UsageError

FORMS = ("html", "pdf", "docx", "xlsx", "csv")
# Width and height in millimetres (ISO 216, ANSI/ASME Y14.1).
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}


def write(review: Review, form: str, paper: str = "a4") -> bytes:
    """Write a dossier, or as `xlsx` and `csv` the questionnaire that goes with it.

    The bytes depend on the arguments alone, and for PDF on the fonts of the machine. What a form
    needs beyond the standard library is imported only now.

    Args:
        review: The report and what its reader brings along.
        form: One of `FORMS`.
        paper: One of `PAPERS`, for PDF and Word; HTML prints on whatever lies in the printer.

    Raises:
        UsageError: There is no such form or language, or the extra that the form needs is not
            installed.
    """
    match form:
        case "html":
            from provenance.dossier.content import compose
            from provenance.render.html import page

            return page(compose(review))
        case "pdf":
            from provenance.dossier.content import compose
            from provenance.render.pdf import print_pdf

            return print_pdf(compose(review), PAPERS[paper])
        case "docx":
            from provenance.dossier.content import compose
            from provenance.render.docx import write_docx

            return write_docx(compose(review), PAPERS[paper])
        case "xlsx" | "csv":
            from provenance.dossier.questionnaire import write_sheet

            return write_sheet(review, form)
    raise UsageError(
        f"a dossier cannot be written as {form!r}",
        f"End the name with one of .{', .'.join(FORMS)}.",
    )
