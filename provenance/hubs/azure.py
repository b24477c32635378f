"""Azure AI Foundry: the anonymous catalogue of models, and folders in the layout of azureml-assets.

A specification (`spec.yaml`, and the same fields in an answer of the catalogue) states a licence in
its own words, often the Hugging Face model that it republishes, and its parents as assets.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from provenance.errors import NotFoundError, UsageError
from provenance.hubs.base import Hub, HubSettings, Listed, Offer
from provenance.hubs.catalogue import (
    CARD,
    CatalogueEntry,
    CatalogueHub,
    OnePageHubType,
    card_data,
    in_path,
    mapping,
    objects,
    text_of,
    token_pages,
)
from provenance.hubs.name_forms import is_name, of_prefix, of_purl
from provenance.hubs.site_pages import SitePage, read_page
from provenance.messages import message
from provenance.model.artifact import FILES, ArtifactRef, Gap, HubName, Kind

AZURE = HubName("azureml", "azureml")
_API = "https://api.catalog.azureml.ms"
_PART = r"[\w.-]+"
_NAME = re.compile(rf"{_PART}/{_PART}")
_ASSET = re.compile(
    rf"azureml://registries/(?P<registry>{_PART})/models/(?P<name>{_PART})"
    rf"(?:/(?:versions|labels)/(?P<version>{_PART}))?"
)
_SITES = ("ai.azure.com", "ml.azure.com")
# Labels name a version that moves; this one is what is read without a version.
_NEWEST = "latest"
_LINK = re.compile(r"<?(https?://[^\s>]+)>?")
_ROWS_A_PAGE = 50
_LICENCE_FILE = "LICENSE"
_BLOCKS = ("tags", "system_metadata", "systemMetadata", "properties")
_HUB_MODEL = "huggingFaceModelId"


class Azure(OnePageHubType):
    """Models of the registries of Azure AI Foundry, named `registry/model`."""

    name = AZURE
    forms = ("azureml://registries/REGISTRY/models/MODEL/versions/N",)
    has_datasets = False
    offers = frozenset({Offer.LICENCE})
    place_variables = ("AZUREML_CATALOG_URL",)
    address = re.compile(r"azureml://registries/[\w./-]{1,400}")

    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """See `HubType.parse`."""
        if asset := _ASSET.fullmatch(text):
            return _ref(asset["registry"], asset["name"], asset["version"])
        if page := read_page(text, *_SITES):
            return _on_site(page)
        return of_purl(text, AZURE) or of_prefix(text, AZURE, Kind.MODEL, _NAME)

    def open(self, settings: HubSettings) -> Hub:
        """See `HubType.open`."""
        return AzureHub(self, _API, settings)


def _ref(registry: str, name: str, version: str | None) -> ArtifactRef:
    revision = None if version == _NEWEST else version
    return ArtifactRef(hub=AZURE, kind=Kind.MODEL, name=f"{registry}/{name}", revision=revision)


def _on_site(page: SitePage) -> ArtifactRef | None:
    """The model of a page: its path holds `models`, and maybe `version` and `registry` or
    `registries`, each with a value.

    Raises:
        UsageError: The page of a model names no registry.
    """
    parts = page.parts
    stated = dict(itertools.pairwise(parts))
    name = stated.get("models", "")
    registry = stated.get("registry") or stated.get("registries") or ""
    if not re.fullmatch(_PART, name):
        return None
    if not re.fullmatch(_PART, registry):
        raise UsageError(
            message("hub.azure-no-registry", name=name),
            message("hub.azure-no-registry.hint", name=name),
        )
    return _ref(registry, name, stated.get("version") or stated.get("versions"))


class AzureHub(CatalogueHub):
    """Answers of the asset gallery."""

    def entry(self, ref: ArtifactRef) -> CatalogueEntry:
        """See `CatalogueHub.entry`. One request if a version is given, otherwise one more for the
        newest. The catalogue lists no files and no digests, which is a gap."""
        registry, _, name = ref.name.partition("/")
        version = ref.revision or self._newest(registry, name, ref)
        at = ref.at(version)
        source = f"/asset-gallery/v1.0/{registry}/models/{in_path(name)}/version/{version}"
        summary = self.answer(source, str(ref))
        text = "\n\n".join(
            part
            for part in (text_of(summary.get("summary")), text_of(summary.get("description")))
            if part
        )
        texts = {CARD: text.encode()} if text else {}
        terms = text_of(summary.get("licenseDescription"))
        if terms and not _LINK.fullmatch(terms):
            texts[_LICENCE_FILE] = terms.encode()
        detail = message("hub.no-files")
        return CatalogueEntry(
            ref=at,
            url=f"https://ai.azure.com/explore/models/{name}/version/{version}/registry/{registry}",
            source=source,
            metadata=stated_in(summary),
            texts=texts,
            gaps=(
                Gap(
                    artifact=at.purl,
                    what="file listing",
                    reason="missing",
                    detail=detail,
                    topic=FILES,
                ),
            ),
        )

    def _newest(self, registry: str, name: str, ref: ArtifactRef) -> str:
        wanted = {"name": name, "registryName": registry}
        versions = [text_of(row.get("version")) for row in self._summaries(wanted, str(ref))]
        numbered = [version for version in versions if version]
        if not numbered:
            raise NotFoundError(
                message("hub.not-found-or-private", subject=str(ref)),
                message("hub.no-revision.hint"),
            )
        return max(numbered, key=_order)

    def listing(self, owner: str, kind: Kind) -> Iterator[Listed]:
        """See `ListingHub.listing`: the models of a registry, each once, without its version."""
        if kind is Kind.DATASET:
            return
        listed: set[str] = set()
        for summary in self._summaries({"registryName": owner}, f"{AZURE}:{owner}/*"):
            name = f"{owner}/{text_of(summary.get('name'))}"
            if is_name(name, _NAME) and name not in listed:
                listed.add(name)
                yield Listed(ref=ArtifactRef(hub=AZURE, kind=kind, name=name))

    def _summaries(self, wanted: Mapping[str, str], subject: str) -> Iterator[Mapping[str, object]]:
        """What the gallery finds, by the values of fields."""
        question: dict[str, object] = {
            "filters": [
                {"field": field, "operator": "eq", "values": [value]}
                for field, value in wanted.items()
            ],
            "pageSize": _ROWS_A_PAGE,
        }

        def ask(token: str) -> Mapping[str, object]:
            following = {"continuationToken": token} if token else {}
            post = {**question, **following}
            return self.answer("/asset-gallery/v1.0/models", subject, post=post)

        for page in token_pages(ask, "continuationToken", subject):
            yield from objects(page.get("summaries"))


def _order(version: str) -> tuple[int, str]:
    return (int(version) if version.isdecimal() and len(version) < 10 else -1, version)


def stated_in(spec: Mapping[str, object]) -> dict[str, object]:
    """The statements of a specification, under the keys that metadata readers use.

    Args:
        spec: `spec.yaml`, or a summary from the catalogue, which has the same facts at the top
            level, in `tags`, in `properties` or in `system_metadata`.
    """
    places = [*(mapping(spec.get(key)) for key in _BLOCKS), spec]
    bases = [text for place in places if (text := text_of(place.get(_HUB_MODEL)))]
    bases += _parents(spec, places)
    link = _LINK.fullmatch(_first(places, "licenseDescription").split("at ")[-1].rstrip("."))
    datasets = _first(places, "datasets") or _first(places, "trainingDataset")
    return {
        "cardData": card_data(
            license=_first(places, "license"),
            license_link=link[1] if link else "",
            base_model=list(dict.fromkeys(bases)),
            datasets=[part.strip() for part in datasets.split(",") if part.strip()],
            language=next((place["languages"] for place in places if place.get("languages")), ""),
        )
    }


def _first(places: list[Mapping[str, object]], key: str) -> str:
    return next((text for place in places if (text := text_of(place.get(key)))), "")


def _parents(spec: Mapping[str, object], places: list[Mapping[str, object]]) -> list[str]:
    """The assets that a variant was made from."""
    variants = [mapping(spec.get("variantInfo")), mapping(spec.get("variantInformation"))]
    variants += [mapping(place.get("variantInfo")) for place in places]
    return [
        name
        for variant in variants
        for parent in objects(variant.get("parents"))
        if (name := text_of(parent.get("assetId")))
    ]
