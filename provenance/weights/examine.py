"""A weight file by its first bytes: what it is, and what its header says."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.weights.content import content_format
from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts
from provenance.weights.header import HEADER_FORMATS, read_header
from provenance.weights.naming import file_format


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What the first bytes of one file say.

    Attributes:
        path: Path inside the repository.
        content: The format of these bytes, a word of `content_format`; empty where they do not
            tell.
        read: How many bytes they are.
        facts: What the header says; None where it was not asked for or could not be read.
        problem: Why the header could not be read whole, or None.
    """

    path: str
    content: str
    read: int
    facts: WeightFacts | None = None
    problem: MalformedHeaderError | TruncatedHeaderError | None = None


def examine(path: str, head: bytes, size: int | None, *, header: bool) -> Examined:
    """Look at the first bytes of a file.

    Args:
        path: Path inside the repository.
        head: The first bytes of the file.
        size: Bytes of the whole file, or None where it is not known.
        header: Whether `head` was read for its header; else only the format is told.
    """
    content, named = content_format(head, size), file_format(path)
    if not header or named not in HEADER_FORMATS:
        return Examined(path=path, content=content, read=len(head))
    if content not in (named, "", "pointer"):
        reason = f"its first bytes are those of another format ({content})"
        return Examined(
            path=path, content=content, read=len(head), problem=MalformedHeaderError(path, reason)
        )
    try:
        facts = read_header(path, head, size)
    except (MalformedHeaderError, TruncatedHeaderError) as error:
        return Examined(path=path, content=content, read=len(head), problem=error)
    if facts.complete:
        return Examined(path=path, content=content, read=len(head), facts=facts)
    return Examined(
        path=path,
        content=content,
        read=len(head),
        facts=facts,
        problem=TruncatedHeaderError(path, len(head) + 1),
    )
