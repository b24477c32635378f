"""Korean sentences in the words that makers write: risks, tests, users, sources, merges, plans."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.privacy.disclosure import ANSWERED

ANSWERS = (
    # What a model may recite or infer
    ("PRIV-040", "## 한계\n\n학습 때 본 전화번호를 그대로 말할 수 있습니다."),
    ("PRIV-040", "## 위험\n\n대화 몇 마디만으로 상대의 성별이나 거주 지역을 짐작해 말하기도 한다."),
    # Tests of leaks, and that there was none
    ("PRIV-041", "## 평가\n\n개인정보가 유출되는지는 시험하지 않았습니다."),
    (
        "PRIV-041",
        "## 시험\n\n심어 둔 가짜 주민등록번호 200개 가운데 모델이 되살려 낸 것은 하나도 없음.",
    ),
    ("PRIV-013", "## 데이터\n\n채팅 서비스에서 오간 말은 학습 대상에서 뺐습니다."),
    ("PRIV-010", "## 데이터\n\n질문은 nuri/k-science-qa 가운데 물리 과목에서 뽑음."),
    ("PRIV-030", "## 전처리\n\n개인정보에 대해서는 별도 조치를 하지 않았다."),
    ("PRIV-030", "## 전처리\n\n환자번호는 병원 전산팀이 떼어 낸 다음 보내왔다."),
    ("PRIV-024", "## 연구 윤리\n\n임상시험심사위원회의 심의를 통과하였다(2022-118)."),
    ("PRIV-063", "## 개인정보\n\n자판으로 친 글은 기기 밖으로 나가지 않음."),
    ("PRIV-023", "## 개요\n\n활용 분야: 야간 보행자 검출"),
    ("PRIV-081", "## 문서\n\n캘리포니아 AB 2013에 따른 문서는 docs/ab2013.md에 있습니다."),
    # A model that says that it was merged or tuned answers what is asked of such models
    ("PRIV-073", "## 병합\n\nhanbit/Han-7B-Chat과 nuri/Nuri-7B-Code를 TIES로 병합했습니다."),
    ("PRIV-071", "## 병합\n\nhanbit/Han-7B-Chat과 nuri/Nuri-7B-Code를 TIES로 병합했습니다."),
)

NO_ANSWERS = (
    # Suppositions, plans, templates and settings, below a heading on personal data too
    ("PRIV-001", "## 개인정보\n\n개인정보가 있다면 제거될 것이다."),
    ("PRIV-030", "## 개인정보\n\n개인정보가 있다면 제거될 것이다."),
    ("PRIV-082", "## 개인정보\n\n[작성 필요] 개인정보의 종류와 비식별 조치 방법을 적어 주세요."),
    ("PRIV-030", "## 설정\n\n설정에서 mask: true로 두면 전화번호를 가린 뒤 학습을 시작합니다."),
    ("PRIV-024", "## 계획\n\n개인정보 영향평가는 내년에 받으려고 준비하고 있습니다."),
    # Others
    ("PRIV-013", "## 동향\n\n타사 챗봇은 이용자 대화를 훈련에 쓴다고 밝혔다."),
    ("PRIV-030", "## 관련 연구\n\n앞선 연구의 말뭉치는 이름을 가리지 않은 채 배포되었다."),
    # Exams on privacy are no test of leaks
    ("PRIV-041", "## 평가\n\n개인정보보호사 시험 문제로 성능을 측정했다."),
    ("PRIV-014", "## 면책\n\n권리 침해 여부에 대하여 어떠한 보증도 없이 있는 그대로 제공된다."),
    ("PRIV-012", "## 위치\n\n원하지 않으면 휴대전화 설정에서 위치 권한을 끌 수 있습니다."),
    ("PRIV-073", "## 평가\n\nhanbit/Han-7B-Chat과 nuri/Nuri-7B-Code를 MMLU로 비교했습니다."),
)


@pytest.mark.parametrize(("check", "card"), ANSWERS)
def test_what_makers_write_answers(check: str, card: str) -> None:
    assert graded(card, kind="model")[check].grade in ANSWERED


@pytest.mark.parametrize(("check", "card"), NO_ANSWERS)
def test_what_states_nothing_answers_nothing(check: str, card: str) -> None:
    given = graded(card, kind="model").get(check)
    assert given is None or given.grade not in ANSWERED
