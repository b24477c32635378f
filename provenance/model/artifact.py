"""Data types of fetching: artefacts, files, gaps."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from types import MappingProxyType

from packageurl import PackageURL

from provenance.model.budget import UNLIMITED, Budget
from provenance.text.decoding import decode_text
from provenance.text.lines import LineSpan
from provenance.text.lookalikes import without_marks

CARD = "README.md"
ADAPTER_CONFIG = "adapter_config.json"
BASES, DATA, PRIVACY, FILES, DETAIL = "bases", "data", "privacy", "files", "detail"
TERMS = "terms"
"""Topics of a gap: base models, training data, personal data, what is known of listed files, what
no rule asks about, and what stands next to a licence that is known."""
PROSE = f"prose of {CARD}"
"""What a gap is about if a whole card is in a language that is not read here."""
NOT_UNDERSTOOD = "not-understood"
"""Reason of a gap: something is stated, in a form that is not read here."""

# Reasons why something could not be read. Policies accept gaps by these words, so all are listed:
# errors of a hub, fetched content that could not be used, and `unread` for a gap recorded in a
# lock, whatever its original reason.
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
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_EMPTY: Mapping[str, object] = MappingProxyType({})


class Kind(StrEnum):
    """The type of an artefact on its hub."""

    MODEL = "model"
    DATASET = "dataset"


class RevisionKind(StrEnum):
    """What a revision is, and with it whether it belongs to its bytes.

    `LISTING` is a digest of the names, sizes and tags of files; `VERSION` is a number or a label
    that a publisher can move to other bytes.
    """

    COMMIT = "commit"
    DIGEST = "digest"
    LISTING = "listing"
    VERSION = "version"
    NONE = ""


def revision_kind(revision: str) -> RevisionKind:
    """What a pinned revision is.

    Args:
        revision: As a hub returned it; empty if it returned none.
    """
    if not revision:
        return RevisionKind.NONE
    if revision.startswith("sha256:"):
        return RevisionKind.DIGEST
    if revision.startswith("listing-"):
        return RevisionKind.LISTING
    return RevisionKind.COMMIT if _COMMIT.fullmatch(revision) else RevisionKind.VERSION


class HubName(str):
    """The name of a hub, such as `hf`, and how the hub names artefacts.

    A hub whose names do not follow `organisation/name` overrides `package`.

    Attributes:
        purl_type: Package URL type of its artefacts (ECMA-427), such as `huggingface`.
        local: Whether artefact names are paths on this machine.
    """

    __slots__ = ("local", "purl_type")

    purl_type: str
    local: bool

    def __new__(cls, name: str, purl_type: str, *, local: bool = False) -> HubName:
        """Create the name; see the class for the arguments."""
        made = super().__new__(cls, name)
        made.purl_type = purl_type
        made.local = local
        return made

    def package(self, kind: Kind, name: str) -> PackageURL:
        """The package URL of an artefact without a revision; a dataset gets `?type=dataset`."""
        namespace, _, last = name.rpartition("/")
        if self.local:
            namespace, last = "", PurePosixPath(name.replace("\\", "/")).name or str(self)
        qualifiers = {"type": kind.value} if kind is Kind.DATASET else None
        return PackageURL(self.purl_type, namespace or None, last, None, qualifiers)

    def name_in(self, purl: PackageURL) -> str:
        """The artefact's name in a package URL of this hub; empty if it holds none."""
        return f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name

    def __deepcopy__(self, memo: object) -> HubName:
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, bool]]:
        return (str(self), self.purl_type), {"local": self.local}


NO_HUB = HubName("", "generic")
"""Stands for the hub of an artefact of which only a package URL of an unknown type is known."""


