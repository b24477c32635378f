"""The whole way: a lineage becomes valid bytes, the same every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import bom_lineages as lineages
import pytest

from provenance.bom import citations, encode, repair, writer
from provenance.bom.spdx import writer as spdx
from provenance.bom.stamp import Stamp
from provenance.cyclonedx import integrity, validate
from provenance.errors import InvalidBomError, UsageError
from provenance.lineage.graph import Lineage
from provenance.model.artifact import Gap, Place

ALL = ("fine_tune", "adapter", "merge", "bare", "korean")
SCRIPT = """
import sys
import bom_lineages as lineages
from provenance.bom import encode

for output in ("json", "xml"):
    sys.stdout.buffer.write(encode(lineages.fine_tune(), output=output))
"""


def made(name: str) -> Lineage:
    lineage = getattr(lineages, name)()
    assert isinstance(lineage, Lineage)
    return lineage


def document(lineage: Lineage, **options: Any) -> dict[str, Any]:
    loaded = json.loads(encode(lineage, **options))
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("spec_version", ["1.7", "1.6"])
def test_json_is_valid_and_says_its_version(name: str, spec_version: str) -> None:
    bom = document(made(name), spec_version=spec_version)
    assert validate.problems(bom) == []
    assert list(bom)[:3] == ["$schema", "bomFormat", "specVersion"]
    assert bom["specVersion"] == spec_version
    assert bom["$schema"] == f"http://cyclonedx.org/schema/bom-{spec_version}.schema.json"


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("spec_version", ["1.7", "1.6"])
def test_xml_holds_what_json_holds(name: str, spec_version: str) -> None:
    lineage = made(name)
    root = ElementTree.fromstring(encode(lineage, spec_version=spec_version, output="xml"))
    space = f"{{http://cyclonedx.org/schema/bom/{spec_version}}}"
    assert root.tag == f"{space}bom"
    bom: Any = document(lineage, spec_version=spec_version)
    cards = sum("modelCard" in component for _, (_, component) in citations.components(bom))
    assert len(list(root.iter(f"{space}modelCard"))) == cards
    assert len(list(root.iter(f"{space}citation"))) == len(bom.get("citations", []))
    assert len(list(root.iter(f"{space}composition"))) == len(bom["compositions"])
    files = sum(component["type"] == "file" for _, (_, component) in citations.components(bom))
    assert sum(element.get("type") == "file" for element in root.iter(f"{space}component")) == files


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("spec_version", ["1.7", "1.6"])
def test_xml_follows_the_official_xsd(name: str, spec_version: str) -> None:
    pytest.importorskip(
        "lxml", reason="lxml is not installed, so there is nothing to check the XSD with"
    )
    text = encode(made(name), spec_version=spec_version, output="xml").decode()
    assert validate.xml_problem(text, spec_version) is None
    assert validate.xml_problem(text.replace("aggregate>", "aggregates>"), spec_version) is not None


def test_the_same_lineage_gives_the_same_bytes() -> None:
    paths = os.pathsep.join(path for path in sys.path if path)
    written = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    expected = [encode(lineages.fine_tune(), output=output) for output in ("json", "xml")]
    assert written == {b"".join(expected)}


def test_no_clock_and_no_random_number_unless_given() -> None:
    bom = document(lineages.fine_tune())
    assert "serialNumber" not in bom
    assert "timestamp" not in bom["metadata"]
    serial = UUID("3e671687-395b-41f5-a30f-a58921a69b79")
    bom = document(
        lineages.fine_tune(), stamp=Stamp(timestamp=datetime(2026, 1, 2, tzinfo=UTC), serial=serial)
    )
    assert bom["serialNumber"] == serial.urn
    assert bom["metadata"]["timestamp"].startswith("2026-01-02T00:00:00")


def test_citations_came_with_1_7() -> None:
    assert document(lineages.fine_tune())["citations"]
    assert "citations" not in document(lineages.fine_tune(), spec_version="1.6")
    assert b"<citations>" not in encode(lineages.fine_tune(), spec_version="1.6", output="xml")


@pytest.mark.parametrize(
    "options", [{"spec_version": "1.5"}, {"spec_version": "2.0"}, {"output": "yaml"}]
)
def test_what_is_not_written_is_a_usage_error(options: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="not written here"):
        encode(lineages.bare(), **options)  # type: ignore[arg-type]  # all values are texts


def test_nothing_is_written_of_what_could_not_be_read() -> None:
    gone = lineages.lineage((), unread={lineages.ORIGIN: "not-found"}, inputs=(lineages.ORIGIN,))
    with pytest.raises(InvalidBomError, match="nothing could be read: lost/origin"):
        encode(gone)


def test_one_input_that_could_not_be_read_leaves_the_others_written() -> None:
    gap = Gap(
        artifact=lineages.ADAPTER.purl,
        what="models.yaml:7",
        reason="usage",
        detail="'a b' is no name. Write org/name.",
    )
    lineage = replace(
        lineages.lineage(
            (lineages.base(),),
            unread={lineages.ORIGIN: "not-found"},
            inputs=(lineages.BASE, lineages.ORIGIN),
        ),
        rejected=(("a b", Place("models.yaml", 7), gap),),
    )
    bom = json.loads(encode(lineage))
    assert "component" not in bom["metadata"]
    stated = {component["name"]: component["properties"] for component in bom["components"]}
    assert stated["origin"][0] == {"name": "provenance:state", "value": "not-found"}
    assert set(stated) == {"base-7b", "origin"}
    assert bom["metadata"]["properties"] == [
        {
            "name": "provenance:gap",
            "value": "models.yaml:7: usage: 'a b' is no name. Write org/name.",
        }
    ]
    incomplete = next(entry for entry in bom["compositions"] if entry["aggregate"] == "incomplete")
    assert lineages.ORIGIN.purl in incomplete["assemblies"]
    assert b"models.yaml:7" in encode(lineage, output="xml")
    assert b"Not read: models.yaml:7" in spdx.encode(lineage)


@pytest.mark.parametrize("output", ["json", "xml"])
def test_an_invalid_bom_is_never_handed_out(output: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = integrity.IntegrityProblem(code="schema", pointer="/metadata", message="broken")
    monkeypatch.setattr(validate, "problems", lambda _: [str(broken)])
    monkeypatch.setattr(repair, "schema_problems", lambda _: iter((broken,)))
    with pytest.raises(InvalidBomError, match="/metadata: broken"):
        encode(lineages.bare(), output=output)


def test_start_up_loads_no_bom_library() -> None:
    script = (
        "import sys, provenance.bom; print({'cyclonedx', 'jsonschema', 'lxml'} & set(sys.modules))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "set()"


def test_several_inputs_have_no_single_subject() -> None:
    lineage = lineages.lineage(
        (lineages.subject(), lineages.base()), inputs=(lineages.SUBJECT, lineages.BASE)
    )
    bom = document(lineage)
    assert "component" not in bom["metadata"]
    assert {component["name"] for component in bom["components"]} == {
        "support-7b",
        "base-7b",
        "transformers",
    }


def test_folders_of_one_name_stay_apart(tmp_path: Path) -> None:
    bom = document(lineages.folders())
    assert [component["bom-ref"] for component in bom["components"]] == [
        "pkg:generic/model",
        "pkg:generic/model~2",
    ]
    assert not any(
        reference["type"] == "vcs"
        for c in bom["components"]
        for reference in c.get("externalReferences", [])
    )


def test_two_thousand_files_stay_sensible() -> None:
    bom = document(lineages.many_files(2000))
    assert len(bom["metadata"]["component"]["components"]) == 2000
    assert len(bom["citations"]) < 30


def test_more_files_than_are_listed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from provenance.bom import assembly, components

    monkeypatch.setattr(components, "MOST_FILES", 3)
    monkeypatch.setattr(assembly, "MOST_FILES", 3)
    bom = document(lineages.many_files(5))
    assert len(bom["metadata"]["component"]["components"]) == 3
    gaps = [
        entry["value"]
        for entry in bom["metadata"]["component"]["properties"]
        if entry["name"] == "provenance:gap"
    ]
    assert gaps == ["files: too-many: 3 of 5 are listed here"]
    assert {entry["aggregate"] for entry in bom["compositions"] if "assemblies" in entry} == {
        "incomplete"
    }


def test_unwritable_characters_are_replaced() -> None:
    assert writer.clean({"a": ["\x00b\ud800", 1, None]}) == {"a": ["\ufffdb\ufffd", 1, None]}
