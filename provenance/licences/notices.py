"""The exact words of the notices that licences ask to hand on."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


def notice_words(licence: str) -> str:
    """The notice that copies have to carry, in the licence's own words.

    Args:
        licence: A key of the catalogue.

    Returns:
        The words; empty if the licence asks for none, or if its wording was not read.
    """
    return _notices().get(licence, "")


@cache
def _notices() -> dict[str, str]:
    path = files("provenance.licences") / "data" / "notices.json"
    notices: dict[str, str] = json.loads(path.read_text("utf-8"))["notices"]
    return notices
