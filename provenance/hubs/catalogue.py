"""Base of hubs that describe an artefact in one answer, which becomes a snapshot with the texts in
it.

Such a hub is a `HubType` and a subclass of `CatalogueHub` that turns an answer into a
`CatalogueEntry`. Limits, deadlines, retries, pace and error messages are the same for every hub.
"""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlsplit

from provenance.errors import BoundError, NotFoundError, OfflineError, TooLargeError
from provenance.hubs.base import HubSettings, HubType
from provenance.hubs.endpoint import read_endpoint
from provenance.hubs.http import HttpRequest, get
from provenance.hubs.listing import listing_cut, read_listing, read_object, read_rows
from provenance.hubs.sign_in import SignIn
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, FileEntry, Gap, Kind, Snapshot

ANSWER_LIMIT = 16 * 1024 * 1024
MOST_PAGES = 100
CARD = "README.md"
# Names of an owner that are compared with a misspelt one.
_MOST_COMPARED = 1000


class OnePageHubType(HubType):
    """A kind of hub with one page per artefact and none per revision or file."""

    def web_url(self, page: str, revision: str, path: str = "", line: int | None = None) -> str:
        """See `HubType.web_url`."""
        return page


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """A hub's description of one artefact.

    Attributes:
        ref: Pinned to the version that the hub returned.
        url: Its web page.
        source: Path of the answer, as the target of evidence.
        metadata: Statements of the answer, under the keys that metadata readers use (`cardData`,
            `tags`, `gated`).
        files: Listed files.
        texts: Texts in the answer, by path; they are also listed.
        addresses: Download addresses of other files, by path.
        gaps: What the answer lacks, or what was rejected in it.
    """

    ref: ArtifactRef
    url: str
    source: str
    metadata: Mapping[str, object]
    files: tuple[FileEntry, ...] = ()
    texts: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    addresses: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    gaps: tuple[Gap, ...] = ()

    def snapshot(self) -> Snapshot:
        """The entry as a snapshot, with the texts listed next to the files."""
        files = {entry.path: entry for entry in self.files}
        for path, body in self.texts.items():
            files.setdefault(path, FileEntry(path=path, size=len(body)))
        return Snapshot(
            ref=self.ref,
            url=self.url,
            source=self.source,
            files=tuple(files[path] for path in sorted(files)),
            metadata=self.metadata,
            gaps=self.gaps,
        )


