"""NVIDIA NGC: models by the catalogue's public API. Its cards have separate texts on privacy, bias,
explainability and safety.

Wire format: the answers that ngcsdk parses. Files have a base64 SHA-256.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from provenance.errors import NotFoundError
from provenance.hubs.base import Hub, HubSettings, Listed, Offer
from provenance.hubs.catalogue import (
    CARD,
    MOST_PAGES,
    CatalogueEntry,
    CatalogueHub,
    OnePageHubType,
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

NGC = HubName("ngc", "ngc")
_API = "https://api.ngc.nvidia.com"
_PART = r"[\w.-]+"
_NAME = re.compile(rf"{_PART}/{_PART}(?:/{_PART})?")
_SITE = "catalog.ngc.nvidia.com"
# Its own client writes org/team/model:version.
_OF_CLIENT = re.compile(rf"(ngc:(?://)?{_PART}(?:/{_PART}){{1,2}}):({_PART})")
_SEARCH = "/v2/search/catalog/resources/MODEL"
_ROWS_A_PAGE = 100
# The texts of a model card, with their headings in the combined card.
_SUBCARDS = (
    ("privacy", "Privacy"),
    ("bias", "Bias"),
    ("explainability", "Explainability"),
    ("safetyAndSecurity", "Safety and security"),
)


class Ngc(OnePageHubType):
    """`org/model` or `org/team/model` of NVIDIA's catalogue."""

    name = NGC
    forms = ("ngc:org/team/model@version",)
    has_datasets = False
    offers = frozenset({Offer.HASHES, Offer.LICENCE, Offer.DATASETS})
    token_variables = ("NGC_API_KEY", "NGC_CLI_API_KEY")
    place_variables = ("NGC_API_URL",)
    address = prefixed("ngc")

    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """See `HubType.parse`."""
        if page := read_page(text, _SITE):
            return _on_site(page)
        ref = of_prefix(_OF_CLIENT.sub(r"\1@\2", text), NGC, Kind.MODEL, _NAME)
        return of_purl(text, NGC) or ref

    def open(self, settings: HubSettings) -> Hub:
        """See `HubType.open`."""
        return NgcHub(self, _API, settings)


def _on_site(page: SitePage) -> ArtifactRef | None:
    """The model of a page: `orgs/ORG/models/NAME`, with `teams/TEAM` between, or not."""
    parts = page.parts
    keys, values = parts[0:6:2], parts[1:6:2]
    if keys[:2] == ("orgs", "models"):
        name = "/".join(values[:2])
    elif keys == ("orgs", "teams", "models"):
        name = "/".join(values)
    else:
        return None
    if not is_name(name, _NAME):
        return None
    return ArtifactRef(hub=NGC, kind=Kind.MODEL, name=name, revision=page.query.get("version"))


class NgcHub(CatalogueHub):
    """Answers of the API of NGC."""

    def entry(self, ref: ArtifactRef) -> CatalogueEntry:
        """See `CatalogueHub.entry`. One request for the card and one for the files of a version."""
        source = f"/v2/models/{in_path(ref.name)}"
        model = mapping(self.answer(source, str(ref)).get("model"))
        version = ref.revision or text_of(model.get("latestVersionIdStr"))
        if not version:
            raise NotFoundError(
                message("hub.no-revision", subject=str(ref)), message("hub.no-revision.hint")
            )
        at = ref.at(version)
        path = f"{source}/versions/{in_path(version)}/files"
        files, gaps = listed_files(at, self._rows(path, ref))
        card = _card(model)
        return CatalogueEntry(
            ref=at,
            url=_page(ref.name),
            source=source,
            metadata={"cardData": _stated(model)},
            files=files,
            texts={CARD: card.encode()} if card else {},
            addresses={entry.path: f"{self.place}{path}/{in_path(entry.path)}" for entry in files},
            gaps=gaps,
        )

    def _rows(self, path: str, ref: ArtifactRef) -> Iterator[Mapping[str, object]]:
        for number in range(1, MOST_PAGES + 1):
            page = self.answer(f"{path}?{urlencode({'page-number': number})}", str(ref))
            for row in objects(page.get("modelFiles")):
                digest = _hexadecimal(row.get("sha256_base64"))
                yield {
                    "rfilename": row.get("path"),
                    "size": row.get("sizeInBytes"),
                    "lfs": {"sha256": digest} if digest else None,
                }
            pages = mapping(page.get("paginationInfo")).get("totalPages")
            if not isinstance(pages, int) or number >= pages:
                return
        raise listing_cut(str(ref), MOST_PAGES)

    def listing(self, owner: str, kind: Kind) -> Iterator[Listed]:
        """See `ListingHub.listing`: what the catalogue's search finds of an organisation or of one
        of its teams."""
        if kind is Kind.DATASET:
            return
        org, _, team = owner.partition("/")
        subject = f"{NGC}:{owner}/*"
        filters = [{"field": "orgName", "value": org}]
        if team:
            filters.append({"field": "teamName", "value": team})
        for number in range(MOST_PAGES):
            question = {"query": "", "page": number, "pageSize": _ROWS_A_PAGE, "filters": filters}
            query = urlencode({"q": json.dumps(question, sort_keys=True)})
            page = self.answer(f"{_SEARCH}?{query}", subject)
            groups = objects(page.get("results"))
            rows = [row for group in groups for row in objects(group.get("resources"))]
            for row in rows:
                name = text_of(row.get("resourceId"))
                if is_name(name, _NAME) and name.startswith(f"{owner}/"):
                    yield Listed(ref=ArtifactRef(hub=NGC, kind=Kind.MODEL, name=name))
            pages = page.get("resultPageTotal")
            if not isinstance(pages, int) or number + 1 >= pages:
                return
        raise listing_cut(subject, MOST_PAGES)


def _page(name: str) -> str:
    """The page of `org/model` or `org/team/model`."""
    org, *team, model = name.split("/")
    teams = f"/teams/{team[0]}" if team else ""
    return f"https://{_SITE}/orgs/{org}{teams}/models/{model}"


def _card(model: Mapping[str, object]) -> str:
    """The description and its four companion texts as one card."""
    parts = [text_of(model.get("description")) or text_of(model.get("shortDescription"))]
    for key, heading in _SUBCARDS:
        text = text_of(model.get(key))
        if text:
            parts.append(f"## {heading}\n\n{text}")
    return "\n\n".join(part for part in parts if part)


def _stated(model: Mapping[str, object]) -> dict[str, object]:
    terms = objects(model.get("licenseTerms"))
    names = [text_of(term.get("licenseId")) for term in terms]
    data = mapping(model.get("publicDatasetUsed"))
    dataset = text_of(data.get("link")) or text_of(data.get("name"))
    return card_data(
        license=[name for name in names if name], datasets=[dataset] if dataset else []
    )


def _hexadecimal(digest: object) -> str:
    """A base64 SHA-256 as hexadecimal digits; empty if invalid."""
    try:
        return base64.b64decode(text_of(digest), validate=True).hex()
    except (binascii.Error, ValueError):
        return ""
