"""The documents that this tool cites: what each is, whether it still holds, and how it was read.

Most of what regulators and standards bodies ask is known here from somebody: from the document
itself, from a copy, or from a newspaper. A reader who quotes it must know which.
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
    """What kind of document it is, and so how far it binds anybody."""

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
    """Whether it still holds; `published` where the question of force does not arise."""

    IN_FORCE = "in-force"
    PUBLISHED = "published"
    LIFTED = "lifted"
    ANNULLED = "annulled"
    SUPERSEDED = "superseded"


class Seen(StrEnum):
    """How its own wording is known here."""

    WORDING = "wording"
    COPY = "copy"
    DESCRIBED = "described"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class SourceReading:
    """A page that was read for a source.

    Attributes:
        by: Who keeps that page: `publisher`, `newspaper`, `law-firm`, `repository`, ...
        url: Where it is; empty where only the kind of page is known.
    """

    by: str
    url: str = ""

    @property
    def site(self) -> str:
        """The host of the page; empty where none is known."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    @property
    def words(self) -> Message:
        """Who keeps it, with the host."""
        by = message(f"source.by.{self.by}")
        return message("source.page", by=by, site=self.site) if self.site else by


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """A document that is cited.

    Attributes:
        key: How data files refer to it, such as `KR-GENAI` or `g7`.
        name: A few words in English.
        name_ko: The same in Korean.
        title: The official title in the document's own language.
        lang: That language (BCP 47).
        title_en: The title in English; the official one where there is one, else a translation.
        publisher: The issuing body, in English.
        publisher_ko: The same in Korean.
        date: When it was issued or adopted, as far as known: `2025-08-06`, `2024-07`, `2019`.
        url: The issuing body's own address for it; empty where none is known here.
        status: What kind of document it is.
        standing: Whether it still holds.
        since: Since when; empty where that is not known.
        seen: How its wording is known.
        readings: What was read for it.
        checked: The day on which that was read, as an ISO date.
        note: What to know before citing it, in English.
        note_ko: The same in Korean.
        file: The data file that holds this entry.
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
        """How it was read, in few words to stand beside a citation."""
        return mark_of(self.seen, self.readings)

    @property
    def reading(self) -> Message:
        """How it was read, where and when, as a sentence without its full stop."""
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
        """Days since it was last checked."""
        return (today - datetime.date.fromisoformat(self.checked)).days


def mark_of(seen: Seen, readings: tuple[SourceReading, ...] = ()) -> Message:
    """How a wording is known, in few words."""
    if seen is Seen.DESCRIBED and readings:
        return message("source.described-by", by=message(f"source.by.{readings[0].by}"))
    return message(f"source.seen.{seen}")


def source_from(key: str, entry: Mapping[str, Any], file: str) -> CitedSource:
    """A source from its entry in a data file.

    Args:
        key: Its key in that file.
        entry: The entry (`$defs/source` of schemas/sources-1.schema.json); other members are left
            alone.
        file: Name of the data file, as it is shown to users.
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
