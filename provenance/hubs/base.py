"""The interface of a hub: how its artefacts are named, where people read them, and how they are
fetched.

A hub is one file in this folder, with a `HubType` that describes it and a `Hub` that fetches from
it, and one line in `provenance.hubs.registry`. Nothing else knows hubs by name.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from provenance.hubs.sign_in import SignIn
from provenance.hubs.store import Store
from provenance.model.artifact import ArtifactRef, FileEntry, HubName, Kind, Snapshot


class Offer(StrEnum):
    """What a hub can provide besides the bytes of files."""

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
        location: Alternative location, or None.
        store: Where to keep fetched data, or None.
        offline: Whether to use only data fetched before.
        viewer: Whether to ask the dataset viewer too, or the viewer's URL.
        places: Alternative base address by hub.
        sign_ins: Credentials by hub; each goes only to its hub's host.
    """

    location: str | None = None
    store: Store | None = None
    offline: bool = False
    viewer: str | bool = False
    places: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sign_ins: Mapping[str, SignIn] = field(default_factory=lambda: MappingProxyType({}), repr=False)


class HubType(ABC):
    """A kind of hub.

    Attributes:
        name: Its name; the prefix `NAME:` selects it in a reference.
        forms: Accepted references, for help texts.
        offers: What its answers contain.
        token_variables: Environment variables with a token, as its own client reads them; the
            first one set wins.
        user_variables: Environment variables with a user name and its key, which sign in where no
            token is set; None if it has no such pair.
        sign_in_file: A JSON file with `username` and `key`, for where neither is set: the variable
            that names its folder, the folder below the home of the user, and the file's name; None
            if it has no such file.
        place_variables: Environment variables with an alternative base address.
        named_in_prose: Whether its addresses in running text may name a base or dataset. Cards also
            link code, papers and mirrors for many other reasons.
        typed_only: Whether only a user may name its artefacts. A card of a stranger would otherwise
            decide which addresses are asked.
        address: A string in code that can only mean an artefact of this hub, such as
            `azureml://registries/...`; None if it has no such form.
        has_owners: Whether its artefacts have owners; otherwise `NAME:*` stands for all of them.
        has_datasets: Whether datasets have names of their own, so that a name that is no model may
            be that of a dataset.
        clients: Services whose own client takes a name without a prefix, as a scan of code calls
            them, such as `Kaggle`.
    """

    name: HubName
    forms: tuple[str, ...] = ()
    offers: AbstractSet[Offer] = frozenset()
    token_variables: tuple[str, ...] = ()
    user_variables: tuple[str, str] | None = None
    sign_in_file: tuple[str, str, str] | None = None
    place_variables: tuple[str, ...] = ()
    named_in_prose: bool = False
    typed_only: bool = False
    address: re.Pattern[str] | None = None
    has_owners: bool = True
    has_datasets: bool = True
    clients: AbstractSet[str] = frozenset()

    @abstractmethod
    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """Parse a reference: `NAME:artefact@revision`, a package URL, an address or a short form.

        Args:
            text: The reference from a user, a manifest or a card, without surrounding white space.
            kind: Model or dataset, if the text does not say.

        Returns:
            The reference, or None if it does not belong to this hub.

        Raises:
            UsageError: It belongs to this hub but names nothing that the hub could have.
        """

    @abstractmethod
    def open(self, settings: HubSettings) -> Hub:
        """Open the hub for reading."""

    def client_reference(self, service: str, name: str, kind: Kind) -> str:
        """The reference for a name that the hub's own client takes.

        Args:
            service: One of `clients`.
            name: The name, as code passes it to that client.
            kind: Model or dataset.
        """
        section = "datasets/" if kind is Kind.DATASET else ""
        return f"{self.name}:{section}{name}"

    def written(self, ref: ArtifactRef) -> str:
        """How a user writes a reference to an artefact of this hub."""
        return f"{self.name}:{ref}"

    def owner_of(self, name: str) -> str:
        """The part of an artefact's name that names its owner, as `ListingHub.listing` takes it;
        empty if there is none."""
        return name.partition("/")[0] if "/" in name else ""

    def web_url(self, page: str, revision: str, path: str = "", line: int | None = None) -> str:
        """The web page of a file, or of all files, of an artefact at a revision.

        Args:
            page: The artefact's page, as `Snapshot.url` gives it.
            revision: The pinned revision.
            path: A listed path; empty for all files.
            line: A line of the file, counted from 1.

        Returns:
            An address; empty if the hub has no such page.
        """
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One artefact of a hub's listing.

    Attributes:
        ref: The artefact; pinned where the listing states the commit.
        metadata: What the listing states, under the hub's own keys; often less than an answer about
            the artefact alone.
    """

    ref: ArtifactRef
    metadata: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


class ListingHub(Protocol):
    """A hub that can list what it holds. An owner without any artefact of a kind lists nothing."""

    def listing(self, owner: str, kind: Kind) -> Iterator[Listed]:
        """What an owner holds, page by page.

        Args:
            owner: The organisation, user, host or folder; empty for the whole hub, where the hub
                has no owners.
            kind: Models or datasets.

        Raises:
            BoundError: After the last artefact that is read there are more.
            HubError: Another subclass, with the next step.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """An application on a hub that names models and datasets.

    Attributes:
        name: `organisation/name`.
        revision: The pinned commit.
        files: Its files.
        read: Returns the bytes of a file, given its path and the most bytes to read; raises a
            `HubError`.
    """

    name: str
    revision: str
    files: tuple[FileEntry, ...]
    read: Callable[[str, int], bytes]


class Hub(Protocol):
    """A source of artefacts. Implementations must be thread-safe."""

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """Pin `ref` to a commit and list its files.

        Raises:
            HubError: A subclass with the next step.
        """

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """The bytes of the file at `path` at the snapshot's commit.

        Args:
            snapshot: The result of `snapshot`.
            path: A listed path.
            limit: Maximum number of bytes.
            prefix: Whether to accept the first `limit` bytes of a larger file; otherwise a larger
                file is an error.

        Raises:
            TooLargeError: The file exceeds `limit` and `prefix` is not set.
            HubError: Another subclass.
        """

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """Read bytes from the middle of the file at `path` at the snapshot's commit.

        Args:
            snapshot: The result of `snapshot`.
            path: A listed path.
            start: Offset of the first byte, from 0.
            length: Maximum number of bytes; fewer are returned at the end of the file.

        Raises:
            HubError: A subclass with the next step.
        """
