"""Words of several classes answer a question together, in whatever order they stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from privacy_cards import graded

from provenance.privacy.frames import LONGEST_SENTENCE, answers_by_frames, framed_questions
from provenance.privacy.lexicon import LANGUAGES, places_of

ANSWERED = [
    ("PRIV-013", "Messages that members sent to our help desk were used to train it."),
    ("PRIV-013", "It was trained on messages that members sent to our help desk."),
    ("PRIV-021", "Each singer signed a form that allows publication of the recordings."),
    ("PRIV-032", "After masking we read a sample of 200 letters and found one name left."),
    ("PRIV-050", "Write to us if you want your recording to be removed from the corpus."),
    ("PRIV-053", "Raw interviews are destroyed two years after the end of the study."),
    ("PRIV-063", "Your prompts stay on the device and are never sent to a server."),
    ("PRIV-071", "The adapter was built on top of northwind/base-3b."),
    ("PRIV-013", "자사 쇼핑몰 회원의 문의 글을 모델 학습에 이용했다."),
    ("PRIV-021", "녹음 공개에 동의한 화자 마흔 명이 참여했습니다."),
    ("PRIV-030", "보호자의 이름과 전화번호는 미리 지웠습니다."),
    ("PRIV-030", "미리 지운 것은 보호자 이름과 전화번호이다."),
    ("PRIV-032", "가명 처리 뒤 500건을 뽑아 확인하니 이름이 두 건 남아 있었다."),
    ("PRIV-053", "면담 원본은 연구가 끝난 뒤 2년 동안 보관하고 파기한다."),
    ("PRIV-063", "질문은 기기 안에서만 처리되고 서버로 전송되지 않습니다."),
    ("PRIV-071", "northwind/base-3b를 미세조정한 모델이다."),
]
NO_ANSWERS = [
    ("PRIV-013", "Users should not train on messages without a legal ground."),
    ("PRIV-021", "By downloading the files you consent to these terms."),
    ("PRIV-053", "Tokens are kept in the cache until the session ends."),
    ("PRIV-071", "We compare it with northwind/base-3b on three benchmarks."),
    ("PRIV-030", "이 모델은 문서에서 이름과 전화번호를 찾아 가립니다."),
    ("PRIV-030", "이름과 전화번호는 올리기 전에 지우십시오."),
    ("PRIV-001", "도시 이름과 역 이름을 담은 목록이다."),
    ("PRIV-053", "원심판결을 파기하고 사건을 환송한다."),
]


@pytest.mark.parametrize(("check", "sentence"), ANSWERED)
def test_words_together_answer(check: str, sentence: str) -> None:
    disclosure = graded(f"# A model\n\n## Details\n\n{sentence}\n", "fine-tune")[check]
    assert disclosure.grade.value in ("disclosed", "partial")
    assert disclosure.evidence[0].quote == sentence


@pytest.mark.parametrize(("check", "sentence"), NO_ANSWERS)
def test_advice_tasks_and_other_things_do_not(check: str, sentence: str) -> None:
    disclosure = graded(f"# A model\n\n## Details\n\n{sentence}\n", "fine-tune").get(check)
    assert disclosure is None or disclosure.grade.value == "absent"


def test_the_heading_can_name_what_the_sentence_lists() -> None:
    below = graded(
        "# A model\n\n## Training data\n\n- Wikipedia\n- northwind/letters-2k\n", "model"
    )
    assert below["PRIV-010"].grade.value == "disclosed"
    thanks = "# A model\n\n## Thanks\n\n- Wikipedia\n- northwind/letters-2k\n"
    assert graded(thanks, "model")["PRIV-010"].grade.value == "absent"


def test_every_class_that_a_frame_names_exists_and_every_frame_asks_for_something() -> None:
    for language in LANGUAGES:
        for question in framed_questions(language).values():
            assert question.frames
            for frame in question.frames:
                assert frame.all


@settings(deadline=None)  # the first call loads the frames
@given(st.text(max_size=2 * LONGEST_SENTENCE), st.sampled_from(LANGUAGES), st.text(max_size=80))
def test_any_text_is_read_and_answers_known_questions(
    text: str, language: str, heading: str
) -> None:
    answers = answers_by_frames(places_of(text, language), language, "", heading)
    assert answers.keys() <= framed_questions(language).keys()
