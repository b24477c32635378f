"""GitHub: a repository as a subject, by the REST API (https://docs.github.com/en/rest).

GitHub reports a licence that its detector does not recognise as NOASSERTION; that does not mean
none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from provenance.errors import MalformedError
from provenance.hubs.base import Hub, HubSettings, HubType, Listed, Offer
from provenance.hubs.catalogue import (
    MOST_PAGES,
    CatalogueEntry,
    CatalogueHub,
    card_data,
    in_path,
    mapping,
    objects,
    text_of,
)
from provenance.hubs.listing import listing_cut, read_listing
from provenance.hubs.name_forms import is_name, of_prefix, of_purl
from provenance.hubs.site_pages import SitePage, read_page
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Gap, HubName, Kind

GITHUB = HubName("github", "github")
_API = "https://api.github.com"
_RAW = "https://raw.githubusercontent.com"
_NAME = re.compile(r"[\w-]+/[\w.-]+")
# Addresses that git clones from.
_CLONED = re.compile(
    r"(?:git\+)?(?:(?:ssh://)?git@github\.com[:/]|git://github\.com/|git\+https://github\.com/)"
    r"(?P<name>[\w-]+/[\w.-]+?)(?:\.git)?(?:@(?P<revision>[\w./-]+))?(?:#.*)?"
)
_SITE, _RAW_SITE = "github.com", "raw.githubusercontent.com"
_PAGES_AT_A_REVISION = frozenset({"tree", "blob", "commit", "commits", "raw", "blame"})
_COMMIT = re.compile(r"[0-9a-f]{40}")
_ROWS_A_PAGE = 100
_UNDETECTED = "NOASSERTION"


class GitHub(HubType):
    """Repositories of github.com."""

    name = GITHUB
    forms = ("github:owner/repository@revision",)
    has_datasets = False
    offers = frozenset({Offer.LICENCE, Offer.GIT})
    token_variables = ("GITHUB_TOKEN", "GH_TOKEN")
    place_variables = ("GITHUB_API_URL",)

    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """See `HubType.parse`."""
        if cloned := _CLONED.fullmatch(text):
            name, revision = cloned["name"], cloned["revision"]
            return ArtifactRef(hub=GITHUB, kind=kind, name=name, revision=revision)
        if page := read_page(text, _SITE, _RAW_SITE):
            return _on_site(page, kind)
        return of_purl(text, GITHUB) or of_prefix(text, GITHUB, kind, _NAME)

    def web_url(self, page: str, revision: str, path: str = "", line: int | None = None) -> str:
        """See `HubType.web_url`."""
        if not path:
            return f"{page}/tree/{revision}"
        anchor = "" if line is None else f"#L{line}"
        return f"{page}/blob/{in_path(f'{revision}/{path}')}{anchor}"

    def open(self, settings: HubSettings) -> Hub:
        """See `HubType.open`."""
        return GitHubHub(self, _API, settings)


def _on_site(page: SitePage, kind: Kind) -> ArtifactRef | None:
    """The repository of a page, at the revision that the page shows; None for other pages, such as
    issues."""
    name, below = "/".join(page.parts[:2]).removesuffix(".git"), page.parts[2:]
    if not is_name(name, _NAME):
        return None
    if page.host == _RAW_SITE:
        is_branch = below[:2] == ("refs", "heads")
        revision = next(iter(below[2:] if is_branch else below), None)
    elif not below:
        revision = None
    elif len(below) > 1 and below[0] in _PAGES_AT_A_REVISION:
        revision = below[1]
    elif len(below) > 2 and below[:2] == ("releases", "tag"):
        revision = below[2]
    else:
        return None
    return ArtifactRef(hub=GITHUB, kind=kind, name=name, revision=revision)


class GitHubHub(CatalogueHub):
    """Answers of the REST API of GitHub."""

    def __init__(self, hub: HubType, place: str, settings: HubSettings) -> None:
        super().__init__(hub, place, settings)
        self._raw = f"{self.place}/raw" if hub.name in settings.places else _RAW

    def listing(self, owner: str, kind: Kind) -> Iterator[Listed]:
        """See `ListingHub.listing`: the public repositories of a user or an organisation, as models
        only, because GitHub does not say what they hold."""
        if kind is Kind.DATASET:
            return
        subject = f"{GITHUB}:{owner}/*"
        for number in range(1, MOST_PAGES + 1):
            query = urlencode({"per_page": _ROWS_A_PAGE, "page": number})
            rows = self.rows(f"/users/{in_path(owner)}/repos?{query}", subject)
            for row in rows:
                name = text_of(row.get("full_name"))
                if is_name(name, _NAME):
                    yield Listed(ref=ArtifactRef(hub=GITHUB, kind=kind, name=name))
            if len(rows) < _ROWS_A_PAGE:
                return
        raise listing_cut(subject, MOST_PAGES)

    def entry(self, ref: ArtifactRef) -> CatalogueEntry:
        """See `CatalogueHub.entry`. Three requests: the repository, the commit, the tree."""
        source = f"/repos/{in_path(ref.name)}"
        repository = self.answer(source, str(ref))
        wanted = ref.revision or text_of(repository.get("default_branch")) or "HEAD"
        commit = text_of(self.answer(f"{source}/commits/{in_path(wanted)}", str(ref)).get("sha"))
        if not _COMMIT.fullmatch(commit):
            raise MalformedError(
                message("hub.no-commit", subject=str(ref)), message("hub.endpoint.hint")
            )
        at = ref.at(commit)
        tree = self.answer(f"{source}/git/trees/{commit}?recursive=1", str(ref))
        siblings = [
            {"rfilename": row.get("path"), "size": row.get("size")}
            for row in objects(tree.get("tree"))
            if row.get("type") == "blob"
        ]
        files, gaps = read_listing(at.purl, {"siblings": siblings})
        if tree.get("truncated") is True:
            detail = message("hub.too-many-listed", limit=len(siblings), all=len(siblings))
            cut = Gap(artifact=at.purl, what="file listing", reason="too-large", detail=detail)
            gaps = (*gaps, cut)
        return CatalogueEntry(
            ref=at,
            url=f"https://github.com/{ref.name}",
            source=source,
            metadata={"cardData": _stated(repository)},
            files=files,
            addresses={
                entry.path: f"{self._raw}/{in_path(f'{ref.name}/{commit}/{entry.path}')}"
                for entry in files
            },
            gaps=gaps,
        )


def _stated(repository: Mapping[str, object]) -> dict[str, object]:
    licence = mapping(repository.get("license"))
    identifier = text_of(licence.get("spdx_id"))
    return card_data(license="" if identifier == _UNDETECTED else identifier)
