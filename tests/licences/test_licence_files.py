"""Which file is what, by its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.licences import FileRole, file_role, is_licence_file


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
        ("README.md", None),
        ("license.py", None),
        ("special_tokens_map.json", None),
        ("glossary_of_terms.md", None),
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
