"""Names of licences in running text, English and Korean."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.licences import catalogue, lookup
from provenance.licences.names import licence_names, named_licences


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("MIT 라이선스로 배포합니다", ("mit",)),
        ("MIT License로", ("mit",)),
        ("MIT라이센스를", ("mit",)),
        ("아파치 라이선스 2.0을 따릅니다", ("apache-2.0",)),
        ("Apache License, Version 2.0에", ("apache-2.0",)),
        ("CC BY-NC 4.0으로", ("cc-by-nc-4.0",)),
        ("크리에이티브 커먼즈 저작자표시-비영리-변경금지 4.0 국제 라이선스", ("cc-by-nc-nd-4.0",)),
        ("크리에이티브 커먼즈 저작자표시 4.0", ("cc-by-4.0",)),
        ("CC BY-NC", ("cc-by-nc",)),
        ("라마 3.1 커뮤니티 라이선스", ("llama3.1",)),
        ("Gemma 이용약관", ("gemma",)),
        ("GPL 3.0 이상", ("gpl-3.0-or-later",)),
        ("GNU Lesser General Public License v2.1 or later", ("lgpl-2.1-or-later",)),
        ("AGPLv3", ("agpl-3.0",)),
        ("3-Clause BSD", ("bsd-3-clause",)),
        ("MIT or Apache-2.0", ("apache-2.0", "mit")),
        ("under the MIT.", ("mit",)),
        ("Creative Commons Attribution 2.5 Japan License", ()),
        ("a group at MIT released it under Apache 2.0", ("apache-2.0",)),
        ("Apache 2.0.63", ()),
        ("LGPL 3.0", ("lgpl-3.0",)),
        ("Modified MIT License", ()),
    ],
)
def test_names(text: str, keys: tuple[str, ...]) -> None:
    assert named_licences(text) == keys


def test_a_name_has_its_place() -> None:
    text = "이 말뭉치는 CC BY-SA 4.0 라이선스"
    (name,) = licence_names(text)
    assert text[name.start : name.end] == "CC BY-SA 4.0"


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("apache-v2", "apache-2.0"),
        ("Apache License 2", "apache-2.0"),
        ("mit-licence", "mit"),
        ("The MIT License", "mit"),
        ("GPLv3+", "gpl-3.0-or-later"),
        ("lgpl-v2.1", "lgpl-2.1"),
        ("cc-by-nc-sa4.0", "cc-by-nc-sa-4.0"),
        ("CC BY 4.0 International", "cc-by-4.0"),
        ("bsd-3", "bsd-3-clause"),
        ("new BSD", "bsd-3-clause"),
        ("mpl2", "mpl-2.0"),
        ("CC-BY-ND", "cc-by-nd"),
    ],
)
def test_safe_spellings_of_an_identifier(value: str, key: str) -> None:
    entry = lookup(value)
    assert entry is not None and entry.id == key


@pytest.mark.parametrize(
    "value", ["apache", "apache-3", "mit-like", "harbour-license", "research-license", "bsl-1.1"]
)
def test_what_merely_resembles_a_name_is_not_guessed(value: str) -> None:
    assert lookup(value) is None


def test_a_creative_commons_licence_without_version_keeps_what_all_versions_ask() -> None:
    entry = catalogue()["cc-by-nc-sa"]
    assert entry.category == "family"
    assert {"non-commercial", "share-alike"} <= {duty.id for duty in entry.duties}


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text: str) -> None:
    assert set(named_licences(text)) <= set(catalogue())
    assert all(0 <= name.start < name.end <= len(text) for name in licence_names(text))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("KOGL Type 1", 1),
        ("kogl-2", 2),
        ("공공누리 제3유형", 3),
        ("공공누리 제4유형(출처표시+상업적이용금지+변경금지)", 4),
        ("Korea Open Government License (KOGL) Type 4", 4),
    ],
)
def test_the_korean_government_licence_has_four_types(written: str, number: int) -> None:
    entry = lookup(written)
    assert entry is not None
    assert entry.id == f"kogl-type-{number}"
    assert named_licences(f"{written}에 따라 이용할 수 있습니다.") == (entry.id,)
    limits = {"no-derivatives": number in (3, 4), "non-commercial": number in (2, 4)}
    duties = {duty.id for duty in entry.duties}
    assert all((word in duties) is is_demanded for word, is_demanded in limits.items())


def test_the_korean_government_licence_without_a_type_is_not_guessed() -> None:
    assert lookup("공공누리") is None
    assert named_licences("KOGL") == ()


@pytest.mark.parametrize(
    ("text", "licences"),
    [
        ("bsd-3-clause-clear (see below)", ("bsd-3-clause-clear",)),
        ("bsd-2-clause-patent (see below)", ("bsd-2-clause-patent",)),
        ("apache-2.0-like terms", ()),
        ("an Apache-2.0-licensed model", ("apache-2.0",)),
        ("bsd-3-clause", ("bsd-3-clause",)),
    ],
)
def test_a_longer_identifier_is_another_licence(text: str, licences: tuple[str, ...]) -> None:
    assert named_licences(text) == licences