class CatalogueHub(ABC):
    """A hub that returns one answer per artefact.

    Args:
        hub: What kind of hub it is.
        place: Base address without a trailing slash.
        settings: How it is opened; what signs in goes only to the host of `place`.
    """

    def __init__(self, hub: HubType, place: str, settings: HubSettings) -> None:
        endpoint = read_endpoint(settings.places.get(hub.name, place))
        sign_in = settings.sign_ins.get(hub.name, SignIn())
        self.place = endpoint.url
        self._hub = hub
        self._credentials = endpoint.authorization or sign_in.authorization()
        self._token_variable = next(iter(hub.token_variables), "")
        self._store = settings.store
        self._offline = settings.offline
        self._entries: dict[ArtifactRef, CatalogueEntry] = {}
        self._lock = threading.Lock()

    @abstractmethod
    def entry(self, ref: ArtifactRef) -> CatalogueEntry:
        """Request an artefact.

        Raises:
            HubError: A subclass with the next step.
        """

    def similar(self, ref: ArtifactRef) -> Iterator[ArtifactRef]:
        """What the owner of an artefact has besides it, of both kinds; nothing from a hub that
        cannot list.

        Raises:
            HubError: The hub did not answer.
        """
        listing = getattr(self, "listing", None)
        if listing is None:
            return
        owner = self._hub.owner_of(ref.name)
        kinds = (ref.kind, Kind.MODEL if ref.kind is Kind.DATASET else Kind.DATASET)
        for kind in kinds:
            for listed in islice(listing(owner, kind), _MOST_COMPARED):
                yield listed.ref

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`."""
        entry = self.entry(ref)
        with self._lock:
            self._entries[entry.ref] = entry
        return entry.snapshot()

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`."""
        entry = self._entry_of(snapshot)
        if path not in entry.texts:
            return self._bytes(entry, path, limit, prefix=prefix)
        body = entry.texts[path]
        if len(body) > limit and not prefix:
            subject = f"{entry.ref}: {path}"
            raise TooLargeError(
                message("hub.too-large", subject=subject, limit=limit),
                message("hub.not-judged.hint"),
            )
        return body[:limit]

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """See `Hub.read_range`."""
        entry = self._entry_of(snapshot)
        if path in entry.texts:
            return entry.texts[path][start : start + length]
        return self._bytes(entry, path, length, prefix=True, start=start)

    def answer(self, path: str, subject: str, *, post: Any = None) -> Mapping[str, object]:
        """Request a JSON object from the hub.

        Args:
            path: Path and query below the base address, or a complete address.
            subject: What is requested, for messages.
            post: Request body, if the hub requires one.

        Raises:
            MalformedError: The answer is not a JSON object.
            HubError: Another subclass.
        """
        url = path if urlsplit(path).scheme else self.place + path
        body = b"" if post is None else json.dumps(post, sort_keys=True).encode()
        request = HttpRequest(url=url, subject=subject, limit=ANSWER_LIMIT, body=body)
        return read_object(self.fetched(request), subject)[0]

    def rows(self, path: str, subject: str) -> list[Mapping[str, object]]:
        """Request a JSON list of objects from the hub; arguments and errors as for `answer`."""
        request = HttpRequest(url=self.place + path, subject=subject, limit=ANSWER_LIMIT)
        return read_rows(self.fetched(request), subject)

    def fetched(self, request: HttpRequest, authorization: str = "") -> bytes:
        """The body of a response: fetched and stored for offline runs, or taken from the store.

        Args:
            request: The request.
            authorization: Credentials; by default the hub's own token, only for its own host.
        """
        request = replace(request, token_variable=self._token_variable)
        key = f"{request.url}#{request.start}+{request.limit}#{request.body.decode()}"
        if self._offline:
            kept = self._store.read(key) if self._store else None
            if kept:
                return kept.body
            raise OfflineError(
                message("hub.never-fetched", subject=request.subject),
                message("hub.never-fetched.hint"),
            )
        body = self.sent(request, authorization or self._authorization(request.url))
        if self._store:
            self._store.write(key, body)
        return body

    def sent(self, request: HttpRequest, authorization: str) -> bytes:
        """The body of the hub's own answer.

        Args:
            request: The request.
            authorization: Value of the Authorization header, or empty.
        """
        return get(request, authorization)

    def _authorization(self, url: str) -> str:
        here, there = urlsplit(self.place), urlsplit(url)
        is_own = (here.scheme, here.netloc) == (there.scheme, there.netloc)
        return self._credentials if is_own else ""

    def _entry_of(self, snapshot: Snapshot) -> CatalogueEntry:
        with self._lock:
            known = self._entries.get(snapshot.ref)
        return known or self.entry(snapshot.ref)

    def _bytes(
        self, entry: CatalogueEntry, path: str, limit: int, *, prefix: bool, start: int = 0
    ) -> bytes:
        subject = f"{entry.ref}: {path}"
        url = entry.addresses.get(path)
        if url is None:
            raise NotFoundError(
                message("hub.no-bytes", subject=subject), message("hub.no-bytes.hint")
            )
        request = HttpRequest(url=url, subject=subject, limit=limit, prefix=prefix, start=start)
        return self.fetched(request)


def token_pages(
    ask: Callable[[str], Mapping[str, object]], token_key: str, subject: str
) -> Iterator[Mapping[str, object]]:
    """The pages of a listing in which each page names the token of the next.

    Args:
        ask: Requests a page, given its token; empty for the first.
        token_key: Key of the next page's token.
        subject: What is listed, for messages.

    Raises:
        BoundError: After `MOST_PAGES` pages there are still more.
        HubError: A page could not be read.
    """
    token = ""
    for _ in range(MOST_PAGES):
        page = ask(token)
        yield page
        token = text_of(page.get(token_key))
        if not token:
            return
    raise listing_cut(subject, MOST_PAGES)


def listed_files(
    at: ArtifactRef, rows: Iterator[Mapping[str, object]]
) -> tuple[tuple[FileEntry, ...], tuple[Gap, ...]]:
    """The files of a listing that comes in pages.

    Args:
        at: The pinned artefact.
        rows: Rows as `read_listing` expects them; may end in a `BoundError`, which becomes a gap.

    Raises:
        HubError: A page could not be read.
    """
    siblings: list[Mapping[str, object]] = []
    cut: tuple[Gap, ...] = ()
    try:
        for row in rows:
            siblings.append(row)
    except BoundError as error:
        detail = error.message
        cut = (Gap(artifact=at.purl, what="file listing", reason="too-large", detail=detail),)
    files, gaps = read_listing(at.purl, {"siblings": siblings})
    return files, (*gaps, *cut)


def text_of(value: object) -> str:
    """A string from an answer; empty for other values."""
    return value.strip() if isinstance(value, str) else ""


def objects(value: object) -> list[Mapping[str, object]]:
    """The objects in a list of an answer."""
    entries = value if isinstance(value, list) else []
    return [entry for entry in entries if isinstance(entry, dict)]


def mapping(value: object) -> Mapping[str, object]:
    """An object from an answer; empty for other values."""
    return value if isinstance(value, dict) else {}


def card_data(**fields: object) -> dict[str, object]:
    """An answer's statements as card front matter."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def in_path(text: str) -> str:
    """A text as one or more URL path segments."""
    return quote(text, safe="/")
