"""What a bill of materials says of itself, and only where somebody asks for it: when it was made,
by whom, which number and version it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Author:
    """Who answers for a document.

    Attributes:
        name: A person or an organisation.
        email: An address to write to; may be empty.
    """

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The document's data about itself (SBOM author, timestamp and version of the 2026 Minimum
    Elements). None of it is drawn from a clock or at random here.

    Attributes:
        timestamp: Time of making, with its zone; None for none.
        serial: Serial number; None for none.
        author: Who answers for the document; None for nobody but the tool.
        version: Version of the document: 1 for the first, one more for each correction.
    """

    timestamp: datetime | None = None
    serial: UUID | None = None
    author: Author | None = None
    version: int = 1


UNSTAMPED = Stamp()
