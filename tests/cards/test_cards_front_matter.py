"""Where front matter begins and ends, what it says, and what its maker learns if it cannot be
read."""

from __future__ import annotations

import math
from types import MappingProxyType

import pytest
import yaml

from provenance.cards import parse_card
from provenance.model.card import Card
from provenance.text.lines import LineSpan, ReadingProblem


def card(front_matter: str, body: str = "# Title\n") -> Card:
    return parse_card(f"---\n{front_matter}\n---\n{body}")


def fatal(parsed: Card) -> ReadingProblem:
    assert parsed.fields == {} and parsed.positions == {}
    (problem,) = parsed.problems
    assert problem.fatal
    return problem


@pytest.fixture(params=["libyaml", "python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "libyaml" and not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML was built without libyaml")
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)


def test_values_and_their_lines(loader: None) -> None:
    parsed = card(
        "license: mit\nlanguage:\n- no\n- en\n\n# why\ntags: [a,\n  b]\nabout: |\n  one\n "
        " two\n\n\nlast: 1"
    )
    assert parsed.fields == {
        "license": "mit",
        "language": ["no", "en"],
        "tags": ["a", "b"],
        "about": "one\ntwo\n",
        "last": 1,
    }
    assert parsed.positions == {
        ("license",): LineSpan(2, 2),
        ("language",): LineSpan(3, 5),
        ("language", 0): LineSpan(4, 4),
        ("language", 1): LineSpan(5, 5),
        ("tags",): LineSpan(8, 9),
        ("tags", 0): LineSpan(8, 8),
        ("tags", 1): LineSpan(9, 9),
        ("about",): LineSpan(10, 12),
        ("last",): LineSpan(15, 15),
    }
    assert parsed.front_matter == LineSpan(1, 16)
    assert parsed.sections[0].span == LineSpan(17, 17)
    assert parsed.problems == ()


def test_positions_stop_at_the_fourth_level() -> None:
    parsed = card("a:\n  b:\n  - c:\n      d: 1")
    assert sorted(parsed.positions, key=len)[-1] == ("a", "b", 0, "c")
    assert parsed.positions["a",] == LineSpan(2, 5)
    assert parsed.positions["a", "b", 0, "c"] == LineSpan(4, 5)


def test_lines_count_as_in_an_editor(loader: None) -> None:
    parsed = card("a: x\u2028y\u0085z\nb: 1")
    assert parsed.fields == {"a": "x y z", "b": 1}
    assert parsed.positions["b",] == LineSpan(3, 3)


def test_fields_cannot_be_changed() -> None:
    assert isinstance(card("a: 1").fields, MappingProxyType)


def test_strings_of_a_field_come_with_lines() -> None:
    parsed = card("base_model:\n- org/one\n- 7\n- org/two\nlicense: mit")
    assert parsed.strings("base_model") == (
        ("org/one", LineSpan(3, 3)),
        ("org/two", LineSpan(5, 5)),
    )
    assert parsed.strings("license") == (("mit", LineSpan(6, 6)),)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("off", "off"),
        ("2020-01-01", "2020-01-01"),
        ("010", "010"),
        ("0o14", "0o14"),
        ("0x1f", "0x1f"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("12e999", "12e999"),
        ("=", "="),
        ("'7'", "7"),
        ("! 7", "7"),
        ("!!str 7", "7"),
        ("!!int '7'", 7),
        ("!!timestamp 2020-01-01", "2020-01-01"),
        ("-3", -3),
        ("+12", 12),
        ("1.50", 1.5),
        (".5", 0.5),
        ("1e5", 1e5),
        ("-2.5e-3", -0.0025),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_core_schema(loader: None, text: str, value: object) -> None:
    parsed = card(f"key: {text}")
    assert parsed.fields["key"] == value
    assert type(parsed.fields["key"]) is type(value)
    assert parsed.positions["key",] == LineSpan(2, 2)
    assert parsed.problems == ()


def test_not_a_number() -> None:
    value = card("value: .nan").fields["value"]
    assert isinstance(value, float)
    assert math.isnan(value)


def test_keys_are_text_as_written() -> None:
    assert card("no: a\n1: b\ntrue: c\n~: d").fields == {"no": "a", "1": "b", "true": "c", "~": "d"}


def test_a_number_of_any_length_is_read() -> None:
    assert card("key: " + "9" * 10_000).fields["key"] == "9" * 10_000


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff---\nlicense: mit\n---\nbody",
        "\n \n---\nlicense: mit\n---\nbody",
        "---  \nlicense: mit\n--- \t\nbody",
        "---\r\nlicense: mit\r\n---\r\nbody",
        "---\rlicense: mit\r---\rbody",
        "---\nlicense: mit\n...\nbody",
        "---\nlicense: mit\n---",
    ],
)
def test_fences_are_tolerant(text: str) -> None:
    parsed = parse_card(text)
    assert parsed.fields == {"license": "mit"}
    assert parsed.problems == ()
    first = text.count("\n", 0, text.index("-")) + 1
    assert parsed.front_matter == LineSpan(first, first + 2)
    assert parsed.positions["license",] == LineSpan(first + 1, first + 1)
    assert [section.blocks[0].text for section in parsed.sections] == (
        ["body"] if "body" in text else []
    )


