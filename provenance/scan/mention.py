"""What a reader says of a file: here a model or dataset is named, or something that stands for
one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from provenance.model.artifact import Kind

# Nothing that is a name is longer; values that are put together from others stop growing here.
LONGEST_VALUE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionedText:
    """A value of the code as far as it is known without running it.

    Attributes:
        text: The string, or None where it is not known.
        shown: The expression as written, where the string is not known.
        local: Whether it is a path on the machine that runs the code.
        line: Line on which the string itself stands; 0 where it is put together from several.
    """

    text: str | None
    shown: str = ""
    local: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place that takes the name of a model or dataset, and what is given there.

    Attributes:
        kind: What the place takes.
        said: What is given.
        line: Line of the file, counted from 1.
        via: What takes it: a function, a command, a key.
        revision: What is given as the revision, or None where nothing is.
        bare: Whether a name without an organisation, such as `gpt2`, is one here.
        elsewhere: Another place than the Hugging Face Hub that it is fetched from, or empty.
        token: Whether an access token is given with it: `passed`, `literal` where it stands in the
            source, or empty.
        cell: Cell of a notebook, counted from 1, or None.
        unsure: Whether the place is of no known kind and the string only looks like a name.
    """

    kind: Kind
    said: MentionedText
    line: int
    via: str
    revision: MentionedText | None = None
    bare: bool = False
    elsewhere: str = ""
    token: str = ""
    cell: int | None = None
    unsure: bool = False


class UnreadableError(Exception):
    """A file cannot be read as what its name says; the message is a short word for the count of
    skipped files."""


class MentionReader(Protocol):
    """A kind of file. A reader is one file beside this one and one line in
    `provenance.scan.readers`."""

    def __call__(self, text: str) -> Iterator[Mention]:
        """What the text of a file mentions.

        Raises:
            UnreadableError: It is not what its name says.
        """
