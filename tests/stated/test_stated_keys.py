"""Keys that people write by hand: which known key is meant, and what names something elsewhere."""

from __future__ import annotations

import pytest

from provenance.cards import parse_card
from provenance.stated import (
    CARD_KEYS,
    known_answer,
    respelt_keys,
    stated_elsewhere,
    with_known_keys,
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Base_Model", "base_model"),
        ("base-model", "base_model"),
        ("base model", "base_model"),
        ("baseModel", "base_model"),
        ("base_models", "base_model"),
        ("base_modle", "base_model"),
        ("bas_model", "base_model"),
        ("base_model_", "base_model"),
        ("Datasets", "datasets"),
        ("dataset", "datasets"),
        ("datsets", "datasets"),
        ("데이터셋", "datasets"),
        ("기반 모델", "base_model"),
        ("Language", "language"),
        ("languages", "language"),
        ("langauge", "language"),
        ("libraryName", "library_name"),
        ("model_index", "model-index"),
        ("new-version", "new_version"),
        ("annotation_creators", "annotations_creators"),
        ("parent_model", "base_model"),
        ("finetuned_from", "base_model"),
        ("merged_from", "merged_models"),
        ("training_data", "datasets"),
    ],
)
def test_meant(written: str, expected: str) -> None:
    [entry] = respelt_keys({written: "acme/base"})
    assert (entry.written, entry.key, entry.taken) == (written, expected, True)
    assert with_known_keys({written: "acme/base"}) == {expected: "acme/base"}


@pytest.mark.parametrize(
    "key",
    ["base_model", "license", "licence", "license_name", "configs", "widget", "bases"],
)
def test_other_keys_stay(key: str) -> None:
    assert with_known_keys({key: "some words"}) == {key: "some words"}


def test_a_synonym_needs_names() -> None:
    assert not respelt_keys({"training_data": "tickets of our customers"})
    assert not respelt_keys({"parent": "n/a"})


def test_the_known_key_counts_where_both_are_there() -> None:
    fields = {"Base_Model": "acme/other", "base_model": "acme/base"}
    [entry] = respelt_keys(fields)
    assert not entry.taken
    assert with_known_keys(fields) == fields


def test_an_empty_known_key_gives_way() -> None:
    assert with_known_keys({"base_model": None, "Base_Model": "acme/base"}) == {
        "base_model": "acme/base"
    }


def test_a_card_keeps_the_lines_of_what_was_written() -> None:
    card = parse_card("---\nlicense: mit\nBase-Model:\n  - acme/base\n---\nText.\n")
    assert card.fields["base_model"] == ["acme/base"]
    assert card.written == {"base_model": "Base-Model"}
    assert card.positions["base_model", 0].start == 4


def test_a_key_with_blanks_opens_front_matter() -> None:
    card = parse_card("---\nbase model: acme/base\n\nText without a fence.\n")
    assert [problem.fatal for problem in card.problems] == [True]


def test_an_answer_and_its_copy_of_the_card() -> None:
    answer = known_answer({"card_data": {"Datasets": ["acme/d"]}, "base_models": [], "sha": "1"})
    assert answer["cardData"] == {"datasets": ["acme/d"]}


def test_names_under_keys_that_nobody_reads() -> None:
    fields = {
        "base_model": "acme/read",
        "zzz": "acme/base",
        "made_of": [{"from": "https://huggingface.co/acme/other"}],
        "mime": "text/plain",
        "choice": "and/or",
        "zone": "Asia/Seoul",
        "when": "2024/05",
        "link": "https://huggingface.co/papers/2301.1",
    }
    entries = stated_elsewhere(fields, CARD_KEYS, lambda _: False)
    assert [entry.text for entry in entries] == ["acme/base", "https://huggingface.co/acme/other"]
    assert entries[1].path == ("made_of", 0, "from")


@pytest.mark.parametrize(
    ("fields", "path", "is_named"),
    [
        ({"zzz": "text-generation"}, ("zzz",), True),
        ({"zzz": ["GemmaForCausalLM"]}, ("zzz", 0), True),
        ({"zzz": "terms"}, ("zzz",), True),
        ({"zzz": {"acme/base": {"weight": 1}}}, ("zzz", "acme/base"), True),
        ({"zzz": '["acme/base"]'}, ("zzz", 0), True),
        ({"my_base_model": 7}, ("my_base_model",), False),
        ({"details": {"of": {"language": "en"}}}, ("details", "of", "language"), False),
    ],
    ids=str,
)
def test_what_is_stated_elsewhere(
    fields: dict[str, object], path: tuple[str | int, ...], is_named: bool
) -> None:
    [entry] = stated_elsewhere(fields, CARD_KEYS, lambda text: text == "terms")
    assert (entry.path, entry.is_named) == (path, is_named)


@pytest.mark.parametrize("value", ["some words", 7, None, ["and/or"], {"a": {"b": "x"}}], ids=str)
def test_other_words_are_not_recognised(value: object) -> None:
    assert not stated_elsewhere({"zzz": value}, CARD_KEYS, lambda _: False)


@pytest.mark.parametrize(
    ("front", "tags"),
    [
        ("tags: {dataset: acme/d, license: mit}", ["dataset:acme/d", "license:mit"]),
        ("tags: [x, dataset: acme/d]", ["x", "dataset:acme/d"]),
        ("tags:\n- base_model:\n    finetune: acme/b", ["base_model:finetune:acme/b"]),
        ("tags: 'x, dataset:acme/d'", ["x", "dataset:acme/d"]),
        ("tags: {topic: nlp, 0: license:mit}", ["nlp", "license:mit"]),
        ("tags: [{id: license:mit}, {of: {Datasets: acme/d}}]", ["license:mit", "dataset:acme/d"]),
        ("tags: x", "x"),
        ("tags: [x, 7]", ["x", "7"]),
        ("tags: [dataset: true]", [{"dataset": True}]),
    ],
)
def test_a_blank_after_the_colon_leaves_a_tag_what_it_is(front: str, tags: object) -> None:
    card = parse_card(f"---\n{front}\n---\n# x\n")
    assert card.fields["tags"] == tags
    if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
        assert all(span is not None for _, span in card.strings("tags"))
