"""Reading an intended use: words, numbers, regions, and what is said of those that are not
known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import UsageError
from provenance.licences import parse_use, parse_words
from provenance.licences.regions import COUNTRIES, left_out, region_code
from provenance.licences.use import ACTIVITIES, FIELDS, IntendedUse, UseVerdict


def test_nothing_told_is_a_product() -> None:
    assert parse_use({}) == IntendedUse(activities=("product",))
    assert parse_use(
        dict.fromkeys(("activity", "commercial", "users", "revenue", "regions", "fields"))
    ) == parse_use({})


def test_everything_told() -> None:
    given = {
        "activity": ["train-on-outputs", "internal"],
        "commercial": False,
        "users": "2M",
        "revenue": 500_000,
        "regions": ["kr", "UK", "EU", "KR"],
        "fields": "health",
    }
    assert parse_use(given) == IntendedUse(
        activities=("internal", "train-on-outputs"),
        commercial=False,
        users=2_000_000,
        revenue=500_000,
        regions=("EU", "GB", "KR"),
        fields=("medical",),
    )


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *(
            ("2000000", 2_000_000),
            ("2_000_000", 2_000_000),
            ("2,000,000", 2_000_000),
            ("2M", 2_000_000),
        ),
        *(("2.5m", 2_500_000), ("700k", 700_000), ("1B", 10**9), ("0", 0), (" 12 ", 12), (7, 7)),
    ],
)
def test_numbers(written: object, number: int) -> None:
    assert parse_use({"users": written}).users == number


@pytest.mark.parametrize(
    "written", ["", "many", "-1", "2MM", "1e6", "٣", "1__0", True, -5, 2.5, ["2"], "9" * 60]
)
def test_no_number(written: object) -> None:
    with pytest.raises(UsageError, match=r"revenue: .* is not a number"):
        parse_use({"revenue": written})


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ({"activities": ["product"]}, "'activities' is not a key", "Did you mean activity?"),
        ({"activity": "hosted"}, "'hosted' is not an activity", "Did you mean hosted-api?"),
        ({"activity": ["produkt"]}, "'produkt' is not an activity", "Did you mean product?"),
        ({"fields": ["militry"]}, "'militry' is not a field", "Did you mean military?"),
        ({"regions": ["Korea"]}, "'Korea' is not a known region", "KR"),
        ({"regions": ["ZZ"]}, "'ZZ' is not a known region", "ISO 3166-1"),
        ({"commercial": "yes"}, "'yes' is not true or false", "true or false"),
        ({"activity": [1]}, "not a word or a list of words", "list of words"),
        ({"fields": {"medical": True}}, "not a word or a list of words", "list of words"),
        ({"regions": 82}, "not a word or a list of words", "list of words"),
    ],
)
def test_what_is_not_known_is_told_with_the_nearest_word(
    given: dict[str, object], message: str, hint: str
) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        parse_use(given)
    assert hint in caught.value.hint


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["activity", "commercial", "users", "revenue", "regions", "fields", "use"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            st.lists,
            max_leaves=4,
        ),
    )
)
def test_whatever_is_given_is_read_or_refused(given: dict[str, object]) -> None:
    try:
        use = parse_use(given)
    except UsageError as error:
        assert error.message
        assert error.hint
    else:
        assert set(use.activities) <= set(ACTIVITIES)
        assert set(use.fields) <= set(FIELDS)
        assert all(region_code(region) == region for region in use.regions)


def test_regions() -> None:
    assert len(COUNTRIES) == 249
    assert left_out(["EU", "UK", "KR"], ["DE", "GB", "JP", "KR", "EU"]) == ("DE", "EU", "GB", "KR")
    assert left_out(["EU"], ["CH", "GB", "NO", "US"]) == ()
    assert left_out(["KR"], ["EU", "KP"]) == ()
    assert region_code("el") == "GR"
    assert region_code("") is None


def test_verdicts_are_ordered() -> None:
    assert sorted(UseVerdict, key=lambda verdict: verdict.rank) == [
        "allow",
        "allow-with-duties",
        "review",
        "deny",
    ]


def test_reads_what_licences_make_a_use_depend_on() -> None:
    use = parse_use({"circumstances": ["No-Competing-Product", "third_party_supply"]})

    assert use.circumstances == ("third-party-supply", "no-competing-product")
    assert use.states("competing-product") is False
    assert use.states("third-party-supply") is True
    assert use.states("competing-model") is None


def test_a_circumstance_and_its_opposite_are_no_use() -> None:
    with pytest.raises(UsageError, match="cannot both apply"):
        parse_use({"circumstances": ["competing-product", "no-competing-product"]})


def test_words_in_any_order_are_sorted_into_keys() -> None:
    given = parse_words(["Commercial", "api", "no_competing_product", "fine-tune"])

    assert given == {
        "activity": ["hosted-api", "fine-tune"],
        "commercial": True,
        "circumstances": ["no-competing-product"],
    }


def test_an_unknown_word_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="is not a word for a use") as caught:
        parse_words(["competing-produt"])

    assert "Did you mean competing-product?" in str(caught.value.hint)


def test_commercial_and_not_is_no_use() -> None:
    with pytest.raises(UsageError, match="commercial and non-commercial"):
        parse_words(["commercial", "non-commercial"])
