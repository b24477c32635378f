"""Options that several commands share: what to read, and where."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from provenance.lineage import Lineage
    from provenance.policy import Policy


@dataclass(frozen=True, slots=True)
class Subjects:
    """What the user asked about and where it is to be read."""

    refs: tuple[str, ...]
    hub: str | None
    kind: str | None
    cache: Path | None
    offline: bool

    def trace(self) -> Lineage:
        """Fetch it and all it was made from, with a line of progress where stderr is a terminal."""
        import provenance
        from provenance.cli.progress import progress_line
        from provenance.hubs.http import offer_http2

        offer_http2()
        with progress_line() as show:
            return provenance.trace(
                *self.refs, hub=self.hub, kind=self.kind, cache=self.cache, offline=self.offline, progress=show
            )


def default_cache() -> Path:
    """PROVENANCE_CACHE, else the XDG cache folder (https://specifications.freedesktop.org/basedir-spec)."""
    told = os.environ.get("PROVENANCE_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(told) if told else Path(home) / "provenance"


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


def policy(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--config`, `--no-config` and `--today` as `policy` (None where there is none) and `today`."""

    @functools.wraps(command)
    def with_policy(config: Path | None, no_config: bool, today: datetime | None, **rest: Any) -> None:
        if config and no_config:
            raise click.UsageError("Give --config or --no-config.")
        day = today.date() if today else datetime.now(UTC).date()
        command(policy=None if no_config else _policy(config), today=day, **rest)

    added = (
        click.option(
            "--config",
            metavar="FILE",
            envvar="PROVENANCE_CONFIG",
            type=click.Path(dir_okay=False, path_type=Path),
            help="The policy. Default: provenance.toml, or [tool.provenance] in pyproject.toml, in this folder or up "
            "to the root of its repository.",
        ),
        click.option("--no-config", is_flag=True, help="Judge without a policy."),
        click.option(
            "--today",
            metavar="YYYY-MM-DD",
            type=click.DateTime(["%Y-%m-%d"]),
            help="The day by which waivers end; default: today in UTC.",
        ),
    )
    for option in reversed(added):
        with_policy = option(with_policy)
    return with_policy


def _policy(config: Path | None) -> Policy | None:
    from provenance.settings import find_policy, read_policy

    found = config or find_policy(Path.cwd())
    return read_policy(found) if found else None
