"""Metadata of a bill of materials, written only on request: time, author, serial number,
version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Author:
    """The author of a document.

    Attributes:
        name: A person or an organisation.
        email: Contact address; may be empty.
    """

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Metadata of a document (SBOM author, timestamp and version of the 2026 Minimum Elements).
    Nothing here comes from a clock or a random generator.

    Attributes:
        timestamp: Time of creation, with time zone, or None.
        serial: Serial number or None.
        author: Author of the document; None if only the tool is named.
        version: Version of the document: 1 for the first, incremented for each correction.
    """

    timestamp: datetime | None = None
    serial: UUID | None = None
    author: Author | None = None
    version: int = 1


UNSTAMPED = Stamp()
