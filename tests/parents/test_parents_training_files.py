"""Bases and data that the configuration of a training run names in a file of its own."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder
from hypothesis import given
from hypothesis import strategies as st

from provenance.hubs import HUGGING_FACE
from provenance.model.artifact import ArtifactRef, Kind, SourceText
from provenance.model.finding import Outcome
from provenance.parents import training_files, unread_training

ME = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/tune", revision="1" * 40)


def named(hub: HubFolder, path: str, content: str) -> list[tuple[str, str, int | None]]:
    hub.model("acme/tune", "license: mit", files={path: content})
    [record] = [
        record for ref, record in hub.trace("acme/tune").records.items() if ref.name == "acme/tune"
    ]
    assert all(parent.source == "training-config" for parent in record.parents)
    return [
        (parent.ref.name, parent.relation, parent.evidence.start_line) for parent in record.parents
    ]


def gaps(hub: HubFolder, path: str, content: str, front: str = "license: mit") -> list[str]:
    hub.model("acme/tune", front, files={path: content})
    return [str(gap.detail) for gap in hub.trace("acme/tune").gaps]


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        (
            "train_config.yml",
            "lr: 0.1\nmodel_name_or_path: quay/heron\ndataset_name: quay/songs\n",
            [("quay/heron", "base", 2), ("quay/songs", "dataset", 3)],
        ),
        (
            "training_args.json",
            json.dumps({"model": {"name_or_path": "quay/heron"}, "lr": 0.1}, indent=1),
            [("quay/heron", "base", 3)],
        ),
        (
            "axolotl.yaml",
            "base_model: https://huggingface.co/quay/heron\ndatasets:\n  - path: quay/songs\n",
            [("quay/heron", "base", 1), ("quay/songs", "dataset", 3)],
        ),
        (
            "configs/sft_config.yaml",
            "dataset_mixer:\n  quay/songs: 0.5\n  quay/calls: 0.5\n",
            [("quay/songs", "dataset", 2), ("quay/calls", "dataset", 3)],
        ),
        ("training_params.json", '{"model": "quay/heron", "x": 1}', [("quay/heron", "base", 1)]),
        # Another model than the one that is trained.
        ("train_config.yaml", "reward_model:\n  model_name_or_path: quay/judge\n", []),
        # The name of what is trained.
        ("train_config.yaml", "model_name: acme/tune\n", []),
        ("train_config.yaml", "model: transformer-big\nepochs: 3\n", []),
        # No file of a training run.
        ("settings.yaml", "base_model: quay/heron\n", []),
    ],
)
def test_a_file_names_base_and_data(
    hub: HubFolder, path: str, content: str, expected: list[tuple[str, str, int | None]]
) -> None:
    assert named(hub, path, content) == expected


def test_the_terms_of_the_base_count(hub: HubFolder) -> None:
    hub.model("quay/heron", "license: cc-by-nc-4.0")
    files: dict[str, str | bytes] = {"train_config.yaml": "base_model: quay/heron\n"}
    hub.model("acme/tune", "license: mit", files=files)
    assert hub.check("LIN020", "acme/tune").findings
    assert hub.check("LIN023", "acme/tune").findings


def test_a_base_without_a_file_is_fetched_for_its_own_base(hub: HubFolder) -> None:
    hub.model("quay/heron", "license: cc-by-nc-4.0")
    files: dict[str, str | bytes] = {"training_args.json": '{"base_model": "quay/heron"}'}
    hub.model("acme/middle", "license: mit", files=files)
    hub.model("acme/tune", "license: mit\nbase_model: acme/middle")
    assert "quay/heron" in {ref.name for ref in hub.trace("acme/tune").records}


def test_the_card_outranks_it(hub: HubFolder) -> None:
    hub.model("quay/heron", "license: mit")
    files: dict[str, str | bytes] = {"train_config.yaml": "base_model: quay/earlier\n"}
    hub.model("acme/tune", "license: mit\nbase_model: quay/heron", files=files)
    assert not hub.trace("acme/tune").gaps
    assert hub.check("LIN023", "acme/tune").outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("base_model: /data/llama\n", "'/data/llama'"),
        ("model_name_or_path:\n  - 3\n", "model_name_or_path"),
        ("base_model: [a/b\n", "training run"),
        ("train_file: rows.jsonl\n", "'rows.jsonl'"),
    ],
)
def test_what_cannot_be_followed_is_a_gap(hub: HubFolder, content: str, words: str) -> None:
    assert any(words in detail for detail in gaps(hub, "train_config.yaml", content))


def test_a_base_that_is_known_is_taken_for_the_local_folder(hub: HubFolder) -> None:
    hub.model("quay/heron", "license: mit")
    front = "license: mit\nbase_model: quay/heron"
    assert not gaps(hub, "train_config.yaml", "base_model: /data/llama\n", front)


def test_a_file_that_names_nothing_leaves_no_gap(hub: HubFolder) -> None:
    assert not gaps(hub, "train_config.yaml", "epochs: 3\nbase_model: null\n")


def test_at_most_four_files_are_read_those_in_the_root_first() -> None:
    listed = [f"runs/train_config.{end}" for end in ("json", "yaml", "yml")]
    listed += ["axolotl.yml", "training_args.json", "a/b/train_config.yaml", "training_args.bin"]
    chosen = training_files(listed)
    assert chosen[:2] == ["axolotl.yml", "training_args.json"]
    assert len(chosen) == 4


@given(st.text(max_size=400), st.sampled_from(["train_config.yaml", "training_args.json"]))
def test_any_text_has_an_answer(text: str, path: str) -> None:
    document = SourceText.decode(ME, path, text.encode("utf-8", "replace"))
    assert isinstance(unread_training(ME, {path: document}, ()), tuple)
