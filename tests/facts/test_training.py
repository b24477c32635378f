"""What a card says of training, impact and software, in forms that leave nothing to guess."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bom_lineages import SUBJECT, file, lineage, of_card, readme, snapshot
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.bom import encode
from provenance.bom.spdx import writer as spdx
from provenance.cards import parse_card
from provenance.facts.labels import opening
from provenance.lineage.record import ArtifactRecord

TRAINER = """# support-7b

It achieves the following results on the evaluation set:
- Loss: 0.5123
- F1: 0.91
- Remark: good

## Training procedure

We tuned it for two days.

### Training hyperparameters

The following hyperparameters were used during training:
- learning_rate: 0.0002
- lr_scheduler_type: linear

### Framework versions

- Transformers 4.39.0
- TRL: 0.12.1
- Acme Tuner 2.0
- nothing
"""


def bom(text: str, **options: Any) -> dict[str, Any]:
    return dict(json.loads(encode(of_card(text), **options)))


def card(text: str) -> dict[str, Any]:
    return dict(bom(text)["metadata"]["component"].get("modelCard", {}))


def named(entries: list[dict[str, str]]) -> dict[str, str]:
    return {entry["name"]: entry["value"] for entry in entries}


def test_a_trainers_lists_are_of_card() -> None:
    properties = named(card(TRAINER)["properties"])
    assert properties == {
        "provenance:training:procedure": "We tuned it for two days.",
        "provenance:training:hyperparameter:learning_rate": "0.0002",
        "provenance:training:hyperparameter:lr_scheduler_type": "linear",
    }


def test_figures_are_metrics_where_a_sentence_says_whose_they_are() -> None:
    assert card(TRAINER)["quantitativeAnalysis"]["performanceMetrics"] == [
        {"type": "Loss", "value": "0.5123", "slice": "evaluation set"},
        {"type": "F1", "value": "0.91", "slice": "evaluation set"},
    ]
    assert card("# m\n\nSome figures:\n- Loss: 0.5\n") == {}


def test_framework_versions_are_the_formulation() -> None:
    whole = bom(TRAINER)
    (formula,) = whole["formulation"]
    assert [(c["type"], c["name"], c["version"], c.get("purl")) for c in formula["components"]] == [
        ("library", "Transformers", "4.39.0", "pkg:pypi/transformers@4.39.0"),
        ("library", "TRL", "0.12.1", "pkg:pypi/trl@0.12.1"),
        ("framework", "Acme Tuner", "2.0", None),
    ]
    assert formula["workflows"][0]["resourceReferences"] == [{"ref": SUBJECT.purl}]
    cited = {
        pointer: entry["note"] for entry in whole["citations"] for pointer in entry["pointers"]
    }
    assert cited["/formulation/0/components/0"].startswith("README.md:20 @")
    assert "formulation" not in bom("# m\n\n## Framework versions\n\nSee elsewhere.\n")


@pytest.mark.parametrize("version", ["1.7", "1.6"])
def test_formulation_is_valid_xml(version: str) -> None:
    text = encode(of_card(TRAINER), spec_version=version, output="xml").decode()
    assert "<taskType>other</taskType>" in text


def test_the_tools_of_training_are_told_in_spdx() -> None:
    graph = json.loads(spdx.encode(of_card(TRAINER)))["@graph"]
    (relation,) = [e for e in graph if e.get("relationshipType") == "usesTool"]
    names = {e["spdxId"]: e["name"] for e in graph if e["type"] == "software_Package"}
    assert [names[name] for name in relation["to"]] == ["Transformers", "TRL", "Acme Tuner"]
    (model,) = [e for e in graph if e["type"] == "ai_AIPackage"]
    assert {"key": "learning_rate", "type": "DictionaryEntry", "value": "0.0002"} in model[
        "ai_hyperparameter"
    ]
    assert model["ai_informationAboutTraining"] == "training procedure: We tuned it for two days."


def test_what_loads_it_is_a_component_with_its_version() -> None:
    document = readme(SUBJECT, "# m\n")
    record = ArtifactRecord(
        snapshot=snapshot(SUBJECT, {"library_name": "transformers"}, file("README.md")),
        documents={"README.md": document},
        card=parse_card(document.text),
        configs={"config.json": {"transformers_version": "4.38.0"}},
    )
    whole = json.loads(encode(lineage((record,))))
    (library,) = whole["components"]
    assert (library["type"], library["purl"]) == ("library", "pkg:pypi/transformers@4.38.0")
    assert {"ref": SUBJECT.purl, "dependsOn": [library["bom-ref"]]} in whole["dependencies"]


def test_a_library_that_nobody_knows_has_no_purl() -> None:
    whole = json.loads(encode(of_card("# m\n", library_name="acme-runtime")))
    (library,) = whole["components"]
    assert (library["type"], library["name"]) == ("framework", "acme-runtime")
    assert "purl" not in library
    assert "version" not in library


IMPACT = """# m

