"""Read stated values from metadata of any shape, and report whatever is left over.

"Not stated" is only true of a place that is empty. Front matter, hub answers and configurations
come in unforeseen shapes. Every reader takes its values from this room, and `gaps_of` turns
everything that is present but not understood into a gap.
"""

from provenance.model.artifact import NOT_UNDERSTOOD
from provenance.stated.columns import INFOS, column_members, feature_sets
from provenance.stated.elsewhere import MOST_VALUES, UnreadStatement, stated_elsewhere
from provenance.stated.fields import parameter_counts
from provenance.stated.keys import (
    ANSWER_KEYS,
    CARD_KEYS,
    CONFIG_KEYS,
    HEADER_KEYS,
    OTHER_ANSWER_KEYS,
    OTHER_CARD_KEYS,
    OTHER_CONFIG_KEYS,
    Respelt,
    is_card_key,
    is_gated,
    is_licence_key,
    known_answer,
    listed_tags,
    looks_like_repository,
    respelt_keys,
    with_known_keys,
)
from provenance.stated.links import hub_link
from provenance.stated.names import is_owned_name, names, source_names
from provenance.stated.reading import Leftover, Reading, Value, leftover, pointer, together
from provenance.stated.results import Result, results
from provenance.stated.unread import gap_of, gaps_of, line_of
from provenance.stated.values import figure, is_empty, texts

__all__ = [
    "ANSWER_KEYS",
    "CARD_KEYS",
    "CONFIG_KEYS",
    "HEADER_KEYS",
    "INFOS",
    "MOST_VALUES",
    "NOT_UNDERSTOOD",
    "OTHER_ANSWER_KEYS",
    "OTHER_CARD_KEYS",
    "OTHER_CONFIG_KEYS",
    "Leftover",
    "Reading",
    "Respelt",
    "Result",
    "UnreadStatement",
    "Value",
    "column_members",
    "feature_sets",
    "figure",
    "gap_of",
    "gaps_of",
    "hub_link",
    "is_card_key",
    "is_empty",
    "is_gated",
    "is_licence_key",
    "is_owned_name",
    "known_answer",
    "leftover",
    "line_of",
    "listed_tags",
    "looks_like_repository",
    "names",
    "parameter_counts",
    "pointer",
    "respelt_keys",
    "results",
    "source_names",
    "stated_elsewhere",
    "texts",
    "together",
    "with_known_keys",
]
