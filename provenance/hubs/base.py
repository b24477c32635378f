"""What a hub is: how its artefacts are named, where people read them, and who fetches them.

A hub is one file beside this one, with a `HubType` that describes it and a `Hub` that fetches from
it, and one line in `provenance.hubs.registry`. Nothing else knows hubs by name.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from provenance.hubs.store import Store
from provenance.model.artifact import ArtifactRef, HubName, Kind, Snapshot


class Offer(StrEnum):
    """What a hub may tell of an artefact beyond the bytes of its files."""

    HASHES = "hashes"
    SCANS = "scans"
    LICENCE = "licence"
    GATING = "gating"
    DATASETS = "datasets"
    GIT = "git"


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSettings:
    """How a hub is opened.

    Attributes:
        location: Where to find it instead of its usual address, or None.
        store: Where to keep what is fetched, or None.
        offline: Whether to answer only from what was fetched before.
        viewer: Whether to ask the dataset viewer as well, or the viewer's URL.
        places: By hub, its address instead of the usual one.
        tokens: By hub, what signs in there; it goes to the host of that hub alone.
    """

    location: str | None = None
    store: Store | None = None
    offline: bool = False
    viewer: str | bool = False
    places: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tokens: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)


class HubType(ABC):
    """One kind of hub.

    Attributes:
        name: Its name; `NAME:` in front of an artefact's name says that it is meant.
        forms: References that it reads, for help texts.
        offers: What its answers hold.
        token_variables: Variables of the environment that hold what signs in there, as its own
            client reads them; the first that is set counts.
        place_variables: Likewise those that hold its address, where it is not the usual one.
        named_in_prose: Whether an address of it in running text may name a base or a dataset. A
            card links code, papers and mirrors for many other reasons.
    """

    name: HubName
    forms: tuple[str, ...] = ()
    offers: AbstractSet[Offer] = frozenset()
    token_variables: tuple[str, ...] = ()
    place_variables: tuple[str, ...] = ()
    named_in_prose: bool = False

    @abstractmethod
    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """Read a reference: `NAME:artefact@revision`, a package URL, an address or a short form.

        Args:
            text: What the user, a manifest or a card names, without white space around it.
            kind: Model or dataset, if the text does not say.

        Returns:
            What it names, or None if it is not a reference to this hub.

        Raises:
            UsageError: It can only be a reference to this hub, and names nothing that it could
                hold.
        """

    @abstractmethod
    def open(self, settings: HubSettings) -> Hub:
        """The hub itself, ready to be read."""

    def web_url(self, page: str, revision: str, path: str = "", line: int | None = None) -> str:
        """Where people read a file, or list all files, of an artefact at a revision.

        Args:
            page: The artefact's page, as `Snapshot.url` gives it.
            revision: The pinned revision.
            path: A listed path; all files if empty.
            line: A line of the file, counted from 1.

        Returns:
            An address; empty if the hub has no such page.
        """
        return ""


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
