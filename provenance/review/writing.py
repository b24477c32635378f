"""Review → bytes, in the form that a file's name asks for."""

from __future__ import annotations

from provenance.errors import UsageError
from provenance.review.case import Review

FORMS = ("html",)


def write(review: Review, form: str) -> bytes:
    """Write a dossier.

    The bytes depend on the arguments alone.

    Args:
        review: The report and what its reader brings along.
        form: One of `FORMS`.

    Raises:
        UsageError: There is no such form or no such language.
    """
    from provenance.review.content import compose
    from provenance.review.html import page

    if form not in FORMS:
        raise UsageError(f"a dossier cannot be written as {form!r}", f"End the name with one of {', '.join(FORMS)}.")
    return page(compose(review))
