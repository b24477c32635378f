"""Explain YAML parser errors to someone who only wants to fix a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from provenance.messages import message

if TYPE_CHECKING:
    import yaml

# Part of the parser's message, and our sentence for it. libyaml and PyYAML word some errors
# differently.
_WORDS = (
    ("mapping values are not allowed", "gap.yaml.colon"),
    ("could not find expected ':'", "gap.yaml.no-key"),
    ("expected alphabetic or numeric", "gap.yaml.anchor"),
    ("cannot start any token", "gap.yaml.reserved"),
    ("unknown escape character", "gap.yaml.escape"),
    ("unexpected end of stream", "gap.yaml.quote"),
    ("while parsing a flow", "gap.yaml.bracket"),
    ("did not find expected key", "gap.yaml.indentation"),
    ("did not find expected '-'", "gap.yaml.list"),
    ("expected <block end>", "gap.yaml.indentation"),
    ("sequence entries are not allowed", "gap.yaml.list-start"),
    ("undefined tag handle", "gap.yaml.exclamation"),
)
# For these errors the parser stops far after the mistake; the line to fix is where it began.
_BEGINS_EARLIER = (
    "while scanning a simple key",
    "while scanning a quoted scalar",
    "while parsing a flow",
)
_TAB_INDENT = re.compile(r"[ \-]*\t")


class YamlError(Exception):
    """The text cannot be read as YAML.

    Args:
        message: One sentence without a full stop.
        line: Where it is, counted from 1 in the YAML text.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def explain(error: yaml.MarkedYAMLError, text: str, line_of: Callable[[int], int]) -> YamlError:
    """Explain what is wrong and on which line.

    Args:
        error: The parser's exception.
        text: The parsed text.
        line_of: Returns the line of an offset in `text`.
    """
    context, problem = error.context or "", error.problem or "cannot be read"
    early = error.context_mark is not None and context.startswith(_BEGINS_EARLIER)
    mark = error.context_mark if early else error.problem_mark or error.context_mark
    line = line_of(mark.index) if mark else 1
    if mark and _TAB_INDENT.match(text, text.rfind("\n", 0, mark.index) + 1):
        return YamlError(message("gap.yaml.tab"), line)
    complaint = f"{context}: {problem}"
    for part, key in _WORDS:
        if part in complaint:
            return YamlError(message(key), line)
    return YamlError(message("gap.yaml.parser", problem=problem), line)
