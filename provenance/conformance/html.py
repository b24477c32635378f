"""Write an examination as one HTML page, with the dossier's HTML writer."""

from __future__ import annotations

from provenance.conformance.examination import Examination
from provenance.conformance.page import compose
from provenance.render.html import page


def render(examination: Examination, *, lang: str = "en", **_: object) -> bytes:
    """Write an examination as HTML.

    Args:
        examination: Result of `provenance.conformance.examination.examine`.
        lang: Language of our sentences, `en` or `ko`.

    Returns:
        UTF-8; a single self-contained file without scripts.
    """
    return page(compose(examination, lang))
