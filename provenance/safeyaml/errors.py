"""What a YAML parser complains of, in the words of somebody who only wants to mend a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

# What the parser's problem contains, and what to say. libyaml and PyYAML word some of them
# differently.
_WORDS = (
    (
        "mapping values are not allowed",
        "`: ` is not expected here; quote the value, or mend the indentation",
    ),
    ("could not find expected ':'", "a line without `key: value` stands here"),
    ("expected alphabetic or numeric", "a value starts with `*` or `&`; put the value in quotes"),
    (
        "cannot start any token",
        "a value starts with a character that YAML reserves; put the value in quotes",
    ),
    ("unknown escape character", "a backslash stands in double quotes; use single quotes"),
    ("unexpected end of stream", "a quote that is opened here is never closed"),
    ("while parsing a flow", "a `[` or `{` that is opened here is not closed as YAML expects"),
    ("did not find expected key", "the line does not fit the indentation or the quotes above it"),
    ("did not find expected '-'", "the line does not fit the list above it"),
    ("expected <block end>", "the line does not fit the indentation or the quotes above it"),
    (
        "sequence entries are not allowed",
        "a list starts on the line of its key; start it on a line of its own",
    ),
    ("undefined tag handle", "a value starts with `!`; put the value in quotes"),
)
# For these the parser stops far behind the mistake; where it began is the line to mend.
_BEGINS_EARLIER = (
    "while scanning a simple key",
    "while scanning a quoted scalar",
    "while parsing a flow",
)
_TAB_INDENT = re.compile(r"[ \-]*\t")


class YamlError(Exception):
    """The text cannot be read as YAML.

    Args:
        message: One sentence without a trailing full stop.
        line: Where it is, counted from 1 in the YAML text.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def explain(error: yaml.MarkedYAMLError, text: str, line_of: Callable[[int], int]) -> YamlError:
    """Say what is wrong and on which line.

    Args:
        error: What the parser raised.
        text: What it was given.
        line_of: Line of an offset in `text`.
    """
    context, problem = error.context or "", error.problem or "cannot be read"
    early = error.context_mark is not None and context.startswith(_BEGINS_EARLIER)
    mark = error.context_mark if early else error.problem_mark or error.context_mark
    line = line_of(mark.index) if mark else 1
    if mark and _TAB_INDENT.match(text, text.rfind("\n", 0, mark.index) + 1):
        return YamlError("a tab indents the line; YAML takes spaces only", line)
    complaint = f"{context}: {problem}"
    message = next(
        (words for part, words in _WORDS if part in complaint), f"the YAML parser says: {problem}"
    )
    return YamlError(message, line)
