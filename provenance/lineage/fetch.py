"""One artefact at a hub: its metadata, and its files as far as they are read."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from threading import BoundedSemaphore

from provenance.errors import HubError, NotFoundError, UnreachableError
from provenance.hubs import Hub, hub_type
from provenance.lineage.wanted import Wanted
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Kind, Snapshot
from provenance.weights import MOST_LOCAL_REQUESTS, MOST_REQUESTS, Examined, Ranges, examine

# Headers are read in memory, and each may take a hundred megabytes of it.
_EXAMINED_AT_ONCE = 3


class Fetcher:
    """Reads artefacts from a hub; safe to use from several threads.

    Args:
        hub: Where to read.
        deadline: When reading parts of weight files ends, as `time.monotonic` counts.
    """

    def __init__(self, hub: Hub, deadline: float) -> None:
        self._hub = hub
        self._deadline = deadline
        self._examining = BoundedSemaphore(_EXAMINED_AT_ONCE)

    def snapshot(self, ref: ArtifactRef, *, subject: bool) -> Snapshot:
        """The metadata of an artefact; an ancestor that is not a model may be a dataset's.

        Args:
            ref: The artefact.
            subject: Whether it is an input, which is what its reference says.

        Raises:
            HubError: The hub did not give it.
        """
        try:
            return self._hub.snapshot(ref)
        except NotFoundError:
            hub = hub_type(ref.hub)
            has_datasets = hub is not None and hub.has_datasets and not ref.hub.local
            if subject or ref.kind is not Kind.MODEL or not has_datasets:
                raise
            dataset = self._dataset(ref)
            if dataset is None:
                raise
            return dataset

    def _dataset(self, ref: ArtifactRef) -> Snapshot | None:
        """The dataset of that name, if the hub gives it."""
        try:
            return self._hub.snapshot(replace(ref, kind=Kind.DATASET))
        except HubError:
            return None

    def body(self, snapshot: Snapshot, file: Wanted) -> bytes | Examined:
        """The bytes of a file, or the facts from the parts of a weight file that have to be read.

        Raises:
            HubError: The hub did not give it.
        """
        if not file.weights:
            return self._hub.read(snapshot, file.path, file.limit, prefix=file.prefix)
        entry = snapshot.file(file.path)
        size = entry.size if entry else None
        if size == 0:
            return examine(Ranges(file.path, b"", 0))
        head = self._hub.read(snapshot, file.path, file.limit, prefix=True)
        most = MOST_LOCAL_REQUESTS if snapshot.ref.hub.local else MOST_REQUESTS
        part = partial(self._part, snapshot, file.path)
        ranges = Ranges(path=file.path, head=head, size=size, fetch=part, most_requests=most)
        with self._examining:
            return examine(ranges, whole=file.whole)

    def _part(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """A part of a weight file, while there is time."""
        if time.monotonic() > self._deadline:
            raise late()
        return self._hub.read_range(snapshot, path, start, length)


def late() -> UnreachableError:
    """The time for fetching is over."""
    return UnreachableError(message("gap.deadline"), message("gap.deadline.hint"))
