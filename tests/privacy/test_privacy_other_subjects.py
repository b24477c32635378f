"""Sentences about somebody else: the users of a service, the law, advisers, what is forbidden."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.cards import parse_card
from provenance.hubs import HUGGING_FACE
from provenance.model.artifact import ArtifactRef, Kind, Snapshot, SourceText
from provenance.privacy import assess_disclosures
from provenance.privacy.disclosure import Grade

ANSWERED = ("disclosed", "partial")
_POLICY = "# 앱\n\n## 개인정보 처리방침\n\n"

# Check, kind of artefact, card: none of these speaks of the data of the work.
OF_OTHERS = (
    ("PRIV-001", "model", _POLICY + "- 회원 정보: 이메일, 이름\n- 결제 정보: 5년간 보관\n"),
    ("PRIV-002", "model", _POLICY + "- 필수 항목: 이메일, 전화번호\n- 접속 기록: 3개월\n"),
    ("PRIV-053", "model", _POLICY + "- 회원 정보: 회원 탈퇴 시까지\n- 결제 정보: 5년간 보관\n"),
    ("PRIV-082", "model", _POLICY + "- 회원 정보: 이메일, 이름\n- 결제 정보: 5년간 보관\n"),
    (
        "PRIV-053",
        "model",
        "# 앱\n\n세션 데이터는 종료 후 즉시 삭제됩니다. 입력은 학습에 사용하지 않습니다.\n",
    ),
    (
        "PRIV-012",
        "model",
        "# 봇\n\n이용자는 설정에서 옵트아웃하여 대화를 제외할 수 있으며 이를 따른다.\n",
    ),
    ("PRIV-021", "model", "# 사례\n\n법무법인 한결은 별도의 동의를 받는 방안을 조언하였다.\n"),
    (
        "PRIV-030",
        "model",
        "# 동향\n\n현행 개인정보보호법은 음성 데이터를 비식별화하도록 정하지 않았다.\n",
    ),
    (
        "PRIV-030",
        "dataset",
        "# 자료\n\n요즘 구축되는 데이터는 모두 얼굴을 비식별화한다고 합니다.\n",
    ),
    (
        "PRIV-002",
        "dataset",
        "# 자료\n\n## 개인정보 기준\n\n금지 항목:\n\n- 전화번호\n- 실제 이름\n",
    ),
    (
        "PRIV-002",
        "dataset",
        "# D\n\n## Personal data\n\nNever include:\n\n- phone numbers\n- real names\n",
    ),
    (
        "PRIV-023",
        "model",
        "# 모델\n\n말뭉치 구축을 위해 반복되는 저품질 대화 데이터를 제외했다.\n",
    ),
    ("PRIV-007", "model", "# 봇\n\n아동의 대화는 수집하지 않는다.\n"),
    ("PRIV-060", "model", "# M\n\n## Out-of-scope use\n\nDo not re-identify anybody in it.\n"),
    (
        "PRIV-042",
        "model",
        "# M\n\nWe recommend having a human filter the outputs before releasing them.\n",
    ),
    (
        "PRIV-036",
        "model",
        "# M\n\nIts text is hardly distinguishable from text written by humans.\n",
    ),
    ("PRIV-040", "model", "# M\n\nGenerated outputs can be used for personal purposes.\n"),
    ("PRIV-003", "model", "# M\n\n## Limits\n\nNo geneticist has validated the tool.\n"),
    ("PRIV-043", "dataset", "# D\n\n## Privacy\n\nThe data is partially anonymized.\n"),
    (
        "PRIV-043",
        "dataset",
        "# D\n\n## Privacy\n\nWe tried our best to provide anonymity to the callers.\n",
    ),
    (
        "PRIV-015",
        "model",
        "# M\n\nLlama-9X was trained on the Heap, a curated dataset created by Acme.\n",
    ),
    (
        "PRIV-071",
        "model",
        "# M\n\nEdit-12B is a flow transformer that edits images based on text instructions.\n",
    ),
)
# The same words about the work itself.
OF_THE_WORK = (
    (
        "PRIV-001",
        "model",
        "# 모델\n\n## 개인정보\n\n학습 데이터에는 회원 정보의 이메일과 이름이 포함되어 있습니다.\n",
    ),
    ("PRIV-001", "dataset", _POLICY + "- 회원 정보: 이메일, 이름이 포함되어 있습니다.\n"),
    (
        "PRIV-053",
        "model",
        "# 모델\n\n학습에 쓴 상담 녹음 데이터는 구축 종료 후 즉시 파기했습니다.\n",
    ),
    ("PRIV-012", "dataset", "# 자료\n\n수집 거부를 표시한 사이트는 제외했습니다.\n"),
    ("PRIV-061", "dataset", "# D\n\n## Out-of-scope use\n\nDo not re-identify anybody in it.\n"),
    ("PRIV-060", "model", "# M\n\n## Out-of-scope use\n\nProfiling or tracking of people.\n"),
    (
        "PRIV-043",
        "dataset",
        "# D\n\n## Privacy\n\nThe data is fully anonymized.\n",
    ),
    (
        "PRIV-082",
        "dataset",
        "# D\n\n## Personal data\n\nThe records include phone numbers of patients.\n",
    ),
)


@pytest.mark.parametrize("check, kind, card", OF_OTHERS)
def test_what_is_said_of_others_is_no_answer(check: str, kind: str, card: str) -> None:
    answer = graded(card, kind).get(check)
    assert answer is None or answer.grade.value not in ANSWERED


@pytest.mark.parametrize("check, kind, card", OF_THE_WORK)
def test_what_is_said_of_the_work_is_an_answer(check: str, kind: str, card: str) -> None:
    assert graded(card, kind)[check].grade.value in ANSWERED


def test_what_a_service_does_with_inputs_is_still_heard() -> None:
    card = "# 앱\n\n세션 데이터는 종료 후 서버에 저장하지 않고 즉시 삭제합니다.\n"
    assert graded(card, "model")["PRIV-063"].grade.value in ANSWERED


def test_a_policy_in_another_language_stays_unread() -> None:
    card = "# アプリ\n\n会員のメールアドレスと氏名を保存します。\n\n退会時に削除します。\n"
    ref = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/app", revision="0" * 40)
    documents = {"README.md": SourceText.decode(ref, "README.md", card.encode())}
    assessed = assess_disclosures(
        frozenset({"model"}), Snapshot(ref=ref), parse_card(card), documents
    )
    grades = {disclosure.check: disclosure.grade for disclosure in assessed}
    assert grades["PRIV-001"] is Grade.UNREAD
