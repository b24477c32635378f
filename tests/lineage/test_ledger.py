"""A run keeps a bounded number of listed files: those of inputs first, and always those it read."""

from __future__ import annotations

from hub_folder import HubFolder

from provenance.hubs import open_hub, read_refs
from provenance.lineage.graph import Lineage
from provenance.lineage.ledger import Bounds
from provenance.lineage.trace import trace

FILES: dict[str, str | bytes] = {f"data/{number:02}.txt": "x" for number in range(20)}


def _traced(hub: HubFolder, most: int) -> Lineage:
    hub.model("acme/base", "license: mit", files=FILES)
    hub.model("acme/x", "license: mit\nbase_model: acme/base", files=FILES)
    return trace(open_hub(str(hub.root)), read_refs(["acme/x"]), Bounds(files=most))


def _counts(lineage: Lineage) -> dict[str, int]:
    return {ref.name: len(record.snapshot.files) for ref, record in lineage.records.items()}


def test_the_listing_of_an_ancestor_is_cut_before_that_of_an_input(hub: HubFolder) -> None:
    lineage = _traced(hub, 25)
    counts = _counts(lineage)
    assert counts["acme/x"] == 21
    assert counts["acme/base"] < 21
    [gap] = [gap for gap in lineage.gaps if gap.what == "file listing"]
    assert gap.reason == "bound"
    assert gap.artifact.name == "acme/base"


def test_a_file_that_was_read_is_kept_whatever_the_bound(hub: HubFolder) -> None:
    lineage = _traced(hub, 0)
    for record in lineage.records.values():
        assert [entry.path for entry in record.snapshot.files] == ["README.md"]


def test_nothing_is_cut_within_the_bound(hub: HubFolder) -> None:
    lineage = _traced(hub, 42)
    assert _counts(lineage) == {"acme/x": 21, "acme/base": 21}
    assert not lineage.gaps
