"""Korean sentences that only put a work under a licence, and those that say more."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

import provenance
from provenance.licences.plain_grants import is_plain_grant
from provenance.model.finding import Outcome

CARD = "# 등대 모델\n\n안개를 예보합니다.\n\n## 라이선스\n\n{}\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "이 저장소의 가중치는 MIT 라이선스를 따릅니다.",
        "저작자표시-동일조건변경허락 4.0(CC BY-SA 4.0)을 적용합니다.",
        "Apache License 2.0 하에 배포되며 상업적 이용이 가능합니다.",
        "본 모델은 [Apache 2.0](https://www.apache.org/licenses/) 라이선스로 공개되었습니다.",
        "MIT 라이선스에 따라 수정 및 재배포가 자유롭습니다.",
        "출처만 밝히면 상업적으로도 이용할 수 있습니다 (CC BY 4.0).",
        "본 모델은 Apache 2.0 라이선스에 따라 누구나 자유롭게 이용할 수 있습니다.",
        "MIT라이선스이므로 상업적 사용도 가능합니다.",
        "Commercial use is allowed.",
        "Free for research and commercial use.",
        "상업적 이용이 가능합니다.",
        "연구 및 상업적 이용이 모두 가능합니다.",
    ],
)
def test_a_sentence_that_only_grants_limits_nothing(hub: HubFolder, sentence: str) -> None:
    assert is_plain_grant(sentence)
    hub.model("acme/m", "license: mit", CARD.format(sentence.replace("Apache 2.0", "MIT 라이선스")))
    [licence] = provenance.audit("acme/m", hub=str(hub.root)).licences
    assert licence.restrictions == ()


def test_a_heading_that_names_what_follows_limits_nothing(hub: HubFolder) -> None:
    body = "# Card\n\n## {}\n\nApache-2.0. Commercial use is allowed.\n"
    hub.model("acme/topic", "license: apache-2.0", body.format("License and commercial use"))
    hub.model("acme/ask", "license: apache-2.0", body.format("Commercial use needs a contract"))
    assert hub.check("LIC017", "acme/topic").outcome is Outcome.PASSED
    assert hub.check("LIC017", "acme/ask").outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "sentence",
    [
        "MIT 라이선스이며 학생만 이용할 수 있습니다.",
        "MIT 라이선스로 배포되며 비상업적 이용이 가능합니다.",
        "Apache 2.0 라이선스를 따르며 무단 배포는 금지됩니다.",
        "MIT 라이선스에 따라 50인 이하 기업에 제공됩니다.",
        "등대 라이선스로 배포됩니다.",
        "CC BY 4.0 라이선스로 제공되나 판매는 문의하십시오.",
        "Released under the MIT License.",
        "Commercial use is not allowed.",
        "Commercial use is allowed for members.",
        "Is commercial use allowed?",
        "상업적 이용 불가",
    ],
)
def test_a_sentence_that_says_more_is_left_to_other_readers(sentence: str) -> None:
    assert not is_plain_grant(sentence)
