"""Sentences that keep people from a use, in words of many kinds; and what a work is meant for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hub_folder import HubFolder

import provenance
from provenance.licences.claim import Limit
from provenance.licences.restrictive import is_unclear, limits

COMMERCIAL = {"activity": ["product"], "commercial": True}
DENIALS = {
    "Only universities may use this checkpoint.": Limit.RESEARCH_ONLY,
    "Reserved for academic users.": Limit.RESEARCH_ONLY,
    "For teaching purposes only": Limit.RESEARCH_ONLY,
    "For-profit use is not allowed.": Limit.NON_COMMERCIAL,
    "Companies may not use the weights.": Limit.NON_COMMERCIAL,
    "Use by businesses is forbidden.": Limit.NON_COMMERCIAL,
    "Commercial use: no": Limit.NON_COMMERCIAL,
    "Commercial use – ❌": Limit.NON_COMMERCIAL,
    "Commercial use not permitted": Limit.NON_COMMERCIAL,
    "You may not use it to make money.": Limit.NON_COMMERCIAL,
    "Do not use in paid services.": Limit.NON_COMMERCIAL,
    "Monetising the outputs is prohibited.": Limit.NON_COMMERCIAL,
    "Nonprofit organisations only.": Limit.NON_COMMERCIAL,
    "Noncommercial use is fine.": Limit.NON_COMMERCIAL,
    "For personal use only.": Limit.PERSONAL_ONLY,
    "Free for private use": Limit.PERSONAL_ONLY,
    "Trial use only": Limit.EVALUATION_ONLY,
    "It may only be used to evaluate the method.": Limit.EVALUATION_ONLY,
    "Enterprise customers must buy a subscription.": Limit.SEPARATE_LICENCE,
    "Commercial licences available on request": Limit.SEPARATE_LICENCE,
    "Use requires the written consent of Blue Kite.": Limit.PERMISSION,
    "You must first sign a data transfer agreement.": Limit.PERMISSION,
    "Please register at blue-kite.example first.": Limit.REGISTRATION,
    "상업적인 목적으로 사용하지 마세요.": Limit.NON_COMMERCIAL,
    "유료 서비스에 사용할 수 없습니다.": Limit.NON_COMMERCIAL,
    "수익 창출 목적 사용 금지": Limit.NON_COMMERCIAL,
    "기업에서 사용은 불가합니다.": Limit.NON_COMMERCIAL,
    "비상업적 용도로 사용해 주세요.": Limit.NON_COMMERCIAL,
    "저작자표시-비영리": Limit.NON_COMMERCIAL,
    "대학과 연구 기관만 이용할 수 있습니다.": Limit.RESEARCH_ONLY,
    "개인적 용도로만 쓸 수 있습니다.": Limit.PERSONAL_ONLY,
    "저작권자의 사전 승인이 필요합니다.": Limit.PERMISSION,
    "신청서 제출 후 이용 가능합니다.": Limit.REGISTRATION,
}
PERMITS = (
    "Commercial use is allowed.",
    "You can use it for research and commercial purposes.",
    "Free for any purpose, including commercial use.",
    "Use it without asking for permission.",
    "No registration required.",
    "상업적 이용이 가능합니다.",
    "연구와 상업적 목적 모두에 제한 없이 사용할 수 있습니다.",
)
AIMS = (
    "Released for research purposes.",
    "The weights are intended for research use.",
    "We publish it for the benefit of all; it was released for academic research.",
    "Provided for evaluation purposes.",
    "This is a research preview.",
    "연구 목적으로 공개합니다.",
    "본 모델은 연구용입니다.",
    "평가 목적으로 제공됩니다.",
)


@pytest.mark.parametrize(("sentence", "limit"), DENIALS.items(), ids=list(DENIALS))
def test_a_denial_in_other_words_is_understood(sentence: str, limit: Limit) -> None:
    assert limit in limits(sentence)


@pytest.mark.parametrize("sentence", PERMITS)
def test_a_permission_limits_nothing(sentence: str) -> None:
    assert limits(sentence) == ()
    assert not is_unclear(sentence, on_terms=True)


@pytest.mark.parametrize("sentence", AIMS)
def test_what_a_work_is_meant_for_is_no_prohibition_and_no_permission(sentence: str) -> None:
    assert limits(sentence) == ()
    assert is_unclear(sentence, on_terms=False)


def verdict(root: Path, use: object = COMMERCIAL) -> tuple[str, str]:
    """What the use of the model of this hub is answered, and the texts of the reasons."""
    report = provenance.audit("blue/kite", hub=str(root), use=use)  # type: ignore[arg-type]
    [judged] = report.uses
    return judged.verdict.value, " ".join(reason.text for reason in judged.reasons)


@pytest.mark.parametrize("sentence", AIMS)
def test_an_aim_beside_a_permissive_licence_is_a_review_with_its_words(
    tmp_path: Path, sentence: str
) -> None:
    HubFolder(tmp_path).model("blue/kite", "license: apache-2.0", f"# Kite\n\n{sentence}\n")

    answer, reasons = verdict(tmp_path)

    assert answer == "review"
    assert sentence.rstrip(".") in reasons or "academic research" in reasons
    report = provenance.audit("blue/kite", hub=str(tmp_path))
    [licence] = report.licences
    assert (licence.concluded, licence.restrictions) == ("Apache-2.0", ())


def test_an_aim_says_nothing_of_a_use_that_is_not_commercial(tmp_path: Path) -> None:
    HubFolder(tmp_path).model("blue/kite", "license: mit", "# K\n\nReleased for research use.\n")

    answer, _ = verdict(tmp_path, {"activity": ["internal"], "commercial": False})

    assert answer == "allow"


@pytest.mark.parametrize(
    "sentence",
    (
        "Redistribution of the checkpoint is prohibited.",
        "Do not share these files.",
        "You must not sell services built on it.",
        "Not for use by defence contractors.",
        "Confidential.",
        "재배포 금지",
        "사내용으로만 쓸 수 있습니다.",
    ),
)
def test_terms_that_nobody_here_knows_are_never_passed_over(tmp_path: Path, sentence: str) -> None:
    body = f"# Kite\n\n## Licence\n\n{sentence}\n"
    HubFolder(tmp_path).model("blue/kite", "license: mit", body)

    answer, reasons = verdict(tmp_path)

    assert answer == "review"
    assert sentence.rstrip(".") in reasons


@pytest.mark.parametrize(
    "front",
    (
        "tags: [vision, non-commercial]",
        "tags:\n- research-only",
        "commercial_use: false",
        "Commercial-Use: no",
        "usage: research only",
        "terms:\n  weights: non-commercial use only",
        "restrictions:\n- no commercial use",
        "이용조건: 상업적 이용 금지",
        "notes: |\n  Trained in May.\n  Companies may not use the weights.",
    ),
)
def test_front_matter_of_the_authors_own_restricts_too(tmp_path: Path, front: str) -> None:
    HubFolder(tmp_path).model("blue/kite", f"license: mit\n{front}")

    answer, _ = verdict(tmp_path)
    report = provenance.audit("blue/kite", hub=str(tmp_path))

    assert answer == "review"
    assert "LIC017" in {finding.rule for finding in report.findings}


def test_words_about_the_base_in_a_card_are_read_before_the_model_is_used(tmp_path: Path) -> None:
    body = "# Kite\n\n## License\n\nThe base model is for non-commercial research only.\n"
    HubFolder(tmp_path).model("blue/kite", "license: mit", body)

    answer, reasons = verdict(tmp_path)

    assert answer == "review"
    assert "base model is for non-commercial" in reasons


def test_a_sentence_about_the_training_data_is_not_about_the_model(tmp_path: Path) -> None:
    body = "# Kite\n\nThe corpus is released for research purposes.\n"
    HubFolder(tmp_path).model("blue/kite", "license: mit", body)

    assert verdict(tmp_path)[0] == "allow-with-duties"
