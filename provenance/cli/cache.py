"""`provenance cache`."""

from __future__ import annotations

import click

from provenance.cli import options


@click.group("cache")
def command() -> None:
    """Manage the cache of fetched files (PROVENANCE_CACHE, otherwise the user's cache folder)."""


@command.command("info")
def info() -> None:
    """Show the location and size of the cache."""
    from provenance.hubs.store import Store

    store = Store(options.default_cache())
    usage = store.usage()
    click.echo(
        f"{store.folder}\n{usage.entries:,} entries, {usage.size:,} of at most {usage.limit:,}"
        " bytes"
    )


@command.command("clear")
def clear() -> None:
    """Delete the cache."""
    from provenance.hubs.store import Store

    click.echo(f"{Store(options.default_cache()).clear():,} bytes removed")
