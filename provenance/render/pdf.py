"""Print HTML as PDF through WeasyPrint, which runs no script and may fetch nothing."""

from __future__ import annotations

from typing import Any, NoReturn

from provenance.errors import MissingExtraError, UsageError
from provenance.render.document import Document
from provenance.render.html import page


def print_pdf(document: Document, paper: tuple[float, float]) -> bytes:
    """Lay a document out on pages.

    Args:
        document: The document to print.
        paper: Width and height in millimetres.

    Raises:
        UsageError: The extra `pdf`, a system library that it needs, or a Korean font is missing.
    """
    try:
        from weasyprint import CSS, HTML
    except ImportError:
        raise MissingExtraError("PDF", "pdf", "print the .html from a browser") from None
    except OSError as error:
        hint = (
            "Install Pango (Debian: libpango-1.0-0 libpangoft2-1.0-0); or print the .html from a"
            " browser."
        )
        raise UsageError(f"PDF output needs a system library ({error})", hint) from None
    if document.lang == "ko" and not _has_hangul(HTML):
        hint = (
            "Install one (Debian: fonts-noto-cjk or fonts-nanum); or print the .html where there is"
            " one."
        )
        raise UsageError("no installed font has Korean letters", hint)
    size = CSS(string=f"@page {{ size: {paper[0]}mm {paper[1]}mm !important }}")
    payload: bytes = HTML(string=page(document).decode(), url_fetcher=_refuse).write_pdf(
        stylesheets=[size]
    )
    return payload


def _refuse(url: str, *_: Any, **__: Any) -> NoReturn:
    raise ValueError(f"nothing may be fetched: {url}")


def _has_hangul(html: Any) -> bool:
    """Whether a font has Hangul; WeasyPrint maps glyphs one to one only if none is missing."""
    sample: bytes = html(string="<p lang=ko>\uac00").write_pdf(uncompressed_pdf=True)
    return b"/Encoding /Identity-H" in sample
