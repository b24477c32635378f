"""OCI registries: Ollama, ModelPack, KitOps and Docker Model Runner, by the distribution protocol
(https://github.com/opencontainers/distribution-spec).

A manifest names layers by digest; only `sha256:` with 64 digits is accepted, and complete reads are
verified. Content types of answers are ignored, because some registries send text/plain.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from packageurl import PackageURL

from provenance.errors import MalformedError, OfflineError, UsageError
from provenance.files.safe_json import entries_of
from provenance.hubs.base import Hub, HubSettings, HubType, Listed, Offer
from provenance.hubs.catalogue import (
    ANSWER_LIMIT,
    MOST_PAGES,
    CatalogueEntry,
    CatalogueHub,
    card_data,
    mapping,
    objects,
    text_of,
)
from provenance.hubs.http import HttpPage, HttpRequest, get, get_page
from provenance.hubs.listing import is_plain_path, listing_cut, read_object
from provenance.hubs.name_forms import is_name, prefixed
from provenance.hubs.site_pages import SitePage, read_page
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, FileEntry, Gap, HubName, Kind, Snapshot


class _RegistryName(HubName):
    """Names with a host and a path of any depth, as in `pkg:oci` (purl-spec, type oci)."""

    __slots__ = ()

    def package(self, kind: Kind, name: str) -> PackageURL:
        """See `HubName.package`."""
        return PackageURL(
            self.purl_type, None, name.rpartition("/")[2], None, {"repository_url": name}
        )


OCI = _RegistryName("oci", "oci")
_OLLAMA_CLIENT = "Ollama"
_DOCKER_CLIENT = "Docker Model Runner"
_OLLAMA = "registry.ollama.ai"
_HUGGING_FACE = frozenset({"hf.co", "huggingface.co"})
_DOCKER = "docker.io"
# Docker's own names for its hub lead to a host of another name.
_HOSTS = {_DOCKER: "registry-1.docker.io", "index.docker.io": "registry-1.docker.io"}
_OLLAMA_SITES = ("ollama.com", "registry.ollama.ai")
_DOCKER_SITE = "hub.docker.com"
# Written without a scheme, these can only be images.
_BARE_HOSTS = (*_HOSTS, "ghcr.io", "quay.io")
_HOST = r"(?:[\w-]+\.)+[\w-]+(?::\d+)?|localhost(?::\d+)?"
_PATH = r"[a-z0-9._-]+(?:/[a-z0-9._-]+)*"
_REFERENCE = re.compile(
    rf"(?P<name>(?:{_HOST})/{_PATH})"
    r"(?::(?P<tag>[\w][\w.-]{0,127}))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?",
    re.IGNORECASE,
)
_LOWER = re.compile(_PATH)
_SHORT = re.compile(rf"(?P<name>{_PATH})(?::(?P<tag>[\w][\w.-]{{0,127}}))?", re.IGNORECASE)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_TAG = re.compile(r"[\w][\w.-]{0,127}")
_CHALLENGE = re.compile(r'(realm|service|scope)="([^"]{0,1000})"')
_ACCEPT = ", ".join(
    (
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.oci.image.index.v1+json",
    )
)
_WEB = ("https://", "http://")
# The answer to a request that lacks a token.
_UNSIGNED = frozenset({401})
_TEXT_LIMIT = 1024 * 1024
_CATALOGUE_ROWS = 1000
_DEFAULT_TAG = "latest"
_FORM = "Write ollama:model:tag, or oci://host/path:tag."
# Layer types by the last part of their media type; a number is appended if there are several.
_LAYERS = (
    (re.compile(r"ollama\.image\.license|docker\.ai\.license"), "LICENSE"),
    (re.compile(r"ollama\.image\.template|docker\.ai\.chat\.template"), "chat_template.jinja"),
    (re.compile(r"ollama\.image\.system"), "system.txt"),
    (re.compile(r"ollama\.image\.params"), "params.json"),
    (re.compile(r"ollama\.image\.messages"), "messages.json"),
    (re.compile(r"ollama\.image\.model|docker\.ai\.gguf"), "model.gguf"),
    (re.compile(r"ollama\.image\.projector|docker\.ai\.mmproj"), "projector.gguf"),
    (re.compile(r"ollama\.image\.adapter"), "adapter.gguf"),
)
_PATH_NOTE = "org.cncf.model.filepath"
_TITLE = "org.opencontainers.image.title"
_CONFIG = "config.json"


class Oci(HubType):
    """Models in registries: `oci://host/path:tag` and `ollama:model:tag`."""

    name = OCI
    forms = ("ollama:model:tag", "oci://host/path:tag")
    has_datasets = False
    offers = frozenset({Offer.HASHES, Offer.LICENCE})
    address = prefixed("ollama", "oci")
    clients = frozenset({_OLLAMA_CLIENT, _DOCKER_CLIENT})

    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """See `HubType.parse`."""
        if text.startswith("pkg:oci/"):
            return _of_purl(text)
        if page := read_page(text, *_OLLAMA_SITES, *_HUGGING_FACE, _DOCKER_SITE):
            return _on_site(text, page)
        if text.startswith("ollama:"):
            rest = text.removeprefix("ollama:").removeprefix("//")
            return _ollama(text, rest.removeprefix("library/"))
        if text.startswith("docker://"):
            text = self.client_reference(_DOCKER_CLIENT, text.removeprefix("docker://"), kind)
        elif text.startswith(tuple(f"{host}/" for host in _BARE_HOSTS)):
            text = f"oci://{text}"
        if not text.startswith("oci:"):
            return None
        match = _REFERENCE.fullmatch(text.removeprefix("oci:").removeprefix("//"))
        if match is None:
            raise UsageError(f"{text!r} does not name anything in a registry", _FORM)
        return _ref(match["name"], match["digest"] or match["tag"])

    def client_reference(self, service: str, name: str, kind: Kind) -> str:
        """See `HubType.client_reference`. Docker Model Runner takes names as Docker does: without a
        host they are on Docker Hub."""
        if service == _OLLAMA_CLIENT:
            return f"ollama:{name}"
        first, slash, _ = name.partition("/")
        if not slash:
            return f"oci://{_DOCKER}/library/{name}"
        has_host = "." in first or ":" in first or first == "localhost"
        return f"oci://{name}" if has_host else f"oci://{_DOCKER}/{name}"

    def written(self, ref: ArtifactRef) -> str:
        """See `HubType.written`; a tag follows a colon."""
        if not ref.revision:
            return f"oci://{ref.name}"
        joint = "@" if _DIGEST.fullmatch(ref.revision) else ":"
        return f"oci://{ref.name}{joint}{ref.revision}"

    def open(self, settings: HubSettings) -> Hub:
        """See `HubType.open`."""
        return OciHub(self, "", settings)


def _on_site(text: str, page: SitePage) -> ArtifactRef | None:
    """The model of a page of Ollama or Docker Hub, or of a name on the Hugging Face Hub with a tag,
    which its registry serves."""
    first, *rest = page.parts or ("",)
    if page.host in _HUGGING_FACE:
        has_tag = len(rest) == 1 and ":" in rest[0]
        return _ollama(text, f"{page.host}/{first}/{rest[0]}") if has_tag else None
    if page.host == _DOCKER_SITE:
        return _on_docker_hub(first, rest)
    # What lies below a name is a page of it, such as its tags.
    return _ollama(text, "/".join((first, *rest[:1])))


def _on_docker_hub(section: str, rest: list[str]) -> ArtifactRef | None:
    """The image of a page of Docker Hub: `_/name` if it is official, else `r/owner/name`."""
    if section not in ("_", "r") or not rest:
        return None
    name = f"library/{rest[0]}" if section == "_" else "/".join(rest[:2])
    return _ref(f"{_DOCKER}/{name}", None) if is_name(name, _LOWER) else None


def _ref(name: str, revision: str | None) -> ArtifactRef:
    host = name.partition("/")[0].lower()
    # Names in registries are lower case; those of this host are names of the Hugging Face Hub.
    kept = name if host in _HUGGING_FACE else name.lower()
    return ArtifactRef(hub=OCI, kind=Kind.MODEL, name=kept, revision=revision)


def _ollama(text: str, rest: str) -> ArtifactRef:
    match = _SHORT.fullmatch(rest)
    if match is None or not is_name(match["name"], _SHORT):
        raise UsageError(f"{text!r} is not a valid name of a model on Ollama", _FORM)
    first, slash, _ = match["name"].partition("/")
    if slash and "." in first:
        # Ollama also pulls from other registries, such as hf.co.
        return _ref(match["name"], match["tag"])
    name = match["name"] if slash else f"library/{match['name']}"
    return _ref(f"{_OLLAMA}/{name}", match["tag"])


def _of_purl(text: str) -> ArtifactRef:
    purl = PackageURL.from_string(text)
    qualifiers = purl.qualifiers if isinstance(purl.qualifiers, dict) else {}
    name = qualifiers.get("repository_url", "")
    if not _REFERENCE.fullmatch(name):
        raise UsageError(f"{text!r} names no registry", "Add repository_url=host/path to it.")
    return _ref(name, purl.version or None)


class OciHub(CatalogueHub):
    """Registries, each at the host in the artefact's name."""

    def __init__(self, hub: HubType, place: str, settings: HubSettings) -> None:
        super().__init__(hub, place, settings)
        # Tokens of anonymous users, by host and repository.
        self._tokens: dict[tuple[str, str], str] = {}

    def entry(self, ref: ArtifactRef) -> CatalogueEntry:
        """See `CatalogueHub.entry`. Requests the manifest, its configuration and its small
        texts."""
        host, _, path = ref.name.partition("/")
        base = f"{self._root(host)}/v2/{path}"
        wanted = ref.revision or _DEFAULT_TAG
        source = f"/v2/{path}/manifests/{wanted}"
        body = self._body(f"{base}/manifests/{wanted}", str(ref), ANSWER_LIMIT)
        digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
        if _DIGEST.fullmatch(wanted) and wanted != digest:
            raise _other_bytes(str(ref), wanted)
        manifest, _ = read_object(body, str(ref))
        at = ref.at(digest)
        layers, gaps = _layers(at, manifest)
        addresses = {entry.path: f"{base}/blobs/sha256:{entry.sha256}" for entry, _ in layers}
        config = self._config(base, manifest, at)
        return CatalogueEntry(
            ref=at,
            url=f"https://{ref.name}",
            source=source,
            metadata=_metadata(config, manifest),
            files=tuple(entry for entry, _ in layers),
            texts={_CONFIG: config} if config else {},
            addresses=addresses,
            gaps=tuple(gaps),
        )

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`; a complete read is verified by digest."""
        body = super().read(snapshot, path, limit, prefix=prefix)
        entry = snapshot.file(path)
        if entry is None or not entry.sha256:
            return body
        is_whole = not prefix or (entry.size is not None and entry.size <= limit)
        if is_whole and hashlib.sha256(body).hexdigest() != entry.sha256:
            raise _other_bytes(f"{snapshot.ref}: {path}", f"sha256:{entry.sha256}")
        return body

    def listing(self, owner: str, kind: Kind) -> Iterator[Listed]:
        """See `ListingHub.listing`: the catalogue of a registry (distribution-spec, `_catalog`), or
        what it lists below a path. Public registries offer no catalogue."""
        if kind is Kind.DATASET:
            return
        host, _, below = owner.partition("/")
        subject = f"oci://{owner}"
        if self._offline:
            raise OfflineError(
                message("hub.never-fetched", subject=subject), message("hub.never-fetched.hint")
            )
        url = f"{self._root(host)}/v2/_catalog?n={_CATALOGUE_ROWS}"
        for _ in range(MOST_PAGES):
            request = HttpRequest(url=url, subject=subject, limit=ANSWER_LIMIT)
            page = self._page(request)
            answer, _loaded = read_object(page.body, subject)
            for name in entries_of(answer.get("repositories")):
                if not isinstance(name, str) or not is_plain_path(name):
                    continue
                if not below or name.startswith(f"{below}/"):
                    yield Listed(ref=_ref(f"{host}/{name}", None))
            url = page.following
            if not url:
                return
        raise listing_cut(subject, MOST_PAGES)

    def similar(self, ref: ArtifactRef) -> Iterator[ArtifactRef]:
        """See `CatalogueHub.similar`: the tags besides the one that is not here."""
        host, _, path = ref.name.partition("/")
        request = HttpRequest(
            url=f"{self._root(host)}/v2/{path}/tags/list", subject=str(ref), limit=ANSWER_LIMIT
        )
        answer, _loaded = read_object(self.fetched(request), str(ref))
        for tag in entries_of(answer.get("tags")):
            if isinstance(tag, str) and _TAG.fullmatch(tag):
                yield ref.at(tag)

    def _root(self, host: str) -> str:
        """`https://host`; a registry on this machine uses plain HTTP."""
        if self.place:
            return self.place
        is_here = host.partition(":")[0] in ("localhost", "127.0.0.1")
        scheme = "http" if is_here else "https"
        return f"{scheme}://{_HOSTS.get(host, host)}"

    def sent(self, request: HttpRequest, authorization: str) -> bytes:
        """See `CatalogueHub.sent`; a registry may want a token of anonymous users, too."""
        return self._page(request).body

    def _page(self, request: HttpRequest) -> HttpPage:
        """The answer to a request, signed with the token that was given for its repository."""
        place = _repository(request.url)
        token = self._tokens.get(place, "")
        if token:
            return get_page(request, token)
        page = get_page(replace(request, answers=_UNSIGNED))
        if page.status not in _UNSIGNED:
            return page
        token = _anonymous_token(page.headers.get("www-authenticate", ""), request.subject)
        self._tokens[place] = token
        return get_page(request, token)

    def _body(self, url: str, subject: str, limit: int) -> bytes:
        return self.fetched(HttpRequest(url=url, subject=subject, limit=limit, accept=_ACCEPT))

    def _config(self, base: str, manifest: Mapping[str, object], ref: ArtifactRef) -> bytes:
        """The configuration, verified by digest; empty if the manifest has none."""
        digest = text_of(mapping(manifest.get("config")).get("digest"))
        if not _DIGEST.fullmatch(digest):
            return b""
        body = self._body(f"{base}/blobs/{digest}", f"{ref}: {_CONFIG}", _TEXT_LIMIT)
        if hashlib.sha256(body).hexdigest() != digest.removeprefix("sha256:"):
            raise _other_bytes(f"{ref}: {_CONFIG}", digest)
        return body


