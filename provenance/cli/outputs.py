"""`-o`, with the same meaning in every command: a file or `-` for stdout, and its format.

The format is the part before `=`, else that of the file ending, else that of `-f`.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from provenance.cli import notices, output
from provenance.errors import UsageError
from provenance.messages import LANGUAGES, message

STDOUT = "-"
# `FORMAT=FILE`. Write a file whose own name begins like this as ./NAME.
_WITH_FORMAT = re.compile(r"(?P<form>[A-Za-z][\w-]*)=(?P<place>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class OutputTarget:
    """The target of a document.

    Attributes:
        form: Its format; empty if neither the user nor the file ending states one.
        path: Its file; None for stdout.
        is_explicit: Whether the user named the format.
    """

    form: str
    path: Path | None
    is_explicit: bool = False


class OutputTargets(click.ParamType[OutputTarget]):
    """The type of `-o`."""

    name = "FILE"

    def __init__(self, endings: Mapping[str, str], default: str = "") -> None:
        """
        Args:
            endings: Format by file ending, such as `{".json": "json"}`. Longer endings take
                precedence.
            default: The format of `-`; empty for that of `-f`.
        """
        self.endings = endings
        self.default = default
        self.formats = tuple(dict.fromkeys(endings.values()))

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> OutputTarget:
        """Read `FILE`, `FORMAT=FILE`, `-` or `FORMAT=-`; refuse folders and unknown formats."""
        if isinstance(value, OutputTarget):  # a default
            return value
        text = str(value)
        form, place = "", text
        with_format = _WITH_FORMAT.fullmatch(text) if self.formats else None
        if with_format:
            form, place = with_format["form"], with_format["place"]
            self._check(form, text)
        elif text in self.formats:
            raise UsageError(
                message("output.no-file", form=text),
                message("output.no-file.next", form=text),
            )
        if place == STDOUT:
            return OutputTarget(form or self.default, None, is_explicit=bool(form))
        path = file_named(place, f"report{next(iter(self.endings), '')}")
        return OutputTarget(form or self._by_suffix(place), path, is_explicit=bool(form))

    def _check(self, form: str, text: str) -> None:
        if form in self.formats:
            return
        from provenance.files.schema_errors import suggestion

        known = message("output.formats", formats=self.formats)
        raise UsageError(
            message("output.unknown-format", form=form, text=text),
            suggestion(form, self.formats, known),
        )

    def _by_suffix(self, place: str) -> str:
        name = place.lower()
        for suffix, form in self.endings.items():
            if name.endswith(suffix):
                return form
        return ""


def file_named(place: str, example: str) -> Path:
    """The path of a file to write.

    Args:
        place: The text that the user typed.
        example: A file name to suggest if a folder was given.

    Raises:
        UsageError: It is empty or names a folder.
    """
    if not place:
        raise UsageError(message("output.empty"), message("output.empty.next"))
    path = Path(place)
    if path.is_dir() or place.endswith(("/", os.sep)):
        raise UsageError(
            message("output.folder", path=place),
            message("output.folder.next", path=place.rstrip("/" + os.sep), example=example),
        )
    return path


def option(
    endings: Mapping[str, str], text: str, *, multiple: bool = True
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`-o` as `targets`, or as `target` for a command that writes one document.

    Args:
        endings: See `OutputTargets`.
        text: Its help text.
        multiple: Whether it is repeatable.
    """
    name = "targets" if multiple else "target"
    kind = OutputTargets(endings)
    metavar = "[FORMAT=]FILE" if kind.formats else "FILE"
    return click.option(
        "-o", "--output", name, type=kind, multiple=multiple, metavar=metavar, help=text
    )


