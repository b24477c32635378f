"""Licences in front matter, whatever shape the value has."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.cards import parse_card
from provenance.hubs import HUGGING_FACE
from provenance.licences import conclude
from provenance.licences.claim import Conclusion, Joined
from provenance.licences.fields import declared_values
from provenance.model.artifact import ArtifactRef, Kind, Snapshot, SourceText
from provenance.model.card import Card

REF = ArtifactRef(hub=HUGGING_FACE, kind=Kind.DATASET, name="acme/buoys", revision="1" * 40)


def of(front: str) -> Conclusion:
    document = SourceText.decode(REF, "README.md", f"---\n{front}\n---\n# Buoys\n".encode())
    card = parse_card(document.text)
    return conclude(Snapshot(ref=REF, source="api"), card, {"README.md": document}, {})


@pytest.mark.parametrize(
    "front",
    [
        "license: mit",
        "license: [[mit]]",
        "license: {mit}",
        "license: {name: MIT, url: https://example.org}",
        "license:\n- {id: mit}",
        "license: {default: [mit], noisy: mit}",
        "licenses: mit",
        "License: mit",
        "licence: mit",
        "라이선스: mit",
        "license_name: mit",
        "license: Released under the MIT License",
        "license: https://opensource.org/licenses/MIT",
        "license: https://spdx.org/licenses/MIT.html",
        "license: other\nlicense_name: [mit]",
        "license: other\nlicense_link: [https://opensource.org/licenses/MIT]",
        "model:\n  license: mit",
    ],
)
def test_shapes_of_one_licence(front: str) -> None:
    conclusion = of(front)
    assert (conclusion.concluded, conclusion.verdict) == ("MIT", "declared-only")


@pytest.mark.parametrize(
    "front",
    [
        "license: [mit, cc-by-4.0]",
        "license: mit, cc-by-4.0",
        "license: MIT/CC-BY-4.0",
        "license: {text: mit, audio: cc-by-4.0}",
    ],
)
def test_several_without_an_operator(front: str) -> None:
    conclusion = of(front)
    assert (conclusion.verdict, conclusion.declared, conclusion.concluded) == ("list", None, None)
    assert conclusion.joined is Joined.UNKNOWN
    assert {licence.id for licence in conclusion.licences} == {"mit", "cc-by-4.0"}


@pytest.mark.parametrize(
    ("front", "why"),
    [
        ("license: 3", "a number, not a name"),
        ("license: true", "true, not a name"),
        ("license: {colour: {}}", "a mapping without a name"),
        ("license: other\nlicense_link: {en: a, ko: b}", "a mapping, not a text"),
        ("license: other\nlicense_name: [a, b]", "a list, not a text"),
        ("license: mit\nlicense_details: {scope: 4}", "a mapping, not a text"),
        ("license: [null]", "nothing, not a name"),
        ("license: [mit, ' ']", "nothing, not a name"),
        ("license: [[], mit]", "a list, not a name"),
        ("license: [mit, {}]", "a mapping, not a name"),
        ("license: mit\nlicense_link: [null]", "a list, not a text"),
        ("license: other\nlicense_name: [my-terms, '']", "a list, not a text"),
    ],
)
def test_what_is_no_name_is_kept_with_its_place(front: str, why: str) -> None:
    conclusion = of(front)
    (unread,) = conclusion.not_understood
    assert unread.why == why
    assert unread.evidence.start_line is not None
    assert conclusion.claims


@pytest.mark.parametrize("front", ["license:", "license: ''", "license: []", "license: {}"])
def test_an_empty_place_states_nothing(front: str) -> None:
    conclusion = of(front)
    assert (conclusion.claims, conclusion.not_understood, conclusion.verdict) == ((), (), "none")


def test_two_keys_contradict_and_both_keep_their_lines() -> None:
    conclusion = of("license: mit\nlanguage: en\nlicense: cc-by-nc-4.0")
    assert conclusion.verdict == "contradicted"
    places = {claim.licence: claim.evidence.start_line for claim in conclusion.claims}
    assert places == {"cc-by-nc-4.0": 4, "mit": 2}
    assert of("license: mit\nlicense: mit").verdict == "declared-only"
    assert of("license: mit\nlicenses: cc-by-nc-4.0").verdict == "contradicted"


def test_an_unknown_name_keeps_its_words() -> None:
    conclusion = of("license: lighthouse-terms-7")
    (claim,) = conclusion.claims
    assert (claim.value, claim.licence, conclusion.verdict) == (
        "lighthouse-terms-7",
        None,
        "unresolved",
    )


def test_a_name_that_says_it_restricts() -> None:
    conclusion = of("license: other\nlicense_name: lighthouse-non-commercial")
    (restriction,) = conclusion.restrictions
    assert (restriction.limit.value, restriction.evidence.start_line) == ("non-commercial", 3)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
@settings(max_examples=200, deadline=None)
def test_nothing_that_is_present_is_lost(value: object) -> None:
    values = declared_values(Card(fields={"license": value}))
    assert bool(values) == _holds_something(value)


def _holds_something(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, list):
        return bool(value)
    return value is not None and value != {}
