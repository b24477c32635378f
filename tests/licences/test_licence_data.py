"""The packaged terms and audits agree with their schemas and with the catalogue."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import provenance.licences
from provenance.files.resources import SCHEMAS, resource_folder
from provenance.hubs import read_id
from provenance.licences import TERMS, audit_of, catalogue


def packaged(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        (files(provenance.licences) / "data" / name).read_text("utf-8")
    )
    return content


def schema(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        (resource_folder(SCHEMAS) / f"{name}.schema.json").read_text("utf-8")
    )
    return content


@pytest.mark.parametrize(
    ("data", "name"),
    [("terms.json", "licence-terms-1"), ("audits.json", "dataset-audits-1")],
    ids=["terms", "audits"],
)
def test_packaged_data_agree_with_their_schema(data: str, name: str) -> None:
    content = packaged(data)
    Draft202012Validator(schema(name)).validate(content)
    assert content["schema"] == name


def test_every_term_is_known_and_of_a_known_licence() -> None:
    terms = packaged("terms.json")["terms"]
    assert set(terms) <= set(catalogue())
    assert {row["id"] for rows in terms.values() for row in rows} <= set(TERMS)


@pytest.mark.parametrize(
    "row", [{"found": {"MIT": "ftp://x"}}, {"found": {}}, {"unstated": False}, {"more": 1}]
)
def test_the_schema_of_audits_refuses(row: dict[str, object]) -> None:
    content = {**packaged("audits.json"), "datasets": {"acme/data": row}}
    assert not Draft202012Validator(schema("dataset-audits-1")).is_valid(content)


def test_an_audit_tells_its_day_and_its_makers() -> None:
    audit = audit_of(read_id("pkg:huggingface/STINGNING/UltraChat?type=dataset"))
    assert audit is not None
    assert (audit.by, audit.date) == ("Data Provenance Initiative", "2025-03-25")
    assert audit.date in audit.source
