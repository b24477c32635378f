"""Cards without a word for records about people are not read for them; the others are."""

from __future__ import annotations

import pytest

from provenance.cards import parse_card
from provenance.hubs import HUGGING_FACE
from provenance.model.artifact import ArtifactRef, Kind, SourceText
from provenance.privacy import find_records


def kinds_in(text: str) -> list[str]:
    ref = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/m", revision="0" * 40)
    document = SourceText.decode(ref, "README.md", text.encode())
    return [record.kind for record in find_records(parse_card(text), document)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("# Data\nFine-tuned on 40,000 discharge summaries from two hospitals.\n", ["health"]),
        ("# Data\n- Fine-tuned on **Electronic Health** Records of one clinic.\n", ["health"]),
        ("# 데이터\n두 병원의 퇴원 요약 4만 건으로 학습했습니다.\n", ["health"]),
        ("# Data\nFine-tuned on 40,000 photographs of two cities.\n", []),
        ("# Data\n", []),
    ],
)
def test_records_about_people(text: str, kinds: list[str]) -> None:
    assert kinds_in(text) == kinds
