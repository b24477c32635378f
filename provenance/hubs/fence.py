"""Restrict a manifest's folders to those next to or below the manifest."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from provenance.errors import ForbiddenError
from provenance.hubs.base import Hub
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Snapshot


class FencedHub:
    """Passes on another hub's answers, except for folders whose links lead outside their permitted
    place.

    A manifest comes with a project, often someone else's. It may name folders of that project; a
    folder that the user types may be anywhere.

    Args:
        hub: The hub to wrap.
        fences: For each folder name, the folder that it must not leave; others are unrestricted.
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
    """Whether a path, with all links resolved, is a folder or lies below it. A link to itself lies
    nowhere else, and one that may not be read lies nowhere."""
    try:
        return real(path).is_relative_to(real(folder))
    except OSError:
        return False


def real(path: Path) -> Path:
    """A path with all links resolved. Unlike `Path.resolve`, a cycle of links is not an error.

    Raises:
        OSError: A link may not be read, as those of other users' processes in `/proc`.
    """
    return Path(os.path.realpath(path))
