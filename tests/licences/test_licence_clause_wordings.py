"""Ways to say something that licences of small publishers use, and their opposites."""

from __future__ import annotations

import pytest

from provenance.licences import identify_text
from provenance.licences.clauses import read_clauses


def statements(text: str) -> set[str]:
    reading = read_clauses(text)
    return {f"{clause.topic}={clause.says}".rstrip("=") for clause in reading.clauses}


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("distribution=yes", "You may copy and share the model weights with other laboratories."),
        (
            "distribution=yes",
            "Users may reproduce and distribute the Software, with or without modifications.",
        ),
        ("distribution=no", "이용자는 데이터셋을 제3자에게 전달하거나 제공할 수 없습니다."),
        ("derivatives=no", "회사의 사전 동의 없이 모델을 수정하거나 개작할 수 없습니다."),
        ("derivatives=no", "You may not alter, improve or otherwise modify the weights of it."),
        ("revocable", "The authors may withdraw access to these recordings at any time."),
        ("revocable", "회사는 언제든지 모델의 제공을 중단할 수 있습니다."),
        ("termination", "본 조건을 위반하면 이용자는 즉시 사용 권한을 상실합니다."),
        ("remote-restriction", "The maker reserves the right to restrict your use of the model."),
        ("share-alike", "Merged models must be released under this same license or none at all."),
        ("share-alike", "The licence that you apply must have the same terms as this document."),
        (
            "pass-terms",
            "Include the text of, or a link to, this licence in every copy you hand on.",
        ),
        ("research-only", "Use it for the sole purpose of performing scientific research at home."),
        (
            "commercial-use=no",
            "Other uses, including commercial uses, are strictly prohibited here.",
        ),
    ],
)
def test_wording_is_read(statement: str, text: str) -> None:
    assert statement in statements(text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("distribution=yes", "You may not share the model weights with other laboratories."),
        ("distribution=no", "이용자는 데이터셋을 제3자에게 제공할 수 있습니다."),
        ("derivatives=no", "이용자는 모델을 자유롭게 수정할 수 있습니다."),
        ("revocable", "이용자는 언제든지 이용을 중단할 수 있습니다."),
        ("termination", "이용자는 가중치를 상실하지 않도록 보관합니다."),
        ("remote-restriction", "Nothing here may restrict your use of the model."),
        ("share-alike", "Merged models may be released under any licence that you like."),
    ],
)
def test_opposite_is_not_read(statement: str, text: str) -> None:
    assert statement not in statements(text)


@pytest.mark.parametrize(
    ("statement", "item"),
    [
        ("mark-changes", "clearly mark any modifications;"),
        ("notice", "retain all copyright notices;"),
    ],
)
def test_short_items_of_a_list_are_no_titles(statement: str, item: str) -> None:
    text = f"If you hand on copies of the model or of parts, you must:\n\n(a) {item}\n"
    assert statement in statements(text)


def test_remark_in_brackets_is_about_another_work() -> None:
    text = (
        "# 라이선스\n\n본 음성 데이터는 누구나 자유롭게 쓸 수 있습니다.\n\n"
        "다음 자료를 활용하여 만들었습니다.\n\n- 공개 음성 모음\n  - (CC0로 배포됨)\n"
    )
    assert identify_text(text).licence is None


def test_summary_against_further_restrictions_adds_nothing() -> None:
    text = (
        "The adapter weights are licensed under the Creative Commons Attribution 4.0 International"
        " license (CC BY 4.0).\n\nNo additional restrictions: you may not apply legal terms that"
        " keep others from doing what the licence permits.\n"
    )
    assert identify_text(text).licence == "cc-by-4.0"


@pytest.mark.parametrize(
    ("added", "licence"),
    [
        ("Attribution: you must give appropriate credit to the makers.", "cc-by-4.0"),
        ("You must display “Built with Owl Voices” on your website.", None),
        ("The evaluation clips are not part of this corpus and are non-commercial.", "cc-by-4.0"),
        ("You may not use the corpus for commercial purposes.", None),
    ],
)
def test_notice_adds_only_what_the_licence_does_not_say(added: str, licence: str | None) -> None:
    text = f"The owl corpus is licensed under CC BY 4.0.\n\n{added}\n"
    assert identify_text(text).licence == licence
