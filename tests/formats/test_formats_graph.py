"""The lineage alone: every node and edge is there, and no label breaks out of its quotes."""

from __future__ import annotations

import json
import re

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
        nodes = re.findall(r'^    n\d+\["[^"<>]*(?:<br/>[^"<>]*)?"\]$', text, re.MULTILINE)
        edges = re.findall(r'^    n\d+ -->\|"[^"<>|]*"\| n\d+$', text, re.MULTILINE)
        assert (len(nodes), len(edges)) == (len(report.lineage.nodes), len(report.lineage.edges))
        assert text.count("\n") == 1 + len(nodes) + len(edges)
    elif form == "dot":
        quoted = r'"(?:[^"\\]|\\.)*"'
        nodes = re.findall(
            rf"^    n\d+ \[label={quoted}(?:, style=dashed)?\];$", text, re.MULTILINE
        )
        edges = re.findall(rf"^    n\d+ -> n\d+ \[label={quoted}\];$", text, re.MULTILINE)
        assert (len(nodes), len(edges)) == (len(report.lineage.nodes), len(report.lineage.edges))
        assert text.count("\n") == 3 + len(nodes) + len(edges)


def test_no_form_of_that_name() -> None:
    with pytest.raises(UsageError, match="no form"):
        draw(fine_tune(), "papyrus")
