"""Several artefacts: an overview page and a page for each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.dossier.content import compose, compose_overview, subjects_of
from provenance.dossier.review import Review
from provenance.dossier.writing import write_letter
from provenance.render.html import page

INDEX = "index.html"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80


def write_folder(review: Review) -> Iterator[tuple[str, bytes]]:
    """Write the pages of a portfolio.

    Args:
        review: The report with the reader's additions.

    Yields:
        Name and bytes of each file, the overview first. Names consist of letters, digits, `.`, `_`
        and `-`.

    Raises:
        UsageError: The language is unknown.
    """
    subjects = subjects_of(review)
    names = [
        f"{number:03}-{_file_name(subject.name(subject.purl))}.html"
        for number, subject in enumerate(subjects, 1)
    ]
    yield INDEX, page(compose_overview(subjects, names), sortable=True)
    for subject, name in zip(subjects, names, strict=True):
        yield name, page(compose(review, subject.purl))


def write_letters(review: Review, form: str, lang: str = "") -> Iterator[tuple[str, bytes]]:
    """Write the letter to the supplier of each artefact.

    Args:
        review: The report with the reader's additions.
        form: `html`, `pdf` or `docx`.
        lang: `en` or `ko`; empty for each supplier's own language.

    Yields:
        Name and bytes of each file.

    Raises:
        UsageError: The form or language is unknown, or the form's extra is not installed.
    """
    for number, subject in enumerate(subjects_of(review), 1):
        name = f"{number:03}-{_file_name(subject.name(subject.purl))}.letter.{form}"
        yield name, write_letter(review, form, subject.purl, lang=lang)


def _file_name(name: str) -> str:
    return _UNSAFE.sub("-", name).strip("-.")[:_LONGEST_NAME] or "artefact"
