"""ModelScope: models and datasets by its public API.

Wire format: the client modelscope-hub. A listing has a SHA-256 for every file. The revision in a
row is the commit that last changed that file, so the head comes from the list of revisions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from provenance.errors import MalformedError, NotFoundError, QuotaError
from provenance.hubs.base import Hub, HubSettings, HubType, Listed, Offer
from provenance.hubs.catalogue import (
    CARD,
    MOST_PAGES,
    CatalogueEntry,
    CatalogueHub,
    card_data,
    in_path,
    listed_files,
    mapping,
    objects,
    text_of,
)
from provenance.hubs.listing import listing_cut
from provenance.hubs.name_forms import is_name, of_prefix, of_purl, prefixed
from provenance.hubs.site_pages import SitePage, read_page
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, HubName, Kind

MODELSCOPE = HubName("modelscope", "modelscope")
_API = "https://modelscope.cn"
_SITES = ("modelscope.cn", "modelscope.ai")
# Parts after a name in addresses of files; the next part is the revision.
_PAGES_AT_A_REVISION = frozenset({"view", "resolve", "tree"})
_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_DEFAULT = "master"
# The most that a page holds: of files of a dataset, and of an owner's artefacts. The site gives no
# more than 3,000 artefacts of an owner.
_FILES_A_PAGE = 200
_ROWS_A_PAGE, _MOST_ROWS = 50, 3000
_QUOTA = "QuotaLimitExceed"


class ModelScope(HubType):
    """Models and datasets of modelscope.cn."""

    name = MODELSCOPE
    forms = ("modelscope:org/name@revision",)
    offers = frozenset({Offer.HASHES, Offer.LICENCE, Offer.GATING, Offer.DATASETS, Offer.GIT})
    token_variables = ("MODELSCOPE_API_TOKEN",)
    place_variables = ("MODELSCOPE_ENDPOINT",)
    address = prefixed("modelscope")
    clients = frozenset({"ModelScope"})

    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """See `HubType.parse`."""
        if page := read_page(text, *_SITES):
            return _on_site(page)
        return of_purl(text, MODELSCOPE) or of_prefix(text, MODELSCOPE, kind, _NAME)

    def web_url(self, page: str, revision: str, path: str = "", line: int | None = None) -> str:
        """See `HubType.web_url`."""
        return f"{page}/file/view/{in_path(f'{revision}/{path}')}" if path else f"{page}/files"

    def open(self, settings: HubSettings) -> Hub:
        """See `HubType.open`."""
        return ModelScopeHub(self, _API, settings)


def _on_site(page: SitePage) -> ArtifactRef | None:
    """The artefact of a page, at the revision of the file that the page shows, if any."""
    section, *parts = page.parts or ("",)
    kind = {"datasets": Kind.DATASET, "models": Kind.MODEL}.get(section.lower())
    name, below = "/".join(parts[:2]), parts[2:]
    if kind is None or not is_name(name, _NAME):
        return None
    if below[:2] == ["file", "view"]:
        below = below[1:]
    is_of_file = len(below) > 1 and below[0] in _PAGES_AT_A_REVISION
    revision = below[1] if is_of_file else None
    return ArtifactRef(hub=MODELSCOPE, kind=kind, name=name, revision=revision)


class ModelScopeHub(CatalogueHub):
    """Answers of the API of ModelScope."""

    def entry(self, ref: ArtifactRef) -> CatalogueEntry:
        """See `CatalogueHub.entry`. Three requests: description, revisions, files."""
        path = f"/api/v1/{ref.kind}s/{in_path(ref.name)}"
        data = self._data(path, ref)
        commit = self._commit(path, ref)
        at = ref.at(commit)
        files, gaps = listed_files(at, self._files(path, commit, ref))
        addresses = {
            entry.path: self.place
            + f"{path}/repo?{urlencode({'Revision': commit, 'FilePath': entry.path})}"
            for entry in files
        }
        readme = text_of(data.get("ReadMeContent"))
        has_card = any(entry.path == CARD for entry in files)
        return CatalogueEntry(
            ref=at,
            url=f"{self.place}/{ref.kind}s/{ref.name}",
            source=path,
            metadata=_metadata(data),
            files=files,
            texts={CARD: readme.encode()} if readme and not has_card else {},
            addresses=addresses,
            gaps=gaps,
        )

    def listing(self, owner: str, kind: Kind) -> Iterator[Listed]:
        """See `ListingHub.listing`."""
        subject = f"{MODELSCOPE}:{owner}/*"
        for number in range(1, _MOST_ROWS // _ROWS_A_PAGE + 1):
            query = {"owner": owner, "page_number": number, "page_size": _ROWS_A_PAGE}
            page = mapping(
                self.answer(f"/openapi/v1/{kind}s?{urlencode(query)}", subject).get("data")
            )
            rows = objects(page.get(f"{kind}s"))
            for row in rows:
                name = text_of(row.get("id"))
                if is_name(name, _NAME):
                    yield Listed(ref=ArtifactRef(hub=MODELSCOPE, kind=kind, name=name))
            if len(rows) < _ROWS_A_PAGE:
                return
        raise listing_cut(subject, _MOST_ROWS // _ROWS_A_PAGE)

    def _files(self, path: str, commit: str, ref: ArtifactRef) -> Iterator[Mapping[str, object]]:
        """The files of a commit: of a model in one answer, of a dataset in pages."""
        query: dict[str, object] = {"Revision": commit, "Recursive": "True"}
        if ref.kind is Kind.MODEL:
            listed = self._data(f"{path}/repo/files?{urlencode(query)}", ref)
            yield from _rows(listed)
            return
        for number in range(1, MOST_PAGES + 1):
            page = urlencode({**query, "PageNumber": number, "PageSize": _FILES_A_PAGE})
            listed = self._data(f"{path}/repo/tree?{page}", ref)
            yield from _rows(listed)
            if len(objects(listed.get("Files"))) < _FILES_A_PAGE:
                return
        raise listing_cut(str(ref), MOST_PAGES)

    def _commit(self, path: str, ref: ArtifactRef) -> str:
        revisions = mapping(self._data(f"{path}/revisions", ref).get("RevisionMap"))
        wanted = ref.revision or _DEFAULT
        for row in (*objects(revisions.get("Branches")), *objects(revisions.get("Tags"))):
            commit = text_of(row.get("CommitId"))
            if commit and wanted in (row.get("Revision"), commit):
                return commit
        if re.fullmatch(r"[0-9a-f]{40}", wanted):
            return wanted
        raise NotFoundError(
            message("hub.no-revision", subject=str(ref)), message("hub.no-revision.hint")
        )

    def _data(self, path: str, ref: ArtifactRef) -> Mapping[str, object]:
        """The `Data` of an answer; errors may come with status 200."""
        answer = self.answer(path, str(ref))
        if _QUOTA in (answer.get("Code"), answer.get("code")):
            raise QuotaError(
                message("hub.quota", subject=str(ref)),
                message("hub.quota.variable.hint", variable=ModelScope.token_variables[0]),
            )
        data = answer.get("Data")
        if isinstance(data, dict):
            return data
        raise MalformedError(
            message("hub.answer-not-an-object", subject=str(ref)),
            message("hub.endpoint-again.hint"),
        )


def _rows(listed: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """The files of an answer as `read_listing` expects them, without folders."""
    for row in objects(listed.get("Files")):
        if row.get("Type") != "tree":
            digest = row.get("Sha256")
            yield {
                "rfilename": row.get("Path"),
                "size": row.get("Size"),
                "lfs": {"sha256": digest} if digest else None,
            }


def _metadata(data: Mapping[str, object]) -> dict[str, object]:
    bases = data.get("BaseModel")
    stated = card_data(
        license=text_of(data.get("License")),
        base_model=bases if isinstance(bases, list | str) else None,
    )
    return {"cardData": stated, "gated": bool(data.get("LoginRequired")) or False}
