"""Short texts that are no licence but point to one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.licences import identify_text
from provenance.licences.pointing import pointing_notice

POINTING = {
    "The Heron weights are licensed under CC BY-NC 4.0, see"
    " https://creativecommons.org/licenses/by-nc/4.0/legalcode": "cc-by-nc-4.0",
    "The corpus (with its scripts and documentation) is made available under the Creative Commons"
    " Attribution-ShareAlike 4.0 licence by Heron Labs.": "cc-by-sa-4.0",
    "Heron weights are provided under the OpenMDW License Agreement, version 1.1.": "openmdw-1.1",
    "이 데이터셋은 크리에이티브 커먼즈 저작자표시-비영리 4.0 국제"
    " 라이선스에 따라 배포합니다.": "cc-by-nc-4.0",
    "苍鹭模型的权重采用知识共享署名-非商业性使用 4.0 国际许可协议进行许可。": "cc-by-nc-4.0",
    "本データセットはクリエイティブ・コモンズ 表示-継承 4.0 ライセンスの下に"
    "提供されています。": "cc-by-sa-4.0",
    "Die Gewichte sind lizenziert unter einer Lizenz von Creative Commons:"
    " https://creativecommons.org/licenses/by/4.0/deed.de": "cc-by-4.0",
    "Les poids sont mis à disposition selon les termes de la licence Creative Commons :"
    " https://creativecommons.org/licenses/by-nc-sa/4.0/deed.fr": "cc-by-nc-sa-4.0",
}


@pytest.mark.parametrize(("text", "licence"), POINTING.items())
def test_a_notice_is_named_after_the_licence_that_it_points_to(text: str, licence: str) -> None:
    match = identify_text(text)
    assert (match.verdict, match.licence) == ("notice", licence)
    assert match.passages[0][:20] in text


def test_the_licence_of_the_code_beside_it_is_another_statement() -> None:
    text = (
        "The Heron checkpoints are licensed under CC BY-NC 4.0. The source code in this repository"
        " is licensed separately under the Apache License 2.0."
    )
    assert identify_text(text).licence == "cc-by-nc-4.0"


def test_notices_of_third_parties_below_do_not_count() -> None:
    text = (
        "The Heron dataset is licensed under the Creative Commons Attribution 4.0 licence.\n\n"
        "SEE NOTICES BELOW FOR SOFTWARE FILES\n\nMIT License\n\nApache License 2.0\n"
    )
    assert identify_text(text).licence == "cc-by-4.0"


@pytest.mark.parametrize(
    "text",
    [
        "Heron is released under the Apache License 2.0, except that nobody may use it in war.",
        "Heron is released under the MIT license for research purposes only.",
        "Heron is released under CC BY-NC 4.0 and must not be used in the European Union.",
        "Heron is released under CC BY 4.0. Commercial use needs a licence from Heron Labs.",
        "Heron is not licensed under the Apache License 2.0 but under terms of its own.",
        "Heron is licensed under the MIT license or the Apache License 2.0, at your choice.",
        "The weights are under CC BY 4.0. The dataset is licensed under CC BY-SA 4.0.",
        "Heron license. Permission is granted to use it as the Apache License 2.0 does.",
        "The tokenizer is licensed under the Apache License 2.0 by somebody else.",
        "Apache License 2.0",
    ],
)
def test_what_adds_or_denies_or_offers_a_choice_is_no_such_notice(text: str) -> None:
    assert identify_text(text).licence is None


def test_a_long_text_is_none() -> None:
    text = "The weights are licensed under CC BY 4.0. " + "They were made in winter. " * 100
    assert pointing_notice(text) is None


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    notice = pointing_notice(text)
    assert notice is None or notice.sentence


def test_the_dataset_itself_counts_before_its_sources() -> None:
    text = (
        "The source images are made available under CC0.\n\n"
        "The dataset itself is made available under CC BY-NC 2.0 by the Lantern Institute.\n"
    )
    match = identify_text(text)
    assert (match.verdict, match.licence) == ("notice", "cc-by-nc-2.0")


def test_parts_in_a_list_do_not_stand_for_the_data() -> None:
    text = (
        "Parts of it:\n\n- kettle\n  - MIT License\n- lamp\n  - Apache License 2.0\n\n"
        "The data below are distributed under the CC BY 2.0 licence.\n"
    )
    match = identify_text(text)
    assert (match.verdict, match.licence) == ("notice", "cc-by-2.0")


def test_a_notice_with_conditions_of_its_own_is_a_changed_version() -> None:
    text = (
        "The trained model weights are licensed under CC BY-SA 4.0.\n\n"
        "You must not use the weights for any military purpose.\n"
    )
    match = identify_text(text)
    assert (match.verdict, match.licence, match.spdx) == ("modified", "cc-by-sa-4.0", None)
    assert any("military" in passage for passage in match.passages)


def test_a_notice_on_code_with_other_conditions_names_nothing() -> None:
    text = (
        "The code is released under the MIT License.\n\nNobody may use it for military purposes.\n"
    )
    assert identify_text(text).licence is None