@pytest.mark.parametrize(
    "text", ["", "# Title", "text\n---\nlicense: mit\n---\n", "----\na: 1\n---\n", "\ufeff# Title"]
)
def test_a_card_without_front_matter(text: str) -> None:
    parsed = parse_card(text)
    assert parsed.front_matter is None
    assert parsed.fields == {} and parsed.problems == ()


@pytest.mark.parametrize("inside", ["", "# only a comment\n", "\n\n", "{}\n", "null\n"])
def test_empty_front_matter_is_no_problem(inside: str) -> None:
    parsed = parse_card(f"---\n{inside}---\n# Title")
    assert parsed.front_matter == LineSpan(1, 2 + inside.count("\n"))
    assert parsed.fields == {} and parsed.problems == ()
    assert parsed.sections[0].title == "Title"


def test_unclosed_front_matter() -> None:
    parsed = parse_card("---\nlicense: mit\n\n# Title\n")
    assert fatal(parsed).line == 1
    assert parsed.front_matter is None
    assert parsed.sections[-1].title == "Title"


def test_a_rule_above_a_card_is_no_front_matter() -> None:
    parsed = parse_card("---\n\n# Title\n\nText: with a colon.\n")
    assert parsed.problems == () and parsed.front_matter is None


def test_a_second_front_matter_is_left_out_and_told() -> None:
    parsed = parse_card("---\na: 1\n---\n\n---\nb: 2\nc:\n- d\n---\n# Title\n")
    assert parsed.fields == {"a": 1}
    assert [(problem.line, problem.fatal) for problem in parsed.problems] == [(5, False)]
    assert [(section.title, section.span) for section in parsed.sections] == [
        ("Title", LineSpan(10, 10))
    ]


def test_prose_between_rules_is_no_second_front_matter() -> None:
    parsed = parse_card("---\na: 1\n---\n\n---\nNote: read this.\n\n# Title\n\n---\n")
    assert parsed.problems == ()
    assert parsed.sections[0].blocks[0].text == "Note: read this."


def test_a_key_twice_counts_last_and_is_told() -> None:
    parsed = card("license: mit\nlicense:\n- gpl-3.0\na: {b: 1, b: 2}")
    assert parsed.fields == {"license": ["gpl-3.0"], "a": {"b": 2}}
    assert parsed.positions["license",] == LineSpan(3, 4)
    assert [(problem.line, problem.fatal) for problem in parsed.problems] == [
        (3, False),
        (5, False),
    ]
    assert "`license` is set twice" in parsed.problems[0].message


def test_no_more_than_a_hundred_problems_are_told() -> None:
    assert len(card("a: 1\n" * 1000).problems) == 100


def test_tags_build_no_objects(loader: None) -> None:
    parsed = card("a: !!python/object/apply:os.getcwd []\nb: !mine text\nc: !<x> {d: 1}")
    assert parsed.fields == {"a": [], "b": "text", "c": {"d": 1}}
    assert [problem.line for problem in parsed.problems] == [2, 3, 4]
    assert not any(problem.fatal for problem in parsed.problems)


def test_aliases_and_merge_keys(loader: None) -> None:
    parsed = card(
        "base: &base\n  x: 1\n  y: 2\nother:\n  <<: *base\n  y: 3\nboth:\n  <<: [*base, {z:"
        " 4}]\nsame: *base"
    )
    assert parsed.fields["other"] == {"x": 1, "y": 3}
    assert parsed.fields["both"] == {"x": 1, "y": 2, "z": 4}
    assert parsed.fields["same"] == {"x": 1, "y": 2}
    assert parsed.positions["other", "x"] == LineSpan(3, 3)
    assert parsed.positions["other", "y"] == LineSpan(7, 7)
    assert parsed.positions["same",] == LineSpan(10, 10)
    assert parsed.positions["same", "y"] == LineSpan(4, 4)


