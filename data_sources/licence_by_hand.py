"""Licences whose terms a reader wrote down where no builder can read the text.

`licence_by_hand.json` lists each of them with its duties, terms and other names. Solar's and
YandexGPT's texts were read in a LicenseDB newer than the packaged one, the Nemotron licence in a
copy that names NVIDIA's page; the terms of MiniMax M3, MiniMax H3 and Google HAI-DEF come from
secondary sources and say so.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "licence_by_hand.json"
_OWN = frozenset({"id", "terms", "aliases"})
Row = dict[str, Any]


def entries() -> dict[str, Row]:
    """The catalogue entry of each licence, by its key."""
    return {
        row["id"]: {field: value for field, value in row.items() if field not in _OWN}
        for row in _rows()
    }


def terms() -> dict[str, list[Row]]:
    """The terms of each licence, by its key."""
    return {row["id"]: row["terms"] for row in _rows()}


def aliases() -> dict[str, str]:
    """The other names of these licences, each with its key."""
    return {name: row["id"] for row in _rows() for name in row.get("aliases", ())}


def _rows() -> list[Row]:
    rows: list[Row] = json.loads(_FILE.read_text("utf-8"))
    return rows