class ArtifactId(str):
    """The identity of an artefact: a `str` that holds its package URL (ECMA-427).

    Compares and hashes as that string. `ArtifactRef.purl` creates it; `provenance.hubs.read_id`
    parses identities that come from outside, such as from a lock, once, where they enter.

    Attributes:
        hub: The hub that holds the artefact, or `NO_HUB`.
        kind: Model or dataset.
        name: `org/name`, a folder name, or the whole text if it is not a package URL.
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
        """Create an identity from known parts.

        Args:
            text: The package URL; empty if there is no artefact, as for a policy file.
            unversioned: The package URL without its version, if it has one.
            hub: See the class, as for the other arguments.
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
        """Create an identity from a parsed package URL.

        Args:
            text: As written.
            purl: The parsed URL.
            hub: The hub with that package URL type, or `NO_HUB`.
        """
        qualifiers = purl.qualifiers if isinstance(purl.qualifiers, dict) else {}
        return cls(
            text,
            unversioned=purl._replace(version=None).to_string(),
            hub=hub,
            kind=Kind.DATASET if qualifiers.get("type") == Kind.DATASET else Kind.MODEL,
            name=hub.name_in(purl),
            revision=purl.version or "",
        )

    @property
    def identity(self) -> ArtifactId:
        """The same artefact at any revision."""
        return ArtifactId(self._unversioned, hub=self.hub, kind=self.kind, name=self.name)

    @property
    def organisation(self) -> str:
        """The part of the name before the last slash; empty if there is none."""
        return self.name.rpartition("/")[0]

    def __deepcopy__(self, memo: object) -> ArtifactId:
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        parts = {"hub": self.hub, "kind": self.kind, "name": self.name, "revision": self.revision}
        return (str(self),), {"unversioned": self._unversioned, **parts}


