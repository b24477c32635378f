"""Policy files: where they are found, what they may say, and how what they may not is reported."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policies import policy, waiver

from provenance.auditing.policy_file import find_policy, read_policy
from provenance.errors import UsageError
from provenance.files.resources import SAMPLES, load_schema, resource_folder
from provenance.files.toml_lines import key_lines
from provenance.model.finding import Severity
from provenance.rules import every_rule

LISTS = """\
# a comment with "quotes" and [brackets]
ignore = [
  "LIC005", # one
  'card',
]
text = \"\"\"
not = "a key"
\"\"\"

[licences] # limits
denied = ["MIT",
  "GPL-3.0"]
"allowed" = []
[[waivers]]
rule = "a"
[[waivers]]
rule = "b"
until = 2027-01-01
nested.key = { a = [1, 2], b = "x" }
"""


def test_lines_of_keys_and_entries() -> None:
    assert key_lines(LISTS) == {
        ("ignore",): 2,
        ("ignore", 0): 3,
        ("ignore", 1): 4,
        ("text",): 6,
        ("licences",): 10,
        ("licences", "denied"): 11,
        ("licences", "denied", 0): 11,
        ("licences", "denied", 1): 12,
        ("licences", "allowed"): 13,
        ("waivers", 0): 14,
        ("waivers", 0, "rule"): 15,
        ("waivers", 1): 16,
        ("waivers", 1, "rule"): 17,
        ("waivers", 1, "until"): 18,
        ("waivers", 1, "nested", "key"): 19,
    }


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=8)), max_size=6))
@settings(max_examples=60, deadline=None)
def test_lines_of_any_document(pairs: list[tuple[str, str]]) -> None:
    lines = [f"{key}{number} = [{json.dumps(text)}, 1]" for number, (key, text) in enumerate(pairs)]
    lines = [
        line
        for line in lines
        if "\\u007f" not in line.lower() and "\x7f" not in line and "\\ud" not in line
    ]
    text = "\n".join(lines)
    tomllib.loads(text)
    numbers = key_lines(text)
    assert [numbers[line.split(" ")[0],] for line in lines] == list(range(1, len(lines) + 1))


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_lines_of_anything(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in key_lines(text).values())


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("\nselct = []", 2, "'selct' is not a key of a policy", "Did you mean `select`?"),
        (
            "[licences]\nallow = []",
            2,
            "'allow' is not a key of `licences`",
            "Did you mean `allowed`?",
        ),
        ('ignore = ["LIC00l"]', 1, "'LIC00l' names no rule", "Did you mean `lic0"),
        (
            'ignore = [\n"LIC001",\n"drift"]',
            3,
            "'drift' names no rule",
            "`provenance rules` lists them.",
        ),
        ("ignore = [1]", 1, "`ignore` takes text (a number needs quotes)", ""),
        (
            '[severities]\nLIN020 = "hihg"',
            2,
            "'hihg' is not a value of `LIN020`",
            "Did you mean `high`?",
        ),
        (
            '[severities]\nLIN999 = "high"',
            2,
            "'LIN999' names no rule",
            "`provenance rules` lists them.",
        ),
        ('fail-on = "hi"', 1, "'hi' is not a value of `fail-on`", "Did you mean `high`?"),
        (
            "fail-on = 3",
            1,
            "`fail-on` takes text (a number needs quotes) or keys with values",
            "gate",
        ),
        (
            '[fail-on]\nprivcy = "low"',
            2,
            "'privcy' is not a key of `fail-on`",
            "Did you mean `privacy`?",
        ),
        (
            '[licences]\ndenied = ["apache-3"]',
            2,
            "'apache-3' names nothing known among licences",
            "`apache-",
        ),
        (
            '[hubs]\nallowed = ["HF hub"]',
            2,
            "'HF hub' names nothing known among hubs",
            "hf, folder or a host name",
        ),
        (
            'profiles = ["kr-pip"]',
            1,
            "'kr-pip' is not a privacy profile",
            "Did you mean `kr-pipc`?",
        ),
        (waiver(rule="LIN02O"), 3, "'LIN02O' names no rule", "Did you mean `lin02"),
        (
            waiver().replace("owner", "ower"),
            6,
            "'ower' is not a key of `waivers`",
            "Did you mean `owner`?",
        ),
        (
            waiver().replace('reason = "accepted"\n', ""),
            2,
            "`reason` is missing in `waivers`",
            "Why",
        ),
        (waiver().replace('reason = "accepted"', 'reason = "  "'), 5, "`reason` is empty", "Why"),
        (waiver(until='"2027-13-01"'), 7, "`until`: '2027-13-01' is not a 'date'", "last day"),
        (waiver(until="true"), 7, "`until` takes text", ""),
        ('baseline = "no.json"', None, "no.json cannot be read", ""),
        ("ignore = ", None, "is not valid TOML: Invalid value (at", "Fix the file."),
    ],
)
def test_what_is_not_known_is_told(
    tmp_path: Path, text: str, line: int | None, message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        policy(tmp_path, text)
    assert message in caught.value.message
    assert hint in caught.value.hint
    if line:
        assert caught.value.message.startswith(f"provenance.toml:{line}: ")


def test_the_first_of_several_departures_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"provenance\.toml:1: 'a'"):
        policy(tmp_path, 'a = 1\nb = 2\nfail-on = "x"\n')


def test_hostile_files_are_refused(tmp_path: Path) -> None:
    for text in ("x = " + "[" * 5_000 + "]" * 5_000, "#" * 1_100_000, "\x00"):
        with pytest.raises(UsageError):
            policy(tmp_path, text)
    (tmp_path / "provenance.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="not valid TOML"):
        read_policy(tmp_path / "provenance.toml")


def test_words_of_rules_mean_codes(tmp_path: Path) -> None:
    families = {info.code: info.family for info in every_rule()}
    kept = policy(
        tmp_path,
        'select = ["licence", "LIN02", "weights-can-execute"]\nignore = ["LIC001", "pol012"]',
    )
    for code, family in families.items():
        is_known = (
            family in ("licence", "lock", "policy") or code.startswith("LIN02") or code == "WGT001"
        )
        assert (code in kept.selected) == (is_known and code not in ("LIC001", "POL012")), code
    assert policy(tmp_path, "").selected == set(families)


def test_the_narrowest_word_decides_a_severity(tmp_path: Path) -> None:
    parsed = policy(tmp_path, '[severities]\nLIN020 = "critical"\nlineage = "low"\nLIN = "info"')
    assert parsed.severities["LIN020"] is Severity.CRITICAL
    assert parsed.severities["LIN021"] is Severity.INFO
    assert parsed.severities["DAT042"] is Severity.LOW


def test_thresholds_by_family(tmp_path: Path) -> None:
    assert dict(policy(tmp_path, 'fail-on = "never"').fail_on) == {"default": None}
    assert dict(policy(tmp_path, 'fail-on = { privacy = "low" }').fail_on) == {
        "privacy": Severity.LOW
    }


def test_the_same_words_have_the_same_digest(tmp_path: Path) -> None:
    first = policy(tmp_path, 'ignore = ["LIC001"]\n[hubs]\nallowed = ["hf"]')
    other = policy(tmp_path, '# x\nhubs.allowed = [ "hf" ]\nignore = ["LIC001",]')
    assert first.digest == other.digest != policy(tmp_path, "").digest


def test_a_table_of_a_project_file(tmp_path: Path) -> None:
    parsed = policy(
        tmp_path,
        '[project]\nname = "x"\n[tool.provenance]\nignore = [\n"LIC001"]',
        "pyproject.toml",
    )
    assert [str(setting.place) for setting in parsed.settings] == ["pyproject.toml:5"]
    with pytest.raises(UsageError, match=r"pyproject\.toml:3: 'x' is not a key"):
        policy(tmp_path, "[project]\n[tool.provenance]\nx = 1", "pyproject.toml")


def test_where_a_policy_is_found(tmp_path: Path) -> None:
    inner = tmp_path / "repo" / "service" / "src"
    inner.mkdir(parents=True)
    (tmp_path / "provenance.toml").touch()
    assert find_policy(inner) is None, "above a folder of no repository nothing is looked for"
    (tmp_path / "repo" / ".git").mkdir()
    assert find_policy(inner) is None, "nor above the root of a repository"
    (tmp_path / "repo" / "pyproject.toml").write_text("[tool.provenance]\n", "utf-8")
    (tmp_path / "repo" / "service" / "pyproject.toml").write_text("[tool.other]\n", "utf-8")
    assert find_policy(inner) == tmp_path / "repo" / "pyproject.toml"
    (tmp_path / "repo" / "provenance.toml").touch()
    assert find_policy(inner) == tmp_path / "repo" / "provenance.toml"
    deep = policy(tmp_path / "repo" / "service", 'ignore = ["LIC001"]')
    assert deep.file == "service/provenance.toml"


def test_families_of_the_schema_are_those_of_the_rules() -> None:
    schema: Any = load_schema("policy-1")
    words = set(schema["$defs"]["thresholds"]["properties"])
    assert words == {info.family for info in every_rule()} | {"default"}


def test_the_sample_policy() -> None:
    sample = read_policy(resource_folder(SAMPLES) / "provenance.toml")
    assert [waiver.rule for waiver in sample.waivers] == ["LIN020", "WGT001"]
    assert sample.profiles == ("kr-pipc",)
    assert sample.use
    assert sample.use.regions == ("EU", "KR")
    assert not any(waiver.excess(waiver.until) for waiver in sample.waivers)


def test_a_baseline_is_a_report(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text('{"schema": "provenance/report-2", "findings": []}', "utf-8")
    for name in ("old.json", "provenance.toml"):
        with pytest.raises(
            UsageError, match=r"provenance\.toml:1: .* is not a JSON report of this version"
        ):
            policy(tmp_path, f'baseline = "{name}"')
