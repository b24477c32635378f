"""The lineage alone: every node and edge is there, and no label breaks out of its quotes."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from format_reports import REPORTS, fine_tune

from provenance.errors import UsageError
from provenance.formats import GRAPHS
from provenance.formats.graph import draw


@pytest.mark.parametrize("form", GRAPHS)
@pytest.mark.parametrize("name", REPORTS)
def test_every_node_and_edge_is_drawn(name: str, form: str) -> None:
    report = REPORTS[name]()
    text = draw(report, form).decode("utf-8")
    assert not [char for char in text if not char.isprintable() and char != "\n"]
    if form == "json":
        lineage = json.loads(text)["lineage"]
        assert len(lineage["nodes"]) == len(report.lineage.nodes)
    elif form == "mermaid":
        node = r'^    n\d+\["[^"<>]*(?:<br/>[^"<>]*){0,2}"\](?::::(?:root|gated|unread))?$'
        nodes = re.findall(node, text, re.MULTILINE)
        edges = re.findall(r'^    n\d+ -\.?->\|"[^"<>|]*"\| n\d+$', text, re.MULTILINE)
        links = re.findall(r'^    click n\d+ href "https://[\w./%~@:+-]+"$', text, re.MULTILINE)
        assert (len(nodes), len(edges)) == (len(report.lineage.nodes), len(report.lineage.edges))
        assert text.count("\n") == 4 + len(nodes) + len(edges) + len(links)
    elif form == "dot":
        quoted = r'"(?:[^"\\]|\\.)*"'
        look = r"(?:, (?:penwidth=\d|style=\w+))*"
        link = r'(?:, URL="https://[\w./%~@:+-]+")?'
        node = rf"^    n\d+ \[label={quoted}{look}{link}\];$"
        nodes = re.findall(node, text, re.MULTILINE)
        edges = re.findall(rf"^    n\d+ -> n\d+ \[label={quoted}{look}\];$", text, re.MULTILINE)
        assert (len(nodes), len(edges)) == (len(report.lineage.nodes), len(report.lineage.edges))
        assert text.count("\n") == 5 + len(nodes) + len(edges)


def test_the_root_comes_first_and_what_is_not_plain_looks_so() -> None:
    report = fine_tune()
    artifacts = tuple(
        replace(artifact, gated=artifact.role == "base") for artifact in report.artifacts
    )
    edges = tuple(replace(edge, confidence="inferred") for edge in report.lineage.edges)
    lineage = replace(report.lineage, edges=edges)
    changed = replace(report, artifacts=artifacts, lineage=lineage)
    text = draw(changed, "mermaid").decode()
    first = next(line for line in text.splitlines() if line.startswith("    n0["))
    assert "support-gemma-7b" in first and first.endswith(":::root")
    assert '<br/>gated"]:::gated' in text
    assert "-.->" in text and "(inferred)" in text and " --> " not in text
    assert "style=dotted" in draw(changed, "dot").decode()


def test_no_form_of_that_name() -> None:
    with pytest.raises(UsageError, match="no form"):
        draw(fine_tune(), "papyrus")
