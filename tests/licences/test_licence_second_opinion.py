"""ScanCode as a second opinion: what it says is passed on, and what is missing is said in a
sentence."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import pytest

from provenance.errors import UsageError
from provenance.licences.second_opinion import Opinion, second_opinion


def scancode(
    monkeypatch: pytest.MonkeyPatch, *matches: tuple[str, str, float, int, int]
) -> list[str]:
    """Stand-in for ScanCode's index, which is too heavy for tests; it keeps what it was asked."""
    requested: list[str] = []

    def match(query_string: str) -> list[SimpleNamespace]:
        requested.append(query_string)
        return [
            SimpleNamespace(
                rule=SimpleNamespace(
                    license_expression=key, spdx_license_expression=lambda spdx=spdx: spdx
                ),
                coverage=lambda share=share: share,
                start_line=start,
                end_line=end,
            )
            for key, spdx, share, start, end in matches
        ]

    module = ModuleType("licensedcode.cache")
    module.get_index = lambda: SimpleNamespace(match=match)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "licensedcode", ModuleType("licensedcode"))
    monkeypatch.setitem(sys.modules, "licensedcode.cache", module)
    return requested


def test_what_scancode_found_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    names = scancode(
        monkeypatch, ("mit", "MIT", 20.26, 9, 12), ("apache-2.0", "Apache-2.0", 100.0, 1, 8)
    )
    assert second_opinion("words " * 100_000) == (
        Opinion(licence="apache-2.0", spdx="Apache-2.0", coverage=1.0, start_line=1, end_line=8),
        Opinion(licence="mit", spdx="MIT", coverage=0.2026, start_line=9, end_line=12),
    )
    assert len(names[0]) == 400_000


def test_nothing_found(monkeypatch: pytest.MonkeyPatch) -> None:
    scancode(monkeypatch)
    assert second_opinion("") == ()


def test_its_absence_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "licensedcode", None)
    with pytest.raises(UsageError, match="needs the extra `scancode`") as caught:
        second_opinion("words")
    assert '".[scancode]"' in caught.value.hint


def test_a_broken_installation_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    scancode(monkeypatch)

    def broken() -> None:
        raise ValueError("no hooks")

    monkeypatch.setattr(sys.modules["licensedcode.cache"], "get_index", broken)
    with pytest.raises(UsageError, match="could not be started: ValueError"):
        second_opinion("words")
