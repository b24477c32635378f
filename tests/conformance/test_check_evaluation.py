"""What a document says to each framework: there, in part, wrong, placeholder, missing, no place,
cannot tell."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from check_documents import CYCLONEDX, DATA, NOWHERE, SPDX, XML, answer, changed, examined, vendor
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from provenance.conformance.evaluation import Status
from provenance.conformance.framework import FRAMEWORKS, fields, framework
from provenance.errors import EXIT_CLEAN, EXIT_FINDINGS
from provenance.files.resources import load_schema

ROOT = Path(__file__).parents[2]
FRAMEWORK_DATA = ROOT / "provenance" / "conformance" / "data"


@pytest.mark.parametrize("path", sorted(FRAMEWORK_DATA.glob("*.json")), ids=lambda path: path.stem)
def test_the_data_follows_its_schema(path: Path) -> None:
    name = "bom-fields-1" if path.stem == "fields" else "framework-1"
    schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    cited = Resource.from_contents(load_schema("sources-1"))
    validator = Draft202012Validator(
        schema,
        registry=Registry().with_resource("urn:provenance:sources-1", cited),
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    validator.validate(json.loads(path.read_text("utf-8")))


def test_frameworks_are_whole() -> None:
    sizes = {name: len(framework(name).elements) for name in FRAMEWORKS}
    assert {name: sizes[name] for name in ("g7", "ntia", "bsi", "annex-xi")} == {
        "g7": 50,
        "ntia": 12,
        "bsi": 19,
        "annex-xi": 14,
    }
    practices = [element for element in framework("cisa-2026").elements if element.cluster == "P"]
    assert (sizes["cisa-2026"], len(practices)) == (17 + 6, 6)
    assert sizes["us-ca-2013"] == 12
    assert all(sizes.values())
    assert len(framework("g7").clusters) == 7
    used = {
        field.id
        for name in FRAMEWORKS
        for element in framework(name).elements
        for field in element.fields
    }
    questions = {identity for identity in used if identity.startswith("PRIV-")}
    assert used - questions == set(fields())
    for name in FRAMEWORKS:
        whole = framework(name)
        assert {element.cluster for element in whole.elements} == set(whole.clusters)
        assert all(
            count == 1 for count in Counter(element.id for element in whole.elements).values()
        )


@pytest.mark.parametrize(
    ("element", "status", "having", "expected"),
    [
        ("MD-01", Status.PRESENT, 1, 1),
        ("MD-05", Status.MISSING, 0, 1),
        ("SLP-02", Status.PRESENT, 1, 1),
        ("SLP-06", Status.PRESENT, 1, 1),
        ("SLP-09", Status.MISSING, 0, 1),
        ("MDL-02", Status.PRESENT, 1, 1),
        ("MDL-10", Status.PRESENT, 1, 1),
        ("DP-01", Status.PRESENT, 2, 2),
        ("DP-05", Status.MISSING, 0, 2),
        ("DP-08", Status.PRESENT, 2, 2),
        ("DP-10", Status.PARTIAL, 1, 2),
        ("SP-01", Status.PRESENT, 1, 1),
        ("NTIA-3", Status.PARTIAL, 3, 4),
        ("CISA-5", Status.PRESENT, 1, 1),
        ("TR-2", Status.PRESENT, 1, 1),
        ("TR-3", Status.PRESENT, 1, 1),
        ("TR-11", Status.PARTIAL, 1, 4),
        ("TR-12", Status.MISSING, 0, 4),
        ("TR-16", Status.UNKNOWN, 0, 4),
        ("XI-1.1d", Status.PRESENT, 1, 1),
        ("XI-1.2e", Status.MISSING, 0, 1),
        ("XI-2.2", Status.UNKNOWN, 0, 1),
    ],
)
@pytest.mark.parametrize("name", [CYCLONEDX, XML])
def test_cyclonedx(name: str, element: str, status: Status, having: int, expected: int) -> None:
    result = answer((DATA / name).read_bytes(), element)
    assert (result.status, result.having, result.total) == (status, having, expected)


@pytest.mark.parametrize(
    ("element", "status"),
    [
        ("MD-01", Status.PRESENT),
        ("MD-02", Status.NO_PLACE),
        ("MD-05", Status.NO_PLACE),
        ("MD-07", Status.MISSING),
        ("MD-10", Status.PRESENT),
        ("SLP-08", Status.NO_PLACE),
        ("MDL-05", Status.PRESENT),
        ("MDL-12", Status.PRESENT),
        ("DP-07", Status.PRESENT),
        ("DP-08", Status.PLACEHOLDER),
        ("DP-09", Status.PRESENT),
        ("DP-10", Status.MISSING),
        ("TR-3", Status.PRESENT),
        ("NTIA-6", Status.PRESENT),
        ("XI-1.1e", Status.NO_PLACE),
    ],
)
def test_spdx(element: str, status: Status) -> None:
    assert answer(vendor(SPDX), element).status is status


def test_values_have_places_and_quotes() -> None:
    result = answer(vendor(), "MDL-06").values[0]
    assert (result.pointer, result.quote, result.line) == (
        "/components/0/description",
        "Answers questions of customers about their orders.",
        None,
    )
    line = answer((DATA / XML).read_bytes(), "MDL-06").values[0].line
    assert line
    assert "<description>Answers" in (DATA / XML).read_text("utf-8").splitlines()[line - 1]


def test_what_lacks_it_is_named() -> None:
    lacking = answer(vendor(), "DP-10").lacking
    assert [(place.pointer, place.name) for place in lacking] == [
        ("/components/0/modelCard/modelParameters/datasets/1", "Public Manuals")
    ]


@pytest.mark.parametrize(
    ("element", "pointer", "value", "status"),
    [
        ("MDL-02", "/components/0/purl", "vendor/answers", Status.WRONG),
        ("MDL-03", "/components/0/version", "TBD", Status.PLACEHOLDER),
        ("MDL-03", "/components/0/version", NOWHERE, Status.MISSING),
        ("MDL-06", "/components/0/description", "unknown", Status.PLACEHOLDER),
        ("MDL-06", "/components/0/description", "", Status.PLACEHOLDER),
        ("MDL-10", "/components/0/modelCard/modelParameters/outputs", [], Status.PARTIAL),
        ("MDL-12", "/components/0/licenses/0/license", {"name": "NOASSERTION"}, Status.PLACEHOLDER),
        ("MD-09", "/metadata/timestamp", "2026-13-01T00:00:00Z", Status.WRONG),
        ("DP-09", "/components/0/modelCard/modelParameters/datasets/0/ref", "12k", Status.WRONG),
        ("TR-1", "/specVersion", "1.5", Status.WRONG),
        ("TR-2", "/vulnerabilities", [{"id": "CVE-2026-1"}], Status.WRONG),
        ("SP-04", "/vulnerabilities", [{"id": "CVE-2026-1"}], Status.PRESENT),
        ("TR-11", "/specVersion", "1.5", Status.NO_PLACE),
    ],
)
def test_what_a_change_does(element: str, pointer: str, value: Any, status: Status) -> None:
    before, after = answer(vendor(), element), answer(changed(pointer, value), element)
    assert after.status is status
    assert before.status is not status
    if status in (Status.WRONG, Status.PLACEHOLDER):
        assert after.values[0].status is status


def test_half_of_an_element_is_told() -> None:
    result = answer(changed("/components/0/modelCard/modelParameters/outputs", []), "MDL-10")
    assert result.reason == "missing: what comes out"
    assert answer(vendor(SPDX), "MD-02").reason.startswith("SPDX 3.0.1 has no field for it")


def test_what_another_document_holds_cannot_be_told() -> None:
    result = answer(changed("/@graph/9/to", ["https://data.example/spdx#manuals"], SPDX), "DP-09")
    assert result.status is Status.UNKNOWN
    assert result.values[0].note == "another document has it"
    document = changed(
        "/components/0/modelCard/modelParameters/datasets", [{"ref": "urn:cdx:x/1#data"}]
    )
    assert answer(document, "XI-1.2c").status is Status.PRESENT


def test_without_models_and_datasets() -> None:
    document = changed("/components", [])
    document["dependencies"], document["compositions"] = [], []
    for element, kind in (("MDL-01", "model"), ("DP-01", "dataset"), ("XI-1.1f", "model")):
        result = answer(document, element)
        assert (result.status, result.reason) == (Status.MISSING, f"the document lists no {kind}")


@pytest.mark.parametrize(
    ("pointer", "value", "fail_on", "status"),
    [
        ("/version", 3, "wrong", EXIT_CLEAN),
        ("/version", 3, "missing", EXIT_FINDINGS),
        ("/components/0/purl", "x", "wrong", EXIT_FINDINGS),
        ("/components/0/purl", "x", "never", EXIT_CLEAN),
        ("/vulnerabilities", [{"id": "CVE-2026-1"}], "wrong", EXIT_FINDINGS),
    ],
)
def test_exit_status(pointer: str, value: Any, fail_on: str, status: int) -> None:
    assert examined(changed(pointer, value)).exit_status(fail_on) == status
