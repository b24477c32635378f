"""What every hub can do. A hub is one file beside this one and one line in `provenance.hubs`."""

from __future__ import annotations

from typing import Protocol

from provenance.model.artifact import ArtifactRef, Snapshot


class Hub(Protocol):
    """A place that holds artefacts. Implementations are safe to call from several threads."""

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """Pin `ref` to a commit and list what is there.

        Raises:
            HubError: One of its subclasses, each with the next step.
        """

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """The bytes of the file at `path` at the snapshot's commit.

        Args:
            snapshot: What `snapshot` answered.
            path: A listed path.
            limit: Most bytes to read.
            prefix: Whether the first `limit` bytes of a larger file are wanted; without it a larger
                file is an error.

        Raises:
            TooLargeError: The file is larger than `limit` and `prefix` is not set.
            HubError: Another of its subclasses.
        """

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """Bytes from the middle of the file at `path` at the snapshot's commit.

        Args:
            snapshot: What `snapshot` answered.
            path: A listed path.
            start: Offset of the first byte, from 0.
            length: Most bytes to read; fewer come where the file ends.

        Raises:
            HubError: One of its subclasses.
        """
