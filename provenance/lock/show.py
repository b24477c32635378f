"""Show changes in a terminal, as Markdown, or as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from provenance.errors import UsageError
from provenance.formats.markdown import prose
from provenance.model.change import Change
from provenance.text.columns import Page, styled
from provenance.text.printable import json_bytes

FORMS = ("terminal", "json", "markdown")
SCHEMA = "provenance/diff-1"


def show_changes(
    changes: Sequence[Change], form: str, *, width: int = 80, colour: bool = False
) -> bytes:
    """Write changes.

    Args:
        changes: The changes, in display order.
        form: One of `FORMS`; `json` follows `schemas/diff-1`.
        width: Width of the terminal in columns.
        colour: Whether to write ANSI colours.

    Raises:
        UsageError: The form is unknown.
    """
    if form == "json":
        rows = [
            {
                "kind": change.kind,
                "severity": change.severity.value,
                "artifact": change.artifact,
                "text": change.text,
                "details": list(change.details),
            }
            for change in changes
        ]
        return json_bytes({"schema": SCHEMA, "changes": rows})
    if form == "markdown":
        return _markdown(changes)
    if form != "terminal":
        raise UsageError(f"there is no form {form!r}", f"Use one of {', '.join(FORMS)}.")
    return _terminal(changes, Page(width, colour))


def _terminal(changes: Sequence[Change], page: Page) -> bytes:
    styles = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan"}
    for change in changes:
        lead = Text(f"{change.severity.value:8}", styles.get(change.severity.value, "dim"))
        page.row(styled(change.text), lead=lead, indent=10)
        for line in change.details:
            page.row(styled(line), indent=10)
    if not changes:
        page.row(Text("nothing has changed"))
    return page.payload()


def _markdown(changes: Sequence[Change]) -> bytes:
    if not changes:
        return b"Nothing has changed.\n"
    lines = ["| severity | artefact | what has changed |", "|---|---|---|"]
    for change in changes:
        sentences = "<br>".join(prose(text) for text in (change.text, *change.details))
        lines.append(f"| {change.severity.value} | {prose(change.artifact.name)} | {sentences} |")
    return ("\n".join(lines) + "\n").encode()
