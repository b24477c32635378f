"""TOML within limits: what is deep, long or endless is refused before it costs anything."""

from __future__ import annotations

import resource
import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.files.safe_toml import MOST_LEVELS, MOST_PARTS, TomlError, load_toml

MEMBERS = st.lists(
    st.sampled_from(
        [
            *("a", "b.c", '"d e"', "'f'", " = ", ".", "\n", "[", "]", "[[", "]]", "{", "}", ","),
            *(
                '"""',
                "'''",
                '"',
                "'",
                "\\",
                "# x",
                "1",
                "-0x1F",
                "1e5",
                "inf",
                "1979-05-27",
                "true",
            ),
        ]
    ),
    max_size=40,
).map("".join)


@given(MEMBERS | st.text())
@example('a = """x""""\nb = 1')
def test_any_text_is_read_as_tomllib_reads_it_or_refused(text: str) -> None:
    try:
        document = load_toml(text)
    except TomlError as error:
        assert error.reason
    else:
        assert document == tomllib.loads(text, parse_float=_float)


def _float(text: str) -> float | str:
    return float(text) if abs(float(text)) < float("inf") else text


@pytest.mark.alone
@pytest.mark.parametrize(
    "text",
    [
        ".".join(["a"] * 20_000) + " = 1",
        "[" + ".".join(["a"] * 20_000) + "]",
        "[[" + " . ".join(["'a'"] * 20_000) + "]]",
        "x = { " + ".".join(["a"] * 20_000) + " = 1 }",
        "x = " + "[" * 20_000,
        "x = " + "{ a = " * 20_000,
        "x = " + "9" * 5_000,
        "x = 0x" + "f" * 5_000,
        "x = 9223372036854775808",
        "x = [1, { y = -9223372036854775809 }]",
    ],
    ids=lambda text: text[:20],
)
def test_what_is_too_deep_or_too_long_is_refused_cheaply(text: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TomlError):
        load_toml(text)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


def test_the_limits_leave_room_for_what_people_write() -> None:
    key = ".".join(["a"] * MOST_PARTS)
    lists = "[" * (MOST_LEVELS - 1) + "]" * (MOST_LEVELS - 1)
    document = load_toml(f'{key} = 1\ny = {lists}\nz = """\n{"[" * 500}\n"""\nn = -0\n')
    assert document["z"] == "[" * 500 + "\n"
    assert load_toml("x = [inf, -nan, 1e999, 2.5]") == {"x": ["inf", "-nan", "1e999", 2.5]}


def test_a_number_that_python_itself_refuses_is_refused_in_our_words() -> None:
    with pytest.raises(TomlError) as refused:
        load_toml(f"a = {'9' * 5_000}")
    assert refused.value.reason == "an integer needs more than 64 bits"
