"""What holds of every format."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TypeVar

import pytest
from format_reports import HOSTILE, REPORTS, fine_tune, with_gaps
from hypothesis import given, settings
from hypothesis import strategies as st

import provenance.formats
from provenance.errors import UsageError
from provenance.formats import FORMATS, render
from provenance.report import Report

T = TypeVar("T")
Snapshot = Callable[[str, bytes], None]
ENDINGS = {"json": "json", "sarif": "sarif.json", "markdown": "md", "junit": "xml"}
TRICKS = ("\x1b[2J", "\x9b31m", "\u202e", "\u2066", "\u200b", "\ud800", "\x00", "\r\n", "]8;;", "[red]", "{0}", "](1)")
TEXTS = st.lists(st.one_of(st.sampled_from(TRICKS), st.text(st.characters(), max_size=12)), max_size=6).map("".join)


def poisoned(value: T, text: str, keep: frozenset[str]) -> T:
    """The same value with `text` for every string in it, at any depth, but those to keep."""
    if type(value) is str:
        return value if value in keep else text
    if isinstance(value, tuple):
        return tuple(poisoned(item, text, keep) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{name: poisoned(item, text, keep) for name, item in held.items()})
    return value


def purls(report: Report) -> frozenset[str]:
    """What must stay for the lineage to hold together."""
    names = {node.purl for node in report.lineage.nodes} | {rule.code for rule in report.rules} | {"read", "dataset"}
    return frozenset(names)


def test_every_module_with_a_render_is_listed() -> None:
    folder = Path(provenance.formats.__file__).parent
    modules = {path.stem: import_module(f"provenance.formats.{path.stem}") for path in folder.glob("[a-z]*.py")}
    assert {name for name, module in modules.items() if hasattr(module, "render")} == set(FORMATS)


def test_no_format_of_that_name() -> None:
    with pytest.raises(UsageError, match="there is no format 'papyrus'"):
        render(fine_tune(), "papyrus")


def test_a_format_is_imported_when_it_is_asked_for() -> None:
    code = "import sys, provenance.formats; print([name for name in ('rich', 'json', 'xml') if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "rich" not in told.stdout
    assert "xml" not in told.stdout


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_the_same_report_gives_the_same_bytes(name: str, form: str) -> None:
    once, again = render(REPORTS[name](), form), render(REPORTS[name](), form)
    assert once == again
    assert once.endswith(b"\n")


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "terminal"])
@pytest.mark.parametrize("name", REPORTS)
def test_snapshots(name: str, form: str, snapshot: Snapshot) -> None:
    snapshot(f"{name}.{ENDINGS.get(form, f'{form}.txt')}", render(REPORTS[name](), form))


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("json", "sarif")])
@given(text=TEXTS, whole=st.booleans(), verbose=st.integers(0, 1))
@settings(max_examples=60, deadline=None)
def test_no_text_steers_what_shows_it(form: str, text: str, whole: bool, verbose: int) -> None:
    report = with_gaps()
    hurt = poisoned(report, text, frozenset() if whole else purls(report))
    shown = render(hurt, form, width=60, verbose=verbose).decode()
    assert all(char.isprintable() or char == "\n" for char in shown)


@pytest.mark.parametrize("form", FORMATS)
def test_a_hostile_report_shows_no_control_character(form: str) -> None:
    shown = render(REPORTS["hostile"](), form, verbose=1).decode()
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert all(char.isprintable() or char == "\n" for char in shown.replace("\ufffd", ""))
    assert HOSTILE not in shown


@pytest.mark.parametrize("form", FORMATS)
def test_a_thousand_findings_are_told_in_a_moment(form: str) -> None:
    report = fine_tune()
    many = tuple(replace(report.findings[0], key=str(number)) for number in range(1000))
    assert render(replace(report, findings=many), form)
