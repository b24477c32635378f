"""Korean sentences under a heading on personal data: grade and stance by predicate tails."""

from __future__ import annotations

import pytest
from privacy_cards import section_grade

DISCLOSED, PARTIAL, PLACEHOLDER = "disclosed", "partial", "placeholder"

PRESENCE = (
    ("데이터에는 작성자의 이름과 이메일 주소가 포함되어 있습니다.", DISCLOSED, "present"),
    ("뉴스 기사이므로 공인의 이름이 포함되어 있습니다.", DISCLOSED, "present"),
    ("댓글 작성자의 닉네임이 그대로 남아 있습니다.", DISCLOSED, "present"),
    ("판결문에 당사자의 성명과 주소가 기재되어 있어 신원이 드러납니다.", DISCLOSED, "present"),
    ("상담 기록에는 환자의 진료 기록이 담겨 있습니다.", DISCLOSED, "present"),
    ("영상에는 행인의 얼굴과 차량 번호판이 등장합니다.", DISCLOSED, "present"),
    ("화자의 성별과 연령 정보를 함께 수집하였습니다.", DISCLOSED, "present"),
    ("트위터 사용자 계정 정보가 포함됩니다.", DISCLOSED, "present"),
    ("녹음 파일에는 참여자의 음성이 포함되어 있다.", DISCLOSED, "present"),
    ("정치적 견해와 종교에 관한 발언이 포함되어 있습니다.", DISCLOSED, "present"),
    ("고객의 휴대폰 번호가 일부 텍스트에 존재합니다.", DISCLOSED, "present"),
    ("개인정보가 포함되어 있습니다.", PARTIAL, "present"),
    ("본 데이터에는 개인정보가 존재합니다.", PARTIAL, "present"),
)
HEDGED = (
    ("개인정보가 포함되어 있을 수 있습니다.", PARTIAL, "possibly-present"),
    ("일부 개인정보가 남아 있을 가능성이 있습니다.", PARTIAL, "possibly-present"),
    (
        "웹에서 수집한 문서이므로 개인정보가 포함되어 있을 수 있습니다.",
        DISCLOSED,
        "possibly-present",
    ),
    ("이름이나 전화번호가 포함되었을 수 있습니다.", DISCLOSED, "possibly-present"),
    ("게시글 본문에 이메일 주소가 노출되어 있을 가능성이 있습니다.", DISCLOSED, "possibly-present"),
    ("뉴스 기사에 등장하는 인물의 실명이 포함될 수 있습니다.", DISCLOSED, "possibly-present"),
    ("커뮤니티 댓글에 민감정보가 포함될 우려가 있습니다.", DISCLOSED, "possibly-present"),
    ("개인정보가 완전히 제거되지 않았을 수 있습니다.", PARTIAL, "possibly-present"),
    ("비식별화 이후에도 닉네임이 남아 있을 수 있습니다.", DISCLOSED, "possibly-present"),
    ("모든 개인정보가 제거되었다고 보장할 수 없습니다.", PARTIAL, "possibly-present"),
    ("작성자를 재식별할 수 있는 아이디가 남아 있을 수 있다.", DISCLOSED, "possibly-present"),
)
DENIED = (
    ("본 데이터셋은 개인정보를 포함하고 있지 않습니다.", PARTIAL, "absent-bare"),
    ("개인정보는 포함되어 있지 않다.", PARTIAL, "absent-bare"),
    ("개인정보가 포함되지 않았습니다.", PARTIAL, "absent-bare"),
    ("민감정보 없음", PARTIAL, "absent-bare"),
    ("개인정보 미포함", PARTIAL, "absent-bare"),
    ("개인 식별 정보는 없습니다.", PARTIAL, "absent-bare"),
    ("개인을 식별할 수 있는 정보는 수집하지 않았습니다.", PARTIAL, "absent-bare"),
    ("이름 등 개인정보는 존재하지 않는다.", PARTIAL, "absent-bare"),
    ("어떠한 개인정보도 담고 있지 않음.", PARTIAL, "absent-bare"),
    ("개인정보를 전혀 포함하지 않으며 민감정보도 없습니다.", PARTIAL, "absent-bare"),
    ("없음", PARTIAL, "absent-bare"),
    ("없습니다.", PARTIAL, "absent-bare"),
    ("공개된 데이터만 사용하였으므로 개인정보 문제가 없습니다.", PARTIAL, "public-only"),
    ("모두 공개된 자료이므로 개인정보가 포함되어 있지 않습니다.", PARTIAL, "public-only"),
    ("누구나 열람할 수 있는 공공 데이터라서 개인정보가 없습니다.", PARTIAL, "public-only"),
)
REASONED = (
    ("합성 데이터이므로 개인정보가 없습니다.", DISCLOSED, "absent-with-reason"),
    (
        "모든 인물은 가상의 인물이므로 개인정보를 포함하지 않습니다.",
        DISCLOSED,
        "absent-with-reason",
    ),
    (
        "기상 센서 측정값으로 이루어져 있어 개인정보가 존재하지 않습니다.",
        DISCLOSED,
        "absent-with-reason",
    ),
    (
        "위성 영상만 수록하였기 때문에 개인을 식별할 수 있는 정보가 없습니다.",
        DISCLOSED,
        "absent-with-reason",
    ),
    (
        "조선시대 고문헌에서 발췌하여 현존 인물의 개인정보는 없습니다.",
        DISCLOSED,
        "absent-with-reason",
    ),
    (
        "수학 문제를 자동 생성하였으므로 개인정보가 포함되지 않습니다.",
        DISCLOSED,
        "absent-with-reason",
    ),
    ("전수 검사를 거쳐 개인정보가 없음을 확인하였습니다.", DISCLOSED, "absent-with-reason"),
    ("법령 조문만으로 구성되어 개인정보를 포함하지 않습니다.", DISCLOSED, "absent-with-reason"),
)
DONE = (
    ("이름과 전화번호는 비식별화 처리하였습니다.", DISCLOSED, "deidentified"),
    ("주민등록번호와 계좌번호는 삭제하였습니다.", DISCLOSED, "removed"),
    (
        "개인정보가 포함되지 않도록 주민등록번호와 전화번호를 정규표현식으로 제거하였습니다.",
        DISCLOSED,
        "removed",
    ),
    ("사용자 아이디는 임의의 숫자로 치환하였습니다.", DISCLOSED, "removed"),
    ("얼굴과 번호판은 모자이크 처리되었습니다.", DISCLOSED, "deidentified"),
    ("개체명 인식 모델을 이용하여 개인정보를 마스킹하였습니다.", DISCLOSED, "removed"),
    (
        "트윗의 사용자 언급은 @user 토큰으로 대체하였으며 이메일도 삭제했습니다.",
        DISCLOSED,
        "removed",
    ),
    ("환자 이름은 가명 처리하였다.", DISCLOSED, "deidentified"),
    ("개인정보는 수작업으로 검수하여 제거하였습니다.", DISCLOSED, "removed"),
    ("실명, 주소, 연락처를 모두 지웠습니다.", DISCLOSED, "removed"),
    ("화자 정보는 익명화하여 제공합니다.", DISCLOSED, "deidentified"),
    ("이메일 주소와 IP 주소를 필터링하였음.", DISCLOSED, "removed"),
    ("개인정보를 제거하여 포함되어 있지 않습니다.", PARTIAL, "removed"),
    ("모든 개인정보는 삭제되었습니다.", PARTIAL, "removed"),
    ("익명화된 데이터입니다.", PARTIAL, "deidentified"),
    ("비식별 조치를 완료하였습니다.", PARTIAL, "deidentified"),
    ("개인정보 필터링을 거쳤습니다.", PARTIAL, "removed"),
)
UNDONE = (
    ("개인정보는 제거되지 않았습니다.", DISCLOSED, "not-done"),
    ("익명화하지 않았습니다.", DISCLOSED, "not-done"),
    ("작성자 닉네임과 이메일은 마스킹하지 않았습니다.", DISCLOSED, "not-done"),
    ("별도의 비식별화 처리를 거치지 않았습니다.", DISCLOSED, "not-done"),
    ("개인정보 필터링은 수행되지 않았다.", DISCLOSED, "not-done"),
    ("데이터는 비식별화되지 않은 상태입니다.", DISCLOSED, "not-done"),
    ("가명 처리를 하지 않고 원문 그대로 제공합니다.", DISCLOSED, "not-done"),
    ("비식별 조치 없음", DISCLOSED, "not-done"),
    ("개인정보 삭제 작업은 진행하지 않았으므로 주의가 필요합니다.", DISCLOSED, "not-done"),
)
UNKNOWN = (
    ("알 수 없음", PARTIAL, "unknown"),
    ("개인정보 포함 여부는 확인되지 않았습니다.", PARTIAL, "unknown"),
    ("개인정보 포함 여부를 파악하지 못했습니다.", PARTIAL, "unknown"),
    ("논문에 명시되지 않았다.", PARTIAL, "unknown"),
    ("원본 데이터셋의 설명을 참고하십시오.", PARTIAL, "reference"),
    ("원 저작자의 문서를 참조.", PARTIAL, "reference"),
)
FILLERS = (
    ("추후 공개 예정", PLACEHOLDER, ""),
    ("추후 작성", PLACEHOLDER, ""),
    ("해당 없음", PLACEHOLDER, ""),
    ("해당사항 없음.", PLACEHOLDER, ""),
    ("정보 없음", PLACEHOLDER, ""),
    ("작성 중", PLACEHOLDER, ""),
    ("미정", PLACEHOLDER, ""),
    ("준비 중입니다", PLACEHOLDER, ""),
)
MIXED = (
    (
        "The dataset contains news. 기자의 이름과 이메일은 삭제하였습니다.",
        DISCLOSED,
        "removed",
    ),
    (
        "개인정보는 없습니다. 모든 문장은 GPT-4로 생성된 합성 데이터입니다.",
        DISCLOSED,
        "absent-with-reason",
    ),
    ("PII는 제거하지 않았습니다.", DISCLOSED, "not-done"),
    ("이름은 포함되어 있지만 이메일은 삭제하였습니다.", DISCLOSED, "present"),
    ("개인정보는 없지만 혐오 표현이 포함되어 있습니다.", PARTIAL, "absent-bare"),
)
ALL = (*PRESENCE, *HEDGED, *DENIED, *REASONED, *DONE, *UNDONE, *UNKNOWN, *FILLERS, *MIXED)


def test_there_are_enough_of_them() -> None:
    assert len({sentence for sentence, _, _ in ALL}) >= 80


@pytest.mark.parametrize(("sentence", "grade", "stance"), ALL)
def test_grade_and_stance(sentence: str, grade: str, stance: str) -> None:
    assert section_grade(sentence, "개인정보 및 민감정보") == (grade, stance)
