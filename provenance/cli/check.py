"""`provenance check`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import notices, options, outputs
from provenance.conformance import FORMATS, render
from provenance.conformance.framework import (
    ALWAYS,
    DEFAULT_FRAMEWORKS,
    FRAMEWORKS,
    FrameworkElement,
    framework,
)
from provenance.conformance.reading import SIZE_LIMIT

if TYPE_CHECKING:
    from provenance.policy import Policy

ALL = "all"
ENDINGS = {".json": "json", ".html": "html", ".txt": "terminal"}
FAIL_ON = ("wrong", "missing", "never")


@click.command("check")
@click.argument(
    "path",
    metavar="FILE",
    required=False,
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
)
@click.option(
    "--standard",
    "standards",
    type=click.Choice((*FRAMEWORKS, ALL)),
    multiple=True,
    help="Framework to check against; repeatable. Default: g7 and cisa-2026.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="wrong",
    show_default=True,
    help="Exit with status 1 if an element is at least this bad.",
)
@click.option(
    "--against",
    metavar="REF",
    help="Compare the document with what the hub says about a model or dataset now.",
)
@options.hub
@options.policy
@click.option(
    "--list",
    "listed",
    type=click.Choice(FRAMEWORKS),
    help="Show what a framework asks for, and exit.",
)
@outputs.shown_as(FORMATS, ENDINGS)
def command(
    path: Path | None,
    standards: tuple[str, ...],
    fail_on: str,
    against: str | None,
    hub: Callable[..., options.SubjectOptions],
    listed: str | None,
    policy: Policy | None,
    today: date,
    page: outputs.ResultPage,
) -> None:
    """Check any AIBOM: what it states, what is wrong and what is missing, element by element.

    Reads CycloneDX 1.4 to 1.7 (JSON, XML), SPDX 2.2 and 2.3 (JSON) and SPDX 3.0 (JSON-LD); `-` is
    stdin. `-f mail` writes a message to the document's author.

    \b
    provenance check vendor.cdx.json
    provenance check vendor.cdx.xml --standard g7 --fail-on missing -o check.html
    provenance check vendor.cdx.json --against org/name
    provenance check --list g7
    """
    if listed:
        _list(listed, today)
        return
    if path is None:
        raise click.UsageError("Name the file of a bill of materials, or use --list.")
    from provenance.conformance.examination import examine

    lineage = None
    if against:
        lineage = options.accepted(hub(refs=(against,)).trace(), policy, today)
        notices.tell_unread([gap for gap in lineage.gaps if gap.waived])
    name = "stdin" if str(path) == "-" else str(path)
    frameworks = FRAMEWORKS if ALL in standards else standards or DEFAULT_FRAMEWORKS
    examination = examine(_read(path), name, frameworks, lineage, day=today.isoformat())
    page.show(partial(render, examination))
    click.get_current_context().exit(examination.exit_status(fail_on))


def _read(path: Path) -> bytes:
    """Reads at most one byte over the limit, so that a larger file is refused and not kept in
    memory."""
    from provenance.files.local import read_local

    if str(path) == "-":
        return sys.stdin.buffer.read(SIZE_LIMIT + 1)
    return read_local(
        path, SIZE_LIMIT, "Name a bill of materials; `provenance aibom REF -o FILE` writes one."
    )


def _list(name: str, today: date) -> None:
    from provenance.cli import console
    from provenance.conformance.labels import applies

    listed = framework(name)
    read = listed.source.reading.capitalize()
    source = (
        f"{listed.publisher}, {listed.date}; {listed.source.force}. {listed.url}\n\n"
        f"{read}. {listed.source.note}\n\n{listed.note}\n"
    )
    parts = [source]
    for when in listed.dates:
        parts.append(f"- {applies(when, today.isoformat())}\n")
    for key, title in listed.clusters.items():
        parts.append(f"\n## {title}\n")
        parts += [_element(element) for element in listed.elements if element.cluster == key]
    console.show_page(listed.title, name, f"{len(listed.elements)} elements.", "".join(parts))


def _element(element: FrameworkElement) -> str:
    """An element as Markdown: its source, what it needs, and the places in both formats."""
    condition = f", asked for {element.condition}" if element.condition != ALWAYS else ""
    reach = f"{element.locator}{condition}; of each {element.of}"
    lines = [f"\n**{element.id} {element.name}** ({reach})\n\n"]
    for field in element.fields:
        never = "it is asked that it does not state " if element.absent else ""
        lines.append(
            f"- {never}{field.what}{f' (since CycloneDX {field.since})' if field.since else ''}\n"
        )
        for standard, title in (("cyclonedx", "CycloneDX"), ("spdx", "SPDX")):
            places = ", ".join(f"`{path}`" for path in field.paths[standard]) or "no place"
            lines.append(f"    - {title}: {places}\n")
        lines.append(f"    - {field.note}\n" if field.note else "")
    return "".join(lines)
