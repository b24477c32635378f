"""`provenance scan`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import notices, output
from provenance.messages import message

if TYPE_CHECKING:
    from provenance.scan import Scan

FORMATS = ("yaml", "json", "terminal")


@click.command("scan")
@click.argument(
    "paths",
    metavar="PATH...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True
)
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File; default: stdout.",
)
@click.option("--no-tests", is_flag=True, help="Leave out what only tests and fixtures name.")
@click.option(
    "--candidates",
    is_flag=True,
    help="List the strings that look like names in places of no known kind, not only their number.",
)
def command(
    paths: tuple[Path, ...], form: str, path: Path | None, no_tests: bool, candidates: bool
) -> None:
    """Find the models and datasets that code and configuration name, and write a manifest of them.

    Nothing is run and nothing is fetched. Places are named from where the manifest lies.

    \b
    provenance scan . -o models.yaml
    provenance audit -m models.yaml
    """
    from provenance.cli.progress import scanning_line
    from provenance.scan import scan, without_tests
    from provenance.scan.writing import to_json, to_yaml

    with scanning_line() as show:
        found = scan(paths, path.parent if path else Path.cwd(), show)
    if no_tests:
        found = without_tests(found)
    if form == "terminal":
        _show(found)
    else:
        payload = to_json(found) if form == "json" else to_yaml(found, candidates=candidates)
        if path:
            output.write_files({path: payload})
        else:
            output.write_stdout(payload)
    notices.notice(_summary(found))
    number = sum(reference.state == "candidate" for reference in found.references)
    if number and not candidates:
        notices.notice(message("scan.candidates-counted", count=number))


def _show(found: Scan) -> None:
    from provenance.cli import console
    from provenance.formats import printable

    rows = [
        (
            one.kind.value,
            one.name,
            one.revision or "",
            (one.pin if one.state == "hub" else one.state).value,
            str(one.place),
        )
        for one in found.references
    ]
    console.show_table(
        ("kind", "name", "revision", "held by", "place"),
        [tuple(map(printable, row)) for row in rows],
    )


def _summary(found: Scan) -> str:
    from provenance.scan.writing import uses
    from provenance.wording.facts import counted

    held = uses(found)
    kinds = Counter(use.kind.value for use in held)
    states = Counter(one.state.value for one in found.references)
    loose = sum(use.is_loose for use in held)
    several = sum(bool(use.others) for use in held)
    skipped = ", ".join(f"{number} {reason}" for reason, number in found.skipped) or "nothing"
    tokens = sum(one.token == "literal" for one in found.references)
    return (
        f"{counted(kinds['model'], 'model')} and {counted(kinds['dataset'], 'dataset')} in"
        f" {counted(found.files, 'file')}, {loose} not pinned to a commit"
        + (f", {several} at several revisions" if several else "")
        + "; uses apart:"
        f" {states['computed']} computed, {states['local']} paths, {states['elsewhere']} elsewhere;"
        f" skipped: {skipped}"
        + (f"; access tokens written in the source: {tokens}" if tokens else "")
    )
