"""A weight file: what it is by its bytes, and what its header says."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.weights.content import SNIFF_BYTES, content_format, differs, is_unknown
from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts
from provenance.weights.header import HEADER_FORMATS, HEADER_LIMIT, header_size, read_header
from provenance.weights.naming import file_format
from provenance.weights.ranges import Ranges


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What the bytes of one weight file say.

    Attributes:
        path: Path inside the repository.
        content: The format of these bytes, a word of `content_format`; empty where they do not
            tell.
        read: How many bytes were read.
        facts: What the header says; None where there is no reader for the format or it could not
            be read.
        problem: Why the header could not be read whole, or None.
    """

    path: str
    content: str
    read: int
    facts: WeightFacts | None = None
    problem: MalformedHeaderError | TruncatedHeaderError | None = None

    @property
    def named(self) -> str:
        """The format that the name tells, a word of `file_format`."""
        return file_format(self.path)

    @property
    def is_misnamed(self) -> bool:
        """Whether the file is of another format than its name tells."""
        return differs(self.named, self.content)

    @property
    def is_unknown(self) -> bool:
        """Whether neither name nor bytes tell what the file is."""
        return is_unknown(self.named, self.content)


def examine(ranges: Ranges, *, whole: bool = True) -> Examined:
    """Look at a weight file: at its beginning, and where its header goes on, at the rest of it.

    Args:
        ranges: The file, with its first bytes at hand.
        whole: Whether to read on where the header is longer than what is at hand.

    Raises:
        HubError: Something could not be fetched.
    """
    path = ranges.path
    content = content_format(ranges.head[:SNIFF_BYTES], ranges.size)
    facts, problem = None, None
    try:
        facts = _facts(ranges, content, whole=whole)
    except (MalformedHeaderError, TruncatedHeaderError) as error:
        problem = error
    if facts and not facts.complete:
        problem = TruncatedHeaderError(path, ranges.fetched + 1)
    return Examined(
        path=path,
        content=content,
        read=ranges.fetched,
        facts=facts,
        problem=problem,
    )


def _facts(ranges: Ranges, content: str, *, whole: bool) -> WeightFacts | None:
    """What the header says, by the reader of the format that the bytes tell."""
    path, named = ranges.path, file_format(ranges.path)
    if content == "pointer" and named in HEADER_FORMATS:
        raise MalformedHeaderError(path, "a Git LFS pointer stands in place of the file")
    if content not in HEADER_FORMATS and named in HEADER_FORMATS and content:
        reason = f"its first bytes are those of another format ({content})"
        raise MalformedHeaderError(path, reason)
    header = content if content in HEADER_FORMATS else named
    if header not in HEADER_FORMATS:
        return None
    head = ranges.head
    if whole:
        end = header_size(path, head, ranges.size, header)
        head = ranges.read(0, min(max(end, len(head)), HEADER_LIMIT))
    return read_header(path, head, ranges.size, header)
