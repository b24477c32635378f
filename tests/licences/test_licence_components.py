"""A text is named after its own terms, not after the licences of components below them."""

from __future__ import annotations

from pathlib import Path

import pytest
from licences.test_licence_texts import MIT, OWN

from provenance.licences import identify_text
from provenance.licences.components import end_of_own_terms

COMPONENT = "1. kettle\nCopyright (c) 2023 Somebody\n\n" + MIT


@pytest.mark.parametrize(
    "heading",
    [
        "Other dependencies and licenses:",
        "THIRD-PARTY SOFTWARE NOTICES AND INFORMATION",
        "## Third party licences",
        "Open Source Software Licensed under the MIT License:",
        "The following sets forth attribution notices for third-party software that may be here:",
        "This model includes the following third-party components:",
    ],
)
def test_a_list_of_components_ends_the_terms(heading: str) -> None:
    terms = f"{OWN}\n"
    assert end_of_own_terms(f"{terms}{heading}\n\n{COMPONENT}") == len(terms)


@pytest.mark.parametrize(
    "text",
    [
        f"{OWN}\n6. Third-Party Components\n\nYou keep to their terms.\n\n{COMPONENT}",
        f"{OWN}\nThird-party components\n\nThey have terms of their own, says the studio.\n",
        f"Third-party notices\n\n{COMPONENT}",
        f"{OWN}\nWhoever gives third-party software to others tells them so.\n\n{COMPONENT}",
    ],
)
def test_sections_and_sentences_on_third_parties_do_not(text: str) -> None:
    assert end_of_own_terms(text) is None


def test_the_licence_above_a_list_is_a_changed_version(apache_text: str) -> None:
    text = f"{MIT}\nOther dependencies and licences:\n\n1. kettle\n\n{apache_text}"
    match = identify_text(text)
    assert (match.verdict, match.licence, match.spdx) == ("modified", "mit", None)
    assert any(difference.kind == "added" for difference in match.differences)


def test_unknown_terms_above_a_list_are_not_named_after_a_component() -> None:
    terms = "You may use the owl weights only for academic research and education.\n"
    match = identify_text(f"{OWN}{terms}\nThird-party notices:\n\n{COMPONENT}")
    assert match.licence is None


def test_another_name_throughout_is_a_changed_version(corpus: Path) -> None:
    text = (corpus / "licence_texts" / "Tencent__Tencent-Hunyuan-Large__LICENSE.txt").read_text(
        "utf-8"
    )
    renamed = text.replace("Tencent Hunyuan", "Lantern Owl").replace("Hunyuan", "Owl")
    match = identify_text(renamed.replace("Tencent", "Lantern"))
    assert match.verdict in ("modified", "family")
    assert match.verdict == "family" or (match.licence or "").startswith("tencent-hunyuan")


def test_a_version_that_is_not_in_the_catalogue_is_not_called_by_another(corpus: Path) -> None:
    text = corpus / "licence_texts" / "meta-llama__llama-models__models_llama3_3_LICENSE.txt"
    later = text.read_text("utf-8").replace("3.3", "3.7")
    match = identify_text(later)
    assert match.verdict == "family"
    assert match.candidates[0].licence == "llama3.3"


def test_the_same_title_over_other_words_is_never_exact(corpus: Path) -> None:
    text = corpus / "licence_texts" / "meta-llama__llama-models__models_llama3_3_LICENSE.txt"
    lines = text.read_text("utf-8").split("\n")
    cut = "\n".join([*lines[: len(lines) // 3], OWN, *lines[len(lines) // 2 :]])
    match = identify_text(cut)
    assert (match.verdict, match.licence) == ("modified", "llama3.3")
    assert match.differences


@pytest.mark.parametrize(
    ("old", "new"),
    [("fitness", "ﬁtness"), ("\n\nThe above", "\n\n  2\n\nThe above"), ('"', "&quot;")],
)
def test_what_a_conversion_leaves_does_not_count(old: str, new: str) -> None:
    assert identify_text(MIT.replace(old, new)).verdict == "exact"
