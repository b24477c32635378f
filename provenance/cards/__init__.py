"""Cards are read here: front matter, sections, tables, links, with line numbers."""

from provenance.cards.parse import parse_card

__all__ = ["parse_card"]
