"""`provenance privacy --sources`: the cited documents, whether they are in force, and how they were
read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import click

from provenance.errors import UsageError
from provenance.model.source import CitedSource, Seen

# Law and guidance change slowly; a check older than a year should be repeated.
DAYS = 365
_WORDS = {
    Seen.WORDING: "wording read",
    Seen.COPY: "read in a copy",
    Seen.DESCRIBED: "only described by others",
    Seen.UNREAD: "not read",
}


def cited_sources() -> tuple[CitedSource, ...]:
    """Every document that questions and frameworks cite, in file order."""
    from provenance.conformance.framework import sources as frameworks
    from provenance.privacy import sources as questions

    return (*questions(), *frameworks())


def show_sources(key: str | None, older_than: int | None, today: date, form: str) -> None:
    """Print the cited documents.

    Args:
        key: A single document, with all details; None for the list.
        older_than: Only documents last checked more than this many days ago; None for all.
        today: The reference date.
        form: `terminal` or `json`.

    Raises:
        UsageError: No document has that key.
    """
    chosen = [
        source for source in cited_sources() if key is None or source.key.lower() == key.lower()
    ]
    if not chosen:
        raise UsageError(f"no source is called {key!r}", "`provenance privacy --sources` has all.")
    if older_than is not None:
        chosen = [source for source in chosen if source.age(today) > older_than]
    if form == "json":
        entries = [_entry(source, today) for source in chosen]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
    elif key is not None and chosen:
        _page(chosen[0])
    else:
        _table(chosen, older_than, today)


def _entry(source: CitedSource, today: date) -> dict[str, object]:
    return asdict(source) | {"reading": source.reading, "days": source.age(today)}


def _table(chosen: Sequence[CitedSource], older_than: int | None, today: date) -> None:
    from provenance.cli import console

    limit = DAYS if older_than is None else older_than
    if not chosen:
        click.echo(f"Every source was checked in the {limit} days before {today}.")
        return
    header = ("source", "document", "issued", "kind and standing", "how it was read", "checked")
    rows = [
        (source.key, source.name, source.date, source.force, source.mark, source.checked)
        for source in chosen
    ]
    console.show_table(header, rows)
    counts = Counter(source.seen for source in chosen)
    known = ", ".join(f"{counts[seen]} {words}" for seen, words in _WORDS.items() if counts[seen])
    late = sum(source.age(today) > limit for source in chosen)
    click.echo(f"\n{len(chosen)} sources: {known}.")
    click.echo(f"{late} of them were checked more than {limit} days before {today}.")


def _page(source: CitedSource) -> None:
    from provenance.cli import console

    english = f"{source.title_en}\n\n" if source.title_en != source.title else ""
    address = source.url or "its own address is not known here"
    read = "".join(f"- {reading.words} {reading.url}\n" for reading in source.readings)
    pages = f"## Pages that were read on {source.checked}\n{read}\n" if read else ""
    page = (
        f"{english}{source.publisher}, {source.date or 'undated'}\n\n{address}\n\n"
        f"{source.reading.capitalize()}.\n\n{source.note}\n\n{pages}Entry: {source.file}\n"
    )
    console.show_page(source.key, source.force, source.title, page)
