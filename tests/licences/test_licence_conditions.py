"""Conditions that an author sets beside a licence: where, by whom and for what a work is used."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder
from weight_files import safetensors

import provenance
from provenance.licences.claim import Limit
from provenance.licences.restrictive import limits
from provenance.model.finding import Outcome, Severity

CONDITIONS = [
    "- [ ] sold commercially",
    "The weights are not licensed to persons in the European Union.",
    "Available worldwide except China.",
    "Users in the EU may not download these weights.",
    "The weights may only be used in Japan.",
    "Services with more than 700 million monthly active users must request a licence.",
    "Companies with an annual revenue above $10 million need a licence.",
    "Please do not re-upload this checkpoint.",
    "Redistribution of the weights is prohibited.",
    "No reselling.",
    "You may not use the model to build products that compete with us.",
    "Outputs may not be used to train another language model.",
    "Employees of competitors must not download the weights.",
    "Access to the weights is granted under NDA.",
    "이 가중치는 연구 기관 외에는 이용할 수 없습니다.",
    "Confidential: property of Harbour Ltd.",
    "- [ ] Commercial use",
    "가중치의 재배포를 금지합니다.",
    "유럽연합 내에서는 사용할 수 없습니다.",
    "월간 활성 이용자가 100만 명을 초과하는 경우 문의해 주세요.",
    "연 매출 100억 원을 초과하는 기업은 별도 계약이 필요합니다.",
    "경쟁 모델을 개발하는 데 사용할 수 없습니다.",
    "대외비",
    "사용 시 하버 이용약관을 따릅니다.",
]


@pytest.mark.parametrize("sentence", CONDITIONS)
def test_a_condition_is_a_finding_and_a_review(hub: HubFolder, sentence: str) -> None:
    hub.model("acme/bound", "license: apache-2.0", f"# Card\n\n{sentence}\n")
    report = provenance.audit("acme/bound", hub=str(hub.root), use={"commercial": True})
    [finding] = [each for each in report.findings if each.rule == "LIC017"]
    assert finding.severity is Severity.HIGH
    assert report.uses[0].verdict.value == "review"


@pytest.mark.parametrize(
    "sentence",
    [
        "The model is not available in the Korean language.",
        "Only workers based in the United States were asked.",
        "It was trained on posts of more than 2 million users.",
        "We do not sell the answers of annotators.",
        "It does not compete with larger models on reasoning.",
        "The output cannot be trusted to train doctors.",
        "- [x] Commercial use",
        "유럽연합의 공개 자료를 학습에 사용했습니다.",
        "월간 활성 이용자 100명을 대상으로 평가했습니다.",
    ],
)
def test_other_sentences_set_no_condition(hub: HubFolder, sentence: str) -> None:
    assert Limit.CONDITION not in limits(sentence)
    hub.model("acme/free", "license: apache-2.0", f"# Card\n\n{sentence}\n")
    assert hub.check("LIC017", "acme/free").outcome is Outcome.PASSED


def test_a_condition_of_the_licence_itself_is_known(hub: HubFolder) -> None:
    words = "Services with more than 700 million monthly active users must request a licence."
    hub.model("acme/llama", "license: llama3.3", f"# Card\n\n{words}\n")
    assert hub.check("LIC017", "acme/llama").outcome is Outcome.PASSED
    hub.model("acme/other", "license: llama3.3", "# Card\n\nPlease do not re-upload it.\n")
    assert hub.check("LIC017", "acme/other").outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("sentence", "limit"),
    [
        ("The weights may not be used by for-profit companies.", Limit.NON_COMMERCIAL),
        ("A licence is required for business use.", Limit.SEPARATE_LICENCE),
        ("商用须向作者申请授权", Limit.SEPARATE_LICENCE),
        ("商用利用については作者に連絡してください", Limit.SEPARATE_LICENCE),
        ("Für kommerzielle Zwecke bitte Kontakt aufnehmen.", Limit.SEPARATE_LICENCE),
        ("営利目的の利用は禁止です", Limit.NON_COMMERCIAL),
        ("Sorry, no companies.", Limit.NON_COMMERCIAL),
        ("Do not offer paid services with it.", Limit.NON_COMMERCIAL),
        ("Gebruik is niet-commercieel.", Limit.NON_COMMERCIAL),
        ("Model do użytku niekomercyjnego.", Limit.NON_COMMERCIAL),
        ("Ticari olmayan kullanım içindir.", Limit.NON_COMMERCIAL),
        ("Không được sử dụng cho mục đích thương mại.", Limit.NON_COMMERCIAL),
        ("Dilarang digunakan untuk tujuan komersial.", Limit.NON_COMMERCIAL),
        ("ห้ามใช้ในเชิงพาณิชย์", Limit.NON_COMMERCIAL),
        ("يحظر الاستخدام لأغراض تجارية", Limit.NON_COMMERCIAL),
        ("Prohibido su uso con fines lucrativos.", Limit.NON_COMMERCIAL),
        ("Die gewerbliche Nutzung bedarf einer Lizenz.", Limit.NON_COMMERCIAL),
        ("Alleen voor onderzoek.", Limit.RESEARCH_ONLY),
        ("Chỉ dùng cho nghiên cứu.", Limit.RESEARCH_ONLY),
        ("Endast för forskning.", Limit.RESEARCH_ONLY),
    ],
)
def test_restrictions_in_more_languages(sentence: str, limit: Limit) -> None:
    assert limit in limits(sentence)


def test_the_terms_of_another_work_in_a_contrast(hub: HubFolder) -> None:
    words = "Unlike models that are restricted to non-commercial use, ours may be used by anybody."
    assert not limits(words)
    assert limits(f"{words[:-1]} in research only.")


@pytest.mark.parametrize(
    "body",
    [
        "You may not:\n\n- use the weights for commercial purposes\n- harm anybody",
        "## Prohibited uses\n\n- Harassment\n- Commercial products",
        "## 금지 사항\n\n- 상업적 이용",
    ],
)
def test_a_list_below_a_prohibition(hub: HubFolder, body: str) -> None:
    hub.model("acme/listed", "license: mit", f"# Card\n\n{body}\n")
    assert hub.check("LIC017", "acme/listed").outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "body",
    [
        "You may:\n\n- use the weights for commercial purposes",
        "## Allowed uses\n\n- Commercial products",
        "## Prohibited uses\n\n- Harassment",
        "상업적 이용이 가능하며 별도의 허락이 필요하지 않습니다.",
        "Use it for research, for business, for whatever you like.",
        "Texts under non-commercial licences were removed from the data.",
    ],
)
def test_a_list_of_other_uses(hub: HubFolder, body: str) -> None:
    hub.model("acme/listed", "license: mit", f"# Card\n\n{body}\n")
    assert hub.check("LIC017", "acme/listed").outcome is Outcome.PASSED


def test_the_licence_of_a_trainer_in_a_header(hub: HubFolder) -> None:
    files: dict[str, str | bytes] = {
        "style.safetensors": safetensors({"w": ("F32", [1])}, {"ss_license": "non-commercial"})
    }
    hub.model("acme/style", "license: mit", files=files)
    assert hub.check("LIC017", "acme/style").outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "sentence",
    [
        "If interested in commercial use of the weights, send an email to birds@acme.example.",
        "Licensed to employees of Acme only.",
        "Companies pay.",
        "Not for resale.",
        "This release expires in May; after that date you must stop using it.",
        "회사에서 쓰실 때는 연락 주세요.",
        "과제 수행 목적 외에는 사용이 제한됩니다.",
        "The licence of the original weights applies to this conversion.",
        "License: MIT (code), CC-BY-NC-4.0 (weights)",
    ],
)
def test_what_may_bound_the_use_has_to_be_read(hub: HubFolder, sentence: str) -> None:
    hub.model("acme/bound", "license: mit", f"# Card\n\n{sentence}\n")
    report = provenance.audit("acme/bound", hub=str(hub.root), use={"commercial": True})
    assert [each for each in report.findings if each.rule == "LIC017"]
    assert report.uses[0].verdict.value != "allow-with-duties"


@pytest.mark.parametrize(
    "sentence",
    [
        "The company was founded in 2019.",
        "Commercial use is welcome.",
        "The company may not have enough data to tune it.",
        "License: MIT",
        "상업적 이용도 허용됩니다.",
    ],
)
def test_what_bounds_nothing(hub: HubFolder, sentence: str) -> None:
    hub.model("acme/open", "license: mit", f"# Card\n\n{sentence}\n")
    assert hub.check("LIC017", "acme/open").outcome is Outcome.PASSED
