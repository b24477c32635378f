"""Addresses in a requirements file: packages that come from no package index.

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
