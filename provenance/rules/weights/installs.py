"""Addresses in a requirements file, and the other files that it includes.

Format: https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from provenance.model.artifact import SourceText

_MOST_LINES, _LONGEST_LINE = 2_000, 2_000
# A comment starts at the beginning of a line or behind a blank; `#egg=name` belongs to an address.
_COMMENT = re.compile(r"(?:^|\s)#")
_ADDRESS = re.compile(
    r"(?:\b(?:git|hg|svn|bzr)\+)?\b(?:https?|ssh|git|file|ftp|s3)://[^\s;,'\"]{1,500}"
    r"|\bgit@[\w.-]{1,100}:[^\s;,'\"]{1,500}"
    r"|\bgit\+[^\s;,'\"]{1,500}"
)
# The end of an address that names one commit: 40 hexadecimal digits.
_COMMIT = re.compile(r"@[0-9a-f]{40}\b", re.IGNORECASE)
# `-r other.txt`, `--requirement=other.txt`, `-c`, `--constraint`; `-e ./folder` and a bare path
# install what is beside the file. https://pip.pypa.io/en/stable/cli/pip_install/#options
_INCLUDE = re.compile(
    r"^\s{0,20}(?:-r|-c|-e|--(?:requirement|constraint|editable))(?:\s{1,20}|=|(?=[^\s-]))\s{0,20}"
    r"[\"']?(?P<path>[^\s;,'\"#]{1,500})"
    r"|^\s{0,20}(?P<local>(?:\.{1,2}/|/|[\w./-]{1,200}\.(?:whl|tar\.gz|zip)\b)[^\s;,'\"#]{0,300})"
)
_CREDENTIALS = re.compile(r"//[^/@\s]{1,300}@")


class Install(NamedTuple):
    """An address that pip installs from.

    Attributes:
        line: Its line.
        address: The address, without a password.
        is_pinned: Whether it names one commit.
    """

    line: int
    address: str
    is_pinned: bool


class Include(NamedTuple):
    """Another file or folder that pip takes packages from.

    Attributes:
        line: Its line.
        path: As written.
    """

    line: int
    path: str


def includes(document: SourceText) -> Iterator[Include]:
    """The other files and folders that a requirements file names; addresses are `installs`.

    Args:
        document: The file. Its first 2,000 lines are read.
    """
    for number, line in enumerate(document.lines()[:_MOST_LINES], 1):
        text = _COMMENT.split(line[:_LONGEST_LINE], maxsplit=1)[0]
        match = _INCLUDE.match(text)
        if match is None or _ADDRESS.search(text):
            continue
        yield Include(number, match["path"] or match["local"])


def is_cut(document: SourceText) -> bool:
    """Whether a requirements file has more than is read."""
    lines = document.lines()
    return len(lines) > _MOST_LINES or any(len(line) > _LONGEST_LINE for line in lines)


def installs(document: SourceText) -> Iterator[Install]:
    """The addresses of a requirements file: repositories, archives and package indexes.

    Args:
        document: The file. Its first 2,000 lines are read.
    """
    for number, line in enumerate(document.lines()[:_MOST_LINES], 1):
        text = _COMMENT.split(line[:_LONGEST_LINE], maxsplit=1)[0]
        for match in _ADDRESS.finditer(text):
            address = _CREDENTIALS.sub("//", match.group())
            yield Install(number, address, _COMMIT.search(address) is not None)
