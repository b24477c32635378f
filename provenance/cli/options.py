"""Options that several commands share: what to read, and where."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from provenance.lineage import Lineage


@dataclass(frozen=True, slots=True)
class Subjects:
    """What the user asked about and where it is to be read."""

    refs: tuple[str, ...]
    hub: str | None
    kind: str | None
    cache: Path | None
    offline: bool

    def trace(self, viewer: bool = False) -> Lineage:
        """Fetch it and all it was made from, with a line of progress where stderr is a terminal.

        Args:
            viewer: Whether to ask the dataset viewer as well.
        """
        import provenance
        from provenance.cli.progress import progress_line

        with progress_line() as show:
            return provenance.trace(
                *self.refs,
                hub=self.hub,
                kind=self.kind,
                cache=self.cache,
                offline=self.offline,
                viewer=viewer,
                progress=show,
            )


def default_cache() -> Path:
    """PROVENANCE_CACHE, else the XDG cache folder (https://specifications.freedesktop.org/basedir-spec)."""
    told = os.environ.get("PROVENANCE_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(told) if told else Path(home) / "provenance"


def profiles(what: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`--profile NAME`, several at once, as `profiles`; an unknown name is told before anything is fetched.

    Args:
        what: What the command does with them, for its help.
    """
    return click.option("--profile", "profiles", metavar="NAME[,NAME...]", multiple=True, callback=_known, help=what)


def _known(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for part in value for name in part.split(",") if name.strip()))
    if names:
        from provenance.privacy import select

        select(names)
    return names


def subjects(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command REF…, `--hub`, `--kind`, `--offline` and `--no-cache` as one argument `subjects`."""

    @functools.wraps(command)
    def with_subjects(
        refs: tuple[str, ...], hub: str | None, kind: str | None, offline: bool, no_cache: bool, **rest: Any
    ) -> None:
        cache = None if no_cache else default_cache()
        command(subjects=Subjects(refs, hub, kind, cache, offline), **rest)

    added = (
        click.argument("refs", metavar="REF...", nargs=-1, required=True),
        click.option(
            "--hub",
            envvar="PROVENANCE_HUB",
            metavar="URL|FOLDER|sample",
            help="A hub that speaks the Hugging Face wire format, a folder in its layout, or the sample hub. "
            "Default: HF_ENDPOINT, else huggingface.co.",
        ),
        click.option(
            "--kind", type=click.Choice(["model", "dataset"]), help="What a folder is, where its files do not tell."
        ),
        click.option("--offline", is_flag=True, help="Read only what was fetched before."),
        click.option("--no-cache", is_flag=True, help="Keep nothing on disk, and use nothing kept there."),
    )
    for option in reversed(added):
        with_subjects = option(with_subjects)
    return with_subjects
