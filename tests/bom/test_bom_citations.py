"""Every statement can be followed to the line it was read from."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import bom_lineages as lineages
from bom_lineages import SUBJECT, lineage, subject

from provenance.bom import encode
from provenance.bom.stamp import Stamp
from provenance.facts.stated import APPEND, Fact, place
from provenance.hubs import read_id
from provenance.lineage.graph import Lineage


def written(made: Lineage, **options: Any) -> dict[str, Any]:
    bom = json.loads(encode(made, **options))
    assert isinstance(bom, dict)
    return bom


def value_at(bom: dict[str, Any], pointer: str) -> Any:
    value: Any = bom
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def cited(bom: dict[str, Any]) -> dict[str, list[str]]:
    """Notes by pointer."""
    notes: dict[str, list[str]] = {}
    for citation in bom["citations"]:
        for pointer in citation["pointers"]:
            notes.setdefault(pointer, []).append(citation["note"])
    return notes


def leaves(value: Any, pointer: str) -> list[str]:
    if isinstance(value, dict):
        return [leaf for key, below in value.items() for leaf in leaves(below, f"{pointer}/{key}")]
    if isinstance(value, list):
        return [
            leaf
            for index, below in enumerate(value)
            for leaf in leaves(below, f"{pointer}/{index}")
        ]
    return [pointer]


def test_each_place_is_named_with_its_lines_and_commit() -> None:
    bom = written(lineages.fine_tune())
    notes = cited(bom)
    card = "/metadata/component/modelCard"
    assert notes[f"{card}/modelParameters/task"] == [f"README.md:3 @ {'1' * 40}"]
    assert notes[f"{card}/considerations/useCases/2"] == [f"README.md:17 @ {'1' * 40}"]
    assert notes[f"{card}/modelParameters/architectureFamily"] == [f"config.json @ {'1' * 40}"]
    assert notes["/metadata/component/version"] == [f"api/models/acme/support-7b @ {'1' * 40}"]


def test_pointers_follow_the_order_in_which_the_library_sorts() -> None:
    bom = written(lineages.fine_tune())
    values = {
        value_at(bom, pointer)["value"]
        for pointer in cited(bom)
        if pointer.startswith("/metadata/component/prop")
    }
    assert {"en,ko", "manual", "agreed"} <= values
    for index, entry in enumerate(bom["metadata"]["component"]["licenses"]):
        notes = cited(bom)[f"/metadata/component/licenses/{index}"]
        expected = (
            {"README.md"}
            if entry["license"]["acknowledgement"] == "declared"
            else {"README.md", "LICENSE"}
        )
        assert {note.split(":")[0] for note in notes} == expected


def test_every_field_of_a_model_card_is_cited() -> None:
    bom = written(lineages.fine_tune())
    notes = cited(bom)
    for leaf in leaves(bom["metadata"]["component"]["modelCard"], "/metadata/component/modelCard"):
        assert any(leaf == pointer or leaf.startswith(f"{pointer}/") for pointer in notes), leaf


def test_a_citation_is_attributed_to_the_file_where_it_is_listed() -> None:
    sources = {
        citation["note"]: citation["attributedTo"]
        for citation in written(lineages.fine_tune())["citations"]
    }
    assert sources[f"README.md:3 @ {'1' * 40}"] == f"{SUBJECT.purl}#README.md"
    assert sources[f"api/models/acme/support-7b @ {'1' * 40}"] == SUBJECT.purl


def test_the_time_is_when_the_artefact_was_last_modified() -> None:
    made = lineages.fine_tune()
    times = {
        citation["timestamp"]
        for citation in written(made, stamp=Stamp(timestamp=datetime(2027, 1, 1, tzinfo=UTC)))[
            "citations"
        ]
    }
    assert times == {"2026-03-04T05:06:07Z"}


def test_without_a_time_there_is_no_citation() -> None:
    record = subject()
    for broken in (None, "yesterday", "0001-01-01T00:00:00+23:59", 5):
        metadata = {**record.snapshot.metadata, "lastModified": broken}
        made = lineage((replace(record, snapshot=replace(record.snapshot, metadata=metadata)),))
        assert written(made).get("citations", []) == []
        given = written(made, stamp=Stamp(timestamp=datetime(2027, 1, 1, tzinfo=UTC)))
        assert {citation["timestamp"] for citation in given["citations"]} == {
            "2027-01-01T00:00:00Z"
        }


def test_evidence_from_outside_the_lineage_is_left_out() -> None:
    record = lineages.tickets()
    (first, *_) = record.disclosures
    strange = replace(
        first,
        evidence=(replace(first.evidence[0], artifact=read_id("pkg:huggingface/some/other@1")),),
    )
    assert written(lineage((replace(record, disclosures=(strange,)),)))["citations"]


def test_facts_come_to_their_place() -> None:
    facts = [
        Fact(("a", "b"), 1, ()),
        Fact(("a", "list", APPEND), "x", ()),
        Fact(("a", "list", APPEND), "y", ()),
        Fact(("top", APPEND), "z", ()),
    ]
    block, placed = place(facts)
    assert block == {"a": {"b": 1, "list": ["x", "y"]}, "top": ["z"]}
    assert [fact.path for fact in placed] == [
        ("a", "b"),
        ("a", "list", 0),
        ("a", "list", 1),
        ("top", 0),
    ]
