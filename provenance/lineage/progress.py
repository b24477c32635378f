"""How far a trace has come, and the lineage as it grows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from provenance.model.artifact import ArtifactRef
from provenance.parents import Parent

WAITING, READ, UNREAD = "waiting", "read", "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressNode:
    """One artefact of a lineage that is being traced.

    Attributes:
        name: Its reference, such as `org/name` or `datasets/org/name`.
        below: The reference of the artefact that first named it as a parent; empty for an input.
        relation: See `Edge.relation`; empty for an input.
        state: `waiting`, `read`, or `unread` if it could not be read.
    """

    name: str
    below: str
    relation: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The progress of a run.

    Attributes:
        known: Number of known artefacts.
        fetched: Number of artefacts with fetched metadata.
        files: Number of files still being fetched.
        waiting: Seconds until the hub's quota allows the next request; else 0.
        names: Names of the known artefacts, sorted.
        nodes: The lineage as far as it is known; an artefact follows the one below it.
    """

    known: int
    fetched: int
    files: int
    waiting: float = 0.0
    names: tuple[str, ...] = ()
    nodes: tuple[ProgressNode, ...] = ()


class GrowingTree:
    """Which artefact first named which parents, in the order of their discovery."""

    def __init__(self) -> None:
        self._namers: dict[ArtifactRef, tuple[ArtifactRef, str] | None] = {}

    def plant(self, inputs: Iterable[ArtifactRef]) -> None:
        """Begin with the inputs, which nobody names."""
        self._namers = {ref.unpinned: None for ref in inputs}

    def add(self, child: ArtifactRef, parents: Iterable[Parent]) -> list[ArtifactRef]:
        """Keep the parents that an artefact names. Returns their references."""
        refs = []
        for parent in parents:
            refs.append(parent.ref)
            self._namers.setdefault(parent.ref.unpinned, (child.unpinned, parent.relation))
        return refs

    def rename(self, requested: ArtifactRef, canonical: ArtifactRef) -> None:
        """Keep the name under which the hub serves what was asked for."""
        if canonical != requested and requested in self._namers:
            self._namers.setdefault(canonical, self._namers.pop(requested))

    def nodes(
        self, read: Collection[ArtifactRef], failed: Collection[ArtifactRef]
    ) -> Iterator[ProgressNode]:
        """The lineage as far as it is known.

        Args:
            read: Artefacts with fetched metadata.
            failed: Artefacts that could not be read.
        """
        for ref, namer in self._namers.items():
            below, relation = namer or ("", "")
            state = WAITING
            if ref in failed:
                state = UNREAD
            elif ref in read:
                state = READ
            yield ProgressNode(name=str(ref), below=str(below), relation=relation, state=state)
