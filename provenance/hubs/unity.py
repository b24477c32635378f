"""Unity Catalog of Databricks: registered models, their versions and aliases
(https://docs.databricks.com/api/workspace/registeredmodels and .../modelversions).

The catalogue states neither a licence nor a base: both may stand in tags, which MLflow's own API of
the catalogue gives. Files need credentials of the store below it, so none are listed; what a run
logged is read where the run lies in the same workspace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from provenance.errors import HubError, NotFoundError, UsageError
from provenance.hubs.base import Hub, HubSettings, HubType, Listed, Offer
from provenance.hubs.catalogue import (
    CARD,
    CatalogueEntry,
    CatalogueHub,
    OnePageHubType,
    in_path,
    mapping,
    objects,
    text_of,
    token_pages,
)
from provenance.hubs.mlflow_answers import registry_statements
from provenance.hubs.name_forms import is_name, of_prefix, of_purl, prefixed
from provenance.hubs.site_pages import SitePage, read_page
from provenance.messages import message
from provenance.model.artifact import DATA, FILES, ArtifactId, ArtifactRef, Gap, HubName, Kind

UNITY = HubName("unity", "unity")
_PART = r"[\w-]+"
_NAME = re.compile(rf"{_PART}\.{_PART}\.{_PART}")
_SITES = (".databricks.com", ".azuredatabricks.net")
_MODELS = "/api/2.1/unity-catalog/models"
_TAGS = "/api/2.0/mlflow/unity-catalog/model-versions/get"
_RUN = "/api/2.0/mlflow/runs/get"
_ROWS_A_PAGE = 100
_LONGEST_NUMBER = 9


class Unity(OnePageHubType):
    """Models of Unity Catalog, named `catalog.schema.model`."""

    name = UNITY
    forms = ("unity:catalog.schema.model@version",)
    has_datasets = False
    offers = frozenset({Offer.LICENCE, Offer.DATASETS})
    token_variables = ("DATABRICKS_TOKEN",)
    place_variables = ("DATABRICKS_HOST",)
    address = prefixed("unity")

    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """See `HubType.parse`."""
        if page := read_page(text, *_SITES):
            return _on_site(page)
        return of_purl(text, UNITY) or of_prefix(text, UNITY, Kind.MODEL, _NAME)

    def owner_of(self, name: str) -> str:
        """See `HubType.owner_of`: `catalog.schema`."""
        return name.rpartition(".")[0]

    def open(self, settings: HubSettings) -> Hub:
        """See `HubType.open`."""
        return UnityHub(self, "", settings)


def _on_site(page: SitePage) -> ArtifactRef | None:
    """The model of a page of a workspace, with its version if the page shows one."""
    parts = page.after("explore", "data", "models") or ()
    name = ".".join(parts[:3])
    if not is_name(name, _NAME):
        return None
    has_version = len(parts) > 4 and parts[3] == "version" and parts[4].isdecimal()
    version = parts[4] if has_version else None
    return ArtifactRef(hub=UNITY, kind=Kind.MODEL, name=name, revision=version)


class UnityHub(CatalogueHub):
    """Answers of a Databricks workspace."""

    def __init__(self, hub: HubType, place: str, settings: HubSettings) -> None:
        super().__init__(hub, place, settings)
        if self.place and "://" not in self.place:
            self.place = f"https://{self.place}"

    @classmethod
    def of(cls, settings: HubSettings) -> UnityHub | None:
        """The hub of a workspace; None if none is set."""
        return cls(Unity(), "", settings) if settings.places.get(UNITY) else None

    def entry(self, ref: ArtifactRef) -> CatalogueEntry:
        """See `CatalogueHub.entry`. Requests the model, the version, its tags and its run."""
        self._need_workspace(str(ref))
        source = f"{_MODELS}/{in_path(ref.name)}"
        model = self.answer(source, str(ref))
        version = self._version(ref, source)
        number = str(_number(version))
        at = ref.at(number)
        tagged, no_tags = self._tags(ref, number, at.purl)
        run, no_run = self._run(text_of(version.get("run_id")), at)
        card = "\n\n".join(filter(None, (_comment(model), _comment(version))))
        page = f"{self.place}/explore/data/models/{ref.name.replace('.', '/')}/version/{number}"
        no_files = Gap(
            artifact=at.purl,
            what="file listing",
            reason="missing",
            detail=message("hub.no-files"),
            topic=FILES,
        )
        return CatalogueEntry(
            ref=at,
            url=page,
            source=source,
            metadata={"cardData": registry_statements(tagged, {}, run)},
            texts={CARD: card.encode()} if card else {},
            gaps=(no_files, *no_tags, *no_run),
        )

    def listing(self, owner: str, kind: Kind) -> Iterator[Listed]:
        """See `ListingHub.listing`: the models of a schema, named `catalog.schema`."""
        if kind is Kind.DATASET:
            return
        subject = f"{UNITY}:{owner}.*"
        self._need_workspace(subject)
        catalog, _, schema = owner.partition(".")
        wanted = {"catalog_name": catalog, "schema_name": schema, "max_results": _ROWS_A_PAGE}

        def ask(token: str) -> Mapping[str, object]:
            following = {"page_token": token} if token else {}
            return self.answer(f"{_MODELS}?{urlencode({**wanted, **following})}", subject)

        for page in token_pages(ask, "next_page_token", subject):
            for model in objects(page.get("registered_models")):
                name = text_of(model.get("full_name"))
                if _NAME.fullmatch(name):
                    yield Listed(ref=ArtifactRef(hub=UNITY, kind=kind, name=name))

    def _need_workspace(self, subject: str) -> None:
        if not self.place:
            raise UsageError(
                message("hub.unity-no-workspace", subject=subject),
                message("hub.unity-no-workspace.hint"),
            )

    def _version(self, ref: ArtifactRef, source: str) -> Mapping[str, object]:
        """The version that a number or an alias names, else the newest."""
        if ref.revision:
            section = "versions" if ref.revision.isdecimal() else "aliases"
            version = self.answer(f"{source}/{section}/{in_path(ref.revision)}", str(ref))
            versions = [version] if _number(version) else []
        else:
            versions = list(self._versions(ref, source))
        if not versions:
            raise NotFoundError(
                message("hub.no-revision", subject=str(ref)), message("hub.no-revision.hint")
            )
        return max(versions, key=_number)

    def _versions(self, ref: ArtifactRef, source: str) -> Iterator[Mapping[str, object]]:
        def ask(token: str) -> Mapping[str, object]:
            query = f"?{urlencode({'page_token': token})}" if token else ""
            return self.answer(f"{source}/versions{query}", str(ref))

        for page in token_pages(ask, "next_page_token", str(ref)):
            yield from (row for row in objects(page.get("model_versions")) if _number(row))

    def _tags(
        self, ref: ArtifactRef, number: str, purl: ArtifactId
    ) -> tuple[Mapping[str, object], tuple[Gap, ...]]:
        """The version as MLflow's API gives it, with its tags; a gap if it does not."""
        query = urlencode({"name": ref.name, "version": number})
        try:
            return mapping(self.answer(f"{_TAGS}?{query}", str(ref)).get("model_version")), ()
        except HubError as error:
            detail = error.message
            gap = Gap(artifact=purl, what="licence", reason=error.reason, detail=detail)
            return {}, (gap,)

    def _run(self, run_id: str, at: ArtifactRef) -> tuple[Mapping[str, object], tuple[Gap, ...]]:
        """The run that made a version; a gap if it cannot be read, for it may lie in another
        workspace."""
        if not run_id:
            return {}, ()
        try:
            answer = self.answer(f"{_RUN}?{urlencode({'run_id': run_id})}", str(at))
        except HubError as error:
            detail = error.message
            gap = Gap(artifact=at.purl, what="run", reason=error.reason, detail=detail, topic=DATA)
            return {}, (gap,)
        return mapping(answer.get("run")), ()


def is_in_unity_catalog(name: str) -> bool:
    """Whether a registered model's name has the three levels of the catalogue."""
    return _NAME.fullmatch(name) is not None


def _number(version: Mapping[str, object]) -> int:
    """The number of a version, which some answers give as text; 0 if it has none."""
    stated = str(version.get("version") or "")
    is_number = stated.isdecimal() and len(stated) <= _LONGEST_NUMBER
    return int(stated) if is_number else 0


def _comment(answer: Mapping[str, object]) -> str:
    return text_of(answer.get("comment"))
