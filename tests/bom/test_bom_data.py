"""What a dataset's card says of it, where CycloneDX and SPDX want it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bom_lineages import TICKETS, file, lineage, readme, snapshot

from provenance.bom import encode, spdx
from provenance.cards import parse_card
from provenance.dossier import Dossier
from provenance.lineage import Lineage

CARD = """# Tickets

- **Curated by:** Acme Data
- **Shared by:** Acme Hub
- **Owner:** Acme Holding

## Uses

Training of classifiers.

## Dataset Creation

Agents wrote them at work.

## Data Processing

Names were replaced.

## Discussion of Biases

Most customers live in towns.

## Other Known Limitations

Only three years.
"""


def made(text: str = CARD) -> Lineage:
    document = readme(TICKETS, text)
    dossier = Dossier(snapshot(TICKETS, {}, file("README.md")), {"README.md": document}, parse_card(document.text))
    return lineage((dossier,))


def entry(text: str = CARD) -> dict[str, Any]:
    (data,) = json.loads(encode(made(text)))["metadata"]["component"]["data"]
    return dict(data)


def test_who_answers_for_data_is_named_by_role() -> None:
    assert entry()["governance"] == {
        "owners": [{"contact": {"name": "Acme Holding"}}],
        "stewards": [{"contact": {"name": "Acme Data"}}],
        "custodians": [{"contact": {"name": "Acme Hub"}}],
    }


def test_what_the_sections_say_is_with_the_contents() -> None:
    said = [(p["name"].removeprefix("provenance:dataset:"), p["value"]) for p in entry()["contents"]["properties"]]
    assert sorted(said) == [
        ("bias", "Most customers live in towns."),
        ("collection", "Agents wrote them at work."),
        ("consideration", "Most customers live in towns."),
        ("limitation", "Only three years."),
        ("preparation", "Names were replaced."),
        ("use", "Training of classifiers."),
    ]


def test_silence_states_nothing() -> None:
    data = entry("# Tickets\n\n- **Curated by:** [More Information Needed]\n")
    assert set(data) == {"type", "name", "contents"}
    assert "classification" not in data


@pytest.mark.parametrize("version", ["1.7", "1.6"])
def test_it_is_valid_xml(version: str) -> None:
    text = encode(made(), spec_version=version, output="xml").decode()
    assert "<steward>" in text
    assert "<individual>" in text


def test_spdx_has_members_for_it() -> None:
    (package,) = [e for e in json.loads(spdx.encode(made()))["@graph"] if e["type"] == "dataset_DatasetPackage"]
    assert package["dataset_intendedUse"] == "Training of classifiers."
    assert package["dataset_dataCollectionProcess"] == "Agents wrote them at work."
    assert package["dataset_dataPreprocessing"] == ["Names were replaced."]
    assert package["dataset_knownBias"] == ["Most customers live in towns."]
    kept = {e["extension_cdxPropName"] for e in package["extension"][0]["extension_cdxProperty"]}
    assert "provenance:dataset:limitation" in kept
    assert "provenance:dataset:use" not in kept
