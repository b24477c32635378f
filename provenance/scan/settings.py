"""Lines `key = value`: Terraform, INI files and properties."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.model.artifact import Kind
from provenance.scan.commands import plain
from provenance.scan.keys import kind_of, normal
from provenance.scan.likely import Sureness, likely_kind, sureness_of
from provenance.scan.mention import Mention
from provenance.scan.shell import Script

LONGEST_LINE = 2_000
_LINE = re.compile(r"\s*[\"']?(?P<key>[\w.-]+)[\"']?\s*[=:]\s*(?P<value>.*)")
_STRING = re.compile(r"[\"']([^\"'\n]*)[\"']|([^\s\"'#;,]+)")
_COMMENTS = ("#", ";", "//")
# A variable of a container, over two lines: `name = "MODEL_ID"`, then `value = "org/name"`.
_NAMES, _VALUES = ("name",), ("value", "default")
_BLOCK = re.compile(r"\s*(?:variable|local)\s+\"(?P<name>[\w-]+)\"\s*\{")
_HEREDOC = re.compile(r"<<[-~]?\s*\"?([A-Za-z_]\w*)\"?\s*$")


def read(text: str) -> Iterator[Mention]:
    """The names in the entries of a settings file, and in its embedded scripts."""
    block_name = ""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line = lines[at][:LONGEST_LINE]
        at += 1
        if line.lstrip().startswith(_COMMENTS):
            continue
        block = _BLOCK.match(line)
        if block:
            block_name = block["name"]
            continue
        entry = _LINE.match(line)
        if entry is None:
            continue
        heredoc = _HEREDOC.search(line)
        if heredoc:
            end = _end_of(lines, at, heredoc[1])
            yield from Script().read("\n".join(lines[at:end]), at + 1)
            at = end
            continue
        key, value = normal(entry["key"]), entry["value"]
        if key in _NAMES:
            first = _STRING.match(value)
            block_name = (first[1] or first[2] or "") if first else ""
        yield from _entry(block_name if key in _VALUES and block_name else key, value, at)


def _end_of(lines: list[str], start: int, word: str) -> int:
    """The line that ends a script, or the last one."""
    for at in range(start, len(lines)):
        if lines[at].strip() == word:
            return at
    return len(lines)


def _entry(key: str, value: str, line: int) -> Iterator[Mention]:
    """The names in the strings of a value."""
    key = normal(key)
    for string in _STRING.finditer(value):
        text = string[1] if string[1] is not None else string[2]
        kind = kind_of(key) or likely_kind(key, text, passed=True)
        unsure = kind is None and sureness_of(text) is Sureness.MAYBE
        if kind is None and not unsure:
            continue
        for mentioned in plain(text):
            if mentioned.text is None:
                continue
            yield Mention(
                kind=kind or Kind.MODEL,
                value=mentioned,
                line=line,
                via=key,
                unsure=unsure,
            )
