"""Names and headers of weight files are read here; nothing is loaded or unpickled."""

from provenance.weights.content import (
    SNIFF_BYTES,
    content_executes,
    content_format,
    content_is_weights,
)
from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.examine import Examined, examine
from provenance.weights.facts import WeightFacts
from provenance.weights.header import HEADER_FORMATS, HEADER_LIMIT, header_size, read_header
from provenance.weights.naming import executes_code, file_format, is_weights
from provenance.weights.ranges import Ranges

__all__ = [
    "HEADER_FORMATS",
    "HEADER_LIMIT",
    "SNIFF_BYTES",
    "Examined",
    "MalformedHeaderError",
    "Ranges",
    "TruncatedHeaderError",
    "WeightFacts",
    "content_executes",
    "content_format",
    "content_is_weights",
    "examine",
    "executes_code",
    "file_format",
    "header_size",
    "is_weights",
    "read_header",
]