def test_what_only_looks_like_a_merge_key() -> None:
    assert card("a:\n  <<: text\nb:\n  '<<': {c: 1}").fields == {
        "a": {"<<": "text"},
        "b": {"<<": {"c": 1}},
    }


@pytest.mark.parametrize(
    ("front_matter", "line", "words"),
    [
        ("title: one: two", 2, "quote the value"),
        ("license: mit\n tags: x", 3, "fix the indentation"),
        ("a: 1\ntags\nb: 2", 3, "no `key: value`"),
        ("a: 1\nb: **bold**", 3, "put the value in quotes"),
        ("a: 1\nb: @me", 3, "reserves"),
        ("a: 1\nb: `x`", 3, "reserves"),
        ('path: "C:\\data"', 2, "backslash"),
        ('a: 1\nb: "open\nc: 2\nd: 3', 3, "never closed"),
        ("a: 1\nb: [x, y\nc: 2", 3, "not closed"),
        ("a: 1\nb: {x: y\nc", 3, "not closed"),
        ("a: 'x' y", 2, "quotes above"),
        ("a: - b", 2, "its own line"),
        ("a:\n\t- b", 3, "a tab indents"),
        ("a: 1\nb: *nothing", 3, "names nothing above it"),
        ("a: 1\nb: &b [*b]", 3, "inside what it names"),
        ("a: 1\nb: !x!y z", 3, "starts with `!`"),
        ("{{ card_data }}", 2, "where a key is expected"),
        ("? [a]\n: b", 2, "where a key is expected"),
        ("a: 1\nb: \x07", 3, "U+0007"),
        ("a: 1\nb: \ud800", 3, "U+D800"),
        ("a: 1\n--- b", 3, "second YAML document"),
        ("- a\n- b", 2, "no `key: value` lines"),
        ("only text", 2, "no `key: value` lines"),
        ("a: &a [" + "[" * 60 + "]" * 60 + "]", 2, "nested deeper than 60 levels"),
    ],
)
def test_broken_front_matter_is_explained(
    loader: None, front_matter: str, line: int, words: str
) -> None:
    parsed = card(front_matter, "# Title\n")
    problem = fatal(parsed)
    assert problem.line == line
    assert words in problem.message
    assert not problem.message.endswith(".")
    assert parsed.front_matter == LineSpan(1, front_matter.count("\n") + 3)
    assert parsed.sections[0].title == "Title"


def test_front_matter_of_thousands_of_keys_is_refused_and_one_below_the_limit_is_read() -> None:
    keys = [f"key{number}: value" for number in range(2_001)]
    problem = fatal(card("\n".join(keys), "# Title\n"))
    assert problem.line == 2_002
    assert "more than 2,000 keys" in problem.message
    assert len(card("\n".join(keys[:-1]), "# Title\n").fields) == 2_000


def test_front_matter_of_hundreds_of_thousands_of_values_is_refused() -> None:
    problem = fatal(card("a: [" + "b, " * 200_000 + "b]", "# Title\n"))
    assert "more than 200,000 keys and values" in problem.message


@pytest.mark.parametrize(
    "step", ["[*a{0}, *a{0}]", "{{x: *a{0}, y: *a{0}}}", "{{<<: [*a{0}, *a{0}]}}"]
)
def test_a_yaml_bomb_is_refused(step: str) -> None:
    lines = ["a0: &a0 {x: y}"] + [
        f"a{level}: &a{level} " + step.format(level - 1) for level in range(1, 60)
    ]
    assert "aliases expand to more than 20,000 values" in fatal(card("\n".join(lines))).message


def test_front_matter_has_a_limit() -> None:
    parsed = card("a: b\n" * 400_001)
    assert fatal(parsed) == ReadingProblem(
        "the front matter cannot be read: it is longer than 2,000,000 characters", 1, fatal=True
    )


@pytest.mark.parametrize(
    "bracket", ["[", "{", "- ", "? ", "&a ", "!a ", "'", '"', "|", "*", "%", "#"]
)
def test_hostile_yaml_neither_raises_nor_recurses(bracket: str) -> None:
    parsed = card(bracket * 20_000)
    assert parsed.fields == {}
