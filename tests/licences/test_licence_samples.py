"""Tables of inputs and outputs, wishes, and what the makers keep for themselves."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

import provenance

CARD = "# Quay\n\nSorts notices.\n\n"
TABLE = "| {} | {} |\n|---|---|\n| {} | terms |\n| Mind the gap | other |\n"


def verdict(hub: HubFolder, body: str) -> str:
    """The verdict on commercial use of a model whose card says MIT."""
    hub.model("acme/quay", "license: mit", body=f"{CARD}{body}\n")
    report = provenance.audit("acme/quay", hub=str(hub.root), use={"commercial": True})
    return str(report.uses[0].verdict)


@pytest.mark.parametrize(
    "body",
    [
        TABLE.format("input notice", "label", "No commercial use"),
        TABLE.format("원문", "번역", "상업적 이용 금지"),
        "## 함께 만들기\n\n서명하지 않은 제안은 받지 않습니다. 홍보 글은 금지합니다.",
        "We would love to hear from firms that use it. It is fine without.",
        "판매하신다면 소식을 전해 주시면 고맙겠습니다. 안 전하셔도 괜찮습니다.",
        "이 평가셋은 연구에만 쓸 수 있습니다. 가중치는 그 조건과 상관이 없습니다.",
    ],
)
def test_words_beside_the_work_limit_nothing(hub: HubFolder, body: str) -> None:
    assert verdict(hub, body).startswith("allow")


@pytest.mark.parametrize(
    "body",
    [
        TABLE.format("terms", "value", "No commercial use"),
        TABLE.format("input notice", "label", "This model may not be used commercially"),
        TABLE.format("input notice", "licence", "No commercial use"),
        "## 함께 만들기\n\n이 모델은 판매를 금지합니다.",
        "We would love to hear from you. Firms must pay first.",
        "이 평가셋은 연구에만 쓸 수 있습니다. 가중치도 그 조건을 따릅니다.",
        "무엇을 하셔도 됩니다. 유료 서비스에 올리는 일만은 저희 몫으로 남겨 두었습니다.",
        "누구나 자유롭게 쓰셔도 됩니다. 되파는 것만은 당사의 권리로 남겨 둡니다.",
    ],
)
def test_words_on_the_work_limit_it(hub: HubFolder, body: str) -> None:
    assert not verdict(hub, body).startswith("allow")


def test_a_table_without_rows_cannot_be_told(hub: HubFolder) -> None:
    assert verdict(hub, "| input | label |\n|---|---|\n").startswith("allow")
