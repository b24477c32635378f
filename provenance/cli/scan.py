"""`provenance scan`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import notices, outputs
from provenance.messages import LANGUAGES, Message, in_language, message

if TYPE_CHECKING:
    from provenance.scan import Scan

FORMATS = ("yaml", "json", "terminal")
ENDINGS = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".txt": "terminal"}
_HEADER = ("kind", "name", "revision", "held by", "place")


@click.command("scan")
@click.argument(
    "paths",
    metavar="PATH...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@outputs.stdout_format(FORMATS)
@outputs.option(ENDINGS, "Write to a file instead of stdout.", multiple=False)
@click.option(
    "--no-tests", is_flag=True, help="Leave out models that only tests and fixtures name."
)
@click.option(
    "--candidates",
    is_flag=True,
    help="List strings in unrecognised places that look like names, instead of only counting them.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    help="Language of the comments in the manifest and of the summary.",
)
def command(
    paths: tuple[Path, ...],
    form: str,
    target: outputs.OutputTarget | None,
    no_tests: bool,
    candidates: bool,
    lang: str,
) -> None:
    """Find the models and datasets that code and configuration name, and write a manifest of them.

    Nothing is run or fetched. Paths are relative to the manifest.

    \b
    provenance scan . -o models.yaml
    provenance audit -m models.yaml
    """
    from provenance.cli.progress import scanning_line
    from provenance.scan import scan, without_tests

    path = target.path if target else None
    with scanning_line() as show:
        result = scan(paths, path.parent if path else Path.cwd(), show)
    if no_tests:
        result = without_tests(result)
    form = (target and target.form) or form
    outputs.hand_out([(path, _document(result, form, candidates=candidates, lang=lang))])
    for line in _summary(result):
        notices.notice(in_language(line, lang))
    number = sum(reference.state == "candidate" for reference in result.references)
    if number and not candidates:
        notices.notice(message("scan.candidates-counted", count=number).text(lang))
    if path and form == "yaml":
        notices.notice(message("scan.summary.next", path=str(path)).text(lang))


def _document(result: Scan, form: str, *, candidates: bool, lang: str) -> bytes:
    from provenance.scan.writing import to_json, to_yaml

    if form == "json":
        return to_json(result)
    if form == "yaml":
        return to_yaml(result, candidates=candidates, lang=lang)
    return _table(result)


def _table(result: Scan) -> bytes:
    from provenance.cli import console
    from provenance.formats import printable

    rows = []
    for reference in result.references:
        pin = reference.pin if reference.state == "hub" else reference.state
        row = (
            reference.kind.value,
            reference.name,
            reference.revision or "",
            pin.value,
            str(reference.place),
        )
        rows.append(tuple(map(printable, row)))
    return console.table(_HEADER, rows)


def _summary(result: Scan) -> Iterator[Message]:
    """The numbers of the result, and what needs attention."""
    from provenance.scan.writing import uses

    entries = uses(result)
    kinds = Counter(use.kind.value for use in entries)
    states = Counter(reference.state.value for reference in result.references)
    skipped = ", ".join(f"{number} {reason}" for reason, number in result.skipped)
    yield message(
        "scan.summary",
        models=message("scan.summary.models", count=kinds["model"]),
        datasets=message("scan.summary.datasets", count=kinds["dataset"]),
        files=message("scan.summary.files", count=result.files),
        loose=sum(use.is_loose for use in entries),
        computed=states["computed"],
        local=states["local"],
        elsewhere=states["elsewhere"],
        skipped=skipped or message("scan.summary.nothing-skipped"),
    )
    several = sum(bool(use.others) for use in entries)
    if several:
        yield message("scan.summary.several", count=several)
    tokens = sum(reference.token == "literal" for reference in result.references)
    if tokens:
        yield message("scan.summary.tokens", count=tokens)