NO_ARTIFACT = ArtifactId()
"""Stands for the artefact where a finding or a piece of evidence belongs to none."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class ArtifactRef:
    """A reference to an artefact.

    Attributes:
        hub: The hub whose namespace the name belongs to; a mirror shares its hub's namespace.
        kind: Model or dataset.
        name: `organisation/name` on most hubs; for a folder, the path as the user wrote it.
        revision: Branch, tag or commit; a commit after the hub has answered; None for the default.
    """

    hub: HubName
    kind: Kind
    name: str
    revision: str | None = None

    @property
    def purl(self) -> ArtifactId:
        """The identity of the artefact: its canonical package URL (ECMA-427)."""
        return _id_of(self)

    @property
    def unpinned(self) -> ArtifactRef:
        """The same artefact without a revision: the identity under which a run fetches it once."""
        if self.revision is None:
            return self
        return ArtifactRef(hub=self.hub, kind=self.kind, name=self.name)

    def at(self, revision: str) -> ArtifactRef:
        """The same artefact at `revision`."""
        return replace(self, revision=revision)

    def __str__(self) -> str:
        prefix = "datasets/" if self.kind is Kind.DATASET and not self.hub.local else ""
        return f"{prefix}{self.name}" + (f"@{self.revision}" if self.revision else "")


# A run asks for the identities of the same few artefacts over and over.
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
    """A line of a file in the user's project.

    Attributes:
        file: Path with `/` separators, as the user named it.
        line: Counted from 1.
    """

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """Why a finding or gap does not count at the gate.

    Attributes:
        by: `waiver`, or `baseline` for findings of an earlier report.
        reason: In the words of the people who accepted it.
        owner: Who is responsible; empty for a baseline.
        until: Last valid day, as YYYY-MM-DD; empty for a baseline.
        place: Where it was accepted.
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
        path: Path inside the repository with `/` separators; never absolute, never with `..`.
        size: Bytes, or None where the hub does not say.
        sha256: 64 lower-case hex digits, or None where the hub does not say.
        scan: The level of the hub's scanners (`caution`, `suspicious`, `unsafe`, `queued`,
            `error`), or None if they do not flag it.
        kept: False if a stored hub answer lists the file but no copy of it was stored.
    """

    path: str
    size: int | None = None
    sha256: str | None = None
    scan: str | None = None
    kept: bool = True


def root_first(paths: Iterable[str]) -> list[str]:
    """Paths in order, those in the root before those in folders.

    Args:
        paths: Paths inside a repository, `/`-separated.
    """
    return sorted(paths, key=lambda path: (path.count("/"), path))


def _path_of(entry: FileEntry) -> str:
    return entry.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that could not be read. Never a pass.

    Attributes:
        artifact: purl of the artefact.
        what: What could not be read, such as `README.md` or `repository`.
        reason: One of `GAP_REASONS`.
        detail: One sentence for a person, with the next step.
        topic: `bases`, `data`, `privacy`, `files` or `detail` if the gap can only affect that;
            empty if it may affect anything.
        waived: Why the gap does not make a run incomplete, or None if it does. An accepted gap is
            still a gap: nothing was read.
    """

    artifact: ArtifactId
    what: str
    reason: str
    detail: str
    topic: str = ""
    waived: Waived | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalScan:
    """What a hub's automatic scan found in the rows of a dataset. Such scans miss much and raise
    false alarms.

    Attributes:
        source: The requested address.
        revision: The scanned commit; empty if the hub does not say.
        rows: Number of scanned rows.
        full: Whether the scan covered all rows.
        columns: Scanned columns.
        counts: Each kind of personal data with the number of rows that contain it, such as
            `("e-mail addresses", 12)`; sorted.
    """

    source: str
    revision: str
    rows: int
    full: bool
    columns: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a hub says about one artefact at one commit; its files are read separately.

    Attributes:
        ref: Pinned to the commit that the hub returned.
        url: Its page on the hub; empty for a folder.
        source: Where the metadata was read: the API path, `_meta.json`, or empty for a bare folder.
        files: The listing, sorted by path.
        metadata: The hub's answer with its own keys (`cardData`, `tags`, `gated`, `baseModels`,
            `pipeline_tag`, `library_name`, `safetensors`, `config`, ...); empty for a bare folder.
        gaps: What the listing lacks, or what was rejected in it.
        scan: The hub's scan of the rows, if it was requested and exists.
        as_of: If this run did not ask the hub: when the hub gave this answer, as
            `2026-11-29T09:30:12Z`; else empty.
    """

    ref: ArtifactRef
    url: str = ""
    source: str = ""
    files: tuple[FileEntry, ...] = ()
    metadata: Mapping[str, object] = field(default_factory=lambda: _EMPTY)
    gaps: tuple[Gap, ...] = ()
    scan: PersonalScan | None = None
    as_of: str = ""

    def __post_init__(self) -> None:
        """Sort the listing; `file` searches it in halves, since it may hold 250,000 files."""
        object.__setattr__(self, "files", tuple(sorted(self.files, key=_path_of)))

    def file(self, path: str) -> FileEntry | None:
        """The listed file at `path`, or None."""
        at = bisect_left(self.files, path, key=_path_of)
        entry = self.files[at] if at < len(self.files) else None
        return entry if entry and entry.path == path else None


@dataclass(frozen=True, kw_only=True)  # no slots: the lines are found once
class SourceText:
    """A text that was read in full, and the target of evidence.

    Attributes:
        artifact: purl of the artefact it belongs to.
        path: Path inside the repository.
        revision: Commit at which it was read.
        text: Decoded text; original line endings, byte order mark removed, broken characters
            replaced.
        sha256: Digest of the bytes that were read.
        size: Number of bytes that were read.
        sha512: Digest of the same bytes, which BSI TR-03183-2 asks for; empty if not computed.
        budget: Limits the time for reading it.
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
        """Decode the bytes read at `path` of the pinned `ref`, without marks that split words."""
        text = without_marks(decode_text(data))
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
        """Raise if the time is over; readers call it between passages.

        Raises:
            OverdueError: The time is over.
        """
        self.budget.check(self.path)

    def lines(self) -> tuple[str, ...]:
        """The lines of the text; LF, CRLF or CR ends a line, as in an editor."""
        return self._lines

    def line_with(self, written: str, within: LineSpan | None = None) -> int:
        """The number of the first line that contains some text.

        Args:
            written: The text.
            within: Where to look; everywhere by default.

        Returns:
            The line, counted from 1; the first one looked at if none contains the text.
        """
        first = within.start if within else 1
        lines = self._lines[first - 1 : within.end if within else None]
        return next((number for number, line in enumerate(lines, first) if written in line), first)

    @cached_property
    def _lines(self) -> tuple[str, ...]:
        # Each piece of evidence asks for them.
        return tuple(_LINE_END.split(self.text))
