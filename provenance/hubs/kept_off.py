"""A hub that is not asked beside a folder."""

from __future__ import annotations

from collections.abc import Collection

from provenance.errors import OfflineError
from provenance.hubs.base import Hub
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, HubName, Snapshot


class KeptOffHub:
    """Passes on another hub's answers, and asks for nothing on one of the hubs behind it but what a
    user named.

    Args:
        hub: The hub to wrap.
        name: The hub that is not asked.
        inputs: The artefacts that a user named.
    """

    def __init__(self, hub: Hub, name: HubName, inputs: Collection[ArtifactRef]) -> None:
        self._hub = hub
        self._name = name
        self._inputs = frozenset(ref.unpinned for ref in inputs)

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`."""
        if ref.hub == self._name and ref.unpinned not in self._inputs:
            raise OfflineError(
                message("hub.kept-off", subject=str(ref)), message("hub.kept-off.hint")
            )
        return self._hub.snapshot(ref)

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`."""
        return self._hub.read(snapshot, path, limit, prefix=prefix)

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """See `Hub.read_range`."""
        return self._hub.read_range(snapshot, path, start, length)
