"""Names and headers of weight files are read here; nothing is loaded or unpickled."""

from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts
from provenance.weights.header import HEADER_LIMIT, read_header
from provenance.weights.naming import executes_code, file_format, is_weights

__all__ = [
    "HEADER_LIMIT",
    "MalformedHeaderError",
    "TruncatedHeaderError",
    "WeightFacts",
    "executes_code",
    "file_format",
    "is_weights",
    "read_header",
]
