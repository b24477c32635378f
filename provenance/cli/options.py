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
    manifest: Path | None = None

    def trace(self) -> Lineage:
        """Fetch it and all it was made from, with a line of progress where stderr is a terminal."""
        import provenance
        from provenance.cli.progress import progress_line

        with progress_line() as show:
            return provenance.trace(
                *self.refs,
                manifest=self.manifest,
                hub=self.hub,
                kind=self.kind,
                cache=self.cache,
                offline=self.offline,
                progress=show,
            )


def default_cache() -> Path:
    """PROVENANCE_CACHE, else the XDG cache folder (https://specifications.freedesktop.org/basedir-spec)."""
    told = os.environ.get("PROVENANCE_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(told) if told else Path(home) / "provenance"


def seen_from_here(path: Path) -> Path:
    """The same path as a relative one where it lies below the working folder, which in CI is the repository."""
    here, full = Path.cwd(), Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow links)
    return full.relative_to(here) if full.is_relative_to(here) else path


def subjects(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command REF…, `-m`, `--hub`, `--kind`, `--offline` and `--no-cache` as one argument `subjects`."""

    @functools.wraps(command)
    def with_subjects(
        refs: tuple[str, ...],
        manifest: Path | None,
        hub: str | None,
        kind: str | None,
        offline: bool,
        no_cache: bool,
        **rest: Any,
    ) -> None:
        if not refs and manifest is None:
            raise click.UsageError("Name a model or dataset, or a manifest with -m FILE.")
        cache = None if no_cache else default_cache()
        command(subjects=Subjects(refs, hub, kind, cache, offline, manifest and seen_from_here(manifest)), **rest)

    added = (
        click.argument("refs", metavar="[REF...]", nargs=-1),
        click.option(
            "-m",
            "--manifest",
            type=click.Path(dir_okay=False, path_type=Path),
            help="A file that lists models and datasets; findings point at its lines.",
        ),
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
