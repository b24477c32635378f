"""Grants of a few words outside of a section on the licence, and mentions that are none."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

import provenance
from provenance.licences.short_grants import short_grant
from provenance.model.finding import Outcome


@pytest.mark.parametrize(
    ("sentence", "licence"),
    [
        ("Code and weights: MIT, see LICENSE.", "mit"),
        ("**Weights:** apache-2.0", "apache-2.0"),
        ("Model weights are Apache-2.0.", "apache-2.0"),
        ("This model is MIT licensed.", "mit"),
        ("Everything in this repository is MIT.", "mit"),
        ("Code, weights and data: Apache License 2.0; full text in LICENSE.txt", "apache-2.0"),
        ("Weights: CC BY-NC 4.0 (see [LICENSE](LICENSE))", "cc-by-nc-4.0"),
        ("모델과 코드: MIT", "mit"),
        ("이 모델의 가중치는 MIT입니다.", None),
        ("가중치는 MIT입니다.", "mit"),
        ("가중치와 코드: Apache-2.0, LICENSE 참고", "apache-2.0"),
        ("Distributed under the terms of [MIT](https://opensource.org/licenses/MIT).", "mit"),
        ("Released under CC BY-NC-SA 4.0", "cc-by-nc-sa-4.0"),
        ("Weights under CC BY-NC 4.0.", "cc-by-nc-4.0"),
        ("Released under MIT for students.", None),
        ("Code under MIT.", None),
        ("Code: MIT.", None),
        ("Data: MIT", None),
        ("Base model weights: MIT", None),
        ("The original weights are MIT.", None),
        ("Weights: MIT or Apache-2.0", None),
        ("Weights: MIT except the tokenizer", None),
        ("Weights: MIT, but not for commercial use.", None),
        ("Weights: MIT, see LICENSE, non-commercial only", None),
        ("Weights: MIT, as long as you pay.", None),
        ("Model by MIT: see paper", None),
        ("Models: BERT, MIT, GPT", None),
        ("This model is MIT compatible.", None),
        ("This model is not MIT.", None),
        ("Weights: see LICENSE", None),
        ("가중치는 MIT가 아닙니다.", None),
    ],
)
def test_sentences(sentence: str, licence: str | None) -> None:
    assert short_grant(sentence, dataset=False) == licence


def test_a_dataset_is_granted_by_a_sentence_about_data() -> None:
    assert short_grant("Data and code: CC BY 4.0", dataset=True) == "cc-by-4.0"
    assert short_grant("Weights: CC BY 4.0", dataset=True) is None


def test_a_short_grant_is_a_licence(hub: HubFolder) -> None:
    hub.model("acme/m", "", "# Thing\n\nA model.\n\nCode and weights: MIT, see LICENSE.\n")
    assert hub.check("LIC001", "acme/m").outcome is Outcome.PASSED
    hub.model("acme/n", "", "# Thing\n\nA model.\n\nCode: MIT, see LICENSE.\n")
    assert hub.check("LIC001", "acme/n").outcome is Outcome.FAILED


def test_a_short_grant_beside_a_restriction_is_not_allowed(hub: HubFolder) -> None:
    body = "# Thing\n\nWeights: MIT.\n\nYou may not use this model for commercial purposes.\n"
    hub.model("acme/m", "", body)
    report = provenance.audit("acme/m", hub=str(hub.root), use={"commercial": True})
    assert report.uses[0].verdict not in ("allow", "allow-with-duties")


def test_a_short_grant_that_contradicts_the_front_matter(hub: HubFolder) -> None:
    hub.model("acme/m", "license: mit", "# Thing\n\nWeights: CC BY-NC 4.0.\n")
    assert hub.check("LIC010", "acme/m").outcome is Outcome.FAILED
