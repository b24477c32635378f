"""Notes of a few words that limit a use, where nobody writes prose."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import pytest
from hub_folder import HubFolder

import provenance
from provenance.cards import parse_card
from provenance.hubs import HUGGING_FACE
from provenance.licences.comments import code_comments, front_matter_comments
from provenance.licences.terse_limits import closed_purposes, may_limit_tersely
from provenance.model.artifact import ArtifactRef, Kind, SourceText
from provenance.model.card import Card
from provenance.text.lines import LineSpan

BODY = "# Quay\n\nFinds boats.\n"

LIMITING = (
    "trial copy, order the full weights if you go to market",
    "paid version needed for anything customers see",
    "loaned to the rowing club until autumn",
    "enquire first at the harbour office",
    "students only",
    "strictly for in-house pilots",
    "for the jury only",
    "resellers: not covered",
    "not for paying customers",
    "never to be sold",
    "only after the board's sign-off",
    "written consent needed first",
    "vendors, kindly stay away",
    "stay out of advertising with it",
    "bigger shops owe us a licence",
    "an annual fee from the second seat on",
    "free under 20 users",
    "for teaching alone",
    "checkpoint on loan",
    "you promised not to sell it, remember?",
    "실습 외에 쓰면 안 됩니다",
    "재배포 불허",
    "이용은 유료",
    "유료 도입 시 문의",
    "유료 앱에서는 빼 주십시오",
    "체험판, 정식 키는 문의",
    "시연용, 판매 금지",
    "납품 전 결재 필요",
    "교내 수업에 한함",
    "고객사 반출 불가",
    "외부 배포 금지",
    "승인부터 받을 것",
    "학급에서만",
)
HARMLESS = (
    "swap for the fp16 checkpoint before exporting",
    "needs GPU before start",
    "needs a token before login",
    "company logo",
    "a chart of sales by shop",
    "photo of the students",
    "trained on customer reviews",
    "purchase intent of visitors",
    "cats and dogs",
    "build: passing",
    "free for companies and students",
    "may be sold by anybody, commercial use is allowed",
    "customers only?",
    "keep out-of-vocabulary tokens",
    "free memory before loading",
    "costs 3 ms per image",
    "mean of all classes",
    "유료 광고 문구 분류 모델",
    "실습 자료 외에 데이터 없음",
    "원본 데이터 전처리 필요",
    "압축을 먼저 풀 것",
    "학생 글 요약 모델",
    "상품 후기 감성 분류",
    "평가 결과 그래프",
    "회사 로고",
    "학습 전에 토큰 발급 필요",
)


def _comments(text: str) -> Iterator[tuple[str, LineSpan]]:
    ref = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/quay", revision="1" * 40)
    document = SourceText.decode(ref, "README.md", text.encode())
    return front_matter_comments(parse_card(document.text), document)


def verdict(
    hub: HubFolder,
    front: str = "",
    body: str = BODY,
    files: Mapping[str, object] = MappingProxyType({}),
) -> str:
    """The verdict on commercial use of a model whose card says MIT, with JSON files by name."""
    texts = {f"{name}.json": json.dumps(value) for name, value in files.items()}
    hub.model("acme/quay", f"license: mit\n{front}".rstrip(), body=body, files=texts)
    report = provenance.audit("acme/quay", hub=str(hub.root), use={"commercial": True})
    return str(report.uses[0].verdict)


@pytest.mark.parametrize("note", LIMITING)
def test_a_note_that_bounds_a_use(note: str) -> None:
    assert may_limit_tersely(note)


@pytest.mark.parametrize("note", HARMLESS)
def test_a_note_that_bounds_nothing(note: str) -> None:
    assert not may_limit_tersely(note)


def test_a_note_without_words_cannot_be_told() -> None:
    assert not may_limit_tersely("")
    assert not may_limit_tersely("12 / 7")


@pytest.mark.parametrize(
    "front",
    [
        "edition: trial copy for the rowing club",
        "쓰는 곳: 교내 수업에 한함",
        "allowed_uses: [homework, rowing]",
        "tags: [boats]  # the weights go out only after the board's sign-off",
        "# resellers: not covered",
    ],
)
def test_front_matter_with_a_note(hub: HubFolder, front: str) -> None:
    assert verdict(hub, front) == "review"


@pytest.mark.parametrize(
    "front",
    [
        "edition: second, with more boats",
        "쓰는 곳: 항구와 강",
        "allowed_uses: [homework, commercial]",
        "tags: [boats]  # see the list of tags",
        "link: https://quay.example/#resellers",
    ],
)
def test_front_matter_without_a_note(hub: HubFolder, front: str) -> None:
    assert verdict(hub, front).startswith("allow")


@pytest.mark.parametrize(
    "body",
    [
        "![Boats. Loaned to the club; others enquire first](a.png)\n",
        "![](https://img.shields.io/badge/weights-students%20only-red)\n",
        '<p>Boats. <abbr title="resellers: not covered">Terms</abbr></p>\n',
        "<!-- paid version needed for anything customers see -->\n",
        "```python\n# 고객사에 납품하기 전에 결재부터 받을 것\nboats = find(sea)\n```\n",
        "```js\nfind(sea) // not for paying customers\n```\n",
    ],
)
def test_a_note_in_the_body(hub: HubFolder, body: str) -> None:
    assert verdict(hub, body=f"{BODY}\n{body}") == "review"


@pytest.mark.parametrize(
    "body",
    [
        "![Boats, by length of customers' orders](a.png)\n",
        "![](https://img.shields.io/badge/weights-1.2%20GB-red)\n",
        '<p>Boats. <abbr title="floats on water">Terms</abbr></p>\n',
        "```python\n# You need to keep the server running before the first call\nfind(sea)\n```\n",
        '```python\nfind("# students only")\n```\n',
    ],
)
def test_no_note_in_the_body(hub: HubFolder, body: str) -> None:
    assert verdict(hub, body=f"{BODY}\n{body}").startswith("allow")


@pytest.mark.parametrize(
    ("files", "is_limited"),
    [
        ({"config": {"model_type": "quay", "remark": "trial copy, ask first"}}, True),
        ({"tokenizer_config": {"edition": "체험판, 납품 전 결재 필요"}}, True),
        ({"adapter_config": {"comment": "시연용, 판매 금지"}}, True),
        ({"model_info": {"granted_for": ["homework", "rowing"]}}, True),
        ({"config": {"id2label": {"0": "students only", "1": "not for customers"}}}, False),
        ({"config": {"label_names": ["students only", "not for customers"]}}, False),
        ({"tokenizer_config": {"chat_template": "{# for students only #}"}}, False),
        ({"config": {"remark": "swap for the fp16 checkpoint before exporting"}}, False),
        ({"model_info": {"granted_for": ["anything"]}}, False),
    ],
)
def test_values_of_a_configuration(
    hub: HubFolder, files: dict[str, object], is_limited: bool
) -> None:
    assert (verdict(hub, files=files) == "review") is is_limited


def test_purposes_that_are_no_list() -> None:
    assert not list(closed_purposes({"granted_for": None, "allowed_uses": 3, "r": "students"}))


def test_comments_of_a_card_without_any() -> None:
    assert not list(front_matter_comments(None, None))
    assert not list(_comments("# Quay\n"))
    assert not list(code_comments(Card()))


def test_marks_of_comments_in_values() -> None:
    text = "---\na: 'b # c'\nd: x#y\ne: f  # g\n---\n# Quay\n"
    assert list(_comments(text)) == [("g", LineSpan(4, 4))]


def test_comments_below_blank_lines_and_a_byte_order_mark() -> None:
    assert list(_comments("\ufeff\n---\na: b  # c\n---\n")) == [("c", LineSpan(3, 3))]


def test_a_rule_at_the_top_opens_no_front_matter() -> None:
    assert not list(_comments("---\n\n# Quay\n\nFinds boats.\n"))
