"""The Hugging Face Hub, or a mirror, through huggingface_hub's own session, token and endpoint.

`HfApi.model_info` is not used: it omits three of the hub's five scan verdicts, reads without a
limit, and does not retry. Wire format: https://huggingface.co/docs/hub/api.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote, urlencode

from packageurl import PackageURL

from provenance.errors import DisabledError, MalformedError, OfflineError, UsageError
from provenance.hubs.base import Hub, HubSettings, HubType, Listed, Offer, Space
from provenance.hubs.endpoint import read_endpoint
from provenance.hubs.http import HttpRequest, get, get_page
from provenance.hubs.listing import (
    known_keys,
    listing_cut,
    lost_numbers,
    read_listing,
    read_object,
    read_rows,
)
from provenance.hubs.store import Store, StoredBody
from provenance.messages import message
from provenance.model.artifact import ArtifactId, ArtifactRef, HubName, Kind, Snapshot

INFO_LIMIT = 64 * 1024 * 1024
DEFAULT_REVISION = "main"
# The most that a listing gives at once, and a limit for a hub whose pages never end.
PAGE_ROWS = 1000
MOST_PAGES = 10_000
_MOST_FOUND = 50
# Parsing a listing of 200,000 files takes much memory, and concurrent parsing would not be faster.
_ONE_AT_A_TIME = threading.Lock()
_COMMIT = re.compile(r"[0-9a-f]{40,64}")


# Carried by huggingface_hub, with its ways to sign in.
_HubRequest = partial(HttpRequest, token_variable=None)

HUGGING_FACE = HubName("hf", "huggingface")

_SEGMENT = r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]{0,94}[A-Za-z0-9_])?"
_NAME = re.compile(rf"(?:{_SEGMENT}/)?{_SEGMENT}")
_REVISION = re.compile(r"[\w][\w./\-:]{0,199}")
# hf-mirror.com serves the same namespace. Cards sometimes omit the scheme.
_SITE = re.compile(
    r"(?:https?://|//)?(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com)/(?P<path>[^\s?#]*)",
    re.IGNORECASE,
)
# The file system of huggingface_hub:
# https://huggingface.co/docs/huggingface_hub/guides/hf_file_system
_FILE_SYSTEM = re.compile(r"hf://(?P<path>[^\s?#]*)", re.IGNORECASE)
# The host of a running Space joins owner and name with a hyphen, so neither can be told from it.
_RUNNING_SPACE = re.compile(r"(?:https?://)?[\w-]{1,200}\.(?:static\.)?hf\.space(?:[/?#]|$)")
_VIEWER = re.compile(
    r"https?://huggingface\.co/(?:nlp"
    r"|datasets)/viewer/?\?(?:.*&)?dataset=(?P<name>[\w.-]+(?:/[\w.-]+)?)"
)
# Parts after a repository's name in page addresses; the next part is the revision.
_PAGES_AT_A_REVISION = frozenset({"tree", "blob", "resolve", "raw", "commit", "commits"})
_PAGES = _PAGES_AT_A_REVISION | {"discussions", "viewer", "settings", "activity"}
# First path parts that are not repositories.
_OTHER_PAGES = frozenset(
    {"papers", "docs", "blog", "collections", "nlp", "learn", "join", "settings", "buckets"}
)
_KINDS = {"models": Kind.MODEL, "datasets": Kind.DATASET}
_FORMS = "Write org/name, hf:org/name@revision, hf:datasets/org/name or an address of the hub."


class HuggingFace(HubType):
    """The namespace of the Hugging Face Hub, including mirrors and stored copies.

    Accepts `org/name`, `datasets/org/name` and `models/org/name`, with optional prefix `hf:` and
    suffix `@revision`; `pkg:huggingface` package URLs; `hf://` paths; and addresses of the site.
    """

    name = HUGGING_FACE
    forms = (
        "org/name",
        "hf:org/name@revision",
        "hf:datasets/org/name",
        "an address of the hub",
        "a pkg:huggingface purl",
    )
    offers = frozenset(Offer)
    named_in_prose = True

    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """See `HubType.parse`."""
        if text.startswith("pkg:"):
            return _of_purl(text)
        address = read_address(text)
        if address is not None:
            return address.ref(text)
        if _RUNNING_SPACE.match(text):
            raise UsageError(
                message("hub.running-space", text=text), message("hub.running-space.hint")
            )
        path, _, revision = text.removeprefix("hf:").partition("@")
        name, kind = _without_section(path, kind, text)
        if _is_name(name) and _is_revision(revision):
            return ArtifactRef(hub=HUGGING_FACE, kind=kind, name=name, revision=revision or None)
        if text.startswith("hf:"):
            raise UsageError(f"{text!r} is not a valid name of a model or dataset", _FORMS)
        return None

    def open(self, settings: HubSettings) -> Hub:
        """See `HubType.open`."""
        hub: Hub = HuggingFaceHub(settings.location, store=settings.store, offline=settings.offline)
        if settings.viewer and not settings.offline:
            from provenance.hubs.viewer import DATASET_VIEWER, ViewerHub

            viewer = DATASET_VIEWER if settings.viewer is True else settings.viewer
            hub = ViewerHub(hub, viewer)
        return hub

    def written(self, ref: ArtifactRef) -> str:
        """See `HubType.written`."""
        return str(ref)

    def web_url(self, page: str, revision: str, path: str = "", line: int | None = None) -> str:
        """See `HubType.web_url`."""
        if not path:
            return f"{page}/tree/{revision}"
        anchor = "" if line is None else f"#L{line}"
        return f"{page}/blob/{quote(f'{revision}/{path}', errors='replace')}{anchor}"


@dataclass(frozen=True, slots=True)
class Address:
    """The target of a site address or file system path.

    Attributes:
        section: `models`, `datasets` or `spaces`; for other pages the first part of the path.
        name: Name of the repository; for other pages the whole path.
        revision: Branch, tag or commit, or None.
    """

    section: str
    name: str
    revision: str | None = None

    @property
    def kind(self) -> Kind | None:
        """Model or dataset; None for anything else."""
        return _KINDS.get(self.section)

    def ref(self, text: str) -> ArtifactRef:
        """The artefact at the address.

        Args:
            text: The address as written, for the error.

        Raises:
            UsageError: It is not the address of a model or dataset.
        """
        if self.section == "spaces":
            raise _is_a_space(text)
        if self.kind is None or not _is_name(self.name) or not _is_revision(self.revision or ""):
            raise UsageError(f"{text!r} is not the address of a model or dataset", _FORMS)
        return ArtifactRef(hub=HUGGING_FACE, kind=self.kind, name=self.name, revision=self.revision)


def read_space(text: str) -> tuple[str, str | None] | None:
    """Name and revision of the Space that a reference names; None for any other text.

    Args:
        text: `spaces/org/name`, with `hf:` before it and `@revision` after it, or an address.
    """
    address = read_address(text)
    if address is None:
        path, _, revision = text.removeprefix("hf:").partition("@")
        section, _, name = path.partition("/")
        address = Address(section, name, revision or None)
    is_space = address.section == "spaces" and "/" in address.name and _is_name(address.name)
    if not is_space or not _is_revision(address.revision or ""):
        return None
    return address.name, address.revision


def read_address(text: str) -> Address | None:
    """Parse a site address or file system path; None for any other text."""
    if path := _FILE_SYSTEM.match(text):
        return _in_file_system(path["path"])
    if viewed := _VIEWER.match(text):
        return Address("datasets", viewed["name"])
    site = _SITE.match(text)
    return _on_site(site["path"]) if site else None


def _on_site(path: str) -> Address:
    # A trainer's card template links a Python list of its datasets.
    path = path.replace("['", "").replace("']", "")
    section, parts = _sectioned([part for part in path.split("/") if part])
    name_parts = parts[:1]  # the owner's name, even if it is `models`
    for part in parts[1:]:
        if part in _PAGES:
            break
        name_parts.append(part)
    name = "/".join(name_parts)
    below = parts[len(name_parts) :]
    if len(below) < 2 or below[0] not in _PAGES_AT_A_REVISION:
        return Address(section, name)
    revision = unquote(below[1])
    return Address(section, name, revision)


def _in_file_system(path: str) -> Address:
    section, parts = _sectioned([part for part in path.split("/") if part])
    *owner, last = parts[:2] or [""]
    name, _, revision = last.partition("@")
    repository = "/".join([*owner, name])
    return Address(section, repository, unquote(revision) or None)


def _sectioned(parts: list[str]) -> tuple[str, list[str]]:
    """The site section of a path, and the rest of the path."""
    first = parts[0] if parts else ""
    if first in ("datasets", "spaces") or (first == "models" and len(parts) > 2):
        return first, parts[1:]
    if first in _OTHER_PAGES or (first == "models" and len(parts) == 1):
        return first, parts
    return "models", parts


def _of_purl(text: str) -> ArtifactRef | None:
    try:
        purl = PackageURL.from_string(text)
    except ValueError:
        return None
    if purl.type != HUGGING_FACE.purl_type:
        return None
    identity = ArtifactId.of_package(text, purl, HUGGING_FACE)
    if not _is_name(identity.name) or not _is_revision(identity.revision):
        raise UsageError(f"{text!r} is not a valid name of a model or dataset", _FORMS)
    return ArtifactRef(
        hub=HUGGING_FACE, kind=identity.kind, name=identity.name, revision=identity.revision or None
    )


def _without_section(path: str, kind: Kind, text: str) -> tuple[str, Kind]:
    """A name without the prefix `datasets/` or `models/`, and the kind that the prefix states."""
    section, _, name = path.partition("/")
    if section == "spaces" and name:
        raise _is_a_space(text)
    # An organisation may be called `models`, so names of two parts stay as they are.
    has_section = section == "datasets" or (section == "models" and "/" in name)
    return (name, _KINDS[section]) if has_section else (path, kind)


def _is_a_space(text: str) -> UsageError:
    return UsageError(
        f"{text} is a Space, not a model or dataset",
        "`provenance audit` reads what a Space names; for other commands clone it and run"
        " `provenance scan`.",
    )


def _is_name(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and "--" not in name and ".." not in name


def _is_revision(revision: str) -> bool:
    return not revision or (bool(_REVISION.fullmatch(revision)) and ".." not in revision)


class HuggingFaceHub:
    """A hub with the Hugging Face wire format.

    Args:
        endpoint: Base URL; None for HF_ENDPOINT or huggingface.co, as in huggingface_hub. Its user
            name and password take precedence over any token and are never shown.
        token: Bearer token; None for HF_TOKEN or the stored token, as in huggingface_hub.
        store: Where to keep fetched data, or None. Files of a commit never change and are fetched
            once. The state of a repository can change, so every run asks whether it exists and is
            public, gated, disabled or flagged, even for pinned commits.
        offline: Whether to use only the store and huggingface_hub's own cache.
    """

    def __init__(
        self,
        endpoint: str | None = None,
        token: str | None = None,
        store: Store | None = None,
        offline: bool = False,
    ) -> None:
        from huggingface_hub import constants, get_token

        place, default = read_endpoint(endpoint or constants.ENDPOINT), constants.ENDPOINT
        self.endpoint = place.url
        self._shares_cache = place.url == read_endpoint(default).url
        token = token or (None if constants.HF_HUB_DISABLE_IMPLICIT_TOKEN else get_token())
        self._authorization = place.authorization or (f"Bearer {token}" if token else "")
        self._store = store
        self._offline = offline or constants.is_offline_mode()

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`. One request: card data, files with sizes and hashes, scan verdicts,
        tags."""
        path = _info_path(ref)
        query = "?blobs=true" + ("&securityStatus=true" if ref.kind is Kind.MODEL else "")
        request = _HubRequest(url=self.endpoint + path + query, subject=str(ref), limit=INFO_LIMIT)
        kept = self._kept(request) if self._offline else None
        body = kept.body if kept else self._get(request)
        pinned_already = bool(_COMMIT.fullmatch(ref.revision or ""))
        with _ONE_AT_A_TIME:
            snapshot = self._pin(ref, path, body)
        if self._store and not kept and not pinned_already:
            address = self.endpoint + _info_path(snapshot.ref) + query
            self._store.write(address, body)
        return replace(snapshot, as_of=kept.fetched) if kept else snapshot

    def listing(self, owner: str, kind: Kind) -> Iterator[Listed]:
        """See `ListingHub.listing`. One request for a thousand artefacts; each comes with tags,
        file names, the commit and the time of the last change."""
        if self._offline:
            raise OfflineError(
                message("hub.never-fetched", subject=owner), message("hub.never-fetched.hint")
            )
        query = urlencode({"author": owner, "full": "true", "limit": PAGE_ROWS})
        url = f"{self.endpoint}/api/{kind}s?{query}"
        for _ in range(MOST_PAGES):
            request = _HubRequest(url=url, subject=f"{owner}/*", limit=INFO_LIMIT)
            page = get_page(request, self._authorization)
            for row in read_rows(page.body, f"{owner}/*"):
                if listed := _listed(row, kind):
                    yield listed
            url = page.following
            if not url:
                return
        raise listing_cut(f"{owner}/*", MOST_PAGES)

    def similar(self, ref: ArtifactRef) -> Iterator[ArtifactRef]:
        """What a user may have meant by a name that is not here: the same name of the other kind,
        names of the same owner, and what the hub's search finds for the name alone. Three
        requests."""
        owner, _, name = ref.name.rpartition("/")
        other = Kind.DATASET if ref.kind is Kind.MODEL else Kind.MODEL
        of_owner = {"author": owner, "limit": PAGE_ROWS}
        questions = [(ref.kind, {"search": name, "limit": _MOST_FOUND})]
        if owner:
            questions = [
                (other, {**of_owner, "search": name}),
                (ref.kind, of_owner),
                *questions,
            ]
        for kind, question in questions:
            url = f"{self.endpoint}/api/{kind}s?{urlencode(question)}"
            request = _HubRequest(url=url, subject=str(ref), limit=INFO_LIMIT)
            for row in read_rows(self._get(request), str(ref)):
                if listed := _listed(row, kind):
                    yield listed.ref.unpinned

    def space(self, name: str, revision: str | None) -> Space:
        """An application of the hub, pinned to a commit. One request.

        Raises:
            HubError: One of its subclasses.
        """
        ref = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name=name, revision=revision)
        wanted = quote(revision or DEFAULT_REVISION, safe="")
        path = f"/api/spaces/{name}/revision/{wanted}"
        request = _HubRequest(
            url=f"{self.endpoint}{path}?blobs=true", subject=f"spaces/{name}", limit=INFO_LIMIT
        )
        kept = self._kept(request) if self._offline else None
        snapshot = self._pin(ref, path, kept.body if kept else self._get(request))
        snapshot = replace(snapshot, url=f"{self.endpoint}/spaces/{snapshot.ref.name}")
        return Space(
            name=snapshot.ref.name,
            revision=snapshot.ref.revision or "",
            files=snapshot.files,
            read=partial(self.read, snapshot),
        )

    def _pin(self, ref: ArtifactRef, path: str, body: bytes) -> Snapshot:
        """Parse an answer."""
        answer, loaded = read_object(body, str(ref))
        info = known_keys(answer)
        if info.get("disabled") is True:
            raise DisabledError(
                message("hub.disabled", subject=str(ref)), message("hub.disabled.hint")
            )
        commit = info.get("sha")
        if not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
            raise MalformedError(
                message("hub.no-commit", subject=str(ref)), message("hub.endpoint.hint")
            )
        pinned = ArtifactRef(
            hub=ref.hub, kind=ref.kind, name=_canonical_name(info, ref), revision=commit
        )
        files, gaps = read_listing(pinned.purl, info, consume=True)
        gaps = (*gaps, *lost_numbers(pinned.purl, "API answer", loaded))
        info.pop("siblings", None)
        prefix = "datasets/" if ref.kind is Kind.DATASET else ""
        return Snapshot(
            ref=pinned,
            url=f"{self.endpoint}/{prefix}{pinned.name}",
            source=path,
            files=files,
            metadata=info,
            gaps=gaps,
        )

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`. At most one GET at the pinned commit, without a HEAD."""
        return self._read(snapshot, path, limit, prefix, 0)

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """See `Hub.read_range`. At most one GET."""
        return self._read(snapshot, path, length, True, start)

    def _read(self, snapshot: Snapshot, path: str, limit: int, prefix: bool, start: int) -> bytes:
        url = f"{snapshot.url}/resolve/{snapshot.ref.revision}/{quote(path)}"
        request = _HubRequest(
            url=url, subject=f"{snapshot.ref.name}: {path}", limit=limit, prefix=prefix, start=start
        )
        if kept := self._kept(request):
            return kept.body
        body = None
        if self._shares_cache:
            body = _from_client_cache(snapshot.ref, path, request)
        return self._get(request) if body is None else body

    def _kept(self, request: HttpRequest) -> StoredBody | None:
        return self._store.read(_address(request)) if self._store else None

    def _get(self, request: HttpRequest) -> bytes:
        if self._offline:
            raise OfflineError(
                message("hub.never-fetched", subject=request.subject),
                message("hub.never-fetched.hint"),
            )
        body = get(request, self._authorization)
        if self._store:
            self._store.write(_address(request), body)
        return body


def _listed(row: Mapping[str, object], kind: Kind) -> Listed | None:
    """A row of a listing; None where it names nothing that could be asked for."""
    name, commit = row.get("id"), row.get("sha")
    if not isinstance(name, str) or not _is_name(name):
        return None
    ref = ArtifactRef(hub=HUGGING_FACE, kind=kind, name=name)
    if isinstance(commit, str) and _COMMIT.fullmatch(commit):
        ref = ref.at(commit)
    return Listed(ref=ref, metadata=row)


def _info_path(ref: ArtifactRef) -> str:
    return (
        f"/api/{ref.kind}s/{ref.name}/revision/{quote(ref.revision or DEFAULT_REVISION, safe='')}"
    )


def _address(request: HttpRequest) -> str:
    if request.start:
        return f"{request.url}#from={request.start}&first={request.limit}"
    return f"{request.url}#first={request.limit}" if request.prefix else request.url


def _from_client_cache(ref: ArtifactRef, path: str, request: HttpRequest) -> bytes | None:
    """A file of this commit from huggingface_hub's own cache."""
    from huggingface_hub import try_to_load_from_cache

    cached = try_to_load_from_cache(ref.name, path, revision=ref.revision, repo_type=ref.kind.value)
    if not isinstance(cached, str):
        return None
    try:
        with Path(cached).open("rb") as file:
            file.seek(request.start)
            body = file.read(request.limit + 1)
    except OSError:
        return None
    return body[: request.limit] if request.prefix or len(body) <= request.limit else None


def _canonical_name(info: Mapping[str, object], ref: ArtifactRef) -> str:
    name = info.get("id")
    return name if isinstance(name, str) and _is_name(name) else ref.name