def forms_of(
    targets: Sequence[OutputTarget], default: str, formats: Sequence[str] = ()
) -> list[tuple[str, Path | None]]:
    """Format and place of each document.

    Args:
        targets: The targets of `-o`.
        formats: The command's formats, to suggest if one is missing.
        default: The format of targets without one; empty if it is required.

    Raises:
        UsageError: A format is missing, or two documents have the same place.
    """
    places: list[Path | None] = []
    documents = []
    for target in targets:
        form = target.form or default
        if not form:
            raise UsageError(
                message("output.no-format", path=str(target.path or STDOUT)),
                message("output.no-format.next", path=str(target.path or STDOUT), formats=formats),
            )
        if target.path in places:
            raise UsageError(
                message("output.twice", path=str(target.path or STDOUT)),
                message("output.twice.next"),
            )
        places.append(target.path)
        documents.append((form, target.path))
    return documents


def hand_out(documents: Sequence[tuple[Path | None, bytes]]) -> None:
    """Write documents, all files completely or none, and list the written files on stderr.

    Args:
        documents: Place and content; None means stdout.

    Raises:
        UsageError: A file cannot be written; none was changed.
    """
    files = {path: payload for path, payload in documents if path is not None}
    output.write_files(files)
    for path, payload in documents:
        if path is None:
            output.write_stdout(payload)
    if files:
        notices.notice(message("output.written", files=tuple(map(str, files))))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """How a command shows its result: a page on stdout, and further documents.

    Attributes:
        form: Format on stdout.
        documents: Format and place of each `-o` target.
        lang: Language of the report.
        verbose: Number of `-v` options.
        quiet: Whether stdout receives only what `-o` sends there.
    """

    form: str
    documents: list[tuple[str, Path | None]]
    lang: str
    verbose: int
    quiet: bool

    def show(self, render: Callable[..., bytes], *, with_page: bool = True) -> None:
        """Write the documents, then the page.

        Args:
            render: Returns the bytes for a format; takes `width`, `verbose`, `lang` and `colour`.
            with_page: Whether there is a page to show.
        """
        in_form = functools.partial(
            render, width=output.terminal_width(), verbose=self.verbose, lang=self.lang
        )
        hand_out([(path, in_form(form)) for form, path in self.documents])
        stdout_is_taken = any(path is None for _, path in self.documents)
        if with_page and not self.quiet and not stdout_is_taken:
            output.write_stdout(in_form(self.form, colour=output.wants_colour()))


def shown_as(
    formats: tuple[str, ...], endings: Mapping[str, str]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command `-f`, `-o`, `--lang`, `-v` and `-q` as one argument `page`.

    Args:
        formats: The command's formats; the terminal page is the default.
        endings: Format by file ending; other formats need `FORMAT=FILE`.
    """
    every = {**endings, **{f".{form}": form for form in formats if form not in endings.values()}}

    def with_page(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def wrapped(
            form: str,
            targets: tuple[OutputTarget, ...],
            lang: str,
            verbose: int,
            quiet: bool,
            **rest: Any,
        ) -> None:
            # A file without an ending becomes a terminal page only if the format is given.
            default = "" if form == formats[0] else form
            on_stdout = OutputTarget(form, None)
            places = [
                on_stdout if target == OutputTarget("", None) else target for target in targets
            ]
            page = ResultPage(
                form=form,
                documents=forms_of(places, default, formats),
                lang=lang,
                verbose=verbose,
                quiet=quiet,
            )
            command(page=page, **rest)

        decorated: Callable[..., None] = wrapped
        for added in reversed(
            (
                stdout_format(formats),
                option(every, "Also write this file; `-` is stdout and replaces the page."),
                click.option(
                    "--lang",
                    type=click.Choice(LANGUAGES),
                    default="en",
                    help="Language of the terminal output and of HTML; quotes are not translated.",
                ),
                click.option(
                    "-v", "--verbose", count=True, help="Show every question and every check."
                ),
                click.option("-q", "--quiet", is_flag=True, help="Print nothing on stdout."),
            )
        ):
            decorated = added(decorated)
        return decorated

    return with_page


def stdout_format(
    formats: Sequence[str], default: str | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`-f` as `form`.

    Args:
        formats: The choices.
        default: The default choice; the first one if not given.
    """
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(formats),
        default=default or formats[0],
        show_default=True,
        help="Format on stdout.",
    )
