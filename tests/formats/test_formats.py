"""What holds of every format."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from format_poison import TEXTS, poisoned
from format_reports import HOSTILE, REPORTS, fine_tune, with_gaps
from hypothesis import given, settings
from hypothesis import strategies as st

import provenance.formats
from provenance.errors import UsageError
from provenance.formats import FORMATS, render

Snapshot = Callable[[str, bytes], None]
ENDINGS = {
    "json": "json",
    "sarif": "sarif.json",
    "markdown": "md",
    "junit": "xml",
    "gitlab": "gitlab.json",
    "csv": "csv",
    "decisions": "decisions.json",
}


def test_every_module_with_a_render_is_listed() -> None:
    folder = Path(provenance.formats.__file__).parent
    modules = {
        path.stem: import_module(f"provenance.formats.{path.stem}")
        for path in folder.glob("[a-z]*.py")
    }
    assert {name for name, module in modules.items() if hasattr(module, "render")} == set(FORMATS)


TOY = """
def render(report, **_):
    names = [artifact.name for artifact in report.artifacts]
    return (", ".join(names) + "\\n").encode()
"""


def test_a_new_format_is_one_file_and_one_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "oneline.py").write_text(TOY, "utf-8")
    monkeypatch.setattr(provenance.formats, "__path__", [str(tmp_path)])
    monkeypatch.setattr(provenance.formats, "FORMATS", (*FORMATS, "oneline"))
    report = fine_tune()
    names = ", ".join(artifact.name for artifact in report.artifacts)
    assert render(report, "oneline").decode() == f"{names}\n"
    monkeypatch.delitem(sys.modules, "provenance.formats.oneline")


def test_no_format_of_that_name() -> None:
    with pytest.raises(UsageError, match="there is no format 'papyrus'"):
        render(fine_tune(), "papyrus")


def test_a_format_is_imported_when_it_is_asked_for() -> None:
    code = (
        "import sys, provenance.formats; print([name for name in ('rich', 'json', 'xml') if name in"
        " sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "rich" not in done.stdout
    assert "xml" not in done.stdout


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
    shown = render(
        poisoned(with_gaps(), text, whole=whole), form, width=60, verbose=verbose
    ).decode("utf-8-sig")
    assert all(char.isprintable() or char == "\n" for char in shown)


@pytest.mark.parametrize("form", FORMATS)
def test_a_hostile_report_shows_no_control_character(form: str) -> None:
    shown = render(REPORTS["hostile"](), form, verbose=1).decode("utf-8-sig")
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert all(char.isprintable() or char == "\n" for char in shown.replace("\ufffd", ""))
    assert HOSTILE not in shown


@pytest.mark.parametrize("form", FORMATS)
def test_a_thousand_findings_are_told_in_a_moment(form: str) -> None:
    report = fine_tune()
    many = tuple(replace(report.findings[0], key=str(number)) for number in range(1000))
    assert render(replace(report, findings=many), form)
