"""Sentences on several things: only the clause about the work limits it."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

import provenance
from provenance.licences.restrictive import limits
from provenance.licences.subjects import own_limits

CARD = "# Lighthouse\n\nA model.\n\n## License\n\n{}\n"
COMMERCIAL = {"commercial": True, "activity": ["product"]}


def own(sentence: str, *, dataset: bool = False) -> tuple[str, ...]:
    found = own_limits(sentence, limits(sentence), headed=True, dataset=dataset)
    return tuple(map(str, found))


@pytest.mark.parametrize(
    "sentence",
    [
        "The code is MIT, the weights are for non-commercial use only.",
        "The weights are for non-commercial use only, and the code is MIT.",
        "The scripts are Apache-2.0 but the checkpoints may not be used commercially.",
        "코드는 MIT, 모델 가중치는 비상업적 용도로만 사용 가능합니다.",
        "소스 코드는 MIT 라이선스이나 가중치는 상업적으로 이용할 수 없습니다.",
        "코드는 Apache 2.0이며, 가중치의 상업적 이용은 별도 계약이 필요합니다.",
        "사내 평가 목적 외의 사용을 금합니다.",
    ],
)
def test_a_clause_about_the_weights_denies_the_use(hub: HubFolder, sentence: str) -> None:
    hub.model("acme/m", "license: mit", CARD.format(sentence))
    report = provenance.audit("acme/m", hub=str(hub.root), use=COMMERCIAL)
    assert report.uses[0].verdict in ("deny", "review")
    high = [finding.rule for finding in report.findings if finding.severity == "high"]
    assert high == ["LIC017"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The demo may not be used commercially, the weights are MIT.",
        "The weights are MIT, the demo may not be used commercially.",
        "데모는 상업적으로 이용할 수 없으며, 가중치는 MIT 라이선스입니다.",
        "The data may not be used commercially, and the code is MIT.",
    ],
)
def test_a_clause_about_something_else_denies_nothing(sentence: str) -> None:
    assert own(sentence) == ()


def test_a_dataset_is_limited_by_the_clause_about_its_data() -> None:
    sentence = "The code is MIT, the annotations are for non-commercial use only."
    assert own(sentence, dataset=True) == ("non-commercial",)
    assert own(sentence) == ()
