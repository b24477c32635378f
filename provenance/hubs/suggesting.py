"""Suggest what a user may have meant by a name that a hub does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from difflib import get_close_matches
from itertools import islice
from typing import Any

from provenance.errors import HubError, NotFoundError, UsageError
from provenance.hubs.base import Hub
from provenance.hubs.references import as_reference
from provenance.messages import Message, message
from provenance.model.artifact import ArtifactRef, Snapshot

MOST_SUGGESTIONS = 3
# How alike two references have to be, from 0 to 1: one or two letters differ.
LIKE = 0.75
_MOST_COMPARED = 2000


class SuggestingHub:
    """Passes on another hub's answers; where an input is not found, the error suggests names.

    Only inputs cost requests for suggestions: of an ancestor nobody typed the name.

    Args:
        hub: The hub to wrap; one without `similar` suggests nothing.
        inputs: The artefacts that a user named.
    """

    def __init__(self, hub: Hub, inputs: Collection[ArtifactRef]) -> None:
        self._hub = hub
        self._inputs = frozenset(ref.unpinned for ref in inputs)

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`."""
        try:
            return self._hub.snapshot(ref)
        except NotFoundError as error:
            hint = self._suggestion(ref) if ref.unpinned in self._inputs else None
            if hint is None:
                raise
            raise NotFoundError(error.message, hint) from None

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`."""
        return self._hub.read(snapshot, path, limit, prefix=prefix)

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """See `Hub.read_range`."""
        return self._hub.read_range(snapshot, path, start, length)

    def _suggestion(self, ref: ArtifactRef) -> Message | None:
        """What a user may have meant; None if nothing is like it."""
        known = list(self._similar(ref))
        for other in known:
            if other.name == ref.name and other.kind is not ref.kind:
                name = as_reference(other)
                return message("hub.other-kind.hint", kind=other.kind.value, name=name)
        shown = {as_reference(other) for other in known if other.kind is ref.kind}
        wanted = as_reference(ref)
        near = get_close_matches(wanted, sorted(shown - {wanted}), MOST_SUGGESTIONS, LIKE)
        return message("hub.near.hint", names=tuple(near)) if near else None

    def _similar(self, ref: ArtifactRef) -> Iterator[ArtifactRef]:
        """What the hub has besides an artefact; nothing if it cannot say."""
        hub: Any = self._hub
        similar = getattr(hub, "similar", None)
        if similar is None:
            return
        with suppress(HubError, UsageError):
            yield from islice(similar(ref), _MOST_COMPARED)
