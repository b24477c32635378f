"""What the test hub answers: the Hugging Face hub's routes over a folder of repositories.

Wire format: https://huggingface.co/docs/hub/api, huggingface_hub 2.4 (hf_api.py, file_download.py, utils/_http.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode

from hub_server_repository import Json, Repository
from hub_server_wire import Answer, FilePart, RefusalError, Request, content_answer

KINDS = {"models": "model", "datasets": "dataset"}
CONTENT_ROUTES = ("resolve", "raw", "lfs")
_EXPANDED_ONLY = frozenset({"baseModels", "childrenModelCount", "downloadsAllTime", "evalResults", "resourceGroup"})
_EXPANDED_ONLY |= {"inferenceProviderMapping", "trendingScore", "securityRepoStatus", "refs"}
_ROW = ("_id", "id", "likes", "private", "downloads", "tags", "createdAt")
_ROWS = {
    "model": (*_ROW, "modelId", "pipeline_tag", "library_name"),
    "dataset": (*_ROW, "author", "disabled", "gated", "lastModified", "sha", "description", "citation"),
}
_DISABLED = "Access to this resource is disabled."
_NO_GATED_SCOPE = (
    "Please enable access to public gated repositories in your fine-grained token settings to view this repository."
)


@dataclass(frozen=True, slots=True)
class Access:
    """Which tokens the hub knows.

    Attributes:
        tokens: May read everything.
        strangers: Valid, but without access to private and gated repositories.
        restricted: Valid fine-grained tokens without the permission for gated repositories.
    """

    tokens: Collection[str] = ()
    strangers: Collection[str] = ()
    restricted: Collection[str] = ()

    def check(self, request: Request) -> None:
        """Refuse a token that the hub does not know."""
        if "authorization" in request.headers and not self.is_known(request):
            raise RefusalError(401, "Invalid credentials in Authorization header")

    def is_known(self, request: Request) -> bool:
        """Whether the request bears a valid token."""
        return request.token in {*self.tokens, *self.strangers, *self.restricted}

    def may_read(self, request: Request) -> bool:
        """Whether the request may read private repositories and the files of gated ones."""
        return request.token in self.tokens


@dataclass(frozen=True, slots=True)
class Routes:
    """The hub as a function from request to answer.

    Attributes:
        folder: Holds `models/ORG/NAME` and `datasets/ORG/NAME`.
        url: Where clients reach the hub: for absolute links.
        access: Which tokens it knows.
        renames: Former repository names and the present ones.
        cdn: Where LFS content is, if it is on another host.
    """

    folder: Path
    url: str
    access: Access = field(default_factory=Access)
    renames: Mapping[str, str] = field(default_factory=dict)
    cdn: str | None = None

    def answer(self, request: Request) -> Answer:
        """The answer to `request`; refusals are answers too."""
        try:
            self.access.check(request)
            segments = request.segments
            if segments[:1] == ["api"]:
                return self._api(request, segments[1:])
            return self._content(request, segments)
        except RefusalError as refusal:
            return refusal.answer

    def stored_content(self, request: Request) -> Answer:
        """What the content host answers: LFS content at the links that the hub gave out, without any token."""
        segments = request.segments
        kind, segments = (KINDS["datasets"], segments[1:]) if segments[0] == "datasets" else ("model", segments)
        at = segments.index("lfs") if "lfs" in segments else 0
        repository = self._find(kind, "/".join(segments[:at])) if at else None
        path = "/".join(segments[at + 2 :])
        if repository is None or path not in repository.stored:
            return Answer(403, {"Content-Type": "application/xml"}, b"<Error><Code>AccessDenied</Code></Error>")
        return _file(request, repository, path, {})

    # Repositories

    def _find(self, kind: str, name: str) -> Repository | None:
        parts = name.split("/")
        if len(parts) > 2 or any(part in ("", ".", "..") for part in parts):
            return None
        folder = self.folder / f"{kind}s" / name
        if not folder.is_dir() or (len(parts) == 1 and not _holds_files(folder)):
            return None
        return Repository(kind, name, folder)

    def _all(self, kind: str) -> Iterator[Repository]:
        root = self.folder / f"{kind}s"
        for first in sorted(root.iterdir()) if root.is_dir() else ():
            if _holds_files(first):
                yield Repository(kind, first.name, first)
            elif first.is_dir():
                yield from (Repository(kind, f"{first.name}/{path.name}", path) for path in sorted(first.iterdir()))

    def _repository(self, request: Request, kind: str, name: str) -> Repository:
        """The repository that may be known to the request to exist."""
        repository = self._find(kind, name)
        if repository is None or (repository.meta.get("private") and not self.access.may_read(request)):
            if self.access.is_known(request):
                raise RefusalError(404, "Repository not found", "RepoNotFound")
            raise RefusalError(401, "Invalid username or password.", "RepoNotFound")
        if repository.meta.get("disabled"):
            raise RefusalError(403, _DISABLED)
        return repository

    def _check_gate(self, request: Request, repository: Repository) -> None:
        if not repository.gated or self.access.may_read(request):
            return
        told = f"Access to {repository.kind} {repository.name} is restricted"
        if request.token in self.access.restricted:
            raise RefusalError(403, _NO_GATED_SCOPE)
        if self.access.is_known(request):
            page = f"{self.url}/{'datasets/' if repository.kind == 'dataset' else ''}{repository.name}"
            told += f" and you are not in the authorized list. Visit {page} to ask for access."
            raise RefusalError(403, told, "GatedRepo")
        raise RefusalError(401, f"{told}. You must have access to it and be authenticated to access it.", "GatedRepo")

    def _moved(self, request: Request, kind: str, name: str) -> Answer | None:
        new = self.renames.get(name)
        if new is None or self._find(kind, name):
            return None
        query = urlencode(request.query, doseq=True)
        location = request.path.replace(quote(name), quote(new), 1) + (f"?{query}" if query else "")
        return Answer.redirect(location, 307)

    # /api

    def _api(self, request: Request, segments: list[str]) -> Answer:
        if segments == ["whoami-v2"]:
            return self._whoami(request)
        kind = KINDS.get(segments[0])
        if kind is None:
            raise RefusalError(404, "Sorry, we can't find the page you are looking for.")
        if len(segments) == 1:
            return self._list(request, kind)
        name, action, rest = _split_name(segments[1:])
        if moved := self._moved(request, kind, name):
            return moved
        routes: dict[str, Callable[[Request, Repository, list[str]], Answer]] = {
            "": self._info,
            "revision": self._info,
            "tree": self._tree,
            "paths-info": self._paths_info,
            "refs": lambda request, repository, rest: Answer.json(repository.refs),
            "auth-check": self._auth_check,
        }
        repository = self._repository(request, kind, name)
        return routes[action](request, repository, rest)

    def _whoami(self, request: Request) -> Answer:
        if not self.access.is_known(request):
            raise RefusalError(401, "Invalid username or password.")
        token = {"displayName": "test", "role": "read", "createdAt": "2025-01-01T00:00:00.000Z"}
        user = {"type": "user", "id": "0" * 24, "name": "tester", "fullname": "Tester", "isPro": False, "orgs": []}
        return Answer.json({**user, "auth": {"type": "access_token", "accessToken": token}})

    def _info(self, request: Request, repository: Repository, rest: list[str]) -> Answer:
        if rest:
            _revision(repository, rest)
        info = {**repository.info, "siblings": _siblings(repository, request.flag("blobs"))}
        if expand := request.query.get("expand", request.query.get("expand[]")):
            return Answer.json({key: info[key] for key in ("_id", "id", *expand) if key in info})
        answer = {key: value for key, value in info.items() if key not in _EXPANDED_ONLY}
        if request.flag("securityStatus"):
            answer["securityRepoStatus"] = repository.info.get("securityRepoStatus") or repository.security()
        return Answer.json(answer)

    def _tree(self, request: Request, repository: Repository, rest: list[str]) -> Answer:
        folder = "/".join(_revision(repository, rest))
        prefix = f"{folder}/" if folder else ""
        entries = repository.entries()
        if folder and folder not in {entry["path"] for entry in entries if entry["type"] == "directory"}:
            raise RefusalError(404, f"{folder} does not exist on this revision", "EntryNotFound", _commit(repository))
        entries = [entry for entry in entries if entry["path"].startswith(prefix)]
        if not request.flag("recursive"):
            entries = [entry for entry in entries if "/" not in entry["path"][len(prefix) :]]
        most = 100 if request.flag("expand") else 1000
        limit = request.number("limit", min(most, 50 if request.flag("expand") else 1000), most)
        return self._page(request, [_expanded(entry, request.flag("expand")) for entry in entries], limit)

    def _paths_info(self, request: Request, repository: Repository, rest: list[str]) -> Answer:
        _revision(repository, rest)
        if request.method != "POST":
            raise RefusalError(404, "Not found")
        if "json" in request.headers.get("content-type", ""):
            asked = json.loads(request.body)
            paths, expand = asked["paths"], bool(asked.get("expand"))
        else:
            form = parse_qs(request.body.decode())
            paths, expand = form.get("paths", []), form.get("expand", [""])[-1].lower() == "true"
        found = {entry["path"]: entry for entry in repository.entries()}
        return Answer.json([_expanded(found[path], expand) for path in paths if path in found])

    def _auth_check(self, request: Request, repository: Repository, rest: list[str]) -> Answer:
        self._check_gate(request, repository)
        return Answer(200, {"Content-Type": "text/plain; charset=utf-8"}, b"OK")

    def _list(self, request: Request, kind: str) -> Answer:
        rows = [
            repository.info
            for repository in self._all(kind)
            if (not repository.meta.get("private") or self.access.may_read(request)) and _matches(request, repository)
        ]
        if sort := request.query.get("sort"):
            rows.sort(key=lambda row: (row.get(sort[-1]) is not None, row.get(sort[-1]) or 0), reverse=True)
        expand = request.query.get("expand", request.query.get("expand[]"))
        fields = ["_id", "id", *expand] if expand else [*_ROWS[kind]]
        fields += ["author", "gated", "lastModified", "sha", "siblings"] if request.flag("full") else []
        fields += [name for name in ("cardData", "config") if request.flag(name)]
        slim = [{key: _slim(row, key) for key in fields if key in row} for row in rows]
        return self._page(request, slim, request.number("limit", 1000, 1000))

    def _page(self, request: Request, rows: list[Json], limit: int) -> Answer:
        start = request.number("cursor", 0, 10**9)
        headers = {}
        if start + limit < len(rows):
            query = urlencode({**request.query, "cursor": [str(start + limit)]}, doseq=True)
            headers["Link"] = f'<{self.url}{request.path}?{query}>; rel="next"'
        return Answer.json(rows[start : start + limit], headers=headers)

    # Content

    def _content(self, request: Request, segments: list[str]) -> Answer:
        kind, segments = ("dataset", segments[1:]) if segments[0] == "datasets" else ("model", segments)
        at = next((at for at in (1, 2) if segments[at : at + 1] and segments[at] in CONTENT_ROUTES), None)
        if at is None:
            raise RefusalError(404, "Sorry, we can't find the page you are looking for.")
        name, route = "/".join(segments[:at]), segments[at]
        if moved := self._moved(request, kind, name):
            return moved
        repository = self._repository(request, kind, name)
        self._check_gate(request, repository)
        path = "/".join(_revision(repository, segments[at + 1 :]))
        sibling = repository.sibling(path)
        if sibling is None or path not in repository.stored:
            raise RefusalError(404, "Entry not found", "EntryNotFound", _commit(repository))
        if route == "raw":
            return _raw(request, repository, path)
        headers = _commit(repository)
        if lfs := sibling.get("lfs"):
            headers |= {"X-Linked-Size": str(lfs["size"]), "X-Linked-ETag": f'"{lfs["sha256"]}"'}
            if route == "resolve":
                prefix = "/datasets" if kind == "dataset" else ""
                link = f"{prefix}/{quote(name)}/lfs/{repository.sha}/{quote(path)}"
                headers["Accept-Ranges"] = "bytes"
                return Answer.redirect(f"{self.cdn}{link}?signature=0" if self.cdn else link, 302, headers)
        return _file(request, repository, path, headers)


def _holds_files(folder: Path) -> bool:
    return folder.is_dir() and any(path.is_file() for path in folder.iterdir())


def _split_name(segments: list[str]) -> tuple[str, str, list[str]]:
    """Split what follows /api/models into repository name, action and the action's own segments."""
    actions = ("revision", "tree", "paths-info", "refs", "auth-check")
    at = next((at for at in (1, 2) if segments[at : at + 1] and segments[at] in actions), None)
    if at is not None:
        return "/".join(segments[:at]), segments[at], segments[at + 1 :]
    return "/".join(segments), "", []


