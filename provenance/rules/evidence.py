"""Evidence that several rules point at: a card field, the top of a card, a listed file."""

from __future__ import annotations

from provenance.artifact import FileEntry
from provenance.card import Span
from provenance.dossier import CARD, Dossier
from provenance.finding import Evidence


def field_evidence(dossier: Dossier, *keys: str) -> tuple[Evidence, ...]:
    """The lines of the card's front matter that hold `keys`; nothing for those that are not there."""
    document = dossier.documents.get(CARD)
    if document is None or dossier.card is None:
        return ()
    spans = (dossier.card.positions.get((key,)) for key in keys)
    return tuple(Evidence.quoting(document, span.start, span.end) for span in spans if span)


def card_evidence(dossier: Dossier) -> tuple[Evidence, ...]:
    """The front matter of the card as a whole, or its first line: what was searched in vain."""
    document = dossier.documents.get(CARD)
    if document is None:
        return ()
    span = (dossier.card.front_matter if dossier.card else None) or Span(1, 1)
    return (Evidence.quoting(document, span.start, span.end),)


def file_evidence(dossier: Dossier, entry: FileEntry) -> Evidence:
    """A listed file: its name, its size as far as the hub gives it, and its digest."""
    size = f", {entry.size:,} bytes" if entry.size is not None else ""
    quote = f"{entry.path}{size}"
    return Evidence(dossier.purl, entry.path, dossier.ref.revision or "", None, None, quote, entry.sha256)
