"""Sentences that state nothing about this work: instructions, results, product manuals, news.
Others in similar words do state something."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.privacy.stance import states_nothing

ANSWERS = ("disclosed", "partial")

NOTHING = [
    ("PRIV-015", "Test the service with synthetic data before you deploy it."),
    ("PRIV-015", "Stories were written by students on a platform called BrightNatural AI."),
    ("PRIV-015", "Performance on synthetic images may vary."),
    (
        "PRIV-011",
        "We combine web pages and books and achieve state-of-the-art results on ten tasks.",
    ),
    ("PRIV-011", "The corpus can be downloaded from the project's web page."),
    ("PRIV-030", "The encoder predicts masked tokens and avoids identity labels in the data."),
    ("PRIV-031", "A face mask detector was used in the demo on the training data."),
    ("PRIV-042", "The loss declines for all prompts after two epochs."),
    ("PRIV-042", "The output tree has leaf blocks for every answer."),
    ("PRIV-063", "The pipeline is cached in memory and sends requests in 30 ms each."),
    ("PRIV-075", "The table compares the distilled checkpoint with the other one at inference."),
    ("PRIV-001", "Speech models may be misused to invade the privacy of others."),
    ("PRIV-001", "Do not enter health records or other private data into the demo of this model."),
    ("PRIV-025", "The evaluation can write to a local database of feedback."),
    ("PRIV-071", "The values of each row were derived from USDA/FNDDS."),
    ("PRIV-023", "주요 기능: 실시간 알림을 지원합니다."),
    ("PRIV-015", "생성 AI와 합성곱 신경망의 출시 소식을 다룹니다."),
    ("PRIV-002", "성별, 나이, 종교에 대해 편향된 응답을 생성할 수 있습니다."),
    ("PRIV-042", "관리자는 차단 요청 로그를 프록시에서 확인합니다."),
    ("PRIV-036", "라벨러가 편하게 볼 수 있도록 도구의 인터페이스를 다시 설계했습니다."),
    ("PRIV-071", "프로필 기반 추천은 src/services/profile.ts 에 있습니다."),
]
SOMETHING = [
    ("PRIV-015", "The model was trained on synthetic dialogues that were generated with GPT-4."),
    ("PRIV-011", "The training corpus was crawled from web pages of newspapers."),
    ("PRIV-030", "Names and e-mail addresses in the training data were masked."),
    ("PRIV-042", "The model declines requests for the phone numbers of private people."),
    ("PRIV-075", "The student was distilled from a larger teacher on its own prompts."),
    ("PRIV-015", "GPT-4로 생성한 합성 대화 데이터로 학습했습니다."),
    ("PRIV-030", "댓글에 있던 이메일과 전화번호는 정규식으로 지웠습니다."),
]


@pytest.mark.parametrize(("check", "sentence"), NOTHING)
def test_a_sentence_that_states_nothing_answers_nothing(check: str, sentence: str) -> None:
    disclosure = graded(f"# M\n\n## Details\n\n{sentence}\n", "model").get(check)
    assert disclosure is None or disclosure.grade.value not in ANSWERS


@pytest.mark.parametrize(("check", "sentence"), SOMETHING)
def test_a_statement_in_similar_words_answers(check: str, sentence: str) -> None:
    disclosure = graded(f"# M\n\n## Details\n\nA model. {sentence}\n", "model")[check]
    assert disclosure.grade.value in ANSWERS


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Download the weights from the hub.", True),
        ("Weights were trained on downloads of news.", False),
        ("The evaluation data will be released soon.", True),
        ("A new version of the data will be released every year.", False),
        ("[ ] Collect logs of users", True),
        ("We obtain state-of-the-art results on five tasks.", True),
        ("A state-of-the-art model trained on Wikipedia.", False),
    ],
)
def test_instructions_plans_and_results_state_nothing(sentence: str, expected: bool) -> None:
    assert states_nothing(sentence, "en") is expected


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Speakers are people who have given their voice for this purpose.", "partial"),
        ("The gender of the annotators is not linked to the records.", "partial"),
        ("The recordings contain the names and e-mail addresses of patients.", "disclosed"),
    ],
)
def test_words_on_annotators_fill_a_section_in_part(text: str, grade: str) -> None:
    card = f"# D\n\n## Personal and Sensitive Information\n\n{text}\n"
    assert graded(card, "dataset")["PRIV-082"].grade.value == grade
