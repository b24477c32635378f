"""An examination as one HTML page, by the writer that the dossier uses."""

from __future__ import annotations

from provenance.conformance.examination import Examination
from provenance.conformance.page import compose
from provenance.render.html import page


def render(examination: Examination, *, lang: str = "en", **_: object) -> bytes:
    """Write an examination as HTML.

    Args:
        examination: What `provenance.conformance.examination.examine` returned.
        lang: Language of our sentences, `en` or `ko`.

    Returns:
        UTF-8, one file that needs no other and runs nothing.
    """
    return page(compose(examination, lang))
