"""What terms and policies of a service say about learning from what its users enter."""

from __future__ import annotations

from itertools import product

import pytest
from privacy_cards import graded

ANSWERED = ("disclosed", "partial")
USERS_DATA, NOTICE, CONSENT = "PRIV-013", "PRIV-022", "PRIV-021"
FILTERED, DEIDENTIFIED, INFERENCE = "PRIV-030", "PRIV-033", "PRIV-063"

_OWNERS = ("이용자의", "고객이 남긴", "회원님의", "사용자가 입력한")
_ENTERED = ("대화는", "프롬프트는", "음성은", "게시물은")
_LEARNING = ("모델 학습에", "AI 성능 개선에", "알고리즘 고도화에")
_LEARNED_FROM = ("활용될 수 있습니다.", "이용됩니다.", "사용될 수 있으며 설정에서 끌 수 있습니다.")
_NOT_LEARNED_FROM = ("사용되지 않습니다.", "이용하지 않는다.", "쓰지 않습니다.")

# What is said of the users of a service, and the questions that it answers.
OF_USERS = (
    ("업로드하신 문서는 재학습에 이용되지 않습니다.", {USERS_DATA}),
    ("이 대화 내용은 모델 학습에 사용되지 않습니다.", {USERS_DATA}),
    ("회사는 회원이 올린 사진을 모델 고도화에 활용할 수 있습니다.", {USERS_DATA, NOTICE}),
    (
        "동의한 경우에만 대화를 비식별화하여 AI 모델 학습에 활용합니다.",
        {USERS_DATA, NOTICE, CONSENT, FILTERED},
    ),
    ("실제 고객 대화나 상담 기록을 포함하지 않습니다.", {USERS_DATA}),
    ("메모 내용의 외부 서버 전송 없음.", {INFERENCE}),
)
# Advice, news, duties and other uses of the same words.
OF_NOBODY = (
    "생성형 AI는 이용자가 입력한 내용을 학습에 활용할 수 있어 주의가 필요하다.",
    "한 해외 기업이 회원 게시물을 AI 학습에 쓰겠다고 발표했다.",
    "사업자가 이용자의 대화를 학습에 이용하는 경우 이를 고지하여야 한다.",
    "이용자가 입력한 내용이 학습에 사용되는지 여부를 확인하세요.",
    "회사는 이용자의 문의를 접수하고 답변합니다.",
    "본 데이터셋은 AI 모델 학습에 활용할 수 있습니다.",
)
DEIDENTIFIED_DATA = (
    "이용자를 알아볼 수 없도록 변환하여 저장합니다.",
    "가명처리한 상담 기록을 연구에 제공합니다.",
    "익명화 데이터만 저장됩니다.",
    "이 처리가 완전한 비식별화를 보장하지는 않습니다.",
)


def _answers(text: str, kind: str = "model") -> set[str]:
    card = f"# 서비스\n\n## 안내\n\n{text}\n"
    return {check for check, answer in graded(card, kind).items() if answer.grade.value in ANSWERED}


@pytest.mark.parametrize(
    "words", list(product(_OWNERS, _ENTERED, _LEARNING, _LEARNED_FROM)), ids=" ".join
)
def test_a_service_that_learns_from_its_users_says_so_and_tells_them(
    words: tuple[str, ...],
) -> None:
    assert _answers(" ".join(words)) >= {USERS_DATA, NOTICE}


@pytest.mark.parametrize(
    "words", list(product(_OWNERS, _ENTERED, _LEARNING, _NOT_LEARNED_FROM)), ids=" ".join
)
def test_a_denial_answers_but_gives_no_notice(words: tuple[str, ...]) -> None:
    answers = _answers(" ".join(words))
    assert USERS_DATA in answers
    assert NOTICE not in answers


@pytest.mark.parametrize("text, answered", OF_USERS)
def test_other_forms_of_the_same_statements(text: str, answered: set[str]) -> None:
    assert _answers(text) >= answered


@pytest.mark.parametrize("text", OF_NOBODY)
def test_words_about_others_answer_nothing(text: str) -> None:
    assert not _answers(text) & {USERS_DATA, NOTICE, CONSENT}


@pytest.mark.parametrize("text", DEIDENTIFIED_DATA)
def test_a_dataset_says_how_far_it_is_deidentified(text: str) -> None:
    assert DEIDENTIFIED in _answers(text, "dataset")


def test_a_duty_to_anonymise_says_nothing_of_the_data() -> None:
    answers = _answers("개인정보 포함 시 가명화 처리 필수", "dataset")
    assert not answers & {FILTERED, DEIDENTIFIED}


@pytest.mark.parametrize(
    "check, text",
    (
        ("PRIV-014", "입력으로 들어갈 데이터가 계약서이므로 인쇄체 문장을 썼습니다."),
        ("PRIV-014", "콘텐츠 제공, 영상 변환, 구매 및 요금 결제"),
        (CONSENT, "합의에 실패하면 학습에서 뺀다."),
        (FILTERED, "기록은 본인이 조회·수정·삭제할 수 있습니다."),
    ),
)
def test_words_that_sound_alike(check: str, text: str) -> None:
    assert check not in _answers(text)