def _anonymous_token(challenge: str, subject: str) -> str:
    """The Authorization header with the token that a registry's challenge refers to
    (distribution-spec, token authentication); empty if it refers to none."""
    stated = dict(_CHALLENGE.findall(challenge))
    realm = stated.pop("realm", "")
    if not realm.lower().startswith(_WEB):
        return ""
    url = f"{realm}?{urlencode(stated)}"
    # Not kept for runs without a network, as answers are.
    answer, _ = read_object(get(HttpRequest(url=url, subject=subject, limit=_TEXT_LIMIT)), subject)
    token = text_of(answer.get("token")) or text_of(answer.get("access_token"))
    return f"Bearer {token}" if token else ""


def _repository(url: str) -> tuple[str, str]:
    """Host and `org/model` of `https://host/v2/org/model/blobs/sha256:…`."""
    parts = urlsplit(url)
    path = parts.path.removeprefix("/v2/")
    return parts.netloc, re.split(r"/(?:blobs|manifests|tags)/", path, maxsplit=1)[0]


def _other_bytes(subject: str, digest: str) -> MalformedError:
    return MalformedError(
        message("hub.other-bytes", subject=subject, digest=digest),
        message("hub.other-bytes.hint"),
    )


def _layers(
    ref: ArtifactRef, manifest: Mapping[str, object]
) -> tuple[list[tuple[FileEntry, str]], list[Gap]]:
    """The layers as files with their media types, and a gap for each layer without a valid
    digest."""
    files: list[tuple[FileEntry, str]] = []
    gaps: list[Gap] = []
    taken: dict[str, int] = {}
    for layer in objects(manifest.get("layers")):
        digest, media = text_of(layer.get("digest")), text_of(layer.get("mediaType"))
        if not _DIGEST.fullmatch(digest):
            detail = message("hub.bad-digest", subject=str(ref), digest=digest[:80] or "nothing")
            gaps.append(
                Gap(artifact=ref.purl, what="file listing", reason="malformed", detail=detail)
            )
            continue
        path = _path(layer, media, digest)
        taken[path] = taken.get(path, 0) + 1
        name = path if taken[path] == 1 else f"{path}-{taken[path]}"
        size = layer.get("size")
        entry = FileEntry(
            path=name,
            size=size if isinstance(size, int) and size >= 0 else None,
            sha256=digest.removeprefix("sha256:"),
        )
        files.append((entry, media))
    return sorted(files, key=lambda item: item[0].path), gaps


