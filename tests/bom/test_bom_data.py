"""What a dataset's card says of it, where CycloneDX and SPDX want it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from bom_lineages import TICKETS, file, lineage, of_card, readme, snapshot

from provenance.bom import encode
from provenance.bom.spdx import writer as spdx
from provenance.cards import parse_card
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.model.finding import Evidence
from provenance.privacy.disclosure import Disclosure, Grade

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
    record = ArtifactRecord(
        snapshot=snapshot(TICKETS, {}, file("README.md")),
        documents={"README.md": document},
        card=parse_card(document.text),
    )
    return lineage((record,))


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
    properties = [
        (p["name"].removeprefix("provenance:dataset:"), p["value"])
        for p in entry()["contents"]["properties"]
    ]
    assert sorted(properties) == [
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
    (package,) = [
        e
        for e in json.loads(spdx.encode(made()))["@graph"]
        if e["type"] == "dataset_DatasetPackage"
    ]
    assert package["dataset_intendedUse"] == "Training of classifiers."
    assert package["dataset_dataCollectionProcess"] == "Agents wrote them at work."
    assert package["dataset_dataPreprocessing"] == ["Names were replaced."]
    assert package["dataset_knownBias"] == ["Most customers live in towns."]
    kept = {e["extension_cdxPropName"] for e in package["extension"][0]["extension_cdxProperty"]}
    assert "provenance:dataset:limitation" in kept
    assert "provenance:dataset:use" not in kept


def answered(*disclosures: Disclosure) -> Lineage:
    (record,) = made().records.values()
    return lineage((replace(record, disclosures=disclosures),))


def answer_with(check: str, stance: str, grade: Grade = Grade.DISCLOSED) -> Disclosure:
    evidence = Evidence(
        artifact=TICKETS.purl,
        file="README.md",
        revision="3" * 40,
        start_line=4,
        end_line=4,
        quote=f"{check} is answered.",
        sha256="0" * 64,
    )
    return Disclosure(
        check=check, artifact=TICKETS.purl, grade=grade, stance=stance, evidence=(evidence,)
    )


@pytest.mark.parametrize(
    ("disclosures", "expected"),
    [
        ((answer_with("PRIV-001", "present"),), "personal data"),
        (
            (answer_with("PRIV-001", "present"), answer_with("PRIV-003", "present")),
            "sensitive personal data",
        ),
        ((answer_with("PRIV-001", "absent-with-reason"),), "stated to hold no personal data"),
        ((answer_with("PRIV-001", "present", Grade.PARTIAL),), None),
        ((answer_with("PRIV-001", "absent"),), None),
        ((), None),
    ],
)
def test_the_classification_is_what_the_documents_answer(
    disclosures: tuple[Disclosure, ...], expected: str | None
) -> None:
    bom = json.loads(encode(answered(*disclosures)))
    (data,) = bom["metadata"]["component"]["data"]
    assert data.get("classification") == expected
    cited = {pointer for entry in bom["citations"] for pointer in entry["pointers"]}
    assert ("/metadata/component/data/0/classification" in cited) is (expected is not None)


ADA = {"name": "Ada Kim", "email": "ada@acme.example"}


@pytest.mark.parametrize(
    ("value", "stewards"),
    [
        ("desk@acme.example", [{"contact": {"email": "desk@acme.example"}}]),
        ("Kim of Acme.", [{"contact": {"name": "Kim of Acme"}}]),
        ("Ada Kim <ada@acme.example>", [{"contact": ADA}]),
        ("Ada Kim, ada@acme.example", [{"contact": ADA}]),
        ("email", None),
        ("[GitHub](https://acme.example/tickets)", None),
        ("[Needs More Information]", None),
        ("The dataset was collected by many people. They live in towns.", None),
    ],
)
def test_a_point_of_contact_is_a_name_or_an_address(
    value: str, stewards: list[object] | None
) -> None:
    assert (
        entry(f"# Tickets\n\n- **Point of Contact:** {value}\n")
        .get("governance", {})
        .get("stewards")
        == stewards
    )


@pytest.mark.parametrize(
    ("items", "names"),
    [
        ("- Ada Kim\n- Ben Lee (Acme)", ["Ada Kim", "Ben Lee (Acme)"]),
        ("- Ada Kim\n- they read each ticket twice", ["Ada Kim"]),
        ("- [More Information Needed]", []),
        ("- one of many people who like tickets", []),
    ],
)
def test_a_list_of_curators_names_one_an_item(items: str, names: list[str]) -> None:
    read = entry(f"# Tickets\n\n## Dataset Curators\n\n{items}\n")
    stewards = read.get("governance", {}).get("stewards", [])
    assert [steward["contact"]["name"] for steward in stewards] == names


def test_spdx_tells_size_noise_and_updates() -> None:
    text = "## Annotation Quality\n\nTwo read each.\n\n## Maintenance\n\nOnce a year.\n"
    fields = "---\ndataset_info:\n- dataset_size: 1000\n- dataset_size: 24\n---\n"
    (package,) = [
        e
        for e in json.loads(spdx.encode(made(f"{fields}# Tickets\n\n{text}")))["@graph"]
        if "dataset_" in str(e)
    ]
    assert package["dataset_datasetSize"] == 1024
    assert package["dataset_datasetNoise"] == "Two read each."
    assert package["dataset_datasetUpdateMechanism"] == "Once a year."
    unknown = json.loads(spdx.encode(made(fields.replace("24", "many") + "# Tickets\n")))["@graph"]
    assert "dataset_datasetSize" not in json.dumps(unknown)


def test_spdx_tells_what_a_model_was_trained_and_tested_on() -> None:
    text = (
        "---\nmodel-index:\n- name: m\n  results:\n  - dataset: {name: Quiz, type: acme/quiz}\n   "
        " metrics:\n    - {type: acc, value: 0.5}\n---\n# m\n\n## Training Data\n\nTickets of a"
        " shop.\n\n## Environmental Impact\n\n- **Training Energy Use:** 1.5 MWh\n\n## Model"
        " Examination\n\nProbes were tried.\n\nDecision threshold: 0.7\n"
    )
    graph = json.loads(spdx.encode(of_card(text)))["@graph"]
    names = {element.get("spdxId"): element.get("name") for element in graph}
    related = {
        e["relationshipType"]: [names.get(target) for target in e["to"]]
        for e in graph
        if e["type"] == "Relationship"
    }
    assert related["trainedOn"] == ["Training Data"]
    assert related["testedOn"] == ["Quiz (acme/quiz)"]
    (model,) = [element for element in graph if element["type"] == "ai_AIPackage"]
    assert model["ai_modelExplainability"][0] == "Probes were tried."
    assert model["ai_metricDecisionThreshold"][0]["value"] == "0.7"
    (used,) = model["ai_energyConsumption"]["ai_trainingEnergyConsumption"]
    assert (used["ai_energyQuantity"], used["ai_energyUnit"]) == ("1500.0", "kilowattHour")
    card = json.loads(encode(of_card(text)))["metadata"]["component"]["modelCard"]
    assert card["modelParameters"]["datasets"] == [
        {"type": "dataset", "name": "Training Data", "description": "Tickets of a shop."}
    ]
    assert {"name": "provenance:evaluation:dataset", "value": "Quiz (acme/quiz)"} in card[
        "properties"
    ]
