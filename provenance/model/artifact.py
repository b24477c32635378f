"""The nouns of fetching: which artefact, which files, what could not be read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from packageurl import PackageURL

from provenance.model.budget import UNLIMITED, Budget
from provenance.text.decoding import decode_text

CARD = "README.md"
ADAPTER_CONFIG = "adapter_config.json"
BASES, DATA, PRIVACY, FILES, DETAIL = "bases", "data", "privacy", "files", "detail"
TERMS = "terms"
"""Topics of a gap: base models, training data, personal data, what is known of listed files, what
no rule asks about, and what stands beside a licence that is known."""
NOT_UNDERSTOOD = "not-understood"
"""Reason of a gap: something is stated, in a form that is not read here."""

# Why something could not be read. A policy accepts gaps by these words, so each stands here: those
# of the errors of a hub, those of what was fetched and could not be used, and `unread` for what a
# lock says was not read, whatever the reason was.
GAP_REASONS = (
    "bound",
    "digest-mismatch",
    "disabled",
    "fault",
    "forbidden",
    "gated",
    "hub",
    "malformed",
    "missing",
    "not-found",
    "not-understood",
    "offline",
    "overdue",
    "quota",
    "too-large",
    "unread",
    "unreachable",
    "unresolvable",
    "usage",
)
_LINE_END = re.compile(r"\r\n|\n|\r")
_EMPTY: Mapping[str, Any] = MappingProxyType({})


class Kind(StrEnum):
    """What an artefact is on its hub."""

    MODEL = "model"
    DATASET = "dataset"


class HubName(str):
    """The name of a hub, such as `hf`, with the way in which it names artefacts.

    A hub whose names follow another pattern than `organisation/name` overrides `package`.

    Attributes:
        purl_type: Type of the package URLs of its artefacts (ECMA-427), such as `huggingface`.
        local: Whether the names of its artefacts are paths on this machine.
    """

    __slots__ = ("local", "purl_type")

    purl_type: str
    local: bool

    def __new__(cls, name: str, purl_type: str, *, local: bool = False) -> HubName:
        """Make the name; for the arguments see the attributes."""
        made = super().__new__(cls, name)
        made.purl_type = purl_type
        made.local = local
        return made

    def package(self, kind: Kind, name: str) -> PackageURL:
        """The package URL of an artefact at no revision; a dataset carries `?type=dataset`."""
        namespace, _, last = name.rpartition("/")
        if self.local:
            namespace, last = "", PurePosixPath(name.replace("\\", "/")).name or str(self)
        qualifiers = {"type": kind.value} if kind is Kind.DATASET else None
        return PackageURL(self.purl_type, namespace or None, last, None, qualifiers)

    def __deepcopy__(self, memo: object) -> HubName:
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, bool]]:
        return (str(self), self.purl_type), {"local": self.local}


NO_HUB = HubName("", "generic")
"""Stands for the hub of an artefact of which only a package URL of an unknown type is known."""


class ArtifactId(str):
    """The identity of an artefact: a `str` whose text is its package URL (ECMA-427).

    It compares and hashes as that text. `ArtifactRef.purl` makes it; `provenance.hubs.read_id`
    reads one that comes from outside, such as from a lock, once, where it enters.

    Attributes:
        hub: The hub that holds the artefact, or `NO_HUB`.
        kind: Model or dataset.
        name: `org/name`, the name of a folder, or the whole text if it is not a package URL.
        revision: Branch, tag or commit; empty if none is named.
    """

    __slots__ = ("_unversioned", "hub", "kind", "name", "revision")

    hub: HubName
    kind: Kind
    name: str
    revision: str
    _unversioned: str

    def __new__(
        cls,
        text: str = "",
        *,
        unversioned: str | None = None,
        hub: HubName = NO_HUB,
        kind: Kind = Kind.MODEL,
        name: str | None = None,
        revision: str = "",
    ) -> ArtifactId:
        """Make an identity of parts that are known.

        Args:
            text: The package URL; empty for no artefact at all, such as a policy file.
            unversioned: The package URL without its version, if it has one.
            hub: See the attribute, as the other arguments.
        """
        made = super().__new__(cls, text)
        made._unversioned = text if unversioned is None else unversioned
        made.hub = hub
        made.kind = kind
        made.name = text if name is None else name
        made.revision = revision
        return made

    @classmethod
    def of_package(cls, text: str, purl: PackageURL, hub: HubName) -> ArtifactId:
        """The identity that a parsed package URL names.

        Args:
            text: As written.
            purl: What it says.
            hub: The hub whose artefacts have package URLs of that type, or `NO_HUB`.
        """
        qualifiers = purl.qualifiers if isinstance(purl.qualifiers, dict) else {}
        return cls(
            text,
            unversioned=purl._replace(version=None).to_string(),
            hub=hub,
            kind=Kind.DATASET if qualifiers.get("type") == Kind.DATASET else Kind.MODEL,
            name=f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name,
            revision=purl.version or "",
        )

    @property
    def identity(self) -> ArtifactId:
        """The same artefact at whichever revision."""
        return ArtifactId(self._unversioned, hub=self.hub, kind=self.kind, name=self.name)

    @property
    def organisation(self) -> str:
        """The part of the name before the last slash; empty if there is none."""
        return self.name.rpartition("/")[0]

    def __deepcopy__(self, memo: object) -> ArtifactId:
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        parts = {"hub": self.hub, "kind": self.kind, "name": self.name, "revision": self.revision}
        return (str(self),), {"unversioned": self._unversioned, **parts}


NO_ARTIFACT = ArtifactId()
"""Stands for the artefact where a finding or a piece of evidence belongs to none."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class ArtifactRef:
    """Which artefact is meant.

    Attributes:
        hub: Which hub's name it is. A mirror or a stored copy of a hub shares its namespace.
        kind: Model or dataset.
        name: `organisation/name` on most hubs; the path as the user wrote it for a folder.
        revision: Branch, tag or commit; a commit once the hub has answered; None for the hub's
            default.
    """

    hub: HubName
    kind: Kind
    name: str
    revision: str | None = None

    @property
    def purl(self) -> ArtifactId:
        """The identity, whose text is the canonical package URL (ECMA-427)."""
        return _id_of(self)

    @property
    def unpinned(self) -> ArtifactRef:
        """The same artefact at no particular revision: the identity by which a run fetches it
        once."""
        return replace(self, revision=None)

    def at(self, revision: str) -> ArtifactRef:
        """The same artefact at `revision`."""
        return replace(self, revision=revision)

    def __str__(self) -> str:
        prefix = "datasets/" if self.kind is Kind.DATASET and not self.hub.local else ""
        return f"{prefix}{self.name}" + (f"@{self.revision}" if self.revision else "")


