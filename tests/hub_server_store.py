"""Who may see which repository of the test hub, and the errors for who may not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from hub_server_repository import Repository
from hub_server_wire import Answer, RefusalError, Request

KINDS = {"models": "model", "datasets": "dataset"}
_NO_GATED_SCOPE = (
    "Please enable access to public gated repositories in your fine-grained token settings to view"
    " this repository."
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
        """Whether the request has a valid token."""
        return request.token in {*self.tokens, *self.strangers, *self.restricted}

    def may_read(self, request: Request) -> bool:
        """Whether the request may read private repositories and the files of gated ones."""
        return request.token in self.tokens


@dataclass(frozen=True, slots=True)
class Store:
    """The repositories in a folder.

    Attributes:
        folder: Holds `models/ORG/NAME` and `datasets/ORG/NAME`.
        url: Where clients reach the hub.
        access: Which tokens it knows.
        renames: Former repository names and the present ones.
    """

    folder: Path
    url: str
    access: Access = field(default_factory=Access)
    renames: Mapping[str, str] = field(default_factory=dict)

    def find(self, kind: str, name: str) -> Repository | None:
        """The repository of that name, whoever asks."""
        parts = name.split("/")
        if len(parts) > 2 or any(part in ("", ".", "..") for part in parts):
            return None
        folder = self.folder / f"{kind}s" / name
        if not folder.is_dir() or (len(parts) == 1 and not _holds_files(folder)):
            return None
        return Repository(kind, name, folder)

    def all(self, kind: str) -> Iterator[Repository]:
        """All repositories of a kind, sorted by name; a folder that holds files itself has no
        namespace."""
        root = self.folder / f"{kind}s"
        for first in sorted(root.iterdir()) if root.is_dir() else ():
            if _holds_files(first):
                yield Repository(kind, first.name, first)
            elif first.is_dir():
                yield from (
                    Repository(kind, f"{first.name}/{path.name}", path)
                    for path in sorted(first.iterdir())
                )

    def visible(self, request: Request, kind: str, name: str) -> Repository:
        """The repository, unless it is missing or private: the hub does not say which."""
        repository = self.find(kind, name)
        if repository is None or (
            repository.meta.get("private") and not self.access.may_read(request)
        ):
            if self.access.is_known(request):
                raise RefusalError(404, "Repository not found", "RepoNotFound")
            raise RefusalError(
                401, "Invalid username or password."
            )  # without a code: measured on the live hub
        return repository

    def check_enabled(self, repository: Repository) -> None:
        """Refuse what the hub has taken offline."""
        if repository.meta.get("disabled"):
            raise RefusalError(403, "Access to this resource is disabled.")

    def check_gate(self, request: Request, repository: Repository) -> None:
        """Refuse the files of a gated repository to whoever has no access."""
        if not repository.gated or self.access.may_read(request):
            return
        sentence = f"Access to {repository.kind} {repository.name} is restricted"
        if request.token in self.access.restricted:
            raise RefusalError(403, _NO_GATED_SCOPE)
        if self.access.is_known(request):
            page = (
                f"{self.url}/{'datasets/' if repository.kind == 'dataset' else ''}{repository.name}"
            )
            sentence += f" and you are not in the authorized list. Visit {page} to ask for access."
            raise RefusalError(403, sentence, "GatedRepo")
        raise RefusalError(
            401,
            f"{sentence}. You must have access to it and be authenticated to access it.",
            "GatedRepo",
        )

    def moved(self, request: Request, kind: str, name: str) -> Answer | None:
        """The redirect to the present name of a renamed repository, or None."""
        new = self.renames.get(name)
        if new is None or self.find(kind, name):
            return None
        query = urlencode(request.query, doseq=True)
        location = request.path.replace(quote(name), quote(new), 1) + (f"?{query}" if query else "")
        return Answer.redirect(location, 307)


def _holds_files(folder: Path) -> bool:
    return folder.is_dir() and any(path.is_file() for path in folder.iterdir())


def take_revision(repository: Repository, segments: list[str]) -> list[str]:
    """Take the revision off `segments`; a full ref may stand there unencoded and holds slashes."""
    length = 3 if segments[:1] == ["refs"] else 1
    revision = "/".join(segments[:length])
    if not repository.has_revision(revision):
        raise RefusalError(404, f"Invalid rev id: {revision}", "RevisionNotFound")
    return segments[length:]


def commit_header(repository: Repository) -> dict[str, str]:
    """What pins an answer to a commit."""
    return {"X-Repo-Commit": repository.sha}
