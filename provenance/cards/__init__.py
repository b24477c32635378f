"""Read cards: front matter, sections, tables and links, with line numbers."""

from provenance.cards.parse import parse_card

__all__ = ["parse_card"]
