"""Kaggle: model variations and datasets, by the public REST API.

Wire format: kagglesdk. The licence belongs to a variation, not to a model. Versions are numbers.
MD5 digests come only with the file bytes, so a listing has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from provenance.errors import UsageError
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
    token_pages,
)
from provenance.hubs.listing import listing_cut
from provenance.hubs.name_forms import is_name, of_prefix, of_purl, prefixed
from provenance.hubs.site_pages import SitePage, read_page
from provenance.model.artifact import ArtifactRef, HubName, Kind

KAGGLE = HubName("kaggle", "kaggle")
_API = "https://www.kaggle.com"
_HOST = "kaggle.com"
_PART = r"[\w.-]+"
_NAME = re.compile(rf"{_PART}/{_PART}(?:/{_PART}/{_PART})?")
_VARIATION = re.compile(rf"{_PART}/{_PART}/{_PART}/{_PART}")
_VARIATION_PARTS = 4
_PREFIX = f"{KAGGLE}:"
_ROWS_A_PAGE = 200
_FORM = "Write kaggle:owner/model/framework/variation, as the page of a variation has it."


class Kaggle(HubType):
    """`owner/model/framework/variation` for models, `owner/dataset` for datasets."""

    name = KAGGLE
    forms = ("kaggle:owner/model/framework/variation",)
    offers = frozenset({Offer.LICENCE, Offer.DATASETS})
    token_variables = ("KAGGLE_API_TOKEN",)
    user_variables = ("KAGGLE_USERNAME", "KAGGLE_KEY")
    sign_in_file = ("KAGGLE_CONFIG_DIR", ".kaggle", "kaggle.json")
    place_variables = ("KAGGLE_API_ENDPOINT",)
    address = prefixed("kaggle")
    clients = frozenset({"Kaggle"})

    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """See `HubType.parse`."""
        if page := read_page(text, _HOST):
            return _on_site(page)
        if text.startswith(_PREFIX):
            handle = text.removeprefix(_PREFIX).removeprefix("//")
            text = _PREFIX + _with_version(handle)
        return of_purl(text, KAGGLE) or of_prefix(text, KAGGLE, kind, _NAME)

    def client_reference(self, service: str, name: str, kind: Kind) -> str:
        """See `HubType.client_reference`."""
        return super().client_reference(service, _with_version(name), kind)

    def web_url(self, page: str, revision: str, path: str = "", line: int | None = None) -> str:
        """See `HubType.web_url`."""
        return f"{page}/{revision}" if revision.isdecimal() and "/models/" in page else page

    def open(self, settings: HubSettings) -> Hub:
        """See `HubType.open`."""
        return KaggleHub(self, _API, settings)


class KaggleHub(CatalogueHub):
    """Answers of the API of Kaggle."""

    def entry(self, ref: ArtifactRef) -> CatalogueEntry:
        """See `CatalogueHub.entry`. A description and a listing; for a model, the descriptions of
        the model and its variation."""
        return self._dataset(ref) if ref.kind is Kind.DATASET else self._model(ref)

    def _model(self, ref: ArtifactRef) -> CatalogueEntry:
        owner, slug, *variation = ref.name.split("/")
        if len(variation) != 2:
            raise UsageError(f"{ref} names no variation; only variations have a licence", _FORM)
        framework, name = variation
        base = f"/api/v1/models/{owner}/{slug}"
        model = self.answer(f"{base}/get", str(ref))
        source = f"{base}/{framework}/{name}/get"
        stated = self.answer(source, str(ref))
        version = ref.revision or str(stated.get("versionNumber") or "1")
        at = ref.at(version)
        path = f"{base}/{framework}/{name}/{in_path(version)}"
        files, gaps = listed_files(at, self._rows(f"{path}/files", ref))
        card = _joined(model.get("description"), stated.get("overview"), stated.get("usage"))
        return CatalogueEntry(
            ref=at,
            url=f"{self.place}/models/{ref.name}",
            source=source,
            metadata={
                "cardData": card_data(
                    license=text_of(stated.get("licenseName")),
                    base_model=_base(stated),
                    datasets=_strings(stated.get("trainingData")),
                )
            },
            files=files,
            texts={CARD: card.encode()} if card else {},
            addresses={
                entry.path: f"{self.place}{path}/download/{in_path(entry.path)}" for entry in files
            },
            gaps=gaps,
        )

    def _dataset(self, ref: ArtifactRef) -> CatalogueEntry:
        source = f"/api/v1/datasets/view/{in_path(ref.name)}"
        stated = self.answer(source, str(ref))
        version = ref.revision or str(stated.get("currentVersionNumber") or "1")
        at = ref.at(version)
        rows = self._rows(f"/api/v1/datasets/list/{in_path(ref.name)}", ref)
        files, gaps = listed_files(at, rows)
        card = _joined(stated.get("subtitle"), stated.get("description"))
        return CatalogueEntry(
            ref=at,
            url=f"{self.place}/datasets/{ref.name}",
            source=source,
            metadata={"cardData": card_data(license=text_of(stated.get("licenseName")))},
            files=files,
            texts={CARD: card.encode()} if card else {},
            gaps=gaps,
        )

    def _rows(self, path: str, ref: ArtifactRef) -> Iterator[Mapping[str, object]]:
        """The files of all pages of a listing."""
        for page in self._pages(path, {"pageSize": _ROWS_A_PAGE}, str(ref)):
            for row in objects(page.get("files") or page.get("datasetFiles")):
                yield {"rfilename": row.get("name"), "size": row.get("size")}

    def listing(self, owner: str, kind: Kind) -> Iterator[Listed]:
        """See `ListingHub.listing`: every variation of an owner's models, or the datasets."""
        return self._datasets(owner) if kind is Kind.DATASET else self._variations(owner)

    def _variations(self, owner: str) -> Iterator[Listed]:
        query = {"owner": owner, "pageSize": _ROWS_A_PAGE}
        for page in self._pages("/api/v1/models/list", query, f"{KAGGLE}:{owner}/*"):
            for model in objects(page.get("models")):
                for variation in objects(model.get("instances")):
                    parts = (variation.get("framework"), variation.get("slug"))
                    name = "/".join((text_of(model.get("ref")), *map(text_of, parts)))
                    if is_name(name, _VARIATION):
                        yield Listed(ref=ArtifactRef(hub=KAGGLE, kind=Kind.MODEL, name=name))

    def _datasets(self, owner: str) -> Iterator[Listed]:
        """The datasets of an owner; the answer is a list without a total, empty after its last
        page."""
        subject = f"{KAGGLE}:datasets/{owner}/*"
        for number in range(1, MOST_PAGES + 1):
            query = urlencode({"user": owner, "page": number})
            rows = self.rows(f"/api/v1/datasets/list?{query}", subject)
            for row in rows:
                name = text_of(row.get("ref"))
                if is_name(name, _NAME):
                    yield Listed(ref=ArtifactRef(hub=KAGGLE, kind=Kind.DATASET, name=name))
            if not rows:
                return
        raise listing_cut(subject, MOST_PAGES)

    def _pages(
        self, path: str, query: Mapping[str, object], subject: str
    ) -> Iterator[Mapping[str, object]]:
        def ask(token: str) -> Mapping[str, object]:
            following = {"pageToken": token} if token else {}
            return self.answer(f"{path}?{urlencode({**query, **following})}", subject)

        return token_pages(ask, "nextPageToken", subject)


