"""Korean in running text and in mixed cards: predicate tails, hedges, what was done or not, what is
no answer."""

from __future__ import annotations

import pytest
from privacy_cards import graded

D, P, NONE = "disclosed", "partial", "absent"

# Check, grade, stance, sentence of a model card below an ordinary heading.
TAILS = (
    # Presence
    ("PRIV-001", D, "present", "학습 데이터에는 게시글 작성자의 이름 등 개인정보가 들어 있습니다."),
    (
        "PRIV-001",
        D,
        "present",
        "수집된 상담 대화에 고객의 개인정보인 전화번호가 남아 있음을 확인하였다.",
    ),
    ("PRIV-001", P, "present", "학습 데이터에 개인정보가 일부 존재합니다."),
    (
        "PRIV-002",
        D,
        "present",
        "말뭉치에는 기자의 이름, 이메일 주소와 같은 개인정보가 포함돼 있다.",
    ),
    (
        "PRIV-003",
        D,
        "present",
        "진료 기록을 수집하였기에 개인정보와 함께 병력이 포함되어 있습니다.",
    ),
    # Hedged
    ("PRIV-001", P, "possibly-present", "데이터에 개인정보가 포함되었을 가능성이 있습니다."),
    (
        "PRIV-001",
        D,
        "possibly-present",
        "웹 문서로 학습하였으므로 개인정보가 남아 있을 수도 있습니다.",
    ),
    (
        "PRIV-001",
        D,
        "possibly-present",
        "뉴스 기사에 나온 인물의 이름 등 개인정보가 학습 데이터에 섞여 있을 수 있다.",
    ),
    (
        "PRIV-032",
        P,
        "possibly-present",
        "학습 데이터에서 개인정보를 삭제하였으나 일부가 남아 있을 수 있습니다.",
    ),
    ("PRIV-032", P, "possibly-present", "데이터의 모든 개인정보가 걸러졌다고 보장할 수 없습니다."),
    # Denied, bare or with a reason
    ("PRIV-001", P, "absent-bare", "학습 데이터에는 어떠한 개인정보도 포함하지 않았습니다."),
    ("PRIV-001", P, "absent-bare", "본 데이터는 개인정보를 담고 있지 않다."),
    ("PRIV-001", P, "absent-bare", "데이터셋에 개인정보는 전혀 없음."),
    (
        "PRIV-001",
        D,
        "absent-with-reason",
        "합성한 문장만 사용하였기 때문에 데이터에 개인정보가 없습니다.",
    ),
    ("PRIV-001", D, "absent-with-reason", "위성 영상 데이터이므로 개인정보를 포함하지 않습니다."),
    # Done
    ("PRIV-030", D, "done", "학습에 앞서 주민등록번호와 휴대전화 번호를 데이터에서 모두 제거했다."),
    ("PRIV-030", D, "done", "데이터 내 이메일 주소와 계좌번호는 특수 토큰으로 치환되었다."),
    ("PRIV-030", D, "done", "말뭉치의 실명은 가명으로 바꾸었습니다."),
    ("PRIV-030", P, "done", "학습 데이터의 개인정보를 제거하였습니다."),
    ("PRIV-030", P, "done", "개인정보를 걸러낸 데이터로 학습하였습니다."),
    (
        "PRIV-031",
        D,
        "done",
        "정규표현식을 이용해 학습 데이터의 전화번호와 이메일을 마스킹하였습니다.",
    ),
    (
        "PRIV-031",
        D,
        "done",
        "개체명 인식 도구로 상담 데이터의 이름과 주소를 가려 비식별화하였습니다.",
    ),
    (
        "PRIV-032",
        D,
        "done",
        "개인정보를 제거한 뒤 표본 1,000건을 육안으로 확인하여 데이터를 검증하였습니다.",
    ),
    ("PRIV-004", D, "done", "여권번호와 신용카드 번호는 학습 데이터에서 삭제되었습니다."),
    # Not done
    ("PRIV-030", D, "not-done", "학습 데이터의 개인정보는 따로 제거하지 않았다."),
    ("PRIV-030", D, "not-done", "데이터에 대한 개인정보 필터링을 하지 못하였습니다."),
    (
        "PRIV-030",
        D,
        "not-done",
        "댓글 작성자의 개인정보인 닉네임은 삭제되지 않은 채 데이터에 남아 있습니다.",
    ),
    ("PRIV-030", D, "not-done", "본 말뭉치는 개인정보 비식별 처리가 되어 있지 않습니다."),
    ("PRIV-030", D, "not-done", "개인정보 제거 없이 수집한 데이터를 그대로 사용하였습니다."),
    # Users' data, consent, children, retention, rights
    ("PRIV-013", D, "not-done", "고객 데이터는 모델 학습에 일절 활용하지 않습니다."),
    ("PRIV-013", D, "done", "이용자의 대화를 동의를 받아 학습에 활용하였습니다."),
    ("PRIV-021", D, "done", "모든 참여자로부터 음성 공개에 관한 동의를 받았습니다."),
    ("PRIV-005", D, "not-done", "만 14세 미만 아동의 데이터는 포함하지 않았습니다."),
    ("PRIV-053", D, "done", "수집한 원본은 3년간 보관 기간이 지나면 파기합니다."),
    ("PRIV-050", D, "done", "본인의 글을 삭제하기를 원하시면 메일로 삭제를 요청해 주십시오."),
    ("PRIV-040", P, "done", "모델이 부적절한 답변이나 개인정보를 생성할 가능성이 있습니다."),
    ("PRIV-041", P, "done", "외부 전문가와 레드티밍을 수행하였습니다."),
    ("PRIV-041", D, "done", "레드팀이 개인정보 추출 공격 3,000건을 시도하였습니다."),
    ("PRIV-054", D, "done", "유해한 답변이 나오면 report@hanbit.example로 알려 주시기 바랍니다."),
    ("PRIV-062", D, "", "미세조정 데이터에 개인정보가 있는지 확인한 뒤 배포해야 합니다."),
)
NO_ANSWERS = (
    ("PRIV-001", "이 모델은 문서에서 개인정보를 찾아 주는 모델입니다."),
    ("PRIV-001", "개인정보 보호를 위해 이용자는 데이터에 민감한 내용을 입력하지 마십시오."),
    ("PRIV-001", "개인정보가 포함된 데이터를 입력하지 마십시오."),
    ("PRIV-030", "이 모델은 데이터의 개인정보를 마스킹하는 데 사용할 수 있습니다."),
    ("PRIV-030", "여러분의 학습 데이터에서 개인정보를 제거해야 합니다."),
    ("PRIV-030", "욕설과 광고를 제거한 데이터로 학습하였습니다."),
    ("PRIV-030", "개인정보 삭제를 요청하시면 데이터에서 삭제해 드립니다."),
    ("PRIV-003", "민감한 주제에 관한 질문 데이터로 학습하였습니다."),
    ("PRIV-013", "사용자 데이터를 학습에 사용하려면 아래와 같이 해야 합니다."),
    ("PRIV-040", "개인정보가 노출되지 않도록 학습하였습니다."),
    ("PRIV-053", "기간이 지난 토큰은 메모리에서 파기해야 합니다."),
)
# One card, two languages: each sentence in its own.
MIXED = """# 한빛 7B

Hanbit 7B is a language model. 학습 데이터는 news articles와 blog 글입니다.

## Data

The corpus was filtered for PII: 이메일 주소와 전화번호는 regex로 제거하였습니다.
User names were not removed. 민감정보는 포함되어 있지 않습니다.
"""


@pytest.mark.parametrize(("check", "grade", "stance", "sentence"), TAILS)
def test_running_text(check: str, grade: str, stance: str, sentence: str) -> None:
    disclosure = graded(f"# 모델\n\n## 모델 설명\n\n작은 모델입니다. {sentence}\n", "model")[check]
    assert (disclosure.grade.value, disclosure.stance) == (grade, stance)


@pytest.mark.parametrize(("check", "sentence"), NO_ANSWERS)
def test_no_answers(check: str, sentence: str) -> None:
    assert graded(f"# 모델\n\n## 모델 설명\n\n{sentence}\n", "model")[check].grade.value == NONE


def test_a_card_in_two_languages() -> None:
    disclosures = graded(MIXED, "model")
    assert disclosures["PRIV-031"].grade.value == D
    assert [proof.start_line for proof in disclosures["PRIV-030"].evidence] == [7, 8]
    # What was not removed is there; what was removed says less about it.
    assert disclosures["PRIV-001"].grade.value == D
    assert [proof.start_line for proof in disclosures["PRIV-001"].evidence] == [8]
    assert disclosures["PRIV-010"].grade.value == P
