"""README and docs tell the truth: their Python runs, their commands exist, their tables match the
code."""

from __future__ import annotations

import doctest
import importlib
import re
import shlex
from pathlib import Path

import click
import pytest
from command import invoke

from provenance import errors
from provenance.cli.root import COMMANDS, cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted((ROOT / "docs").glob("*.md"))
}
DOCUMENTS = {"README.md": README, **PAGES}
COMMAND_LINES = sorted(
    {
        line
        for text in DOCUMENTS.values()
        for line in re.findall(
            r"^\$ (?:\.venv/bin/)?provenance (.+?)(?:\s+#.*)?$", text, re.MULTILINE
        )
    }
)


def test_python_examples() -> None:
    example = doctest.DocTestParser().get_doctest(README, {}, "README.md", "README.md", 0)
    assert example.examples
    assert doctest.DocTestRunner().run(example).failed == 0


def test_docstring_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testmod(importlib.import_module("provenance"))
    assert result.attempted
    assert result.failed == 0


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_commands_parse(line: str) -> None:
    name, *args = shlex.split(line)
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    command.make_context(name, args, resilient_parsing=False)


@pytest.mark.parametrize("line", [line for line in COMMAND_LINES if "--hub sample" in line])
def test_commands_of_the_sample_hub_run(line: str) -> None:
    done = invoke(Path.cwd(), *shlex.split(line))
    assert done.returncode in (errors.EXIT_CLEAN, errors.EXIT_FINDINGS), done.stderr
    assert done.stdout


def test_the_output_that_is_shown() -> None:
    shown = re.findall(
        r"^\$ provenance (.+ --hub sample)\n((?:(?!```|\$ ).*\n)+)", README, re.MULTILINE
    )
    assert shown
    for line, output in shown:
        done = invoke(Path.cwd(), *shlex.split(line))
        assert all(part in done.stdout for part in output.split("...\n")), done.stdout


def test_every_page_is_named() -> None:
    assert [path for path in PAGES if path != "docs/index.md" and f"({path})" not in README] == []


def test_every_command_and_exit_status_is_told() -> None:
    statuses = {int(status) for status in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert statuses == {value for name, value in vars(errors).items() if name.startswith("EXIT_")}
    assert all(f"provenance {command}" in README for command in COMMANDS)


def test_every_make_target_that_is_told_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"make ([a-z]+)", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_that_is_told_exists(name: str) -> None:
    text = DOCUMENTS[name]
    named = re.findall(
        r"`((?:schemas|sample_manifests|benchmarks|tests|docs|\.ci)/[\w./-]*|[A-Z]+\.md|NOTICE)`",
        text,
    )
    for path in named:
        assert (ROOT / path).exists(), path
    for link in re.findall(r"\]\(([\w./-]+)\)", text):
        assert ((ROOT / name).parent / link).exists(), link