def _with_version(handle: str) -> str:
    """A handle of Kaggle's own client as `name@version`. The client writes a variation's version
    behind its four parts, and a dataset's behind `versions`."""
    *name, last = handle.split("/")
    if not last.isdecimal():
        return handle
    if name[-1:] == ["versions"]:
        return f"{'/'.join(name[:-1])}@{last}"
    return f"{'/'.join(name)}@{last}" if len(name) == _VARIATION_PARTS else handle


def _on_site(page: SitePage) -> ArtifactRef | None:
    """The artefact of a page: below `datasets` two parts of a name, below `models` two, or four
    with the variation; then maybe its version."""
    section, *parts = page.parts or ("",)
    kind = {"datasets": Kind.DATASET, "models": Kind.MODEL}.get(section.lower())
    if kind is None:
        return None
    is_variation = kind is Kind.MODEL and len(parts) >= _VARIATION_PARTS
    length = _VARIATION_PARTS if is_variation else 2
    name, below = "/".join(parts[:length]), parts[length:]
    if not is_name(name, _NAME):
        return None
    if below[:1] == ["versions"]:
        below = below[1:]
    is_version = bool(below) and below[0].isdecimal() and (is_variation or kind is Kind.DATASET)
    version = below[0] if is_version else None
    return ArtifactRef(hub=KAGGLE, kind=kind, name=name, revision=version)


def _base(stated: Mapping[str, object]) -> list[str]:
    """The base of a variation: another variation, or an address elsewhere."""
    inner = mapping(stated.get("baseModelInstanceInformation"))
    parts = (
        text_of(mapping(inner.get("owner")).get("slug")),
        text_of(inner.get("modelSlug")),
        text_of(inner.get("framework")),
        text_of(inner.get("instanceSlug")),
    )
    bases = [f"{KAGGLE}:{'/'.join(parts)}"] if all(parts) else []
    outer = text_of(stated.get("externalBaseModelUrl"))
    return [*bases, outer] if outer else bases


def _strings(value: object) -> list[str]:
    return [text for text in map(text_of, value if isinstance(value, list) else []) if text]


def _joined(*texts: object) -> str:
    return "\n\n".join(text for text in map(text_of, texts) if text)
