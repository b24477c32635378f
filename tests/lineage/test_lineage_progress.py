"""The lineage as it grows while it is read."""

from __future__ import annotations

import time

import pytest
from hub_folder import HubFolder

import provenance
from provenance.hubs.folder import FolderHub
from provenance.lineage.progress import Progress, ProgressNode
from provenance.model.artifact import ArtifactRef, Snapshot

# Longer than every other answer of a folder takes, so that one artefact is seen waiting.
SLOW_SECONDS = 0.3


def nodes(hub: HubFolder, *refs: str) -> list[tuple[ProgressNode, ...]]:
    """The tree at each moment."""
    moments: list[Progress] = []
    provenance.trace(*refs, hub=str(hub.root), progress=moments.append)
    return [moment.nodes for moment in moments]


@pytest.fixture
def slow_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the folder answer late for one artefact."""
    snapshot = FolderHub.snapshot

    def late(self: FolderHub, ref: ArtifactRef) -> Snapshot:
        if ref.name == "me/lost":
            time.sleep(SLOW_SECONDS)
        return snapshot(self, ref)

    monkeypatch.setattr(FolderHub, "snapshot", late)


@pytest.mark.usefixtures("slow_answer")
def test_a_tree_grows_from_the_input_to_its_roots(hub: HubFolder) -> None:
    hub.model("me/child", "base_model: me/base\ndatasets: [me/data, me/lost]")
    hub.model("me/base", "base_model: me/root")
    hub.model("me/root")
    hub.dataset("me/data")
    moments = nodes(hub, "me/child")
    shown = {node.name: (node.below, node.relation, node.state) for node in moments[-1]}
    assert shown["me/child"] == ("", "", "read")
    assert shown["me/root"] == ("me/base", "base", "read")
    assert shown["datasets/me/data"] == ("me/child", "dataset", "read")
    assert shown["datasets/me/lost"] == ("me/child", "dataset", "unread")
    sizes = [len(moment) for moment in moments]
    assert sizes == sorted(sizes)
    assert any(node.state == "waiting" for moment in moments for node in moment)


def test_a_parent_follows_the_one_below_it_even_in_a_circle(hub: HubFolder) -> None:
    hub.model("me/a", "base_model: me/b")
    hub.model("me/b", "base_model: me/a")
    known = {""}
    for node in nodes(hub, "me/a")[-1]:
        assert node.below in known
        known.add(node.name)
    assert known == {"", "me/a", "me/b"}
