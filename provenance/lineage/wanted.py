"""Which parts of an artefact's files to request."""

from __future__ import annotations

from dataclasses import dataclass

TEXT_LIMIT = 4 * 1024 * 1024
# Contains most headers completely, and otherwise the length of the header.
FIRST_RANGE = 256 * 1024
# The rest of a tokenizer file is located by bisection.
TOKENIZER_RANGE = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A file to read.

    Attributes:
        path: Path inside the repository.
        limit: Maximum number of bytes.
        prefix: Whether its start is enough.
        weights: Whether to examine it as a weight file.
        whole: Whether to read a weight header of any length, up to `HEADER_LIMIT`.
    """

    path: str
    limit: int = TEXT_LIMIT
    prefix: bool = False
    weights: bool = False
    whole: bool = True
