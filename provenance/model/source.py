"""The documents that this tool cites: what they are, whether they are in force, and how they were
read.

Much of what regulators and standards bodies ask is known only through others: a copy, a newspaper,
a law firm. A reader who quotes it must know which.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from provenance.messages import Message, message


class SourceStatus(StrEnum):
    """The kind of document, and so how binding it is."""

    LAW = "law"
    BINDING_NOTICE = "binding-notice"
    DECISION = "decision"
    RECOMMENDATION = "recommendation"
    OPINION = "opinion"
    GUIDANCE = "guidance"
    RESOLUTION = "resolution"
    VOLUNTARY_CODE = "voluntary-code"
    OFFICIAL_FORM = "official-form"
    STANDARD = "standard"
    DRAFT = "draft"
    PRESS_STATEMENT = "press-statement"
    TEMPLATE = "template"
    DOCUMENTATION = "documentation"
    RESEARCH = "research"


class Standing(StrEnum):
    """Whether the document is in force; `published` if that question does not arise."""

    IN_FORCE = "in-force"
    PUBLISHED = "published"
    LIFTED = "lifted"
    ANNULLED = "annulled"
    SUPERSEDED = "superseded"


class Seen(StrEnum):
    """How the document's wording is known."""

    WORDING = "wording"
    COPY = "copy"
    DESCRIBED = "described"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class SourceReading:
    """A page that was read for a source.

    Attributes:
        by: Who publishes the page: `publisher`, `newspaper`, `law-firm`, `repository`, ...
        url: Its address; empty if only the kind of page is known.
    """

    by: str
    url: str = ""

    @property
    def site(self) -> str:
        """The host of the page; empty if unknown."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    @property
    def words(self) -> Message:
        """Who publishes the page, with its host."""
        by = message(f"source.by.{self.by}")
        return message("source.page", by=by, site=self.site) if self.site else by


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """A cited document.

    Attributes:
        key: How data files refer to it, such as `KR-GENAI` or `g7`.
        name: Short name in English.
        name_ko: Short name in Korean.
        title: The official title in the document's own language.
        lang: That language (BCP 47).
        title_en: The title in English; a translation if there is no official one.
        publisher: The issuing body, in English.
        publisher_ko: The issuing body, in Korean.
        date: When it was issued or adopted, as far as known: `2025-08-06`, `2024-07`, `2019`.
        url: The issuing body's own address for it; empty if unknown.
        status: The kind of document.
        standing: Whether it is in force.
        since: In force since; empty if unknown.
        seen: How its wording is known.
        readings: The pages that were read for it.
        checked: When they were read, as an ISO date.
        note: What to know before citing it, in English.
        note_ko: The same in Korean.
        file: The data file that contains this entry.
    """

    key: str
    name: str
    name_ko: str
    title: str
    lang: str
    title_en: str
    publisher: str
    publisher_ko: str
    date: str
    url: str
    status: SourceStatus
    standing: Standing
    since: str
    seen: Seen
    readings: tuple[SourceReading, ...]
    checked: str
    note: str
    note_ko: str
    file: str

    @property
    def mark(self) -> Message:
        """How the document was read, in a few words for use next to a citation."""
        return mark_of(self.seen, self.readings)

    @property
    def reading(self) -> Message:
        """How, where and when the document was read, as a sentence without its full stop."""
        where = tuple(reading.words for reading in self.readings)
        return message(f"source.reading.{self.seen}", where=where, day=self.checked)

    @property
    def force(self) -> Message:
        """Kind and standing: `law, in force since 2026-01-22`."""
        kind = message(f"source.status.{self.status}")
        if self.since:
            return message(f"source.since.{self.standing}", kind=kind, day=self.since)
        return message(f"source.standing.{self.standing}", kind=kind)

    def age(self, today: datetime.date) -> int:
        """Days since the last check."""
        return (today - datetime.date.fromisoformat(self.checked)).days


def mark_of(seen: Seen, readings: tuple[SourceReading, ...] = ()) -> Message:
    """How a wording is known, in a few words."""
    if seen is Seen.DESCRIBED and readings:
        return message("source.described-by", by=message(f"source.by.{readings[0].by}"))
    return message(f"source.seen.{seen}")


def source_from(key: str, entry: Mapping[str, Any], file: str) -> CitedSource:
    """Build a source from its entry in a data file.

    Args:
        key: Its key in that file.
        entry: The entry (`$defs/source` of schemas/sources-1.schema.json); other members are
            ignored.
        file: Name of the data file, as shown to users.
    """
    readings = tuple(SourceReading(page["by"], page.get("url", "")) for page in entry["readings"])
    texts = (
        "name",
        "name_ko",
        "title",
        "lang",
        "title_en",
        "publisher",
        "publisher_ko",
        "date",
        "url",
        "since",
        "checked",
        "note",
        "note_ko",
    )
    return CitedSource(
        key=key,
        status=SourceStatus(entry["status"]),
        standing=Standing(entry["standing"]),
        seen=Seen(entry["seen"]),
        readings=readings,
        file=file,
        **{name: str(entry[name]) for name in texts},
    )
