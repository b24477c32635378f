"""Data types of scan readers: a mention of a model or dataset, or of something that stands for
one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from provenance.model.artifact import Kind

# No name is longer; composed values stop growing here.
LONGEST_VALUE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionedText:
    """A value in the code, as far as it is known without running it.

    Attributes:
        text: The string, or None if unknown.
        shown: The expression as written, if the string is unknown.
        local: Whether it is a path on the machine that runs the code.
        line: Line of the string; 0 if it is composed of several.
    """

    text: str | None
    shown: str = ""
    local: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place that takes the name of a model or dataset, with the given value.

    Attributes:
        kind: The expected kind.
        value: The given value.
        line: Line of the file, counted from 1.
        via: What takes the name: a function, a command, a key.
        revision: The given revision, or None.
        bare: Whether a name without an organisation, such as `gpt2`, counts here.
        elsewhere: A source other than the Hugging Face Hub, or empty.
        token: Access token: `passed`, `literal` if it is in the source, or empty.
        cell: Cell of a notebook, counted from 1, or None.
        unsure: Whether the place is of no known kind and the string only looks like a name.
    """

    kind: Kind
    value: MentionedText
    line: int
    via: str
    revision: MentionedText | None = None
    bare: bool = False
    elsewhere: str = ""
    token: str = ""
    cell: int | None = None
    unsure: bool = False


class UnreadableError(Exception):
    """A file does not have the format of its name; the message is a short reason for the count of
    skipped files."""


class MentionReader(Protocol):
    """A reader for a type of file: one module in this room and one line in
    `provenance.scan.readers`."""

    def __call__(self, text: str) -> Iterator[Mention]:
        """The mentions in the text of a file.

        Raises:
            UnreadableError: It does not have the format of its name.
        """