## Environmental Impact

Carbon emissions were estimated with a calculator.

- **Hardware Type:** A100 PCIe 40GB
- **Hours used:** 150000
- **Cloud Provider:** [More Information Needed]
- **Carbon Emitted:** 11 t CO2 eq.
"""


def test_impact_is_told_in_its_own_words() -> None:
    environment = card(IMPACT)["considerations"]["environmentalConsiderations"]
    assert "energyConsumptions" not in environment
    assert named(environment["properties"]) == {
        "provenance:environment:statement": "Carbon emissions were estimated with a calculator.",
        "provenance:environment:hardware_type": "A100 PCIe 40GB",
        "provenance:environment:hours_used": "150000",
        "provenance:environment:carbon_emitted": "11 t CO2 eq.",
    }


BOLD = """# Acme

## Model Details

**Model Developers** Acme Research

**Input** Models input text only.

**Output** Models output text and code.

## Intended Use

**Intended Use Cases** Drafts of answers.

**Out-of-Scope Uses** Decisions about people.
"""


def test_a_bold_word_opens_a_labelled_paragraph() -> None:
    component = bom(BOLD)["metadata"]["component"]
    assert component["authors"] == [{"name": "Acme Research"}]
    model_card = component["modelCard"]
    assert model_card["modelParameters"]["inputs"] == [{"format": "Models input text only."}]
    assert model_card["modelParameters"]["outputs"] == [{"format": "Models output text and code."}]
    assert model_card["considerations"]["useCases"] == ["Drafts of answers."]
    assert model_card["considerations"]["technicalLimitations"] == ["Decisions about people."]


HEADED = """# Acme

## Model Type

An encoder for images.

## Model date

March 2026

## Model Use

The primary intended users of it are archivists.

- Context length: 4096
- Total Parameters: 456B
"""


def test_a_heading_over_one_paragraph_is_a_label() -> None:
    model_card = card(HEADED)
    assert model_card["modelParameters"]["modelArchitecture"] == "An encoder for images."
    assert model_card["considerations"]["users"] == [
        "The primary intended users of it are archivists."
    ]
    assert named(model_card["properties"]) == {
        "provenance:card:release_date": "March 2026",
        "provenance:card:context_length": "4096",
        "provenance:card:parameters": "456B",
    }


def test_a_configuration_outranks_words_about_the_architecture() -> None:
    whole = json.loads(encode(of_card(HEADED, config={"architectures": ["AcmeModel"]})))
    parameters = whole["metadata"]["component"]["modelCard"]["modelParameters"]
    assert parameters["modelArchitecture"] == "AcmeModel"


def test_a_task_outranks_words_about_inputs() -> None:
    whole = json.loads(encode(of_card(BOLD, pipeline_tag="text-generation")))
    parameters = whole["metadata"]["component"]["modelCard"]["modelParameters"]
    assert parameters["inputs"] == [{"format": "text"}]


def test_a_template_states_nothing() -> None:
    assert (
        card(
            "# m\n\n- **Developed by:** [More Information Needed]\n\n## Training Data\n\n[More"
            " Information Needed]\n"
        )
        == {}
    )


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_opens_somehow(text: str, raw: str) -> None:
    label, value = opening(text, raw)
    assert len(label) <= 200
    assert isinstance(value, str)