# A run asks for the identities of the same few artefacts again and again.
@lru_cache(maxsize=4096)
def _id_of(ref: ArtifactRef) -> ArtifactId:
    package = ref.hub.package(ref.kind, ref.name)
    return ArtifactId(
        package._replace(version=ref.revision).to_string(),
        unversioned=package.to_string(),
        hub=ref.hub,
        kind=ref.kind,
        name=str(package.name) if ref.hub.local else ref.name,
        revision=ref.revision or "",
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file of the user's own project.

    Attributes:
        file: `/`-separated path, as it was named.
        line: Counted from 1.
    """

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """Why a finding or a gap does not count at the gate.

    Attributes:
        by: `waiver`, or `baseline` for what an earlier report found already.
        reason: In the words of those who accepted it.
        owner: Who answers for that; empty for a baseline.
        until: The last day on which it holds, as YYYY-MM-DD; empty for a baseline.
        place: Where it was granted.
    """

    by: str
    reason: str
    owner: str
    until: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """One file of an artefact as the hub lists it.

    Attributes:
        path: Path inside the repository, `/`-separated, never absolute, never with `..`.
        size: Bytes, or None where the hub does not say.
        sha256: 64 lower-case hex digits, or None where the hub does not say.
        scan: The level at which the hub's scanners flag it (`caution`, `suspicious`, `unsafe`,
            `queued`, `error`), or None where they do not.
        kept: False where a stored answer of a hub lists the file and its copy is not stored beside
            it.
    """

    path: str
    size: int | None = None
    sha256: str | None = None
    scan: str | None = None
    kept: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that could not be read. Never a pass.

    Attributes:
        artifact: purl of the artefact.
        what: What was sought, such as `README.md` or `repository`.
        reason: One of `GAP_REASONS`.
        detail: One sentence for a person, with the next step.
        topic: `bases`, `data`, `privacy`, `files` or `detail` where what is lost can only be that;
            empty where it may be anything.
        waived: Why a run that holds it is not incomplete, or None where it is. A gap that somebody
            accepted is still a gap: nothing was read there.
    """

    artifact: ArtifactId
    what: str
    reason: str
    detail: str
    topic: str = ""
    waived: Waived | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalScan:
    """What an automatic scan by a hub found in rows of a dataset. It misses much, and takes some
    for what it is not.

    Attributes:
        source: Address that was asked.
        revision: Commit that was scanned, or empty where the hub does not say.
        rows: Rows that were scanned.
        full: Whether these are all rows.
        columns: Columns that were scanned.
        found: Kind of personal data and the rows in which it was found, such as `("e-mail
            addresses", 12)`; sorted.
    """

    source: str
    revision: str
    rows: int
    full: bool
    columns: tuple[str, ...]
    found: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a hub says of one artefact at one commit; its files are read separately.

    Attributes:
        ref: Pinned to the commit that the hub answered.
        url: The page a person can open; empty for a folder.
        source: Where the metadata was read: the API path, or `_meta.json`, or empty for a bare
            folder.
        files: The listing, sorted by path.
        metadata: The hub's answer with the hub's own keys (`cardData`, `tags`, `gated`,
            `baseModels`, `pipeline_tag`, `library_name`, `safetensors`, `config`, ...); empty for a
            bare folder.
        gaps: What the listing itself lacks or what was refused of it.
        scan: What the hub's scan of the rows found, where it was asked for and there is one.
        as_of: Where the hub was not asked in this run: when it gave this answer, as
            `2026-11-29T09:30:12Z`; else empty.
    """

    ref: ArtifactRef
    url: str = ""
    source: str = ""
    files: tuple[FileEntry, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    gaps: tuple[Gap, ...] = ()
    scan: PersonalScan | None = None
    as_of: str = ""

    def file(self, path: str) -> FileEntry | None:
        """The listed file at `path`, or None."""
        return next((entry for entry in self.files if entry.path == path), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """One text that was read whole, to which evidence points.

    Attributes:
        artifact: purl of the artefact that holds it.
        path: Path inside the repository.
        revision: Commit at which it was read.
        text: Decoded text; line endings as found, a byte order mark removed, broken characters
            replaced.
        sha256: Digest of the bytes that were read.
        size: Number of bytes that were read.
        sha512: Digest of the same bytes, which BSI TR-03183-2 asks for; empty where it was not
            computed.
        budget: How long it may be read.
    """

    artifact: ArtifactId
    path: str
    revision: str
    text: str
    sha256: str
    size: int
    sha512: str = ""
    budget: Budget = field(default=UNLIMITED, compare=False, repr=False)

    @classmethod
    def decode(
        cls, ref: ArtifactRef, path: str, data: bytes, budget: Budget = UNLIMITED
    ) -> SourceText:
        """Make a document of the bytes read at `path` of the pinned `ref`."""
        text = decode_text(data)
        digest, longer = hashlib.sha256(data).hexdigest(), hashlib.sha512(data).hexdigest()
        return cls(
            artifact=ref.purl,
            path=path,
            revision=ref.revision or "",
            text=text,
            sha256=digest,
            size=len(data),
            sha512=longer,
            budget=budget,
        )

    def check_time(self) -> None:
        """Go on reading it while there is time; readers ask between one passage and the next.

        Raises:
            OverdueError: The time is over.
        """
        self.budget.check(self.path)

    def lines(self) -> tuple[str, ...]:
        """The text by lines as an editor counts them: LF, CRLF or CR ends one, nothing else
        does."""
        return _lines(self.text)


@lru_cache(maxsize=16)  # each piece of evidence asks for the lines of the same few texts
def _lines(text: str) -> tuple[str, ...]:
    return tuple(_LINE_END.split(text))
