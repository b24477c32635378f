"""The terminal in Korean: everything of ours, and nothing of others', is in the reader's
language."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import provenance
from provenance.formats import render
from provenance.licences import catalogue, parse_use
from provenance.licences.use import ACTIVITIES, UseVerdict
from provenance.report import Report
from provenance.wording.facts import GRADES, RELATIONS, ROLES, STANCES, VERDICTS
from provenance.wording.translate import words_of

SAMPLES = Path(__file__).parents[2] / "sample_manifests" / "hub"
# Names, places, commits, licences, commands.
NAMES = re.compile(
    r"[\w.-]+/[\w.-]+( [\w.-]+:\d+(-\d+)?)?|[\w.-]+:\d+(-\d+)?|[0-9a-f]{7}|provenance explain"
    r" \w+|hf|[A-Z]{2}"
)
USE = parse_use(
    {
        "activity": ["fine-tune", "redistribute"],
        "commercial": True,
        "users": "2M",
        "regions": ["KR"],
    }
)


def reports() -> list[Report]:
    models = sorted(f"{path.parent.name}/{path.name}" for path in SAMPLES.glob("models/*/*"))
    datasets = sorted(
        f"hf:datasets/{path.parent.name}/{path.name}" for path in SAMPLES.glob("datasets/*/*")
    )
    plain = [provenance.audit(ref, hub="sample") for ref in (*models, *datasets)]
    return [*plain, provenance.audit(*models, hub="sample", use=USE)]


def test_nothing_of_ours_stays_english() -> None:
    words, left = words_of("ko"), set()
    licences = {licence.name for licence in catalogue().values()}

    def say(text: str, korean: str = "", /) -> str:
        told = words.line(text, korean)
        if (
            told == text
            and re.search("[a-z]{2}", text)
            and not NAMES.fullmatch(text)
            and text not in licences
        ):
            left.add(text)
        return told

    for report in reports():
        render(report, "terminal", say=say)
        render(report, "terminal", say=say, verbose=1)
    assert sorted(left) == []


@pytest.mark.parametrize(
    "word",
    [
        *(*VERDICTS.values(), *STANCES.values(), *GRADES.values(), *ACTIVITIES),
        *(relation for relation, _ in RELATIONS.values()),
        *(f"LICENSE ({role})" for role in ROLES.values()),
        *(verdict.value.replace("-", " ").upper() for verdict in UseVerdict),
        *(
            "1 gap",
            "3 gaps",
            "2 high, 1 medium, 4 waived, 2 gaps",
            "no findings",
            "2 inputs",
            "12 parquet 30 MB, sha256 known",
        ),
        *(
            "audit of 2023-10-01: CC BY-NC 4.0, OpenAI",
            "3 of 31 questions answered, 2 of them by its base",
        ),
    ],
)
def test_words(word: str) -> None:
    assert re.search("[가-힣]", words_of("ko").line(word))


def test_words_of_others_stay_as_they_are() -> None:
    for text in (
        "acme/no findings of mine",
        "copyright 2 high towers",
        "x, y and z",
        "9 of 10 doctors",
    ):
        assert words_of("ko").line(text) == text


def test_at_the_terminal() -> None:
    command = [
        sys.executable,
        "-m",
        "provenance",
        "audit",
        "acme/support-gemstone-7b",
        "--hub",
        "sample",
    ]
    done = subprocess.run(
        [*command, "--lang", "ko"], check=False, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 1
    assert "표시된 라이선스(MIT)에" in done.stdout
    assert 'README.md:2                       "license: mit"' in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
