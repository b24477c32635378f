"""Contracts are cut into passages with the numbers that lawyers quote."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.licences.passages import read_passages

NESTED = """ACME MODEL LICENCE

1. Grant.
   a. Rights. You may use the Model.
   b. Conditions. You shall:
      i. keep this notice; and
      ii. mark what you changed.
2. Ending. This licence ends on breach.
3.1 Law
    The law of Utopia governs.

Attachment A
You agree not to use the Model:
(a) to break the law; (b) to harm minors.
"""
KOREAN = """제1조 (목적) 이 계약은 모델의 이용에 관한 사항을 정한다.
제2조 (제한)
① 이용자는 다음 각 호의 행위를 하여서는 아니 된다.
 1. 군사 목적의 이용
② 회사는 이를 확인할 수 있다.
"""


def numbers(text: str) -> dict[str, str]:
    return {passage.text: passage.number for passage in read_passages(text)}


def test_the_article_after_decimal_clauses_is_no_item_of_them() -> None:
    text = "8.2 The courts of Utopia decide.\n8.3 Nothing else changes.\n9. Words mean this.\n"
    assert numbers(text)["Words mean this."] == "9"
    items = "8.3 You shall:\n1. keep this notice, and\n2. mark what you changed.\n"
    assert numbers(items)["keep this notice, and"] == "8.3.1"


def test_nested_numbers_are_joined() -> None:
    joined = numbers(NESTED)
    assert joined["You may use the Model."] == "1.a"
    assert joined["keep this notice; and"] == "1.b.i"
    assert joined["mark what you changed."] == "1.b.ii"
    assert joined["This licence ends on breach."] == "2"


def test_items_know_what_leads_into_their_list() -> None:
    passages = {passage.text: passage for passage in read_passages(NESTED)}
    assert passages["mark what you changed."].lead.endswith("You shall:")
    harm = next(item for item in passages.values() if "harm minors" in item.text)
    assert harm.lead == "You agree not to use the Model:"
    assert harm.number.startswith("Attachment A")


def test_korean_articles_and_paragraphs() -> None:
    passages = read_passages(KOREAN)
    item = next(passage for passage in passages if passage.text == "군사 목적의 이용")
    assert item.number.startswith("제2조 제1항")
    assert "하여서는 아니 된다" in item.lead
    assert passages[-1].number == "제2조 제2항"


def test_a_letter_is_no_roman_number_where_letters_run_on() -> None:
    items = "".join(f"({letter}) keeps the thing called {letter};\n" for letter in "abcdefghij")
    shown = [passage.number for passage in read_passages(f"1. You shall ensure that it:\n{items}")]
    assert shown[-2:] == ["1(i)", "1(j)"]


def test_wrapped_lines_are_one_passage_with_its_first_line() -> None:
    text = "Title\n\nThe licensor grants you a right\nthat spans two lines.\n"
    passage = read_passages(text)[-1]
    assert passage.text == "The licensor grants you a right that spans two lines."
    assert passage.line == 3


@given(st.text(alphabet="aIvx1.)( :;\n-#*제조①가", max_size=400))
def test_any_text_is_cut_into_its_own_parts(text: str) -> None:
    end = 0
    for passage in read_passages(text):
        assert end <= passage.start < passage.end <= len(text)
        end = passage.end


def test_articles_that_each_number_from_one_keep_their_number() -> None:
    text = """Article 1: Scope
1. This covers the model of the lamp.
Article 2: Names
1. Show the name of the lamp.
(2) Show it on every page.
"""
    numbered = numbers(text)
    assert numbered["Show the name of the lamp."] == "2.1"
    assert numbered["Show it on every page."] == "2.1(2)"


def test_articles_whose_numbers_count_on_are_left_out() -> None:
    text = """Section I
1. Words mean this and that.
Section II
2. You may use the model.
"""
    assert numbers(text)["You may use the model."] == "2"


def test_items_within_a_line_have_the_words_before_them() -> None:
    text = "c. You are encouraged to: (i) write about the lamp; and (ii) show where it is from."
    passages = read_passages(text)
    assert [passage.lead for passage in passages][-1].endswith("You are encouraged to:")
