"""Which file is what, by its name."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hub_folder import HubFolder
from hypothesis import given
from hypothesis import strategies as st

import provenance
from provenance.licences import FileRole, file_role, is_licence_file
from provenance.licences.files import is_unreadable_licence


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("LICENSE", FileRole.LICENCE),
        ("LICENCE", FileRole.LICENCE),
        ("LICENSE.md", FileRole.LICENCE),
        ("License.txt", FileRole.LICENCE),
        ("COPYING", FileRole.LICENCE),
        ("UNLICENSE", FileRole.LICENCE),
        ("LICENSE.cc-by-4.0", FileRole.LICENCE),
        ("Gemma_Terms_of_Use.md", FileRole.LICENCE),
        ("Some Vendor LICENSE AGREEMENT", FileRole.LICENCE),
        ("MODEL_LICENSE", FileRole.WEIGHTS_LICENCE),
        ("LICENSE-MODEL", FileRole.WEIGHTS_LICENCE),
        ("WEIGHTS_LICENSE", FileRole.WEIGHTS_LICENCE),
        ("LICENSE_WEIGHTS.txt", FileRole.WEIGHTS_LICENCE),
        ("LICENSE-CODE", FileRole.CODE_LICENCE),
        ("NOTICE", FileRole.NOTICE),
        ("Notice.txt", FileRole.NOTICE),
        ("third_party_notices.txt", FileRole.NOTICE),
        ("USE_POLICY.md", FileRole.USE_POLICY),
        ("USAGE_POLICY", FileRole.USE_POLICY),
        ("legal/WEIGHTS_PROHIBITED_USE_POLICY.md", FileRole.USE_POLICY),
        ("약관.md", FileRole.LICENCE),
        ("서비스 약관.txt", FileRole.LICENCE),
        ("이용약관.md", FileRole.LICENCE),
        (normalize("NFD", "이용약관.md"), FileRole.LICENCE),
        ("라이선스", FileRole.LICENCE),
        ("라이센스.md", FileRole.LICENCE),
        ("사용권_안내.md", FileRole.LICENCE),
        ("사용 조건.md", FileRole.LICENCE),
        ("모델_라이선스.md", FileRole.WEIGHTS_LICENCE),
        ("코드-라이선스.md", FileRole.CODE_LICENCE),
        ("利用規約.md", FileRole.LICENCE),
        ("이용 안내.md", FileRole.USAGE),
        ("약관/모델.md", FileRole.NOTICE),
        ("개인정보 처리방침.md", None),
        ("설치 안내.md", None),
        ("README.md", None),
        ("license.py", None),
        ("special_tokens_map.json", None),
        ("glossary_of_terms.md", None),
        ("TERMS.adoc", FileRole.LICENCE),
        ("TERMS.org", FileRole.LICENCE),
        ("EULA.tex", FileRole.LICENCE),
        ("a/b/c/LICENSE", FileRole.NOTICE),
        ("node_modules/c/LICENSE", FileRole.LICENCE),
        ("a/node_modules/c/d/LICENSE", None),
        ("a/b/c/d/e/f/g/h/i/LICENSE", None),
        ("", None),
    ],
)
def test_role(path: str, role: FileRole | None) -> None:
    assert file_role(path) is role
    assert is_licence_file(path) == (role is not None)


@given(st.text(max_size=300))
def test_any_name_is_taken(path: str) -> None:
    file_role(path)


ENGLISH = "# Terms\n\nYou may not use this model for commercial purposes.\n"
KOREAN = "# 약관\n\n본 모델은 상업적 목적으로 이용할 수 없습니다.\n"


@pytest.mark.parametrize(
    "name", ["약관.md", "이용약관.md", "라이선스.md", "사용 조건.txt", "저작권.md"]
)
def test_korean_terms_weigh_as_much_as_english_ones(hub: HubFolder, name: str) -> None:
    hub.model("acme/en", "license: mit", files={"LICENSE": ENGLISH})
    hub.model("acme/ko", "license: mit", files={name: KOREAN})
    english, korean = (
        provenance.audit(ref, hub=str(hub.root), use={"commercial": True}).uses[0].verdict
        for ref in ("acme/en", "acme/ko")
    )
    assert english == korean == "deny"


def test_korean_terms_that_cannot_be_read_are_terms() -> None:
    assert is_unreadable_licence("약관.pdf")
    assert is_unreadable_licence(normalize("NFD", "이용약관.hwp"))
