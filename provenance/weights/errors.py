"""Errors in weight headers."""

from __future__ import annotations


class MalformedHeaderError(ValueError):
    """The header contradicts its format or itself.

    Args:
        path: Path of the file inside its repository.
        reason: What is wrong, without a trailing full stop.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class TruncatedHeaderError(ValueError):
    """No error so far, but the header is longer than the given bytes.

    Args:
        path: Path of the file inside its repository.
        needed: Bytes from the start of the file that the next attempt needs to get further.
    """

    def __init__(self, path: str, needed: int) -> None:
        super().__init__(f"{path}: the first {needed} bytes are needed to read the header")
        self.path = path
        self.needed = needed


class MissingReaderError(MalformedHeaderError):
    """No error, but the library that reads such a file is not installed.

    Args:
        path: Path of the file inside its repository.
        reason: What is missing, without a trailing full stop.
    """
