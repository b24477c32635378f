"""A report's lineage alone: a tree for the terminal, a Mermaid flowchart, a Graphviz digraph, or
JSON."""

from __future__ import annotations

import re

from provenance.errors import UsageError
from provenance.formats import GRAPHS
from provenance.model.artifact import ArtifactId
from provenance.model.finding import shorten
from provenance.report import Report, ReportEdge
from provenance.text.printable import json_bytes, printable
from provenance.wording.digest import Digest
from provenance.wording.names import relation_name

_LONGEST = 120
# Everything that Mermaid or Markdown could take for markup: a label is a stranger's text.
_MERMAID_UNSAFE = re.compile(r"[^\w\s./@:+,()·-]")


def draw(report: Report, form: str, *, width: int = 80, colour: bool = False) -> bytes:
    """Show what the inputs were made from; each node with its licence and whether it could be read.

    Args:
        report: What to show.
        form: One of `GRAPHS` (https://mermaid.js.org/syntax/flowchart.html,
            https://graphviz.org/doc/info/lang.html).
        width: Columns of the terminal, for `tree`.
        colour: Whether to write ANSI colours, for `tree`.

    Raises:
        UsageError: There is no such form.
    """
    if form == "tree":
        from provenance.formats.terminal import render_tree

        return render_tree(report, width=width, colour=colour)
    if form == "json":
        from provenance.formats.json import document

        whole = document(report)
        return json_bytes(
            {key: whole[key] for key in ("schema", "tool", "inputs", "lineage", "gaps")}
        )
    if form not in GRAPHS:
        raise UsageError(f"there is no form {form!r}", f"Use one of {', '.join(GRAPHS)}.")
    digest = Digest(report)
    numbers = {node.purl: f"n{number}" for number, node in enumerate(report.lineage.nodes)}
    lines = _mermaid(digest, numbers) if form == "mermaid" else _dot(digest, numbers)
    return ("\n".join(lines) + "\n").encode()


def _label(digest: Digest, purl: ArtifactId) -> tuple[str, str]:
    """Name, and below it the licence or why the artefact was not read."""
    state = digest.states.get(purl, "read")
    licence = digest.licences[purl].name if purl in digest.licences else ""
    return _plain(digest.name(purl)), _plain(licence if state == "read" else f"not read: {state}")


def _relation(edge: ReportEdge) -> str:
    return _plain(relation_name(edge.relation))


def _plain(text: str) -> str:
    """A stranger's text as one line of a label."""
    return printable(shorten(text, _LONGEST))


def _mermaid(digest: Digest, numbers: dict[ArtifactId, str]) -> list[str]:
    def safe(text: str) -> str:
        return _MERMAID_UNSAFE.sub(lambda found: f"#{ord(found[0])};", text)

    lines = ["flowchart TD"]
    for purl, number in numbers.items():
        label = "<br/>".join(safe(part) for part in _label(digest, purl))
        lines.append(f'    {number}["{label}"]')
    for edge in digest.report.lineage.edges:
        relation = safe(_relation(edge))
        lines.append(f'    {numbers[edge.child]} -->|"{relation}"| {numbers[edge.parent]}')
    return lines


def _dot(digest: Digest, numbers: dict[ArtifactId, str]) -> list[str]:
    def safe(text: str) -> str:
        return text.replace("\\", "\\\\").replace('"', '\\"')

    lines = ["digraph lineage {", '    node [shape=box, fontname="sans-serif"];']
    for purl, number in numbers.items():
        label = "\\n".join(safe(part) for part in _label(digest, purl))
        style = "" if digest.states.get(purl, "read") == "read" else ", style=dashed"
        lines.append(f'    {number} [label="{label}"{style}];')
    for edge in digest.report.lineage.edges:
        relation = safe(_relation(edge))
        lines.append(f'    {numbers[edge.child]} -> {numbers[edge.parent]} [label="{relation}"];')
    return [*lines, "}"]
