"""The test hub's API: what stands under /api.

Wire format: https://huggingface.co/docs/hub/api and huggingface_hub 2.4 (hf_api.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from hub_server_repository import Json, Repository
from hub_server_store import KINDS, Store, commit_header, take_revision
from hub_server_wire import Answer, RefusalError, Request

_EXPANDABLE = {
    "author",
    "cardData",
    "createdAt",
    "disabled",
    "downloads",
    "downloadsAllTime",
    "gated",
    "lastModified",
}
_EXPANDABLE |= {
    "likes",
    "private",
    "resourceGroup",
    "sha",
    "siblings",
    "tags",
    "trendingScore",
    "usedStorage",
}
_EXPANDABLE_BY_KIND = {
    "model": _EXPANDABLE
    | {
        "baseModels",
        "childrenModelCount",
        "config",
        "evalResults",
        "gguf",
        "inference",
        "inferenceProviderMapping",
    }
    | {
        "library_name",
        "mask_token",
        "model-index",
        "pipeline_tag",
        "safetensors",
        "spaces",
        "transformersInfo",
    }
    | {"widgetData"},
    "dataset": _EXPANDABLE | {"citation", "description", "mainSize", "paperswithcode_id"},
}
_LEFT_OUT = {
    "baseModels",
    "childrenModelCount",
    "downloadsAllTime",
    "evalResults",
    "inferenceProviderMapping",
}
_LEFT_OUT |= {"resourceGroup", "trendingScore", "securityRepoStatus", "refs"}
_ROW = ("_id", "id", "likes", "private", "downloads", "tags", "createdAt")
_ROWS = {
    "model": (*_ROW, "modelId", "pipeline_tag", "library_name"),
    "dataset": (
        *_ROW,
        "author",
        "disabled",
        "gated",
        "lastModified",
        "sha",
        "description",
        "citation",
    ),
}


@dataclass(frozen=True, slots=True)
class Api:
    """The API over a store.

    Attributes:
        store: The repositories.
        tells_disabled: Whether it still answers for a disabled repository.
    """

    store: Store
    tells_disabled: bool = False

    def answer(self, request: Request) -> Answer:
        """The answer to a request below /api."""
        segments = request.segments[1:]
        if segments == ["whoami-v2"]:
            return self._whoami(request)
        kind = KINDS.get(segments[0])
        if kind is None:
            raise RefusalError(404, "Sorry, we can't find the page you are looking for.")
        if len(segments) == 1:
            return self._list(request, kind)
        name, action, rest = _split_name(segments[1:])
        if moved := self.store.moved(request, kind, name):
            return moved
        routes: dict[str, Callable[[Request, Repository, list[str]], Answer]] = {
            "": self._info,
            "revision": self._info,
            "tree": self._tree,
            "paths-info": self._paths_info,
            "refs": lambda request, repository, rest: Answer.json(repository.refs),
            "auth-check": self._auth_check,
        }
        repository = self.store.visible(request, kind, name)
        if not self.tells_disabled:
            self.store.check_enabled(repository)
        return routes[action](request, repository, rest)

    def _whoami(self, request: Request) -> Answer:
        if not self.store.access.is_known(request):
            raise RefusalError(401, "Invalid username or password.")
        token = {"displayName": "test", "role": "read", "createdAt": "2025-01-01T00:00:00.000Z"}
        user = {
            "type": "user",
            "id": "0" * 24,
            "name": "tester",
            "fullname": "Tester",
            "isPro": False,
            "orgs": [],
        }
        return Answer.json({**user, "auth": {"type": "access_token", "accessToken": token}})

    def _info(self, request: Request, repository: Repository, rest: list[str]) -> Answer:
        if rest:
            take_revision(repository, rest)
        info = {**repository.info, "siblings": _siblings(repository, request.flag("blobs"))}
        if expand := _expand(request, repository.kind):
            return Answer.json({key: info[key] for key in ("_id", "id", *expand) if key in info})
        answer = {key: value for key, value in info.items() if key not in _LEFT_OUT}
        if request.flag("securityStatus"):
            answer["securityRepoStatus"] = (
                repository.info.get("securityRepoStatus") or repository.security()
            )
        return Answer.json(answer)

    def _tree(self, request: Request, repository: Repository, rest: list[str]) -> Answer:
        folder = "/".join(take_revision(repository, rest))
        prefix = f"{folder}/" if folder else ""
        entries = repository.entries()
        if folder and folder not in {
            entry["path"] for entry in entries if entry["type"] == "directory"
        }:
            raise RefusalError(
                status=404,
                message=f"{folder} does not exist on this revision",
                code="EntryNotFound",
                headers=commit_header(repository),
            )
        entries = [entry for entry in entries if entry["path"].startswith(prefix)]
        if not request.flag("recursive"):
            entries = [entry for entry in entries if "/" not in entry["path"][len(prefix) :]]
        most = 100 if request.flag("expand") else 1000
        limit = request.number("limit", min(most, 50 if request.flag("expand") else 1000), most)
        return self._page(
            request, [_expanded(entry, request.flag("expand")) for entry in entries], limit
        )

    def _paths_info(self, request: Request, repository: Repository, rest: list[str]) -> Answer:
        take_revision(repository, rest)
        if request.method != "POST":
            raise RefusalError(404, "Not found")
        if "json" in request.headers.get("content-type", ""):
            document = json.loads(request.body)
            paths, expand = document["paths"], bool(document.get("expand"))
        else:
            form = parse_qs(request.body.decode())
            paths, expand = form.get("paths", []), form.get("expand", [""])[-1].lower() == "true"
        entries = {entry["path"]: entry for entry in repository.entries()}
        return Answer.json([_expanded(entries[path], expand) for path in paths if path in entries])

    def _auth_check(self, request: Request, repository: Repository, rest: list[str]) -> Answer:
        self.store.check_gate(request, repository)
        return Answer(200, {"Content-Type": "text/plain; charset=utf-8"}, b"OK")

    def _list(self, request: Request, kind: str) -> Answer:
        rows = [
            repository.info
            for repository in self.store.all(kind)
            if (not repository.meta.get("private") or self.store.access.may_read(request))
            and _matches(request, repository)
        ]
        if sort := request.query.get("sort"):
            rows.sort(
                key=lambda row: (row.get(sort[-1]) is not None, row.get(sort[-1]) or 0),
                reverse=True,
            )
        expand = _expand(request, kind)
        fields = ["_id", "id", *expand] if expand else [*_ROWS[kind]]
        fields += (
            ["author", "gated", "lastModified", "sha", "siblings"] if request.flag("full") else []
        )
        fields += [name for name in ("cardData", "config") if request.flag(name)]
        slim = [{key: _slim(row, key) for key in fields if key in row} for row in rows]
        return self._page(request, slim, request.number("limit", 1000, 1000))

    def _page(self, request: Request, rows: list[Json], limit: int) -> Answer:
        start = request.number("cursor", 0, 10**9)
        headers = {}
        if start + limit < len(rows):
            query = urlencode({**request.query, "cursor": [str(start + limit)]}, doseq=True)
            headers["Link"] = f'<{self.store.url}{request.path}?{query}>; rel="next"'
        return Answer.json(rows[start : start + limit], headers=headers)


def _split_name(segments: list[str]) -> tuple[str, str, list[str]]:
    """Split what follows /api/models into repository name, action and the action's own segments."""
    actions = ("revision", "tree", "paths-info", "refs", "auth-check")
    at = next((at for at in (1, 2) if segments[at : at + 1] and segments[at] in actions), None)
    if at is not None:
        return "/".join(segments[:at]), segments[at], segments[at + 1 :]
    return "/".join(segments), "", []


def _expand(request: Request, kind: str) -> list[str]:
    """The fields that the request wants in place of the usual ones."""
    expand = [*request.query.get("expand", ()), *request.query.get("expand[]", ())]
    if unknown := sorted({*expand} - _EXPANDABLE_BY_KIND[kind]):
        raise RefusalError(400, f"Invalid option for expand: {', '.join(unknown)}")
    return expand


def _siblings(repository: Repository, blobs: bool) -> list[Json]:
    fields = ("rfilename", "size", "blobId", "lfs") if blobs else ("rfilename",)
    return [
        {key: sibling[key] for key in fields if key in sibling} for sibling in repository.siblings
    ]


def _slim(row: Json, key: str) -> object:
    """A field as listings give it: of the files the names alone."""
    return (
        [{"rfilename": sibling["rfilename"]} for sibling in row[key]]
        if key == "siblings"
        else row[key]
    )


def _expanded(entry: Json, expand: bool) -> Json:
    return (
        entry
        if expand
        else {k: v for k, v in entry.items() if k not in ("lastCommit", "securityFileStatus")}
    )


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
