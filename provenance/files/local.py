"""A file that the user names: read whole, within a limit."""

from __future__ import annotations

from pathlib import Path

from provenance.errors import UsageError


def read_local(path: Path, limit: int, hint: str) -> bytes:
    """The content of a file.

    Args:
        path: The file, as the user named it.
        limit: Most bytes that it may have.
        hint: What to name instead where it cannot be read.

    Raises:
        UsageError: It cannot be read, or is larger than that.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})", hint) from None
    if len(data) > limit:
        raise UsageError(f"{path} is larger than {limit:,} bytes", "It was not read.")
    return data
