"""The collector is left as it was found."""

from __future__ import annotations

import gc

import bom_lineages as lineages
import pytest

from provenance.bom import encode
from provenance.collector import collector_paused
from provenance.errors import InvalidBomError


def test_it_runs_again_afterwards() -> None:
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
    encode(lineages.bare())
    with pytest.raises(InvalidBomError):
        encode(lineages.lineage((), unread={lineages.BASE: "gated"}, inputs=(lineages.BASE,)))
    assert gc.isenabled()


def test_what_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
