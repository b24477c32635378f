"""What is wrong with a bill of materials, by the schema and beyond it."""

from __future__ import annotations

import copy
import json
from typing import Any

import bom_lineages as lineages
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.bom import encode
from provenance.cyclonedx import validate
from provenance.cyclonedx.iri import is_iri_reference, is_uri
from provenance.cyclonedx.validate import problems, schema_problems


@pytest.fixture(name="bom")
def _bom() -> dict[str, Any]:
    loaded = json.loads(encode(lineages.fine_tune()))
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture(autouse=True, params=["jsonschema-rs", "jsonschema"])
def _with_and_without_the_extra(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything here holds with the extra `fast` and without it."""
    if request.param == "jsonschema":
        monkeypatch.setattr(validate, "_quick", lambda _: None)
    else:
        pytest.importorskip("jsonschema_rs", reason="the extra `fast` is not installed")


def test_the_schema_is_applied(bom: dict[str, Any]) -> None:
    assert problems(bom) == []
    for place in ("metadata", "components", "citations"):
        broken = copy.deepcopy(bom)
        broken[place] = 5
        assert any(problem.startswith(f"/{place}: ") for problem in problems(broken))
    broken = copy.deepcopy(bom)
    broken["metadata"]["component"]["modelCard"]["invented"] = True
    assert problems(broken)[0].startswith("/metadata/component/modelCard: Additional properties")
    broken = copy.deepcopy(bom)
    broken["citations"][0]["timestamp"] = "yesterday"
    assert "/citations/0/timestamp" in problems(broken)[0]
    broken = copy.deepcopy(bom)
    broken["metadata"]["component"]["externalReferences"][0]["url"] = "http://[broken"
    assert problems(broken)[0].startswith("/metadata/component/externalReferences/0")
    broken = copy.deepcopy(bom)
    broken["components"].append(broken["components"][0])
    assert any("more than once" in problem for problem in problems(broken))


@pytest.mark.parametrize(
    ("place", "member", "value", "expected"),
    [
        (
            "dependencies",
            "ref",
            "pkg:generic/nothing",
            "/dependencies/0/ref: pkg:generic/nothing is not a bom-ref",
        ),
        ("dependencies", "dependsOn", ["x"], "/dependencies/0/dependsOn/0: x is not a bom-ref"),
        ("compositions", "assemblies", ["x"], "/compositions/0/assemblies/0: x is not a bom-ref"),
        ("citations", "attributedTo", "x", "/citations/0/attributedTo: x is not a bom-ref"),
        (
            "citations",
            "pointers",
            ["/metadata/nothing"],
            "/citations/0/pointers/0: /metadata/nothing points to nothing in this document",
        ),
        (
            "citations",
            "pointers",
            ["/components/99"],
            "/citations/0/pointers/0: /components/99 points to nothing in this document",
        ),
    ],
)
def test_a_reference_that_leads_nowhere(
    bom: dict[str, Any], place: str, member: str, value: Any, expected: str
) -> None:
    bom[place][0][member] = value
    assert any(problem.startswith(expected) for problem in problems(bom))


def test_a_dataset_reference_that_leads_nowhere(bom: dict[str, Any]) -> None:
    bom["metadata"]["component"]["modelCard"]["modelParameters"]["datasets"][0]["ref"] = "12k"
    place = "/metadata/component/modelCard/modelParameters/datasets/0/ref"
    assert problems(bom) == [f"{place}: 12k is not a bom-ref of this BOM"]


def test_a_bom_ref_used_twice(bom: dict[str, Any]) -> None:
    bom["components"][0]["bom-ref"] = bom["components"][1]["bom-ref"]
    assert any("is used 2 times" in problem for problem in problems(bom))


def test_a_model_card_on_what_is_no_model(bom: dict[str, Any]) -> None:
    bom["metadata"]["component"]["type"] = "library"
    assert problems(bom) == [
        "/metadata/component/modelCard: a component of type library has a model card"
    ]


def test_problems_are_few(bom: dict[str, Any]) -> None:
    bom["components"] = [{"type": "nonsense"}] * 100
    assert len(problems(bom)) == 20


GOOD_IRIS = (
    "",
    "https://huggingface.co/a/b",
    "LICENSE",
    "../a",
    "http://사이트.kr/한글?q=한#글",
    "http://u:p@[::1]:80/x",
    "http://[v1.a:b]/",
    "urn:cdx:1",
    "mailto:a@b.c",
    "?q",
    "#f",
    "a/b:c",
    "//h",
    "http://a/😀",
)
BAD_IRIS = (
    "http://a b",
    "<x>",
    "%zz",
    "http://[::g]",
    "http://[fe80::1%eth0]/",
    "1a:b",
    ":a",
    "a#b#c",
    "http://h:port/",
    "\x00",
    "a\nb",
    "http://a@b@c/",
    "http://[v1.é]/",
    "\ufdd0",
)


@pytest.mark.parametrize("text", GOOD_IRIS)
def test_iri_references(text: str) -> None:
    assert is_iri_reference(text)


@pytest.mark.parametrize("text", BAD_IRIS)
def test_no_iri_references(text: str) -> None:
    assert not is_iri_reference(text)


def test_what_is_no_text_passes_a_format_check() -> None:
    assert is_iri_reference(5)
    assert is_uri(None)


def test_a_uri_has_a_scheme_and_ascii_only() -> None:
    assert is_uri("https://a.example/x")
    assert not any(map(is_uri, ("ES256", "/path", "http://한.kr", "1:2", "")))


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        st.sampled_from("aé한%2F:/?#[]@!$ <>\\^`{|}\x00\ud7ff\ue000") | st.characters(), max_size=40
    )
)
def test_any_text_is_told_apart(text: str) -> None:
    assert is_iri_reference(text) in (True, False)
    assert not is_iri_reference(text) or not set(text) & set(' <>"{}|\\^`\n\t\x00')


def test_length_is_no_trouble() -> None:
    assert is_iri_reference("http://" + "a" * 200_000)
    assert not is_iri_reference("%20" * 100_000 + "%")
    assert not is_iri_reference("http://" + "@" * 100_000)


@pytest.mark.parametrize("version", [None, 7, "9.9", "../1.7"])
def test_an_unknown_version_is_a_problem(version: object) -> None:
    problems = list(schema_problems({"bomFormat": "CycloneDX", "specVersion": version}))
    assert [problem.pointer for problem in problems] == ["/specVersion"]
