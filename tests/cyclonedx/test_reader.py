"""What is written can be read, and what is read is written unchanged: JSON and XML, by the same
table."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import canonicalize, fromstring, tostring

import bom_lineages as lineages
import pytest
from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.bom import encode
from provenance.bom.writer import plain, xml
from provenance.cyclonedx.reader import read
from provenance.cyclonedx.shapes import DATA, MODEL_CARD
from provenance.cyclonedx.shaping import from_xml, to_xml

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", ROOT.parent / "shared" / "corpus"))
EXAMPLES = CORPUS / "cyclonedx"
NAMES = (
    "valid-machine-learning",
    "valid-machine-learning-considerations-env",
    "valid-component-data",
)
LINEAGES = ("fine_tune", "adapter", "merge", "bare", "korean", "folders")

OWN: dict[str, Any] = {
    "$schema": "http://cyclonedx.org/schema/bom-1.7.schema.json",
    "bomFormat": "CycloneDX",
    "specVersion": "1.7",
    "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    "version": 3,
    "metadata": {
        "component": {
            "type": "machine-learning-model",
            "name": "sorter",
            "bom-ref": "sorter",
            "pedigree": {
                "ancestors": [
                    {
                        "type": "machine-learning-model",
                        "name": "base",
                        "modelCard": {"modelParameters": {"task": "t"}},
                    }
                ]
            },
            "modelCard": {
                "bom-ref": "card",
                "modelParameters": {
                    "approach": {"type": "supervised"},
                    "datasets": [
                        {"ref": "mail"},
                        {"type": "dataset", "name": "inline", "sensitiveData": ["a", "b"]},
                    ],
                },
                "considerations": {
                    "environmentalConsiderations": {
                        "energyConsumptions": [
                            {
                                "activity": "training",
                                "energyProviders": [
                                    {
                                        "organization": {
                                            "name": "grid",
                                            "url": ["https://grid.example"],
                                        },
                                        "energySource": "wind",
                                        "energyProvided": {"value": 12, "unit": "kWh"},
                                    }
                                ],
                                "activityEnergyCost": {"value": 0.4, "unit": "kWh"},
                            }
                        ]
                    }
                },
            },
        }
    },
    "components": [
        {
            "type": "data",
            "name": "mail",
            "bom-ref": "mail",
            "components": [
                {"type": "data", "name": "part", "bom-ref": "part", "data": [{"type": "other"}]}
            ],
            "data": [
                {
                    "type": "dataset",
                    "contents": {
                        "attachment": {
                            "content": "aGk=",
                            "encoding": "base64",
                            "contentType": "text/plain",
                        }
                    },
                    "governance": {
                        "owners": [{"contact": {"name": "n", "email": "n@example.org"}}]
                    },
                }
            ],
        }
    ],
    "dependencies": [{"ref": "mail", "dependsOn": []}, {"ref": "sorter", "dependsOn": ["mail"]}],
    "compositions": [{"aggregate": "unknown", "assemblies": ["mail"]}],
}


def as_xml(bom: Any, version: str) -> str:
    space = f"http://cyclonedx.org/schema/bom/{version}"
    return canonicalize(
        tostring(xml(bom, version), encoding="unicode", default_namespace=space), strip_text=True
    )


def unordered(value: Any) -> Any:
    """The same with every array in one order: the library keeps most of them as sets."""
    if isinstance(value, dict):
        return {name: unordered(member) for name, member in value.items()}
    return sorted(map(unordered, value), key=json.dumps) if isinstance(value, list) else value


def test_json_comes_back_as_it_was() -> None:
    assert plain(read(OWN), "1.7") == OWN


def test_xml_comes_back_as_it_was() -> None:
    once = as_xml(read(OWN), "1.7")
    again = read(once)
    assert as_xml(again, "1.7") == once
    assert plain(again, "1.7") == OWN  # numbers are numbers again


@pytest.mark.parametrize("name", LINEAGES)
def test_our_own_come_back_as_they_were(name: str) -> None:
    lineage = getattr(lineages, name)()
    for version in ("1.6", "1.7"):
        document = json.loads(encode(lineage, spec_version=version))
        assert plain(read(document), version) == document
        text = encode(lineage, spec_version=version, output="xml").decode()
        assert as_xml(read(text), version) == canonicalize(text, strip_text=True)


def _examples() -> list[Path]:
    return [
        EXAMPLES / version / f"{name}-{version}" for version in ("1.6", "1.7") for name in NAMES
    ]


@pytest.mark.skipif(
    not EXAMPLES.is_dir(), reason="the official examples of CycloneDX are not in the corpus"
)
@pytest.mark.parametrize("stem", _examples(), ids=lambda stem: stem.name)
def test_the_official_examples_of_models_and_data_come_back_as_they_were(stem: Path) -> None:
    version = stem.parent.name
    document = json.loads(stem.with_name(f"{stem.name}.json").read_text("utf-8"))
    assert unordered(plain(read(document), version)) == unordered(document)
    text = stem.with_name(f"{stem.name}.xml").read_text("utf-8")
    assert as_xml(read(text), version) == canonicalize(text, strip_text=True)


def test_xml_that_declares_entities_is_refused() -> None:
    bomb = (
        '<!DOCTYPE bom [<!ENTITY a "a">]><bom xmlns="http://cyclonedx.org/schema/bom/1.7">&a;</bom>'
    )
    with pytest.raises(DefusedXmlException):
        read(bomb)


def test_what_the_table_does_not_know_is_told() -> None:
    with pytest.raises(ValueError, match="invented"):
        from_xml(fromstring("<modelCard><invented/></modelCard>"), MODEL_CARD)
    foreign = fromstring('<data xmlns="urn:a"><type>other</type><b:x xmlns:b="urn:b"/></data>')
    assert from_xml(foreign, DATA) == {"type": "other"}


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=20
)


@settings(max_examples=100, deadline=None)
@given(
    st.fixed_dictionaries(
        {"type": st.just("dataset")},
        optional={
            "name": TEXTS,
            "sensitiveData": st.lists(TEXTS, min_size=1, max_size=3),
            "contents": st.fixed_dictionaries(
                {
                    "properties": st.lists(
                        st.fixed_dictionaries({"name": TEXTS, "value": TEXTS}), max_size=3
                    )
                }
            ),
            "governance": st.fixed_dictionaries(
                {
                    "owners": st.lists(
                        st.fixed_dictionaries({"contact": st.fixed_dictionaries({"name": TEXTS})})
                    )
                }
            ),
        },
    )
)
def test_any_block_survives_the_way_through_xml(block: dict[str, Any]) -> None:
    text = tostring(
        to_xml("data", block, DATA, "urn:space"), encoding="unicode", default_namespace="urn:space"
    )
    assert from_xml(fromstring(text), DATA) == block
