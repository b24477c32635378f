"""The terminal in Korean: everything of ours, and nothing of others', is in the reader's
language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command import invoke

import provenance
from provenance.formats import render, terminal
from provenance.licences import catalogue, parse_use
from provenance.messages import in_language
from provenance.report import Report

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


def test_nothing_of_ours_stays_english(monkeypatch: pytest.MonkeyPatch) -> None:
    left: set[str] = set()
    licences = {licence.name for licence in catalogue().values()}

    def in_korean(text: str, language: str) -> str:
        shown = in_language(text, language)
        # A quote stays in its own language.
        is_quote = text.startswith("“")
        is_english = shown == text and not is_quote and re.search("[a-z]{2}", text)
        if is_english and not NAMES.fullmatch(text) and text not in licences:
            left.add(text)
        return shown

    monkeypatch.setattr(terminal, "in_language", in_korean)
    for report in reports():
        render(report, "terminal", lang="ko")
        render(report, "terminal", lang="ko", verbose=1)
    assert sorted(left) == []


def test_at_the_terminal(tmp_path: Path) -> None:
    command = ("audit", "acme/support-gemstone-7b", "--hub", "sample", "--lang", "ko")
    done = invoke(tmp_path, *command)
    assert done.returncode == 1
    assert "기재된 라이선스(MIT)에" in done.stdout
    assert 'README.md:2                       "license: mit"' in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
