"""The licence at the repository that a card names as its own: read only where a user asks for it.

Nothing but that repository is asked: its description, its listing, and at most two licence texts at
its top. Papers are left out, since the licence of a paper says nothing about the model.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from provenance.errors import HubError, UnreachableError
from provenance.facts.links import REPOSITORY, card_links
from provenance.hubs import Hub
from provenance.hubs.references import hub_type
from provenance.licences.files import FileRole, file_role
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord, assemble
from provenance.lineage.second import SecondSource
from provenance.lineage.wanted import TEXT_LIMIT
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Gap, HubName, Kind, Snapshot
from provenance.model.fault import in_full
from provenance.model.finding import Evidence

_GITHUB = HubName("github", "github")
_MOST_TEXTS = 2
_SECONDS = 30.0


def with_second_sources(hub: Hub, lineage: Lineage, seconds: float = _SECONDS) -> Lineage:
    """Read the licence at the repository that the card of each input names as its own.

    Args:
        hub: Where to read.
        lineage: What was read.
        seconds: Total time; what is not read by then is a gap.

    Returns:
        The lineage with the second sources of its inputs, and gaps for those that were not read.
    """
    reader = _Reader(hub, time.monotonic() + seconds)
    sources: dict[ArtifactRef, tuple[SecondSource, ...]] = {}
    gaps: list[Gap] = []
    for _, ref in lineage.inputs:
        record = lineage.record(ref)
        stated = _own_repository(record) if record else None
        if record is None or stated is None:
            continue
        repository, address, named = stated
        other = None
        try:
            other = reader.read(repository)
        except HubError as error:
            gaps.append(_gap(record, address, error))
        source = SecondSource(named=named, address=address, record=other)
        sources[record.ref.unpinned] = (source,)
    both = sorted({*lineage.gaps, *gaps}, key=lambda gap: (gap.artifact, gap.what, gap.detail))
    return replace(lineage, second_sources=MappingProxyType(sources), gaps=tuple(both))


class _Reader:
    """Reads each repository once, until the time is over."""

    def __init__(self, hub: Hub, deadline: float) -> None:
        self._hub = hub
        self._deadline = deadline
        self._known: dict[ArtifactRef, ArtifactRecord] = {}
        self._failed: dict[ArtifactRef, HubError] = {}

    def read(self, ref: ArtifactRef) -> ArtifactRecord:
        """What a repository states about its licence.

        Raises:
            HubError: It could not be read, now or when it was asked for before.
        """
        if ref in self._failed:
            raise self._failed[ref]
        if ref not in self._known:
            try:
                self._known[ref] = self._record(ref)
            except HubError as error:
                self._failed[ref] = error
                raise
        return self._known[ref]

    def _record(self, ref: ArtifactRef) -> ArtifactRecord:
        snapshot = self._hub.snapshot(self._in_time(ref))
        bodies = {}
        for path in sorted(_licence_texts(snapshot))[:_MOST_TEXTS]:
            self._in_time(ref)
            bodies[path] = self._hub.read(snapshot, path, TEXT_LIMIT)
        return assemble(snapshot, bodies)

    def _in_time(self, ref: ArtifactRef) -> ArtifactRef:
        if time.monotonic() > self._deadline:
            raise UnreachableError(message("gap.deadline"), message("gap.deadline.hint"))
        return ref


def _own_repository(record: ArtifactRecord) -> tuple[ArtifactRef, str, Evidence] | None:
    """The first repository on GitHub that a card calls its own, its address, and the line."""
    github = hub_type(_GITHUB)
    for kind, address, evidence in card_links(record):
        if kind == REPOSITORY and github is not None:
            ref = github.parse(address, Kind.MODEL)
            if ref is not None:
                return ref, address, evidence
    return None


def _licence_texts(snapshot: Snapshot) -> Iterator[str]:
    for entry in snapshot.files:
        if "/" not in entry.path and file_role(entry.path) is FileRole.LICENCE:
            yield entry.path


def _gap(record: ArtifactRecord, address: str, error: HubError) -> Gap:
    what = message("gap.second-source", address=address)
    return Gap(artifact=record.purl, what=what, reason=error.reason, detail=in_full(error))
