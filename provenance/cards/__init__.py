"""Cards are read here: front matter, sections, tables, links, with line numbers."""

from provenance.cards.parse import parse_card
from provenance.cards.yaml_core import load_yaml
from provenance.cards.yaml_errors import YamlError

__all__ = ["YamlError", "load_yaml", "parse_card"]
