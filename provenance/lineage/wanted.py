"""What is asked for of an artefact's files."""

from __future__ import annotations

from dataclasses import dataclass

TEXT_LIMIT = 4 * 1024 * 1024
# Holds most headers whole, and of the others what tells how long they are.
FIRST_RANGE = 256 * 1024
# The rest of a tokenizer is found by halving.
TOKENIZER_RANGE = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A file to read.

    Attributes:
        path: Path inside the repository.
        limit: Most bytes of it.
        prefix: Whether its beginning is enough.
        weights: Whether it is to be examined as a weight file.
        whole: Whether a weight file's header is wanted however long it is, up to `HEADER_LIMIT`.
    """

    path: str
    limit: int = TEXT_LIMIT
    prefix: bool = False
    weights: bool = False
    whole: bool = True
