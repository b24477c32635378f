"""A hub that reads folders of a manifest only where they lie beside it or below."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from provenance.errors import ForbiddenError
from provenance.hubs.base import Hub
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Snapshot


class FencedHub:
    """Hands out what another hub answers, but for folders that a link leads out of where they may
    lie.

    A manifest comes with a project, often a stranger's. It may name folders of that project; a
    folder that the user types may lie anywhere.

    Args:
        hub: The one that is asked.
        fences: By the name of a folder, the folder that it may not leave; others are free.
    """

    def __init__(self, hub: Hub, fences: Mapping[str, Path]) -> None:
        self._hub = hub
        self._fences = fences

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`."""
        fence = self._fences.get(ref.name) if ref.hub.local else None
        if fence is not None and not lies_within(Path(ref.name), fence):
            raise ForbiddenError(
                message("hub.leaves-manifest", subject=ref.name),
                message("hub.leaves-manifest.hint"),
            )
        return self._hub.snapshot(ref)

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`."""
        return self._hub.read(snapshot, path, limit, prefix=prefix)

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """See `Hub.read_range`."""
        return self._hub.read_range(snapshot, path, start, length)


def lies_within(path: Path, folder: Path) -> bool:
    """Whether a path, wherever links lead, is a folder or lies below it. A link that leads to
    itself lies nowhere else."""
    return real(path).is_relative_to(real(folder))


def real(path: Path) -> Path:
    """Where a path leads once every link was followed. Unlike `Path.resolve`, a circle of links is
    no error."""
    return Path(os.path.realpath(path))
