"""Snapshots: what every format said when somebody last looked at it and found it good.

`PROVENANCE_SNAPSHOTS=renew pytest tests/formats` writes them anew; look at the diff before you commit it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "snapshots"


@pytest.fixture
def snapshot() -> Callable[[str, bytes], None]:
    """Compare bytes with the stored ones of that name."""

    def compare(name: str, payload: bytes) -> None:
        stored = FOLDER / name
        if os.environ.get("PROVENANCE_SNAPSHOTS") == "renew":
            stored.parent.mkdir(exist_ok=True)
            stored.write_bytes(payload)
        assert payload.decode() == stored.read_bytes().decode(), f"{stored} differs"

    return compare