def _path(layer: Mapping[str, object], media: str, digest: str) -> str:
    """The name of a layer: its stated path, else what its media type says it is, else the title
    that a client gave it."""
    notes = mapping(layer.get("annotations"))
    by_type = next((name for pattern, name in _LAYERS if pattern.search(media)), "")
    for name in (text_of(notes.get(_PATH_NOTE)), by_type, text_of(notes.get(_TITLE))):
        if name and is_plain_path(name):
            return name
    return f"layer-{digest.removeprefix('sha256:')[:12]}"


def _metadata(config: bytes, manifest: Mapping[str, object]) -> dict[str, object]:
    """The statements of the configuration: `descriptor` of ModelPack, Kitfile of KitOps."""
    try:
        stated = mapping(json.loads(config)) if config else {}
    except (ValueError, RecursionError):
        stated = {}
    descriptor, package = mapping(stated.get("descriptor")), mapping(stated.get("package"))
    model = mapping(stated.get("model"))
    licences = descriptor.get("licenses") or model.get("license") or package.get("license")
    datasets = [text_of(entry.get("name")) for entry in objects(stated.get("datasets"))]
    addresses = descriptor.get("datasetsURL")
    datasets += addresses if isinstance(addresses, list) else []
    notes = mapping(manifest.get("annotations"))
    return {
        "cardData": card_data(
            license=licences or text_of(notes.get("org.opencontainers.image.licenses")),
            base_model=text_of(descriptor.get("sourceURL")),
            datasets=[name for name in datasets if isinstance(name, str) and name],
        )
    }
