"""JSON of strangers: limits, repeated keys, numbers that nothing can hold."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.files.safe_json import MOST_DIGITS, JsonError, LoadedJson, load_json

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**MOST_DIGITS) + 1, 10**MOST_DIGITS - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=30,
)


@given(PLAIN)
def test_reads_what_json_reads(value: object) -> None:
    assert load_json(json.dumps(value)) == LoadedJson(value)
    assert load_json(json.dumps(value).encode()) == LoadedJson(value)


@given(st.text() | st.binary())
def test_any_text_is_a_value_or_an_error_with_a_reason(text: str | bytes) -> None:
    try:
        load_json(text)
    except JsonError as error:
        assert error.reason


@given(st.text(alphabet='[]{}":,0123456789.eE-+NaInfty\\u', max_size=200))
def test_fragments_of_json_are_a_value_or_an_error(text: str) -> None:
    try:
        value = load_json(text).value
    except JsonError:
        return
    assert "Infinity" not in json.dumps(value)
    assert "NaN" not in json.dumps(value)


@pytest.mark.parametrize("digits", [21, 4300, 4301, 100_000])
def test_an_integer_of_many_digits_is_dropped_and_noted(digits: int) -> None:
    loaded = load_json('{"size": -' + "9" * digits + ', "name": "x"}')
    assert loaded.value == {"size": None, "name": "x"}
    assert loaded.dropped == (f"an integer of {digits:,} digits",)


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity", "-Infinity"])
def test_numbers_without_a_finite_value_are_dropped_and_noted(number: str) -> None:
    loaded = load_json(f"[{number}, 1.5]")
    assert loaded.value == [None, 1.5]
    assert len(loaded.dropped) == 1
    assert number in loaded.dropped[0]


def test_a_number_close_to_zero_is_no_loss() -> None:
    assert load_json("[1e-999]") == LoadedJson([0.0])


def test_a_repeated_key_is_noted_and_its_last_value_kept() -> None:
    loaded = load_json('{"license": "mit", "inner": {"a": 1}, "license": "agpl-3.0"}')
    assert loaded.value == {"license": "agpl-3.0", "inner": {"a": 1}}
    assert loaded.repeated == ("license",)


def test_notices_are_few_however_much_is_wrong() -> None:
    pairs = ", ".join(f'"k{number}": 1, "k{number}": {"8" * (30 + number)}' for number in range(99))
    loaded = load_json("{" + pairs + "}")
    assert len(loaded.repeated) == 5
    assert len(loaded.dropped) == 5


def test_one_level_too_many_is_refused() -> None:
    assert load_json("[" * 7 + "]" * 7, levels=7).value
    with pytest.raises(JsonError, match="nest more than 7 levels"):
        load_json("[" * 8 + "]" * 8, levels=7)


def test_nesting_beyond_the_stack_is_refused() -> None:
    with pytest.raises(JsonError, match="nest more than 100 levels"):
        load_json('{"a":' * 300_000 + "1" + "}" * 300_000)


def test_too_many_values_are_refused_before_they_are_read() -> None:
    assert load_json("[1, 2, 3]", values=3).value == [1, 2, 3]
    with pytest.raises(JsonError, match="more than 3 values"):
        load_json("[1, 2, 3, 4]", values=3)


def test_bytes_that_are_not_utf8_are_refused_with_their_place() -> None:
    with pytest.raises(JsonError, match="byte 2 is not UTF-8"):
        load_json(b'["\xff"]')


def test_a_byte_order_mark_is_no_fault() -> None:
    assert load_json(b"\xef\xbb\xbf{}").value == {}
