"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def subjects(command: F) -> F:
    """REF…, `--hub` and `--kind`: what to read and where."""
    command = click.argument("refs", metavar="REF...", nargs=-1, required=True)(command)
    command = click.option(
        "--hub",
        envvar="PROVENANCE_HUB",
        metavar="URL|FOLDER",
        help="A hub that speaks the Hugging Face wire format, or a folder in its layout. Default: HF_ENDPOINT, "
        "else huggingface.co.",
    )(command)
    return click.option(
        "--kind", type=click.Choice(["model", "dataset"]), help="What a folder is, where its files do not tell."
    )(command)
