"""Claims are what is stated, each with its evidence; what is not stated is no claim."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import bom_lineages as lineages
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from cyclonedx.validation.xml import XmlValidator

import provenance
from provenance.bom import attest, encode, merge
from provenance.bom.writer import plain
from provenance.conformance.examination import examine
from provenance.cyclonedx.reader import read
from provenance.lineage.graph import Lineage
from provenance.privacy import catalogue

VERSIONS = {"1.6": SchemaVersion.V1_6, "1.7": SchemaVersion.V1_7}


@pytest.fixture(name="sample", scope="module")
def _sample() -> Lineage:
    return provenance.trace("acme/support-gemstone-7b", hub="sample")


def attested(lineage: Lineage, **options: Any) -> dict[str, Any]:
    loaded = json.loads(attest.encode(lineage, **options))
    assert isinstance(loaded, dict)
    return loaded


def mapped(bom: Mapping[str, Any], requirement: str) -> dict[str, Any]:
    """The map entry of a requirement, with its claim and evidence in place of their names."""
    declared = bom["declarations"]
    by_ref = {
        entry["bom-ref"]: entry for kind in ("claims", "evidence") for entry in declared[kind]
    }
    (match,) = [
        entry
        for attestation in declared["attestations"]
        for entry in attestation["map"]
        if entry["requirement"] == f"provenance:{requirement}"
    ]
    claims = [by_ref[ref] for ref in match.get("claims", ())]
    return {
        **match,
        "claims": claims,
        "evidence": [by_ref[ref] for claim in claims for ref in claim.get("evidence", ())],
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_strict_validators_take_it(sample: Lineage, version: str) -> None:
    pytest.importorskip("lxml", reason="the extra `xml` is not installed")
    for lineage in (sample, lineages.bare(), lineages.folders()):
        text = attest.encode(lineage, spec_version=version, output="xml").decode()
        assert XmlValidator(VERSIONS[version]).validate_str(text) is None
    document = attested(lineages.bare(), spec_version=version)
    small = {
        name: document[name]
        for name in ("bomFormat", "specVersion", "version", "declarations", "definitions")
    }
    assert JsonStrictValidator(VERSIONS[version]).validate_str(json.dumps(small)) is None


def test_it_adds_and_changes_nothing_else(sample: Lineage) -> None:
    document = attested(sample)
    assert {
        name: value
        for name, value in document.items()
        if name not in ("declarations", "definitions")
    } == json.loads(encode(sample))
    assert attest.encode(sample) == attest.encode(sample)


def test_both_forms_say_the_same(sample: Lineage) -> None:
    document = attested(sample)
    text = attest.encode(sample, output="xml").decode()
    assert plain(read(text), "1.7")["declarations"] == document["declarations"]


def test_what_is_asked_for_stands_in_it(sample: Lineage) -> None:
    g7, privacy = attested(sample)["definitions"]["standards"]
    assert len([entry for entry in g7["requirements"] if "parent" in entry]) == 50
    assert [entry["identifier"] for entry in privacy["requirements"]] == [
        check.id for check in catalogue()
    ]


def test_an_element_of_the_document(sample: Lineage) -> None:
    bom = attested(sample)
    entry = mapped(bom, "g7:MDL-01")
    assert entry["claims"][0]["predicate"].startswith("This bill of materials states ")
    assert entry["conformance"]["score"] == 1
    assert entry["confidence"] == {"score": 1, "rationale": "This document has the field."}
    (attachment,) = {
        proof["data"][0]["contents"]["attachment"]["content"] for proof in entry["evidence"][:1]
    }
    assert "gemstone-7b" in attachment
    assert mapped(bom, "g7:MD-05") == {
        "requirement": "provenance:g7:MD-05",
        "claims": [],
        "evidence": [],
    }
    assert (
        "Not stated in what was read: MD-01, MD-05"
        in bom["declarations"]["attestations"][0]["summary"]
    )


def test_an_answer_of_the_documents_and_one_of_the_base() -> None:
    bom = attested(provenance.trace("northwind/clear-3b", hub="sample"))
    full, part = mapped(bom, "privacy:PRIV-004"), mapped(bom, "privacy:PRIV-006")
    assert full["claims"][0]["predicate"].startswith("The documents answer: ")
    assert full["conformance"]["score"] == 1
    assert full["confidence"]["score"] == 0.8
    assert full["evidence"][0]["description"].startswith("README.md:")
    assert part["claims"][0]["predicate"].startswith("The documents answer in part: ")
    assert part["conformance"]["score"] == 0.5
    inherited = attested(provenance.trace("acme/support-gemstone-7b", hub="sample"))
    scores = {
        entry["confidence"]["score"]
        for entry in inherited["declarations"]["attestations"][1]["map"]
        if "claims" in entry
    }
    assert scores == {0.5, 0.8}


def test_silence_is_no_claim() -> None:
    declared = attested(lineages.bare())["declarations"]
    assert not any("claims" in entry for entry in declared["attestations"][1]["map"])
    assert all("conformance" not in entry for entry in declared["attestations"][1]["map"])
    assert "affirmation" not in declared
    words = json.dumps(declared).lower()
    assert not [
        word
        for word in ("complies", "compliant", "violat", "contains no personal data")
        if word in words
    ]


def test_every_input_has_its_own() -> None:
    declared = attested(lineages.folders())["declarations"]
    assert len(declared["attestations"]) == 3
    assert len({entry["bom-ref"] for entry in declared["targets"]["components"]}) == 3


def test_check_does_not_take_it_for_what_a_maker_declares(sample: Lineage) -> None:
    for output in ("json", "xml"):
        bare = examine(encode(sample, output=output), "a", ["g7"]).verdicts[0]
        with_it = examine(attest.encode(sample, output=output), "a", ["g7"])
        assert with_it.problems == ()
        assert [answer.status for answer in with_it.verdicts[0].answers] == [
            answer.status for answer in bare.answers
        ]


@pytest.mark.parametrize("output", ["json", "xml"])
def test_it_goes_into_an_application_once(sample: Lineage, output: str) -> None:
    pytest.importorskip("lxml", reason="the extra `xml` is not installed")
    other = provenance.trace("northwind/clear-3b", hub="sample")
    first = merge.into(
        encode(lineages.bare(), output=output), "app", other, encode=attest.encode
    ).payload
    both = merge.into(first, "app", sample, encode=attest.encode).payload
    again = merge.into(both, "app", sample, encode=attest.encode).payload
    assert len(again) == len(both)
    assert both.count(b"provenance:standard:g7") == first.count(b"provenance:standard:g7")
