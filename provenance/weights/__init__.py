"""Read names and headers of weight files; nothing is loaded or unpickled."""

from provenance.weights.content import (
    SNIFF_BYTES,
    content_executes,
    content_format,
    content_is_weights,
)
from provenance.weights.errors import (
    MalformedHeaderError,
    MissingReaderError,
    TruncatedHeaderError,
)
from provenance.weights.examine import Examined, examine
from provenance.weights.facts import WeightFacts
from provenance.weights.families import (
    Geometry,
    KnownModel,
    geometry_of,
    known_models,
    same_family,
    same_geometry,
)
from provenance.weights.header import HEADER_FORMATS, HEADER_LIMIT, header_size, read_header
from provenance.weights.naming import (
    executes_code,
    file_format,
    is_weights,
    runs_code,
    weight_formats,
)
from provenance.weights.ranges import MOST_LOCAL_REQUESTS, MOST_REQUESTS, Ranges
from provenance.weights.size import memory_of, whole_of
from provenance.weights.templates import ChatTemplate, read_template, templates_in
from provenance.weights.tokenizer import TOKENIZER, TokenizerFacts
from provenance.weights.uses import IN_GRAPHS, IN_PICKLES, LoadVerdict, Use

__all__ = [
    "HEADER_FORMATS",
    "HEADER_LIMIT",
    "IN_GRAPHS",
    "IN_PICKLES",
    "MOST_LOCAL_REQUESTS",
    "MOST_REQUESTS",
    "SNIFF_BYTES",
    "TOKENIZER",
    "ChatTemplate",
    "Examined",
    "Geometry",
    "KnownModel",
    "LoadVerdict",
    "MalformedHeaderError",
    "MissingReaderError",
    "Ranges",
    "TokenizerFacts",
    "TruncatedHeaderError",
    "Use",
    "WeightFacts",
    "content_executes",
    "content_format",
    "content_is_weights",
    "examine",
    "executes_code",
    "file_format",
    "geometry_of",
    "header_size",
    "is_weights",
    "known_models",
    "memory_of",
    "read_header",
    "read_template",
    "runs_code",
    "same_family",
    "same_geometry",
    "templates_in",
    "weight_formats",
    "whole_of",
]
