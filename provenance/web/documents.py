"""The files that a browser can download, created from a run on request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from provenance.auditing.run import Run
from provenance.bom import encode
from provenance.bom.spdx.writer import encode as encode_spdx
from provenance.dossier import CoverSheet, Decision, Review, write, write_letter
from provenance.formats import render
from provenance.hubs import read_id
from provenance.web.store import StoredDecision, StoredReview

LETTER = "letter."


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierMaterial:
    """The material for a document.

    Attributes:
        run: The run.
        lang: `en` or `ko`.
        day: Day of the review, as YYYY-MM-DD.
        decisions: The decisions so far.
        cover: Data for the cover.
        seal: Packs the evidence of the run.
    """

    run: Run
    lang: str
    day: str
    decisions: Sequence[StoredDecision]
    cover: CoverSheet
    seal: Callable[[], bytes]

    @property
    def review(self) -> Review:
        """The input of the dossier."""
        decisions = [
            Decision(
                artifact=read_id(decision.artifact),
                check=decision.subject,
                decision=decision.decision,
                note=decision.note,
            )
            for decision in self.decisions
        ]
        return Review(
            report=self.run.report,
            lang=self.lang,
            day=self.day,
            decisions=tuple(decisions),
            cover=self.cover,
        )


@dataclass(frozen=True, slots=True)
class Download:
    """A downloadable file.

    Attributes:
        name: Its name.
        media: Its media type.
        make: Writes it.
    """

    name: str
    media: str
    make: Callable[[DossierMaterial], bytes]


def _dossier(form: str) -> Callable[[DossierMaterial], bytes]:
    return lambda material: write(material.review, form)


def _report(material: DossierMaterial) -> bytes:
    return render(material.run.report, "json")


def _aibom(material: DossierMaterial) -> bytes:
    return encode(material.run.lineage)


def _spdx(material: DossierMaterial) -> bytes:
    return encode_spdx(material.run.lineage)


def _bundle(material: DossierMaterial) -> bytes:
    return material.seal()


def _letter(form: str) -> Callable[[DossierMaterial], bytes]:
    return lambda material: write_letter(material.review, form, material.run.report.inputs[0].purl)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILES = (
    Download("dossier.html", "text/html; charset=utf-8", _dossier("html")),
    Download("dossier.pdf", "application/pdf", _dossier("pdf")),
    Download("dossier.docx", _WORD, _dossier("docx")),
    Download("letter.docx", _WORD, _letter("docx")),
    Download("answers.xlsx", _EXCEL, _dossier("xlsx")),
    Download("report.json", "application/json", _report),
    Download("aibom.cdx.json", "application/vnd.cyclonedx+json", _aibom),
    Download("aibom.spdx.json", "application/spdx+json", _spdx),
    Download("bundle.zip", "application/zip", _bundle),
)
DOWNLOADS: Mapping[str, Download] = MappingProxyType({file.name: file for file in _FILES})


def downloads_of(review: StoredReview) -> Mapping[str, Download]:
    """The files of a review, by name. A letter has one addressee, so several subjects have none."""
    if len(review.question.refs) == 1:
        return DOWNLOADS
    return {name: file for name, file in DOWNLOADS.items() if not name.startswith(LETTER)}
