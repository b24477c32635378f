"""Values that may differ between two runs over the same revisions, set only on request: time,
serial number."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from email.utils import parseaddr
from uuid import UUID, uuid4

from provenance.bom.stamp import Author
from provenance.errors import UsageError


def timestamp(text: str | None, option: str = "--timestamp") -> datetime | None:
    """The timestamp for a document.

    Args:
        text: `now`, an ISO 8601 time, or None.
        option: Name of the option, for messages.

    Returns:
        SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch) if set and no
        time is given; it also replaces `now`. None if no time is requested; then no clock is read.

    Raises:
        UsageError: The text is not a time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    given = None if text == "now" else text
    try:
        if given is not None:
            time = datetime.fromisoformat(given)
            return time if time.tzinfo else time.replace(tzinfo=UTC)
        if epoch:
            return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        source = f"SOURCE_DATE_EPOCH {epoch}" if given is None else f"{option} {given}"
        hint = (
            "Write a time as 2026-03-04T05:06:07Z, or now; SOURCE_DATE_EPOCH is a number of seconds"
            " since 1970."
        )
        raise UsageError(f"{source} is not a time", hint) from None
    return datetime.now(UTC) if text else None


def serial(text: str | None) -> UUID | None:
    """The serial number for a document: `random`, a UUID, or None for none.

    Raises:
        UsageError: The text is not a UUID.
    """
    if text is None or text == "random":
        return uuid4() if text else None
    try:
        return UUID(text)
    except ValueError:
        raise UsageError(f"--serial {text} is not a UUID", "Give a UUID, or random.") from None


def author(text: str | None) -> Author | None:
    """The author of a document: `NAME` or `NAME <ADDRESS>`.

    Raises:
        UsageError: The name is missing.
    """
    if text is None:
        return None
    name, email = parseaddr(text) if "<" in text else (text, "")
    if not name.strip():
        raise UsageError("--author has no name", "Write it as `Acme GmbH <sbom@acme.example>`.")
    return Author(name.strip(), email)
