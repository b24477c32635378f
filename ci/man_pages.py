"""Writes the manual page of every command from its help (man-pages(7)): `make man`, then `man -l
FILE`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from provenance._version import __version__
from provenance.cli.root import cli

_VERBATIM = "\b\n"


def write_pages(folder: Path) -> list[Path]:
    """Write a page for each command and subcommand; the same commands give the same bytes.

    Args:
        folder: Where to put them; made where it is not there.

    Returns:
        The files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    waiting = [click.Context(cli, info_name="provenance", **cli.context_settings)]
    for context in waiting:
        path = folder / f"{context.command_path.replace(' ', '-')}.1"
        path.write_text("\n".join(_page(context)) + "\n", "utf-8")
        written.append(path)
        waiting += [click.Context(below, context, name) for name, below in _below(context)]
    return written


def _below(context: click.Context) -> list[tuple[str, click.Command]]:
    group = context.command
    names = group.list_commands(context) if isinstance(group, click.Group) else []
    commands = [
        (name, group.get_command(context, name)) for name in names if isinstance(group, click.Group)
    ]
    return [(name, command) for name, command in commands if command]


def _page(context: click.Context) -> Iterator[str]:
    command, name = context.command, context.command_path
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    yield (
        f'.TH "{_roff(name.replace(" ", "-").upper())}" 1 "" "provenance {__version__}" "User'
        ' Commands"'
    )
    yield from (
        ".SH NAME",
        f"{_roff(name.replace(' ', '-'))} \\- {_roff(paragraphs[0].rstrip('.'))}",
    )
    yield from (
        ".SH SYNOPSIS",
        f".B {_roff(name)}",
        _roff(" ".join(command.collect_usage_pieces(context))),
    )
    yield ".SH DESCRIPTION"
    for number, paragraph in enumerate(paragraphs):
        yield from [".PP"] * (number > 0)  # the heading begins the first one
        if paragraph.startswith(_VERBATIM):
            yield from (".nf", *map(_roff, paragraph.removeprefix(_VERBATIM).splitlines()), ".fi")
        else:
            yield _roff(paragraph.replace("\n", " "))
    options = (param for param in command.get_params(context) if isinstance(param, click.Option))
    yield ".SH OPTIONS"
    for record in filter(None, (option.get_help_record(context) for option in options)):
        yield from (".TP", f"\\fB{_roff(record[0])}\\fR", _roff(record[1]))
    if below := _below(context):
        yield ".SH COMMANDS"
    for word, commands in below:
        yield from (
            ".TP",
            f"\\fB{_roff(f'{name} {word}')}\\fR",
            _roff(commands.get_short_help_str(200)),
        )


def _roff(text: str) -> str:
    """Text that means nothing to groff: no escape, no request at its beginning; hyphens that can be
    copied."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
