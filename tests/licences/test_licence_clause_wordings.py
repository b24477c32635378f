"""Ways to say something that licences of small publishers use, and their opposites."""

from __future__ import annotations

import json

import pytest

from benchmarks.licence_sentences import ROWS, states
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
    ("added", "verdict"),
    [
        ("Attribution: you must give appropriate credit to the makers.", "notice"),
        ("You must display “Built with Owl Voices” on your website.", "modified"),
        ("The evaluation clips are not part of this corpus and are non-commercial.", "notice"),
        ("You may not use the corpus for commercial purposes.", "modified"),
    ],
)
def test_notice_adds_only_what_the_licence_does_not_say(added: str, verdict: str) -> None:
    text = f"The owl corpus is licensed under CC BY 4.0.\n\n{added}\n"
    match = identify_text(text)
    assert (match.verdict, match.licence) == (verdict, "cc-by-4.0")
    # What is added has the words of the text, and the text is no plain CC BY.
    is_changed = verdict == "modified"
    assert [difference.quote for difference in match.differences] == ([added] if is_changed else [])
    assert (match.spdx is None) is is_changed


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("commercial-use=no", "Use of the recordings is given for non-commercial activities."),
        ("commercial-use=no", "Users are prohibited from using the owls for commercial purposes."),
        (
            "commercial-use=no",
            "운영자의 동의 없이 복제하거나 상업적으로 이용하는 행위는 금지됩니다.",
        ),
        (
            "commercial-use=conditional",
            "Commercial use, including use in a shop or a film, requires prior consent of the lab.",
        ),
        (
            "commercial-use=conditional",
            "The weights may only be used in production under a separate agreement with us.",
        ),
        ("derivatives=yes", "You are free to modify the model and to keep the result."),
        ("derivatives=yes", "You may remix, transform, and build upon the owl recordings."),
        ("derivatives=no", "The licensee shall not modify, decompile or disassemble the weights."),
        ("distribution=yes", "You can use, redistribute, and adapt it for lessons at school."),
        ("distribution=no", "Redistribution of the recordings in raw form is not permitted."),
        (
            "distribution=no",
            "A transfer of files to a third party can only be made with consent of the lab.",
        ),
        ("terms-may-change", "The lab may make changes to this License when it likes to."),
        ("pass-terms", "The full text of this Licence must be included in every copy."),
        ("outputs-owner=user", "You are free to use any outputs you create for any purpose."),
        ("outputs-owner=user", "AI가 생성한 콘텐츠는 이용자가 자유롭게 사용할 수 있습니다."),
        ("termination", "회사는 다음의 경우 서비스 이용을 제한할 수 있습니다."),
        ("display", "Any use of the weights must retain attribution to the Owl Laboratory."),
        ("law", "These terms are governed by the laws of the state of Oregon alone."),
    ],
)
def test_clauses_of_laboratories_and_services_are_read(statement: str, text: str) -> None:
    assert statement in statements(text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("commercial-use=no", "운영자의 동의 없이 상업적으로 이용할 수 있습니다."),
        ("derivatives=yes", "You may not remix, transform, and build upon the owl recordings."),
        ("derivatives=no", "The licensee may modify, decompile or disassemble the weights."),
        ("distribution=no", "Redistribution of the recordings in raw form is welcome everywhere."),
        ("terms-may-change", "The licensee may make changes to the model at any time it likes."),
        ("outputs-owner=user", "You are not free to use the model for any purpose you like."),
        ("termination", "이용자는 다음의 경우 서비스를 계속 이용할 수 있습니다."),
    ],
)
def test_opposites_of_laboratories_and_services_are_not_read(statement: str, text: str) -> None:
    assert statement not in statements(text)


def test_an_item_below_prohibited_is_a_ban() -> None:
    text = (
        "The recordings are for schools.\n\nProhibited:\n"
        "- Commercial use of any recording of the collection\n- Other harm\n"
    )
    assert "commercial-use=no" in statements(text)


def test_a_long_passage_is_quoted_from_its_deciding_words_on() -> None:
    alleged = "that the owl model or a part of it infringes rights that you own, " * 5
    text = (
        "This paragraph opens with some words on trade marks that decide nothing at all. "
        f"If you institute litigation against us alleging {alleged}"
        "then every licence granted to you in this agreement shall terminate on that day."
    )
    (clause,) = read_clauses(text).of("litigation")
    assert "institute litigation" in clause.quote
    assert "terminate" in clause.quote


def test_marks_and_tables_say_what_is_allowed() -> None:
    text = "Terms of the Lantern\n\n{}\n"
    for row in (
        "❌ Commercial use",
        "| Commercial use | not allowed |",
        "- ❌ Commercial activities",
    ):
        assert read_clauses(text.format(row)).of("commercial-use", "no"), row
    assert read_clauses(text.format("✅ Commercial use")).of("commercial-use", "yes")


def test_a_heading_leads_into_its_list() -> None:
    text = "## Prohibited uses\n\n- Commercial activities\n- Spreading disinformation\n"
    reading = read_clauses(text)
    assert reading.of("commercial-use", "no")
    assert [clause.value for clause in reading.of("fields")] == ["misinformation"]


def test_what_is_not_restricted_is_no_prohibited_use() -> None:
    sentence = "The licence does not restrict research into malware detection by others."
    assert not read_clauses(sentence).of("fields")


def test_a_condition_is_read_beside_what_is_forbidden() -> None:
    reading = read_clauses(
        "Commercial use is prohibited unless you obtain a commercial licence from us."
    )
    assert reading.of("commercial-use", "conditional")


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        (
            "Licensees with more than one hundred million monthly active users ask us first.",
            "100000000",
        ),
        ("It ends once your yearly turnover passes five million euros in one year.", "5000000"),
    ],
)
def test_thresholds_in_words(sentence: str, value: str) -> None:
    values = [clause.value for clause in read_clauses(sentence).clauses]
    assert value in values


def test_the_sentences_of_our_own() -> None:
    """The figures that docs/licence_rules.md states; see benchmarks.licence_sentences."""
    rows = json.loads(ROWS.read_text("utf-8"))
    wrong = [row for row in rows if states(row) is row.get("absent", False)]
    assert len(wrong) <= 2, wrong


def test_a_use_that_no_field_has_is_shown() -> None:
    text = "Rules\n\nYou may NOT:\n\n- use the model to track whales for hunters;\n- remove this.\n"
    fields = read_clauses(text).of("fields", "no")
    assert [clause.value for clause in fields] == ["other"]
    assert "whales" in fields[0].quote
    fair = (
        "This licence is not intended to limit fair use that applies to your use of the material."
    )
    assert not read_clauses(fair).of("fields")


def test_what_nobody_grants_is_not_permitted() -> None:
    reading = read_clauses(
        "No commercial purpose is permitted under this agreement with the studio."
    )
    assert [clause.says for clause in reading.of("commercial-use")] == ["no"]
    portion = (
        "No portion of this agreement gives you the right to create derivative works of the game."
    )
    assert [clause.says for clause in read_clauses(portion).of("derivatives")] == ["no"]


def test_the_law_of_a_place_in_short() -> None:
    reading = read_clauses(
        "This agreement will be governed and construed under PRC laws, says the firm."
    )
    assert [clause.value for clause in reading.of("law")] == ["People's Republic of China"]
