"""Draw a report's lineage: a tree for the terminal, a Mermaid flowchart, a Graphviz digraph, or
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
# Characters that Mermaid or Markdown could interpret: labels are untrusted text.
_MERMAID_UNSAFE = re.compile(r"[^\w\s./@:+,()·-]")

_ROOT, _GATED, _UNREAD = "root", "gated", "unread"
_STATED = "stated"
# Node styles, without colours that would vanish on a dark page.
_LOOKS = {
    _ROOT: "stroke-width:3px",
    _GATED: "stroke-width:2px,stroke-dasharray:2 2",
    _UNREAD: "stroke-dasharray:6 4",
}
_DOT_LOOKS = {
    _ROOT: "penwidth=3",
    _GATED: "style=dotted, penwidth=2",
    _UNREAD: "style=dashed",
}
# An address without characters that either language interprets.
_ADDRESS = re.compile(r"https://[\w./%~@:+-]{1,500}")


def draw(report: Report, form: str, *, width: int = 80, colour: bool = False) -> bytes:
    """Draw the lineage of the inputs; each node with its licence and whether it was read.

    Args:
        report: The report.
        form: One of `GRAPHS` (https://mermaid.js.org/syntax/flowchart.html,
            https://graphviz.org/doc/info/lang.html).
        width: Terminal width in columns, for `tree`.
        colour: Whether to write ANSI colours, for `tree`.

    Raises:
        UsageError: The form is unknown.
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
    numbers = {purl: f"n{number}" for number, purl in enumerate(_root_first(digest))}
    lines = _mermaid(digest, numbers) if form == "mermaid" else _dot(digest, numbers)
    return ("\n".join(lines) + "\n").encode()


def _root_first(digest: Digest) -> list[ArtifactId]:
    """All artefacts: the inputs, then their ancestors, nearest first."""
    nodes = dict.fromkeys(node.purl for node in digest.report.lineage.nodes)
    ordered = [purl for purl in digest.subjects if purl in nodes]
    seen = set(ordered)
    for child in ordered:
        for edge in digest.parents[child]:
            if edge.parent in nodes and edge.parent not in seen:
                seen.add(edge.parent)
                ordered.append(edge.parent)
    return list(dict.fromkeys((*ordered, *nodes)))


def _label(digest: Digest, purl: ArtifactId) -> tuple[str, ...]:
    """Name and commit, then the licence or why the artefact was not read, and whether it is
    gated."""
    state = digest.states.get(purl, "read")
    if state != "read":
        return _plain(digest.name(purl)), _plain(f"not read: {state}")
    licence = digest.licences[purl].name if purl in digest.licences else ""
    lines = [_plain(digest.pinned(purl)), _plain(licence)]
    if _style(digest, purl) == _GATED:
        lines.append(_GATED)
    return tuple(line for line in lines if line)


def _style(digest: Digest, purl: ArtifactId) -> str:
    """The style of a node: root, unread, gated, or plain (empty)."""
    if digest.states.get(purl, "read") != "read":
        return _UNREAD
    artifact = digest.artifacts.get(purl)
    if artifact is not None and artifact.gated:
        return _GATED
    return _ROOT if purl in digest.subjects else ""


def _link(digest: Digest, purl: ArtifactId) -> str:
    """The page of an artefact; empty if it has none that is safe in a graph."""
    artifact = digest.artifacts.get(purl)
    address = artifact.url if artifact else ""
    return address if _ADDRESS.fullmatch(address) else ""


def _relation(edge: ReportEdge) -> str:
    relation = _plain(relation_name(edge.relation))
    return relation if edge.confidence == _STATED else f"{relation} ({_plain(edge.confidence)})"


def _plain(text: str) -> str:
    """Untrusted text as one line of a label."""
    return printable(shorten(text, _LONGEST))


def _mermaid(digest: Digest, numbers: dict[ArtifactId, str]) -> list[str]:
    lines = ["flowchart LR"]
    for name, look in _LOOKS.items():
        lines.append(f"    classDef {name} {look}")
    for purl, number in numbers.items():
        label = "<br/>".join(_mermaid_text(part) for part in _label(digest, purl))
        style = _style(digest, purl)
        styled = f":::{style}" if style else ""
        lines.append(f'    {number}["{label}"]{styled}')
    for edge in digest.report.lineage.edges:
        relation = _mermaid_text(_relation(edge))
        arrow = "-->" if edge.confidence == _STATED else "-.->"
        child, parent = numbers[edge.child], numbers[edge.parent]
        lines.append(f'    {child} {arrow}|"{relation}"| {parent}')
    for purl, number in numbers.items():
        link = _link(digest, purl)
        if link:
            lines.append(f'    click {number} href "{link}"')
    return lines


def _mermaid_text(text: str) -> str:
    return _MERMAID_UNSAFE.sub(lambda character: f"#{ord(character[0])};", text)


def _dot(digest: Digest, numbers: dict[ArtifactId, str]) -> list[str]:
    lines = [
        "digraph lineage {",
        "    rankdir=LR;",
        '    node [shape=box, fontname="sans-serif"];',
        '    edge [fontname="sans-serif", fontsize=10];',
    ]
    for purl, number in numbers.items():
        label = "\\n".join(_dot_text(part) for part in _label(digest, purl))
        attributes = [f'label="{label}"']
        if style := _style(digest, purl):
            attributes.append(_DOT_LOOKS[style])
        if link := _link(digest, purl):
            attributes.append(f'URL="{link}"')
        lines.append(f"    {number} [{', '.join(attributes)}];")
    for edge in digest.report.lineage.edges:
        look = "" if edge.confidence == _STATED else ", style=dashed"
        relation = _dot_text(_relation(edge))
        ends = numbers[edge.child], numbers[edge.parent]
        lines.append(f'    {ends[0]} -> {ends[1]} [label="{relation}"{look}];')
    return [*lines, "}"]


def _dot_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
