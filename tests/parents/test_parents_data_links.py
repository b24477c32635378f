"""Pages of training data that a card links to and that no hub has."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

import provenance
from provenance.model.artifact import DATA

PAGE = "https://kite.example/letters"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (f"The model was fine-tuned on [Kite Letters]({PAGE}) for ten epochs.", "Kite Letters"),
        (f"It was trained on the Danish part of the [Letters]({PAGE}).", "Letters"),
        (f"Trained using the [letters dataset]({PAGE}).", "letters dataset"),
        (f"[편지]({PAGE}) 데이터셋으로 학습하였습니다.", "편지"),
    ],
)
def test_a_page_of_training_data_is_a_gap(hub: HubFolder, body: str, name: str) -> None:
    hub.model("acme/birds", "license: mit", body=body)
    [gap] = hub.trace("acme/birds").gaps
    assert (gap.topic, gap.what) == (DATA, f"dataset {name}")
    assert PAGE in gap.detail


@pytest.mark.parametrize(
    "body",
    [
        f"Trained with [Kite Trainer]({PAGE}).",
        f"Trained on a [TPU v3-8]({PAGE}).",
        f"Training was done on [Kite Cloud]({PAGE}).",
        f"The training is based on the [Kite recipe]({PAGE}).",
        f"Unlike others, it was not trained on [Letters]({PAGE}).",
        f"See [our page]({PAGE}).",
    ],
)
def test_other_links_are_no_data(hub: HubFolder, body: str) -> None:
    hub.model("acme/birds", "license: mit", body=body)
    assert not hub.trace("acme/birds").gaps


def test_a_page_about_a_stated_dataset_is_known(hub: HubFolder) -> None:
    hub.dataset("acme/letters", "license: mit")
    body = f"It was trained on [Letters]({PAGE})."
    hub.model("acme/birds", "license: mit\ndatasets: acme/letters", body=body)
    assert not hub.trace("acme/birds").gaps


def test_a_run_with_an_unread_page_is_not_complete(hub: HubFolder) -> None:
    hub.model("acme/birds", "license: mit", body=f"It was trained on [Letters]({PAGE}).")
    report = provenance.audit("acme/birds", hub=str(hub.root))
    assert report.gaps
