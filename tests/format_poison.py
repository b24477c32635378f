"""Reports in which a stranger's text stands wherever a string can stand."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import strategies as st

from provenance.report import Report

TRICKS = (
    "\x1b[2J",
    "\x9b31m",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ud800",
    "\x00",
    "\r\n",
    "]8;;",
    "[red]",
    "{0}",
    "](1)",
)
TEXTS = st.lists(
    st.one_of(st.sampled_from(TRICKS), st.text(st.characters(), max_size=12)), max_size=6
).map("".join)


def poisoned(report: Report, text: str, *, whole: bool = False) -> Report:
    """The same report with `text` for every string in it; what holds the lineage together stays
    unless `whole`."""
    purls = {node.purl for node in report.lineage.nodes}
    codes = {rule.code for rule in report.rules} | {rule.family for rule in report.rules}
    keep = set() if whole else purls | codes | {"read", "dataset"}
    poisoned_report: Report = _poisoned(report, text, keep)
    return poisoned_report


def _poisoned(value: Any, text: str, keep: set[str]) -> Any:
    if type(value) is str:
        return value if value in keep else text
    if isinstance(value, tuple):
        return tuple(_poisoned(item, text, keep) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        values = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(
            value, **{name: _poisoned(item, text, keep) for name, item in values.items()}
        )
    return value
