"""Shell scripts, Makefiles, `.env` files and the scripts inside jobs: commands, assignments, loops
over words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace

from provenance.scan.commands import Command, code
from provenance.scan.mention import Mention, Said

MOST_JOINED, LONGEST_COMMAND, MOST_VALUES, LONGEST_HEREDOC = 100, 20_000, 16, 1_000
_SIGNS = re.compile(
    r"model|dataset|download|serve|hf|huggingface|repo|python|clone|ollama|spacy|/resolve/|=|\bfor\b",
    re.IGNORECASE,
)
_VARIABLE = re.compile(
    r"\$(?:(?P<name>[A-Za-z_]\w*)|[{(](?P<braced>\w+)(?::?[-=](?P<default>[^{}$]*))?[})])"
)
_ASSIGNMENT = re.compile(r"(?P<name>[A-Za-z_]\w*)\s?[:?+]?=(?P<value>.*)", re.DOTALL)
_HEREDOC = re.compile(r"<<-?\s*['\"]?([A-Za-z_]\w*)['\"]?")
_END = frozenset((";", "&&", "||", "|", "&", "(", ")", ";;", "do", "then", "else", "fi", "done"))
_PREFIX = re.compile(r"^[\s@+-]*(?:RUN\s+)?")


def read(text: str) -> Iterator[Mention]:
    """What the commands of a script name."""
    yield from Script().read(text)


class Script:
    """Commands one after another, which share variables.

    Args:
        variables: What is known of variables before the first line.
        context: What else tells which program reads the words, such as the image of a container.
    """

    def __init__(self, variables: dict[str, list[str]] | None = None, context: str = "") -> None:
        self.variables = variables if variables is not None else {}
        self._context = context
        self._joined = 0

    def read(self, text: str, line: int = 1) -> Iterator[Mention]:
        """What a script names whose first line is `line` of its file."""
        lines = text.split("\n")
        at = 0
        while at < len(lines):
            start, whole = at, lines[at]
            while whole.endswith("\\") and at + 1 < len(lines) and len(whole) < LONGEST_COMMAND:
                at += 1
                whole = whole[:-1] + " " + lines[at].strip()
            at += 1
            if not _SIGNS.search(whole) or whole.lstrip().startswith("#"):
                continue
            words, after = self._quoted(whole, lines, at)
            if words is None:  # a quote that nothing closes is an apostrophe
                words = whole.split()
            else:
                at = after
            yield from self.take(words, line + start)
            if found := _HEREDOC.search(whole):
                end = next(
                    (
                        n
                        for n in range(at, min(at + LONGEST_HEREDOC, len(lines)))
                        if lines[n].strip() == found[1]
                    ),
                    at,
                )
                if "python" in whole:
                    yield from code("\n".join(lines[at:end]), line + at)
                at = max(at, end)

    def _quoted(self, whole: str, lines: Sequence[str], at: int) -> tuple[list[str] | None, int]:
        """The words of a command whose quotes may close lines below, and the line behind it."""
        words = _words(whole)
        while (
            words is None
            and at < len(lines)
            and self._joined < MOST_JOINED
            and len(whole) < LONGEST_COMMAND
        ):
            self._joined += 1
            whole += "\n" + lines[at]
            at += 1
            words = _words(whole)
        return words, at

    def take(self, words: Sequence[str], line: int) -> Iterator[Mention]:
        """What the commands in one row of words name."""
        command: list[str] = []
        for word in (*words, ";"):
            if word not in _END:
                command.append(word)
                continue
            self._note(command)
            if command:
                yield from (
                    _at(mention, line)
                    for mention in Command(command, line, self.expand, self._context).mentions()
                )
            command = []

    def _note(self, command: Sequence[str]) -> None:
        """Keep assignments and the words of a loop."""
        if len(command) > 3 and command[0] == "for" and command[2] == "in":
            self.variables[command[1]] = list(command[3 : 3 + MOST_VALUES])
            return
        for word in command:
            found = _ASSIGNMENT.fullmatch(word)
            if found:
                values = [
                    said.text for said in self.expand(found["value"]) if said.text is not None
                ]
                self.variables[found["name"]] = values
            elif word not in ("export", "local", "readonly", "declare", "set", "env", "ENV", "ARG"):
                return

    def expand(self, word: str) -> Sequence[Said]:
        """What a word stands for: each value of its variable, or nothing known."""
        values = [word]
        for found in list(_VARIABLE.finditer(word))[:4]:
            held = self.variables.get(found["name"] or found["braced"], [])
            held = held or ([found["default"]] if found["default"] else [])
            values = [value.replace(found[0], one) for value in values for one in held][
                :MOST_VALUES
            ]
        known = tuple(
            Said(value)
            for value in values
            if "$" not in value and "{{" not in value and "`" not in value
        )
        return known or (Said(None, word[:80]),)


def _at(mention: Mention, line: int) -> Mention:
    return mention if mention.line >= line else replace(mention, line=line)


def _words(text: str) -> list[str] | None:
    """The words and operators of a command; None where a quote is still open."""
    lexer = shlex.shlex(
        _PREFIX.sub("", text)[:LONGEST_COMMAND], posix=True, punctuation_chars=";&|()"
    )
    lexer.whitespace_split = True
    lexer.commenters = "#"
    try:
        return list(lexer)
    except ValueError:
        return None
