"""Shell scripts, Makefiles, `.env` files and job scripts: commands, assignments, loops over
words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from provenance.scan.commands import Command, code, is_template
from provenance.scan.mention import LONGEST_VALUE, Mention, MentionedText

MOST_JOINED, LONGEST_COMMAND, LONGEST_HEREDOC = 100, 20_000, 1_000
# Scripts within scripts: `sh -c "sh -c ..."`.
DEEPEST = 4
MOST_VALUES = 64
# Maximum total length of a script's variables, and maximum number of variables in a word.
MOST_KEPT, MOST_IN_WORD = 1_000_000, 4
_SIGNS = re.compile(
    r"model|dataset|download|serve|hf|huggingface|repo|python|clone|ollama|spacy|/resolve/|="
    r"|\bfor\b|(?<![\w./-])[a-z0-9][\w.-]*/[a-z0-9][\w.-]*(?![\w./:-])",
    re.IGNORECASE,
)
_VARIABLE = re.compile(
    r"\$(?:(?P<name>[A-Za-z_]\w*)|[{(](?P<braced>\w+)(?::?[-=](?P<default>[^{}$]*))?[})])"
)
# `{a,b}` and `{1..3}`, which a shell replaces by each of them; not the braces of JSON.
_BRACES = re.compile(
    r"\{(?:(?P<parts>[^{}\s,\"':]*(?:,[^{}\s,\"':]*)+)|(?P<first>\d{1,18})\.\.(?P<last>\d{1,18}))\}"
)
_OPEN_BRACES = re.compile(r"\{[^\s{}]*(?:,|\.\.)")
_ASSIGNMENT = re.compile(r"(?P<name>[A-Za-z_]\w*)\s?[:?+]?=(?P<value>.*)", re.DOTALL)
_HEREDOC = re.compile(r"<<-?\s*['\"]?([A-Za-z_]\w*)['\"]?")
_END = frozenset((";", "&&", "||", "|", "&", "(", ")", ";;", "do", "then", "else", "fi", "done"))
_PREFIX = re.compile(r"^[\s@+-]*(?:RUN\s+)?")
_SHELL_SYNTAX = re.compile(r"[\"'\\#;&|()]")
_SHELLS = frozenset(("sh", "bash", "zsh", "ash", "dash"))
_COMMAND_OPTION = re.compile(r"-[a-z]*c")
_BLANKS = re.compile(r"[ \t\r\n]+")
# An assignment, or a script as one word.
_ASSIGNS = re.compile(r"[=\s]")
_OPERATORS = re.compile(r"([;&|()]+)")


def read(text: str) -> Iterator[Mention]:
    """The names in the commands of a script."""
    yield from Script().read(text)


class Script:
    """Commands in sequence that share variables.

    Args:
        variables: Values known before the first line.
        context: Further hints at the program, such as the image of a container.
    """

    def __init__(self, variables: dict[str, list[str]] | None = None, context: str = "") -> None:
        self.variables = variables if variables is not None else {}
        self._context = context
        self._joined = 0
        self._nested = 0
        self._kept = 0
        self._cut: set[str] = set()

    def read(self, text: str, line: int = 1) -> Iterator[Mention]:
        """The names in a script whose first line is `line` of its file."""
        lines = text.split("\n")
        # By the word that ends a heredoc: the line before which it was looked for and not found.
        unended: dict[str, int] = {}
        at = 0
        while at < len(lines):
            start = at
            whole, at = _continued(lines, at)
            if not _SIGNS.search(whole) or whole.lstrip().startswith("#"):
                continue
            words, after = self._quoted(whole, lines, at)
            if words is None:  # a quote that nothing closes is an apostrophe
                words = whole.split()
            else:
                at = after
            yield from self.take(words, line + start)
            if heredoc := _HEREDOC.search(whole):
                end = _heredoc_end(heredoc[1], lines, at, unended)
                if "python" in whole:
                    yield from code("\n".join(lines[at:end]), line + at)
                at = max(at, end)

    def _quoted(self, whole: str, lines: Sequence[str], at: int) -> tuple[list[str] | None, int]:
        """The words of a command whose quotes may close on a later line, and the next line."""
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
        """Read the commands in a sequence of words, and a command that only repeats one of them
        once."""
        command: list[str] = []
        read: set[tuple[str, ...]] = set()
        for word in (*words, ";"):
            if word not in _END:
                command.append(word)
                continue
            whole = tuple(command)
            command = []
            if not whole or whole in read:
                continue
            if _changes_nothing(whole):
                read.add(whole)
            else:
                read.clear()
            self._note(whole)
            mentions = Command(
                words=whole, line=line, expand=self.expand, context=self._context
            ).mentions()
            yield from (_at(mention, line) for mention in mentions)
            yield from self._inner(whole, line)

    def _inner(self, command: Sequence[str], line: int) -> Iterator[Mention]:
        """The names in the script after `sh -c`."""
        names = [word.rpartition("/")[2] for word in command]
        start = next((at for at, name in enumerate(names) if name in _SHELLS), None)
        if start is None or self._nested >= DEEPEST:
            return
        rest = command[start + 1 :]
        for option, script in pairwise(rest):
            if _COMMAND_OPTION.fullmatch(option):
                self._nested += 1
                yield from self.read(script, line)
                self._nested -= 1
                return

    def _note(self, command: Sequence[str]) -> None:
        """Record assignments and loop words."""
        if len(command) > 3 and command[0] == "for" and command[2] == "in":
            self._loop(command[1], command[3:])
            return
        for word in command:
            assignment = _ASSIGNMENT.fullmatch(word)
            if assignment:
                self._assign(assignment["name"], assignment["value"])
            elif word not in ("export", "local", "readonly", "declare", "set", "env", "ENV", "ARG"):
                return

    def _assign(self, name: str, value: str) -> None:
        expanded = self.expand(value)
        known = [mentioned.text for mentioned in expanded if mentioned.text is not None]
        self._keep(name, known)
        if len(known) < len(expanded) and known:
            self._cut.add(name)

    def _loop(self, name: str, words: Sequence[str]) -> None:
        """Set a variable to the words that it runs through."""
        parts: list[str] = []
        has_unknown = False
        for word in words[: MOST_VALUES + 1]:
            for value in self.expand(word):
                if value.text is None:
                    has_unknown = True
                else:
                    parts += value.text.split()
        self._keep(name, parts)
        if has_unknown:
            self._cut.add(name)

    def _keep(self, name: str, values: Sequence[str]) -> None:
        """Set a variable to values; values beyond a limit become unknown."""
        self._cut.discard(name)
        kept: list[str] = []
        for value in values[:MOST_VALUES]:
            self._kept += len(value)
            if len(value) <= LONGEST_VALUE and self._kept <= MOST_KEPT:
                kept.append(value)
        self.variables[name] = kept
        if len(kept) < len(values):
            self._cut.add(name)

    def expand(self, word: str) -> Sequence[MentionedText]:
        """The possible values of a word: one per value of its variables and braces, and the word as
        written if something is unknown or was cut by a limit."""
        values, whole = [word], True
        for written, choices, is_cut in self._choices(word):
            longer = [
                _replaced(value, written, replacement)
                for value in values
                for replacement in choices
            ]
            values = [value for value in longer if value is not None][:MOST_VALUES]
            whole = whole and len(values) == len(longer) and not is_cut
        known = tuple(MentionedText(text=value) for value in values if not _is_open(value))
        return known if known and whole else (*known, MentionedText(text=None, shown=word[:80]))

    def _choices(self, word: str) -> Iterator[tuple[str, Sequence[str], bool]]:
        """Each variable and brace of a word as written, its values, and whether there are more."""
        for variable in islice(_VARIABLE.finditer(word), MOST_IN_WORD):
            name = variable["name"] or variable["braced"]
            default = [variable["default"]] if variable["default"] else []
            yield variable[0], self.variables.get(name) or default, name in self._cut
        for braces in islice(_BRACES.finditer(word), MOST_IN_WORD):
            yield braces[0], *_in_braces(braces)


def _heredoc_end(word: str, lines: Sequence[str], at: int, unended: dict[str, int]) -> int:
    """The line that is `word` and ends the text from line `at` on; `at` if there is none.

    A line that did not end an earlier text is not looked at again: `unended` keeps up to where.
    """
    stop = min(at + LONGEST_HEREDOC, len(lines))
    for number in range(max(at, unended.get(word, 0)), stop):
        if lines[number].strip() == word:
            return number
    unended[word] = stop
    return at


def _changes_nothing(command: Sequence[str]) -> bool:
    """Whether a command can set no variable, neither itself nor in a script that it runs."""
    return command[0] != "for" and not any(_ASSIGNS.search(word) for word in command)


def _in_braces(braces: re.Match[str]) -> tuple[Sequence[str], bool]:
    """The words that braces stand for, and whether there are more."""
    if braces["parts"] is not None:
        parts = braces["parts"].split(",")
        return parts[:MOST_VALUES], len(parts) > MOST_VALUES
    numbers = _counted(int(braces["first"]), int(braces["last"]))
    words = [str(number) for number in numbers[:MOST_VALUES]]
    return words, len(numbers) > MOST_VALUES


def _counted(first: int, last: int) -> range:
    """The numbers of `{first..last}`, which a shell also counts down."""
    if first <= last:
        return range(first, last + 1)
    return range(first, last - 1, -1)


def _is_open(value: str) -> bool:
    """Whether a shell would still put something into a value."""
    return is_template(value) or "`" in value or _OPEN_BRACES.search(value) is not None


def _continued(lines: Sequence[str], at: int) -> tuple[str, int]:
    """A line joined with its backslash continuations, and the next line."""
    parts = [lines[at]]
    length = len(parts[0])
    at += 1
    while parts[-1].endswith("\\") and at < len(lines) and length < LONGEST_COMMAND:
        parts[-1] = parts[-1][:-1]
        parts.append(lines[at].strip())
        length += len(parts[-1])
        at += 1
    return " ".join(parts), at


def _replaced(value: str, written: str, by: str) -> str | None:
    """A value with a variable or a pair of braces replaced; None if it would be too long for a
    name. A variable has one value everywhere, and each pair of braces has its own."""
    count = 1 if written.startswith("{") else value.count(written)
    length = len(value) + count * (len(by) - len(written))
    return value.replace(written, by, count) if length <= LONGEST_VALUE else None


def _at(mention: Mention, line: int) -> Mention:
    return mention if mention.line >= line else replace(mention, line=line)


def words_of(text: str) -> list[str]:
    """The words of a one-line command; split at blanks if a quote is left open."""
    return _lexed(text) or text.split()


def _words(text: str) -> list[str] | None:
    """The words and operators of a line of a script or Makefile; None if a quote is open."""
    return _lexed(_PREFIX.sub("", text))


def _lexed(text: str) -> list[str] | None:
    """The words and operators of a command; None if a quote is still open."""
    if len(text) > LONGEST_COMMAND:
        return _roughly(text)
    if not _SHELL_SYNTAX.search(text):  # most lines: a tenth of the time
        return [word for word in _BLANKS.split(text) if word]
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";&|()")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    try:
        return list(lexer)
    except ValueError:
        return None


def _roughly(text: str) -> list[str]:
    """The words and operators of a command that is too long for a lexer, whatever is quoted."""
    words = _BLANKS.split(_OPERATORS.sub(r" \1 ", text))
    return [bare for word in words if (bare := word.strip("\"'"))]
