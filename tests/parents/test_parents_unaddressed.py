"""Bases and datasets that a weight header names without a repository."""

from __future__ import annotations

import pytest

from provenance.hubs import HUGGING_FACE
from provenance.model.artifact import BASES, DATA, ArtifactRef, Kind
from provenance.model.finding import Evidence
from provenance.parents import BASE, Parent, unaddressed_sources

ME = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/quay-gguf", revision="1" * 40)
OTHER = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/quay")
PLACE = Evidence(
    artifact=ME.purl,
    file="README.md",
    revision="1" * 40,
    start_line=2,
    end_line=2,
    quote="base_model: acme/quay",
    sha256=None,
)


@pytest.mark.parametrize(
    ("texts", "named"),
    [
        ({"general.base_model.0.name": "Quay 7B"}, [(BASES, "base Quay 7B")]),
        (
            {"general.base_model.0.name": "Quay", "general.base_model.0.organization": "Acme"},
            [(BASES, "base Acme Quay")],
        ),
        (
            {"general.base_model.0.repo_url": "https://git.example/quay"},
            [(BASES, "base https://git.example/quay")],
        ),
        ({"general.base_model.count": "2"}, [(BASES, "base general.base_model.count: 2")]),
        ({"general.base_model.count": "0"}, []),
        ({"general.dataset.0.name": "Ferries"}, [(DATA, "dataset Ferries")]),
        ({"ss_sd_model_name": "quay_xl.safetensors"}, [(BASES, "base quay_xl.safetensors")]),
        ({"ss_base_model_version": "quay_xl"}, [(BASES, "base quay_xl")]),
        ({"general.name": "Quay", "general.base_model.0.name": " "}, []),
    ],
)
def test_a_name_without_an_address_is_a_gap(
    texts: dict[str, str], named: list[tuple[str, str]]
) -> None:
    gaps = unaddressed_sources(ME, {"quay.gguf": texts}, ())
    assert [(gap.topic, gap.what) for gap in gaps] == named


def test_a_base_that_is_known_from_elsewhere_is_taken_for_the_same() -> None:
    parent = Parent(ref=OTHER, relation=BASE, source="card", evidence=PLACE)
    texts = {"general.base_model.0.name": "Quay 7B", "general.dataset.0.name": "Ferries"}
    gaps = unaddressed_sources(ME, {"quay.gguf": texts}, (parent,))
    assert [gap.topic for gap in gaps] == [DATA]
