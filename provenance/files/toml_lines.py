"""Line numbers of keys and list entries in a TOML document, which tomllib does not provide."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

Steps: TypeAlias = tuple[str | int, ...]
_Token: TypeAlias = tuple[str, int]
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
    r"|#[^\n]*|[\[\]{}=,.\n]|[^\s\[\]{}=,.#\"']+",
    re.DOTALL,
)


def key_lines(text: str) -> dict[Steps, int]:
    """Find the lines of keys, tables and list entries.

    Args:
        text: A valid TOML document (https://toml.io/en/v1.0.0).

    Returns:
        Line, counted from 1, by path: `("licences", "denied", 0)`, `("waivers", 2, "until")`.
        Members of an inline table are on the line of their statement or entry.
    """
    lines: dict[Steps, int] = {}
    table: Steps = ()
    entries_of: Counter[Steps] = Counter()
    for statement in _statements(text):
        first, line = statement[0]
        tokens = [token for token, _ in statement]
        if first == "[":
            table = tuple(_bare(token) for token in tokens if token not in "[].")
            is_entry_of_list = tokens[1:2] == ["["]
            if is_entry_of_list:
                entries_of[table] += 1
                table = (*table, entries_of[table] - 1)
            lines.setdefault(table, line)
        elif "=" in tokens:
            sign = tokens.index("=")
            path = (*table, *(_bare(token) for token in tokens[:sign] if token != "."))
            lines.setdefault(path, line)
            lines |= {
                (*path, number): place
                for number, place in enumerate(_entries(statement[sign + 1 :]))
            }
    return lines


def tokens(text: str) -> Iterator[_Token]:
    """The tokens of a text, valid or not, each with its line; white space is left out."""
    line, at = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        yield match[0], line


def _statements(text: str) -> Iterator[list[_Token]]:
    """The tokens of each header and each assignment; comments and line breaks are left out."""
    statement: list[_Token] = []
    depth = 0
    for token, line in tokens(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token, 0)
        if token == "\n":
            if depth <= 0 and statement:
                yield statement
                statement, depth = [], 0
        elif not token.startswith("#"):
            statement.append((token, line))
    if statement:
        yield statement


def _entries(value: list[_Token]) -> Iterator[int]:
    """Lines on which list entries begin."""
    depth, expected = 0, False
    if not value or value[0][0] != "[":
        return
    for token, line in value:
        if token in ("]", "}"):
            depth -= 1
            expected = False
            continue
        if expected:
            yield line
        depth += token in ("[", "{")
        expected = depth == 1 and token in ("[", ",")


def _bare(word: str) -> str:
    return word[1:-1] if word[:1] in "\"'" else word
