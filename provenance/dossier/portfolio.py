"""Many artefacts at once: an overview page, and a page for each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.dossier.case import Case, Review
from provenance.dossier.content import compose, compose_overview
from provenance.render.html import page
from provenance.wording.digest import Digest
from provenance.wording.words import words_of

INDEX = "index.html"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def write_folder(review: Review) -> Iterator[tuple[str, bytes]]:
    """Write the pages of a portfolio.

    Args:
        review: The report and what its reader brings along.

    Yields:
        Name and bytes of each file, the overview first. Names are of letters, digits, `.`, `_` and
        `-`.

    Raises:
        UsageError: There is no such language.
    """
    words, digest = words_of(review.lang), Digest(review.report)
    cases = [
        Case(review=review, words=words, digest=digest, subject=subject)
        for subject in digest.subjects
    ]
    names = [
        f"{number:03}-{_plain(digest.name(case.subject))}.html"
        for number, case in enumerate(cases, 1)
    ]
    yield INDEX, page(compose_overview(cases, names), sortable=True)
    for case, name in zip(cases, names, strict=True):
        yield name, page(compose(review, case.subject))


def _plain(name: str) -> str:
    return _UNSAFE.sub("-", name).strip("-.")[:80] or "artefact"
