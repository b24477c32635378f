"""What stands in a bill of materials: everything that is stated, where the standard wants it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import bom_lineages as lineages
import pytest
from bom_lineages import (
    BASE,
    SUBJECT,
    TICKETS,
    card,
    claim,
    lineage,
    readme,
    section,
    snapshot,
    subject,
)

from provenance.bom import encode
from provenance.licences.claim import Conclusion, Source
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.model.card import BlockKind, CardBlock
from provenance.privacy.disclosure import Grade
from provenance.text.lines import LineSpan
from provenance.weights.facts import WeightFacts

LIBRARY = "pkg:pypi/transformers@4.38.0"


def written(made: Lineage, **options: Any) -> dict[str, Any]:
    bom = json.loads(encode(made, **options))
    assert isinstance(bom, dict)
    return bom


def subject_of(made: Lineage) -> dict[str, Any]:
    component = written(made)["metadata"]["component"]
    assert isinstance(component, dict)
    return component


def component_of(made: Lineage, name: str) -> dict[str, Any]:
    (match,) = [component for component in written(made)["components"] if component["name"] == name]
    assert isinstance(match, dict)
    return match


def properties(block: dict[str, Any]) -> dict[str, str]:
    return {entry["name"]: entry["value"] for entry in block.get("properties", [])}


def test_the_subject_is_named_by_its_commit() -> None:
    component = subject_of(lineages.fine_tune())
    assert component["type"] == "machine-learning-model"
    assert component["purl"] == component["bom-ref"] == SUBJECT.purl
    assert component["version"] == "1" * 40
    assert (component["group"], component["name"], component["publisher"]) == (
        "acme",
        "support-7b",
        "acme",
    )
    assert "supplier" not in component
    assert "manufacturer" not in component
    assert component["authors"] == [{"name": "Acme Support Lab"}]
    assert component["description"] == "It answers support tickets. Trained on 12k tickets."
    assert component["tags"] == ["chat", "support"]


def test_the_tool_is_told() -> None:
    metadata = written(lineages.bare())["metadata"]
    (tool,) = metadata["tools"]["components"]
    assert (tool["type"], tool["name"]) == ("application", "provenance")
    assert metadata["lifecycles"] == [{"phase": "post-build"}]


def test_model_parameters_come_from_stated_fields() -> None:
    parameters = subject_of(lineages.fine_tune())["modelCard"]["modelParameters"]
    assert parameters == {
        "task": "text-generation",
        "architectureFamily": "gemma",
        "modelArchitecture": "GemmaForCausalLM",
        "datasets": [{"ref": lineages.SECRET.purl}, {"ref": TICKETS.purl}],
        "inputs": [{"format": "text"}],
        "outputs": [{"format": "text"}],
    }


@pytest.mark.parametrize(
    ("task", "inputs", "outputs"),
    [
        ("image-text-to-text", ["image", "text"], ["text"]),
        ("text-to-speech", ["text"], ["audio"]),
        ("automatic-speech-recognition", ["audio"], ["text"]),
        ("audio-classification", ["audio"], []),
        ("any-to-any", [], []),
        ("question-answering", [], []),
        ("image-to-something", [], []),
        ("classification", [], []),
    ],
)
def test_inputs_and_outputs_only_where_the_task_names_them(
    task: str, inputs: list[str], outputs: list[str]
) -> None:
    parameters = subject_of(
        lineage((ArtifactRecord(snapshot=snapshot(SUBJECT, {"pipeline_tag": task})),))
    )["modelCard"]["modelParameters"]
    assert [entry["format"] for entry in parameters.get("inputs", [])] == inputs
    assert [entry["format"] for entry in parameters.get("outputs", [])] == outputs


def test_metrics_come_from_model_index_as_written() -> None:
    analysis = subject_of(lineages.fine_tune())["modelCard"]["quantitativeAnalysis"]
    assert analysis == {
        "performanceMetrics": [
            {"type": "accuracy", "value": "0.845", "slice": "Ticket Bench/test"},
            {"type": "verdict", "value": "1, 2", "slice": "Ticket Bench/test"},
        ],
    }


def test_considerations_are_the_words_of_the_sections() -> None:
    considerations = subject_of(lineages.fine_tune())["modelCard"]["considerations"]
    assert considerations["useCases"] == ["Answering customers of a shop.", "Drafts", "Summaries"]
    assert considerations["technicalLimitations"] == ["It may be wrong about refunds."]
    assert considerations["ethicalConsiderations"] == [{"name": "It may be wrong about refunds."}]
    assert "users" not in considerations


def test_emissions_are_properties_because_nobody_states_kilowatt_hours() -> None:
    environment = subject_of(lineages.fine_tune())["modelCard"]["considerations"][
        "environmentalConsiderations"
    ]
    assert "energyConsumptions" not in environment
    assert properties(environment) == {
        "provenance:co2_eq:emissions_g": "12.5",
        "provenance:co2_eq:source": "codecarbon",
        "provenance:co2_eq:hardware_used": "1 x A100",
    }


def test_long_text_ends_with_a_sentence() -> None:
    text = "One sentence that is stated here. " * 60
    record = ArtifactRecord(
        snapshot=snapshot(SUBJECT, {}),
        documents={"README.md": readme(SUBJECT, "---\na: b\n---\n" + "\n" * 30)},
        card=card({"a": "b"}, section("Limitations", 5, lineages.paragraph(text, 6))),
    )
    (limitation,) = subject_of(lineage((record,)))["modelCard"]["considerations"][
        "technicalLimitations"
    ]
    assert len(limitation) <= 602
    assert limitation.endswith("here. …")


def test_a_korean_card_is_read() -> None:
    component = subject_of(lineages.korean())
    considerations = component["modelCard"]["considerations"]
    assert component["description"] == "고객 상담에 답하는 모델입니다."
    assert considerations["useCases"] == ["상담원의 답변 초안을 작성합니다."]
    assert considerations["technicalLimitations"] == [
        "환불 규정을 틀릴 수 있습니다.",
        "사투리에 약합니다.",
    ]
    assert considerations["ethicalConsiderations"] == [{"name": "사람의 검토가 필요합니다."}]


def test_weight_facts_are_taxonomy_properties() -> None:
    stated = properties(subject_of(lineages.fine_tune())["modelCard"])
    assert stated["cdx:ai-ml:model:parameter:count"] == "8.54B"
    assert stated["provenance:weights:parameters"] == "8537680896"
    assert stated["cdx:ai-ml:model:hyperparameter:quantization"] == "BF16"
    assert stated["cdx:ai-ml:model:hyperparameter:hidden_size"] == "3072"
    stated = properties(subject_of(lineages.adapter())["modelCard"])
    assert stated["cdx:ai-ml:model:parameter:count"] == "7M"
    assert stated["cdx:ai-ml:model:hyperparameter:quantization"] == "Q4_K"
    assert stated["cdx:ai-ml:model:hyperparameter:context_length"] == "8192"
    assert stated["cdx:ai-ml:model:parameter:tune_methods"] == "lora"


def test_one_shard_does_not_tell_the_parameter_count() -> None:
    shard = WeightFacts(
        path="model-00001-of-00002.safetensors",
        format="safetensors",
        parameters=5,
        dtypes={"BF16": 5},
        shard=True,
    )
    made = lineage((ArtifactRecord(snapshot=snapshot(SUBJECT, {}), weights=(shard,)),))
    assert "modelCard" not in subject_of(made)


def test_quantisation_of_a_configuration() -> None:
    configs = {"config.json": {"quantization_config": {"quant_method": "gptq", "bits": 4}}}
    stated = properties(
        subject_of(lineage((ArtifactRecord(snapshot=snapshot(SUBJECT, {}), configs=configs),)))[
            "modelCard"
        ]
    )
    assert stated == {
        "provenance:quantization:quant_method": "gptq",
        "provenance:quantization:bits": "4",
    }


def test_every_file_of_the_subject_with_size_digest_and_scan() -> None:
    files = {file["name"]: file for file in subject_of(lineages.fine_tune())["components"]}
    assert set(files) == {
        "LICENSE",
        "README.md",
        "config.json",
        "model.safetensors",
        "notes/a b#c.txt",
        "pytorch_model.bin",
    }
    assert properties(files["pytorch_model.bin"]) == {
        "provenance:file:format": "pickle",
        "provenance:file:scan": "unsafe",
        "provenance:file:size": "17000000000",
    }
    assert files["pytorch_model.bin"]["hashes"][0]["alg"] == "SHA-256"
    assert files["pytorch_model.bin"]["purl"] == f"{SUBJECT.purl}#pytorch_model.bin"
    assert files["notes/a b#c.txt"]["bom-ref"] == f"{SUBJECT.purl}#notes/a%20b%23c.txt"
    assert "hashes" not in files["notes/a b#c.txt"]


def test_of_a_parent_only_the_files_that_were_read() -> None:
    assert [
        file["name"] for file in component_of(lineages.fine_tune(), "base-7b")["components"]
    ] == ["README.md"]


def test_a_digest_of_what_was_read_stands_in_for_one_the_hub_lacks() -> None:
    record = subject()
    files = tuple(replace(file, sha256=None, size=None) for file in record.snapshot.files)
    made = lineage((replace(record, snapshot=replace(record.snapshot, files=files)),))
    hashes = {file["name"]: file.get("hashes") for file in subject_of(made)["components"]}
    assert hashes["README.md"] == [
        {"alg": "SHA-256", "content": record.documents["README.md"].sha256},
        {"alg": "SHA-512", "content": record.documents["README.md"].sha512},
    ]
    assert hashes["config.json"] is None


def test_a_dataset_is_a_data_component() -> None:
    component = component_of(lineages.fine_tune(), "tickets")
    assert component["type"] == "data"
    assert component["purl"].endswith("?type=dataset")
    assert "modelCard" not in component
    assert component["data"] == [
        {
            "type": "dataset",
            "name": "acme/tickets",
            "description": "Support tickets of a shop.",
            "contents": {"url": "https://huggingface.co/datasets/acme/tickets"},
            "classification": "personal data",
            "sensitiveData": ["The tickets hold names and e-mail addresses of customers."],
            "governance": {"stewards": [{"contact": {"name": "Acme"}}]},
        }
    ]
    stated = properties(component)
    assert stated["provenance:privacy:PRIV-001"] == "disclosed (present)"
    assert stated["provenance:privacy:PRIV-002"] == "partial (unknown)"
    assert "provenance:privacy:PRIV-003" not in stated
    assert stated["provenance:dataset:size_categories"] == "10K<n<100K"


@pytest.mark.parametrize(
    ("grade", "stance"), [(Grade.DISCLOSED, "absent-bare"), (Grade.PARTIAL, "present")]
)
def test_sensitive_data_needs_a_clear_statement(grade: Grade, stance: str) -> None:
    record = lineages.tickets()
    unclear = replace(record.disclosures[0], grade=grade, stance=stance)
    made = lineage((replace(record, disclosures=(unclear,)),))
    assert "sensitiveData" not in subject_of(made)["data"][0]


def test_bases_are_ancestors_by_purl_and_components_by_reference() -> None:
    bom = written(lineages.fine_tune())
    pedigree = bom["metadata"]["component"]["pedigree"]
    assert [ancestor["purl"] for ancestor in pedigree["ancestors"]] == [BASE.purl]
    assert "bom-ref" not in pedigree["ancestors"][0]
    assert pedigree["notes"].startswith("finetune of bigorg/base-7b@2222")
    depends = {entry["ref"]: entry["dependsOn"] for entry in bom["dependencies"]}
    assert depends[SUBJECT.purl] == sorted([BASE.purl, lineages.SECRET.purl, TICKETS.purl, LIBRARY])
    assert depends[BASE.purl] == [lineages.ORIGIN.purl]
    assert depends[TICKETS.purl] == []


def test_a_parent_of_two_is_written_once() -> None:
    bom = written(lineages.merge())
    assert [component["name"] for component in bom["components"]].count("base-7b") == 1
    assert len(bom["metadata"]["component"]["pedigree"]["ancestors"]) == 2


def test_an_unread_parent_has_a_name_and_a_reason() -> None:
    component = component_of(lineages.fine_tune(), "private-chats")
    assert "version" not in component
    assert properties(component) == {
        "provenance:state": "gated",
        "provenance:unknown:hash": "could not be read",
        "provenance:unknown:licence": "could not be read",
        "provenance:unknown:version": "could not be read",
    }


def test_compositions_say_what_is_complete() -> None:
    aggregates = {
        entry["aggregate"]: entry for entry in written(lineages.fine_tune())["compositions"]
    }
    assert aggregates["complete"] == {"aggregate": "complete", "assemblies": [SUBJECT.purl]}
    assert set(aggregates["incomplete"]["dependencies"]) == {
        SUBJECT.purl,
        BASE.purl,
        lineages.SECRET.purl,
        lineages.ORIGIN.purl,
    }
    assert aggregates["unknown"]["dependencies"] == [TICKETS.purl]


def test_gaps_are_told() -> None:
    gap = properties(component_of(lineages.fine_tune(), "base-7b"))["provenance:gap"]
    assert gap == "model-00001-of-00002.safetensors: gated: The header was not read."


def test_declared_and_concluded_stand_apart() -> None:
    entries = subject_of(lineages.fine_tune())["licenses"]
    assert entries == [
        {"license": {"id": "Apache-2.0", "acknowledgement": "concluded"}},
        {"license": {"id": "Apache-2.0", "acknowledgement": "declared"}},
    ]


def test_a_tag_alone_concludes_nothing() -> None:
    (entry,) = component_of(lineages.fine_tune(), "base-7b")["licenses"]
    assert entry["license"]["acknowledgement"] == "declared"
    assert entry["license"]["name"] == "Gemma Terms of Use"
    assert entry["license"]["properties"] == [
        {"name": "provenance:licence:ref", "value": "LicenseRef-gemma"}
    ]


def test_a_licence_with_a_name_of_its_own() -> None:
    (entry,) = subject_of(lineages.adapter())["licenses"]
    assert entry == {
        "license": {
            "name": "Acme Terms",
            "url": "https://acme.example/terms",
            "acknowledgement": "declared",
        }
    }


@pytest.mark.parametrize("value", ["other", "unknown"])
def test_other_names_no_licence(value: str) -> None:
    conclusion = Conclusion(
        claims=(claim(SUBJECT, value, None, Source.CARD),), verdict="unresolved"
    )
    assert "licenses" not in subject_of(lineage((subject(licence=conclusion),)))


@pytest.mark.parametrize(
    ("declared", "concluded", "entries"),
    [
        ("MIT AND Apache-2.0", None, [("expression", "MIT AND Apache-2.0", "declared")]),
        ("MIT AND Apache-2.0", "MIT", [("id", "MIT", "concluded")]),
        ("MIT", "MIT OR Apache-2.0", [("expression", "MIT OR Apache-2.0", "concluded")]),
        ("LicenseRef-x", "MIT", [("name", "LicenseRef-x", "declared"), ("id", "MIT", "concluded")]),
    ],
)
def test_a_compound_expression_stands_alone(
    declared: str, concluded: str | None, entries: list[tuple[str, str, str]]
) -> None:
    claims = (claim(SUBJECT, declared, None, Source.CARD),)
    conclusion = Conclusion(
        claims=claims,
        declared=declared,
        concluded=concluded,
        licences=(),
        verdict="text-outranks" if concluded else "declared-only",
    )
    component = subject_of(lineage((subject(licence=conclusion),)))
    names = []
    for entry in component["licenses"]:
        licence = entry.get("license", entry)
        kind = next(kind for kind in ("id", "name", "expression") if kind in licence)
        names.append((kind, licence[kind], licence["acknowledgement"]))
    assert sorted(names) == sorted(entries)
    assert properties(component)["provenance:licence:declared"] == declared


def test_external_references_follow_from_the_hub() -> None:
    references = {
        (entry["type"], entry["url"])
        for entry in subject_of(lineages.fine_tune())["externalReferences"]
    }
    page, commit = "https://huggingface.co/acme/support-7b", "1" * 40
    assert references == {
        ("website", page),
        ("vcs", page),
        ("distribution", f"{page}/tree/{commit}"),
        ("model-card", f"{page}/blob/{commit}/README.md"),
        ("license", f"{page}/blob/{commit}/LICENSE"),
        ("documentation", "https://arxiv.org/abs/2305.14314"),
        ("documentation", "https://doi.org/10.57967/hf/1"),
    }


def test_language_codes_and_others() -> None:
    stated = properties(subject_of(lineages.fine_tune()))
    assert stated["cdx:ai-ml:model:languages"] == "en,ko"
    assert stated["provenance:language"] == "kor"
    assert stated["provenance:hub:gated"] == "manual"


def test_template_text_and_comments_state_nothing() -> None:
    blocks = (
        CardBlock(kind=BlockKind.COMMENT, text="<!-- who are the users -->", span=LineSpan(6, 6)),
        CardBlock(kind=BlockKind.CODE, text="pipeline()", span=LineSpan(7, 7)),
        lineages.paragraph("[More Information Needed]", 8, template=True),
    )
    record = ArtifactRecord(
        snapshot=snapshot(SUBJECT, {}),
        documents={"README.md": readme(SUBJECT, "---\na: b\n---\n" + "\n" * 30)},
        card=card({"pipeline_tag": "[More Information Needed]"}, section("Uses", 5, *blocks)),
    )
    assert "modelCard" not in subject_of(lineage((record,)))


def test_a_description_may_stand_below_the_title() -> None:
    blocks = (
        lineages.paragraph("Paper | Demo | Models", 6),
        lineages.paragraph("It answers tickets.", 7),
    )
    title = replace(section("Support 7B", 5, *blocks), level=1)
    later = section("Training", 9, lineages.paragraph("On a machine.", 10))
    document = {"README.md": readme(SUBJECT, "---\na: b\n---\n" + "\n" * 30)}
    described = ArtifactRecord(
        snapshot=snapshot(SUBJECT, {}), documents=document, card=card({"a": "b"}, title, later)
    )
    assert subject_of(lineage((described,)))["description"] == "It answers tickets."
    silent = ArtifactRecord(
        snapshot=snapshot(SUBJECT, {}),
        documents=document,
        card=card({"a": "b"}, replace(title, blocks=()), later),
    )
    assert "description" not in subject_of(lineage((silent,)))


@pytest.mark.parametrize(
    "heading", ["2. Uses", "Downstream Use [optional]", "**Intended uses & limitations**", "USES:"]
)
def test_headings_are_matched_without_their_dress(heading: str) -> None:
    document = {"README.md": readme(SUBJECT, "---\na: b\n---\n" + "\n" * 30)}
    record = ArtifactRecord(
        snapshot=snapshot(SUBJECT, {}),
        documents=document,
        card=card({"a": "b"}, section(heading, 5, lineages.paragraph("Drafts.", 6))),
    )
    assert subject_of(lineage((record,)))["modelCard"]["considerations"]["useCases"] == ["Drafts."]


def with_text(spdx: str) -> Lineage:
    """A model whose own licence text was read and recognised."""
    text = readme(SUBJECT, "TERMS OF USE")
    claims = (claim(SUBJECT, "Terms of Use", None, Source.TEXT, spdx=spdx),)
    conclusion = Conclusion(
        claims=claims,
        declared=None,
        concluded=spdx,
        licences=(lineages.GEMMA,),
        verdict="text-only",
    )
    return lineage(
        (
            ArtifactRecord(
                snapshot=snapshot(SUBJECT, {}), documents={"LICENSE": text}, licence=conclusion
            ),
        )
    )


def test_a_text_that_no_list_holds_is_attached() -> None:
    (licence,) = subject_of(with_text("LicenseRef-gemma"))["licenses"]
    assert licence["license"]["text"] == {"contentType": "text/plain", "content": "TERMS OF USE"}
    (licence,) = subject_of(with_text("Apache-2.0"))["licenses"]
    assert "text" not in licence["license"]
