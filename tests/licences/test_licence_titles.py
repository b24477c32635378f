"""What licence texts call themselves, and what follows from it for naming them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.licences import identify_text
from provenance.licences.fingerprints import references
from provenance.licences.titles import LicenceTitle, read_title


def words(*names: str) -> frozenset[str]:
    return frozenset(names)


@pytest.mark.parametrize(
    ("text", "names", "versions", "subject"),
    [
        ("# Acme Model License\n\nBy using it", words("acme", "model"), words(), words()),
        ("ACME LICENSE AGREEMENT v1.2\n", words("acme"), words("1.2"), words()),
        ("Acme License\nVersion 2.0, January 2024\n", words("acme"), words("2.0"), words()),
        ("Acme License for Rocket\n", words("acme"), words(), words("rocket")),
        (
            "ACME COMMUNITY LICENSE\nAcme Rocket Release Date: May 28, 2025\n",
            words("acme", "community"),
            words(),
            words("rocket"),
        ),
        (
            "**Acme 3.1**\n**Acceptable Use Policy**\n",
            words("acme", "acceptable", "policy"),
            words("3.1"),
            words(),
        ),
        (
            "Copyright (c) 2024 Acme Inc.\n=====\nAcme License dated 3 May 2024\n",
            words("acme"),
            words(),
            words(),
        ),
    ],
)
def test_reads_name_version_and_subject(
    text: str, names: frozenset[str], versions: frozenset[str], subject: frozenset[str]
) -> None:
    assert read_title(text) == LicenceTitle(names=names, versions=versions, subject=subject)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Permission is hereby granted, free of charge, to any person obtaining a copy\n",
        "IMPORTANT: This software is supplied to you in consideration of your agreement to the\n"
        "following\nterms, and your use, installation, modification or redistribution of\n",
    ],
)
def test_a_text_without_a_title_has_none(text: str) -> None:
    assert read_title(text) == LicenceTitle()


def test_kinds_of_licences_are_no_names() -> None:
    assert not read_title("Model License Agreement\n").is_name
    assert not read_title("Modified MIT License\n").is_name
    assert read_title("Acme Model License Agreement\n").is_name


def test_another_number_is_another_version() -> None:
    first, second = read_title("Acme License 1.0\n"), read_title("Acme License 1.1\n")

    assert not first.is_same_as(second)
    assert not first.differs_from(second)
    assert first.is_same_as(read_title("ACME LICENSE, version 1.0\n"))


def test_siblings_share_a_word_of_their_names() -> None:
    plain, research = read_title("Acme License\n"), read_title("Acme Research License\n")

    assert plain.is_sibling_of(research)
    assert not plain.is_sibling_of(read_title("Rocket License\n"))
    assert not plain.is_sibling_of(plain)


@given(st.text(max_size=400))
def test_reads_any_text(text: str) -> None:
    title = read_title(text)

    assert title.is_same_as(title) == title.is_name


def test_every_reference_of_a_vendor_has_the_title_that_its_text_has() -> None:
    by_key = {reference.licence: reference.title for reference in references()}

    assert by_key["llama3.1"].names == words("llama", "community")
    assert by_key["llama3.1"].versions == words("3.1")
    assert by_key["chatglm3"].names == words("chatglm3", "6b")


MODEL_TERMS = "\n".join(
    f"{number}. You may use the model for purpose {number} and pass it on under these words alone."
    for number in range(30)
)


def test_unknown_terms_with_a_known_title_are_not_named() -> None:
    match = identify_text(f"LLAMA 3.1 COMMUNITY LICENSE AGREEMENT\n\n{MODEL_TERMS}")

    assert match.licence is None
