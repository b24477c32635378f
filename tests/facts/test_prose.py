"""What a sentence says of the model itself, and what it does not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bom_lineages import SUBJECT, file, lineage, of_card, readme, snapshot
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.bom import encode
from provenance.cards import parse_card
from provenance.facts.prose import (
    APPROACH,
    CONTEXT,
    INPUT,
    LIMIT,
    MAKER,
    OUTPUT,
    PARAMETERS,
    RELEASED,
    TASK,
    USE,
    only,
    stated,
    task_of_title,
    tools,
)
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord


def record(text: str) -> ArtifactRecord:
    return next(iter(of_card(text).records.values()))


def phrases(sentence: str, what: str) -> list[str]:
    return [phrase.value for phrase in stated(record(f"# Support 7B\n\n{sentence}\n"), what)]


def subject(made: Lineage) -> dict[str, Any]:
    return dict(json.loads(encode(made))["metadata"]["component"])


@pytest.mark.parametrize(
    ("sentence", "what", "expected"),
    [
        ("The model has 12 billion parameters.", PARAMETERS, "12 billion parameters"),
        (
            "Support 7B is a language model with 7.5B total parameters.",
            PARAMETERS,
            "7.5B total parameters",
        ),
        ("이 모델은 70억 개의 파라미터를 갖습니다.", PARAMETERS, "70억 개의 파라미터"),
        ("It supports a context length of up to 32,768 tokens.", CONTEXT, "32,768 tokens"),
        ("The model has a 128K-token context window.", CONTEXT, "128K-token"),
        ("이 모델은 최대 131,072 토큰을 처리합니다.", CONTEXT, "131,072 토큰"),
        ("The model was released in February 2024.", RELEASED, "February 2024"),
        ("본 모델은 2025년 4월 30일에 출시되었습니다.", RELEASED, "2025년 4월 30일"),
        (
            "This model was developed by researchers at Acme Labs to help shops.",
            MAKER,
            "researchers at Acme Labs",
        ),
        ("The model takes an image as input and returns text.", INPUT, "image"),
        ("It accepts text and images as inputs.", INPUT, "text and images"),
        ("It generates text in its output.", OUTPUT, "text"),
        ("The model is a multilingual text classification model.", TASK, "text classification"),
        ("The model was trained with SFT.", APPROACH, "supervised"),
        ("The model is trained by self-supervised learning.", APPROACH, "self-supervised"),
        ("이 모델은 강화학습으로 학습되었습니다.", APPROACH, "reinforcement-learning"),
        (
            "The model is intended for drafting answers.",
            USE,
            "The model is intended for drafting answers.",
        ),
        (
            "The model is not intended for medical advice.",
            LIMIT,
            "The model is not intended for medical advice.",
        ),
    ],
)
def test_what_a_sentence_states(sentence: str, what: str, expected: str) -> None:
    assert phrases(sentence, what) == [expected]


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("The base model has 12 billion parameters.", PARAMETERS),
        ("Other models have 12 billion parameters.", PARAMETERS),
        ("Support 7B Chat has 12 billion parameters.", PARAMETERS),
        ("The model series spans from 2B to 32B parameters.", PARAMETERS),
        ("We compare it with a model that was developed by Bigorg.", MAKER),
        ("The model was developed by hand.", MAKER),
        ("The model is evaluated on question answering.", TASK),
        ("The model learns without any supervision.", APPROACH),
        ("The model was trained without supervised fine-tuning.", APPROACH),
        ("본 모델은 지도 학습 없이 학습되었습니다.", APPROACH),
        ("The model is not intended for medical advice.", USE),
    ],
)
def test_what_a_sentence_does_not_state(sentence: str, what: str) -> None:
    assert phrases(sentence, what) == []


def test_sentences_that_disagree_fill_no_single_field() -> None:
    disagreeing = record("# m\n\nThe model has 7B parameters. The model has 8B parameters.\n")
    assert only(disagreeing, PARAMETERS) is None
    preferred = record("# m\n\nThe model was trained with SFT. The model was trained with DPO.\n")
    assert only(preferred, APPROACH) is None
    assert only(record("# m\n\nThe model was trained with DPO.\n"), APPROACH) is None


def test_sections_on_other_things_are_not_asked() -> None:
    assert (
        list(stated(record("# m\n\n## References\n\nThe model has 7B parameters.\n"), PARAMETERS))
        == []
    )


def test_the_tools_of_a_sentence_are_the_formulation() -> None:
    text = "# m\n\nThis model was trained 2x faster with Unsloth and the TRL library.\n"
    assert [tool.value for tool in tools(record(text))] == ["Unsloth", "TRL"]
    (formula,) = json.loads(encode(of_card(text)))["formulation"]
    assert [entry["name"] for entry in formula["components"]] == ["Unsloth", "TRL"]
    assert list(tools(record("# m\n\nTRL is a library.\n"))) == []


def test_what_prose_states_stands_in_the_model_card_with_its_line() -> None:
    text = (
        "# Support 7B\n\nSupport 7B was developed by Acme Labs. It has 7B parameters.\n\nThe model"
        " takes text as input. The model can be used for drafts. The model was trained with SFT.\n"
    )
    bom = json.loads(encode(of_card(text)))
    component = bom["metadata"]["component"]
    card = component["modelCard"]
    assert component["authors"] == [{"name": "Acme Labs"}]
    assert card["modelParameters"]["approach"] == {"type": "supervised"}
    assert card["modelParameters"]["inputs"] == [{"format": "text"}]
    assert card["considerations"]["useCases"] == ["The model can be used for drafts."]
    places = {pointer: entry["note"] for entry in bom["citations"] for pointer in entry["pointers"]}
    assert places["/metadata/component/modelCard/modelParameters/approach/type"].startswith(
        "README.md:5 @"
    )
    assert places["/metadata/component/authors/0"].startswith("README.md:3 @")


def test_a_label_outranks_a_sentence() -> None:
    labels = "# Support 7B\n\n- **Developed by:** Acme\n- **Parameters:** 7B\n\n"
    text = f"{labels}The model was developed by Bigorg Labs. It has 9B parameters.\n"
    component = subject(of_card(text))
    assert component["authors"] == [{"name": "Acme"}]
    assert [
        p["value"]
        for p in component["modelCard"]["properties"]
        if p["name"] == "provenance:card:parameters"
    ] == ["7B"]


def test_a_model_card_beside_the_readme_is_read() -> None:
    second_card = readme(
        SUBJECT, "# Support 7B\n\nThe model has 7B parameters.\n\n## Limitations\n\nIt errs.\n"
    )
    first = readme(SUBJECT, "# Support 7B\n\nSee MODEL_CARD.md.\n")
    made = ArtifactRecord(
        snapshot=snapshot(SUBJECT, {}, file("README.md"), file("MODEL_CARD.md")),
        documents={"README.md": first, "MODEL_CARD.md": second_card},
        card=parse_card(first.text),
        other_cards={"MODEL_CARD.md": parse_card(second_card.text)},
    )
    card = subject(lineage((made,)))["modelCard"]
    assert card["considerations"]["technicalLimitations"] == ["It errs."]
    assert {"name": "provenance:card:parameters", "value": "7B parameters"} in card["properties"]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_a_valid_bom(text: str) -> None:
    encode(
        of_card(
            f"# Support 7B\n\nThe model has {text} parameters. It is trained by {text}.\n\n{text}\n"
        )
    )


@pytest.mark.parametrize(
    ("title", "task"),
    [
        ("T5-small fine-tuned on Quay for Paraphrase Identification", "paraphrase-identification"),
        ("T5 for abstractive question-answering", "abstractive-question-answering"),
        ("Quay NLI model", "natural-language-inference"),
        ("Quay for the harbour", ""),
        ("Quay", ""),
    ],
)
def test_the_task_that_a_title_names(title: str, task: str) -> None:
    assert task_of_title(title) == task
