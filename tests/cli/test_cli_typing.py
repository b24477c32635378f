"""What people type: misspelt words are answered with the nearest one, lists are there to read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import invoke

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("arguments", "suggestion"),
    [
        (["adit"], "Did you mean `audit`?"),
        (["explain", "LINN02"], "Did you mean LIN002"),
        (["explain", "licence-drif"], "Did you mean licence-drift"),
        (["licences", "appache-2.0"], "Did you mean `apache-2.0`?"),
        (["audit", "acme/a", "--hub", "sampel"], "Did you mean `sample`?"),
        (["audit", "ollma:llama3"], "Did you mean `ollama:llama3`?"),
        (["audit", "hff:org/name"], "Did you mean `hf:org/name`?"),
        (["audit", "acme/a", "--hub", "nowhere-at-all"], "a folder, a bundle or `sample`"),
    ],
)
def test_misspelt_words_are_answered(arguments: list[str], suggestion: str) -> None:
    answer = invoke(HERE, *arguments)
    assert answer.returncode == 2
    assert suggestion in answer.stderr


def test_a_word_like_none_names_the_list() -> None:
    assert "`provenance --help` lists the commands" in invoke(HERE, "zzzzzz").stderr
    assert "`provenance rules` lists the rules" in invoke(HERE, "explain", "zzzzzz").stderr


def test_a_dataset_given_as_a_model_is_recognised() -> None:
    answer = invoke(HERE, "audit", "northwind/chat-200k", "--hub", "sample")
    assert "write `datasets/northwind/chat-200k`" in answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("ref", "status", "suggestion"),
    [
        ("northwind/clear-3", 3, "Did you mean northwind/clear-3b?"),
        ("https://huggingface.co/northwind", 3, "northwind is an owner here"),
        ("nowhere.yaml", 2, "`provenance scan . -o nowhere.yaml` writes a manifest"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(ref: str, status: int, suggestion: str) -> None:
    answer = invoke(HERE, "audit", ref, "--hub", "sample", "--no-cache")
    assert answer.returncode == status
    assert suggestion in answer.stderr


def test_diff_of_nothing_is_that_of_the_lock(tmp_path: Path) -> None:
    hub = ("--hub", "sample", "--no-cache")
    answer = invoke(tmp_path, "diff", *hub)
    assert answer.returncode == 2
    assert "`provenance lock REF`" in answer.stderr
    invoke(tmp_path, "lock", "northwind/clear-3b", *hub)
    answer = invoke(tmp_path, "diff", *hub)
    assert (answer.returncode, answer.stdout) == (0, "nothing has changed\n")


def test_a_manifest_of_plain_names(tmp_path: Path) -> None:
    manifest = tmp_path / "models.yaml"
    names = "models: [northwind/clear-3b]\ndatasets:\n  - northwind/chat-200k\n"
    manifest.write_text(names, "utf-8")
    answer = invoke(
        HERE, "audit", "-m", str(manifest), "--hub", "sample", "-f", "json", "--exit-zero"
    )
    assert answer.returncode in (0, 3)
    assert "northwind/clear-3b" in answer.stdout
    assert "northwind/chat-200k" in answer.stdout


def test_lists_of_licences_and_rules() -> None:
    licences = json.loads(invoke(HERE, "licences", "-f", "json").stdout)
    assert {"licence": "apache-2.0", "SPDX": "Apache-2.0"}.items() <= licences[
        [row["licence"] for row in licences].index("apache-2.0")
    ].items()
    rules = json.loads(invoke(HERE, "rules", "-f", "json").stdout)
    assert {"code", "name", "family", "severity", "summary"} == set(rules[0])
