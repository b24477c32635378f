"""What other tools make up, each as a test: nothing here is in a bill of materials that nobody
stated."""

from __future__ import annotations

import json
import re
from typing import Any

import bom_lineages as lineages
import pytest
from bom_lineages import SUBJECT, card, lineage, paragraph, readme, section, snapshot

from provenance.bom import encode
from provenance.errors import InvalidBomError
from provenance.lineage.record import ArtifactRecord
from provenance.privacy.disclosure import Disclosure, Grade

PLACEHOLDER = re.compile(
    r"more information needed|\{\{|unknown author|\bn/a\b|\btbd\b|not available", re.IGNORECASE
)


def written(record: ArtifactRecord) -> dict[str, Any]:
    bom = json.loads(encode(lineage((record,))))
    assert isinstance(bom, dict)
    return bom


def prose(*sentences: str) -> ArtifactRecord:
    """A card that says everything in prose and nothing in a field."""
    blocks = tuple(
        paragraph(sentence, number) for number, sentence in enumerate(sentences, start=6)
    )
    text = "---\na: b\n---\n" + "\n" * 40
    return ArtifactRecord(
        snapshot=snapshot(SUBJECT, {}),
        documents={"README.md": readme(SUBJECT, text)},
        card=card({"a": "b"}, section("Training", 5, *blocks)),
    )


def test_of_a_bare_repository_only_its_name_is_known() -> None:
    component = json.loads(encode(lineages.bare()))["metadata"]["component"]
    unknown = {entry["name"] for entry in component.pop("properties")}
    assert unknown == {"provenance:unknown:hash", "provenance:unknown:licence"}
    assert set(component) == {
        "bom-ref",
        "externalReferences",
        "group",
        "name",
        "publisher",
        "purl",
        "type",
        "version",
    }


def test_no_dataset_is_read_out_of_a_number() -> None:
    bom = written(
        prose("Trained on 12k support conversations and internal data, from a well known corpus.")
    )
    assert "components" not in bom or bom["components"] == []
    assert "modelParameters" not in bom["metadata"]["component"].get("modelCard", {})


def test_no_metric_is_read_from_prose() -> None:
    bom = written(prose("It reaches an accuracy of 91.3% on MMLU and an F1 of 0.87."))
    assert "quantitativeAnalysis" not in bom["metadata"]["component"].get("modelCard", {})
    assert "quantitativeAnalysis" not in json.dumps(bom)


def test_no_task_no_architecture_and_no_approach_without_a_field() -> None:
    bom = json.dumps(written(prose("A transformer for text generation, trained with supervision.")))
    for member in (
        '"task"',
        '"architectureFamily"',
        '"modelArchitecture"',
        '"approach"',
        '"inputs"',
    ):
        assert member not in bom
    assert '"approach"' not in encode(lineages.fine_tune()).decode()


def test_a_model_that_does_not_exist_gets_no_bom() -> None:
    missing = lineages.lineage((), unread={lineages.ORIGIN: "not-found"}, inputs=(lineages.ORIGIN,))
    with pytest.raises(InvalidBomError):
        encode(missing)


@pytest.mark.parametrize("grade", [Grade.ABSENT, Grade.PLACEHOLDER, Grade.NOT_APPLICABLE])
def test_an_unanswered_privacy_question_is_not_a_no(grade: Grade) -> None:
    unanswered = Disclosure(
        check="PRIV-001", artifact=SUBJECT.purl, grade=grade, searched=("README.md",)
    )
    text = json.dumps(
        written(ArtifactRecord(snapshot=snapshot(SUBJECT, {}), disclosures=(unanswered,)))
    )
    assert "PRIV-001" not in text
    assert "sensitiveData" not in text


def test_no_reference_dangles() -> None:
    for made in (lineages.fine_tune(), lineages.adapter(), lineages.merge()):
        bom = json.loads(encode(made))
        refs = set(re.findall(r'"bom-ref": "([^"]+)"', json.dumps(bom)))
        named = {entry["ref"] for entry in bom["dependencies"]}
        named |= {ref for entry in bom["dependencies"] for ref in entry["dependsOn"]}
        named |= {
            ref
            for entry in bom["compositions"]
            for key in ("assemblies", "dependencies")
            for ref in entry.get(key, [])
        }
        named |= {entry["attributedTo"] for entry in bom["citations"]}
        assert named <= refs
        top = [bom["metadata"]["component"], *bom["components"]]
        assert {entry["ref"] for entry in bom["dependencies"]} == {
            component["bom-ref"] for component in top
        }


def test_commits_are_whole() -> None:
    text = encode(lineages.fine_tune()).decode()
    assert {
        len(commit) for commit in re.findall(r"pkg:huggingface/[^@\"?]+@([0-9a-f]+)", text)
    } == {40}


def test_the_subject_is_the_model_and_not_the_job() -> None:
    bom = json.loads(encode(lineages.fine_tune()))
    assert bom["metadata"]["component"]["name"] == "support-7b"
    assert "job" not in json.dumps(bom["metadata"])
    assert "supplier" not in bom["metadata"]


def test_all_training_datasets_and_no_evaluation_set() -> None:
    bom = json.loads(encode(lineages.fine_tune()))
    datasets = bom["metadata"]["component"]["modelCard"]["modelParameters"]["datasets"]
    assert len(datasets) == 2
    assert not any(component["name"] == "bench" for component in bom["components"])


@pytest.mark.parametrize("name", ["fine_tune", "adapter", "merge", "bare", "korean"])
def test_no_placeholder_is_written(name: str) -> None:
    assert not PLACEHOLDER.search(encode(getattr(lineages, name)()).decode())