def _revision(repository: Repository, segments: list[str]) -> list[str]:
    """Take the revision off `segments`; a full ref may stand there unencoded and holds slashes."""
    length = 3 if segments[:1] == ["refs"] else 1
    revision = "/".join(segments[:length])
    if not repository.has_revision(revision):
        raise RefusalError(404, f"Invalid rev id: {revision}", "RevisionNotFound")
    return segments[length:]


def _commit(repository: Repository) -> dict[str, str]:
    return {"X-Repo-Commit": repository.sha}


def _file(request: Request, repository: Repository, path: str, headers: Mapping[str, str]) -> Answer:
    file = repository.stored[path]
    sibling = repository.sibling(path) or {}
    lfs = sibling.get("lfs")
    described = {
        "Content-Type": "application/octet-stream" if lfs else "text/plain; charset=utf-8",
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(file.name)}; filename=\"{quote(file.name)}\";",
        "ETag": f'"{lfs["sha256"] if lfs else sibling.get("blobId")}"',
    }
    part = FilePart(file, 0, file.stat().st_size)
    return content_answer(part, {**headers, **described}, request.headers.get("range"))


def _raw(request: Request, repository: Repository, path: str) -> Answer:
    """What git holds: an LFS file's pointer, any other file's content."""
    blob = repository.blob(path)
    if not blob.sha256:
        return _file(request, repository, path, _commit(repository))
    headers = {**_commit(repository), "ETag": f'"{blob.oid}"', "Content-Type": "text/plain; charset=utf-8"}
    return content_answer(blob.pointer, headers, request.headers.get("range"))


def _siblings(repository: Repository, blobs: bool) -> list[Json]:
    fields = ("rfilename", "size", "blobId", "lfs") if blobs else ("rfilename",)
    return [{key: sibling[key] for key in fields if key in sibling} for sibling in repository.siblings]


def _slim(row: Json, key: str) -> object:
    """A field as listings give it: of the files the names alone."""
    return [{"rfilename": sibling["rfilename"]} for sibling in row[key]] if key == "siblings" else row[key]


def _expanded(entry: Json, expand: bool) -> Json:
    return entry if expand else {k: v for k, v in entry.items() if k not in ("lastCommit", "securityFileStatus")}


def _matches(request: Request, repository: Repository) -> bool:
    query = request.query
    author, search = query.get("author", [""])[-1], query.get("search", [""])[-1]
    if author and not repository.name.startswith(f"{author}/"):
        return False
    if search.lower() not in repository.name.lower():
        return False
    wanted = {*query.get("filter", ()), *query.get("pipeline_tag", ())}
    if not wanted:
        return True
    return wanted <= {*repository.info["tags"], repository.info.get("pipeline_tag")}
