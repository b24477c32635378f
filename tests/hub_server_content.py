"""The test hub's files: /ORG/NAME/resolve/REVISION/PATH and its kin, and the other host that holds
LFS content.

Wire format: huggingface_hub 2.4 (file_download.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from hub_server_repository import Repository
from hub_server_store import Store, commit_header, take_revision
from hub_server_wire import Answer, FilePart, RefusalError, Request, content_answer

_ROUTES = ("resolve", "raw", "lfs")


@dataclass(frozen=True, slots=True)
class Content:
    """File content over a store.

    Attributes:
        store: The repositories.
        cdn: Where LFS content is, if it is on another host.
    """

    store: Store
    cdn: str | None = None

    def answer(self, request: Request) -> Answer:
        """The answer to a request for a file."""
        kind, name, route, rest = _place(request)
        if moved := self.store.moved(request, kind, name):
            return moved
        repository = self.store.visible(request, kind, name)
        self.store.check_enabled(repository)
        self.store.check_gate(request, repository)
        path = "/".join(take_revision(repository, rest))
        sibling = repository.sibling(path)
        if sibling is None or path not in repository.stored:
            raise RefusalError(
                status=404,
                message="Entry not found",
                code="EntryNotFound",
                headers=commit_header(repository),
            )
        if route == "raw":
            return _raw(request, repository, path)
        headers = commit_header(repository)
        if lfs := sibling.get("lfs"):
            headers |= {"X-Linked-Size": str(lfs["size"]), "X-Linked-ETag": f'"{lfs["sha256"]}"'}
            if route == "resolve":
                prefix = "/datasets" if kind == "dataset" else ""
                link = f"{prefix}/{quote(name)}/lfs/{repository.sha}/{quote(path)}"
                headers["Accept-Ranges"] = "bytes"
                return Answer.redirect(
                    f"{self.cdn}{link}?signature=0" if self.cdn else link, 302, headers
                )
        return _file(request, repository, path, headers)

    def cdn_answer(self, request: Request) -> Answer:
        """What the other host answers: LFS content at the links that the hub gave out, without any
        token."""
        kind, name, _, rest = _place(request)
        repository, path = self.store.find(kind, name), "/".join(rest[1:])
        if repository is None or path not in repository.stored:
            return Answer(
                403,
                {"Content-Type": "application/xml"},
                b"<Error><Code>AccessDenied</Code></Error>",
            )
        return _file(request, repository, path, {})


def _place(request: Request) -> tuple[str, str, str, list[str]]:
    """Kind and name of the repository, the route, and the segments behind it: revision and path."""
    segments = request.segments
    kind, segments = ("dataset", segments[1:]) if segments[0] == "datasets" else ("model", segments)
    at = next((at for at in (1, 2) if segments[at : at + 1] and segments[at] in _ROUTES), None)
    if at is None:
        raise RefusalError(404, "Sorry, we can't find the page you are looking for.")
    return kind, "/".join(segments[:at]), segments[at], segments[at + 1 :]


def _file(
    request: Request, repository: Repository, path: str, headers: Mapping[str, str]
) -> Answer:
    file = repository.stored[path]
    sibling = repository.sibling(path) or {}
    lfs = sibling.get("lfs")
    described = {
        "Content-Type": "application/octet-stream" if lfs else "text/plain; charset=utf-8",
        "Content-Disposition": (
            f"inline; filename*=UTF-8''{quote(file.name)}; filename=\"{quote(file.name)}\";"
        ),
        "ETag": f'"{lfs["sha256"] if lfs else sibling.get("blobId")}"',
    }
    part = FilePart(file, 0, file.stat().st_size)
    return content_answer(part, {**headers, **described}, request.headers.get("range"))


def _raw(request: Request, repository: Repository, path: str) -> Answer:
    """What git holds: an LFS file's pointer, any other file's content."""
    blob = repository.blob(path)
    if not blob.sha256:
        return _file(request, repository, path, commit_header(repository))
    headers = {
        **commit_header(repository),
        "ETag": f'"{blob.oid}"',
        "Content-Type": "text/plain; charset=utf-8",
    }
    return content_answer(blob.pointer, headers, request.headers.get("range"))
