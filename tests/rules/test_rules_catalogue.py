"""Every rule is listed, documented, and tested under its code."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import provenance.rules
from provenance.errors import UsageError
from provenance.rules import DOCUMENTED, rule
from provenance.rules.base import HEADINGS, Documented

FAMILIES = {"licence", "privacy", "lineage", "card", "weights", "lock", "policy"}


def test_every_rule_is_found() -> None:
    for module in pkgutil.walk_packages(provenance.rules.__path__, "provenance.rules."):
        for value in vars(importlib.import_module(module.name)).values():
            if (
                isinstance(value, type)
                and issubclass(value, Documented)
                and value is not Documented
            ):
                assert value in DOCUMENTED or not value.code, value


def test_codes_and_names_are_unique() -> None:
    assert (
        len({listed.code for listed in DOCUMENTED})
        == len({listed.name for listed in DOCUMENTED})
        == len(DOCUMENTED)
    )


@pytest.mark.parametrize("listed", DOCUMENTED, ids=lambda listed: listed.code)
def test_documentation_is_whole(listed: type[Documented]) -> None:
    info = listed.info()
    assert info.family in FAMILIES
    assert info.family == listed.__module__.split(".")[2]
    assert [line[3:] for line in info.help.splitlines() if line.startswith("## ")] == list(HEADINGS)
    assert info.summary
    assert "http" in info.help or "PRIV-" in info.help
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert f'"{listed.code}"' in tests


def test_a_rule_is_found_by_code_or_name() -> None:
    assert rule("lin020") is rule("licence-drift")
    with pytest.raises(UsageError, match="no rule"):
        rule("LIN999")
