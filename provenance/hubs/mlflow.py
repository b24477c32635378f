"""MLflow: registered models and their versions, by the REST API of MLflow
(https://mlflow.org/docs/latest/rest-api.html).

A version is a number; an alias can move. The server lists no digests. The files of a model lie in a
logged model since MLflow 3 and in its run before. `MLmodel` says what a model was made from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from provenance.errors import HubError, MalformedError, UsageError
from provenance.files.safe_yaml import load_yaml
from provenance.files.yaml_errors import YamlError
from provenance.hubs.base import Hub, HubSettings, HubType, Listed, Offer
from provenance.hubs.catalogue import (
    CARD,
    CatalogueEntry,
    CatalogueHub,
    OnePageHubType,
    listed_files,
    mapping,
    objects,
    text_of,
    token_pages,
)
from provenance.hubs.http import HttpRequest
from provenance.hubs.listing import listing_cut
from provenance.hubs.mlflow_answers import registry_statements
from provenance.hubs.name_forms import of_prefix, of_purl
from provenance.hubs.unity import UnityHub, is_in_unity_catalog
from provenance.messages import message
from provenance.model.artifact import FILES, ArtifactRef, FileEntry, Gap, HubName, Kind

MLFLOW = HubName("mlflow", "mlflow")
_NAME = re.compile(r"[\w.-]+")
_URI = re.compile(
    r"models:/{1,3}(?P<name>[\w.-]+)"
    r"(?:/(?P<version>\d+)|/(?P<stage>[A-Za-z]+)|@(?P<alias>[\w.-]+))?"
)
# The version that is read where none is stated.
_NEWEST = "latest"
# A model of a run, by the run or by its own id.
_OF_RUN = re.compile(r"runs:/\S+|models:/m-[0-9a-f]{32}(?:/\S*)?")
_SITE = re.compile(
    r"(?P<server>https?://[^\s#@]{1,300}?)/?#/models/(?P<name>[\w.-]+)"
    r"(?:/versions/(?P<version>\d+))?(?:[/?].*)?"
)
_API = "/api/2.0/mlflow"
_LOGGED = re.compile(r"models:/(?P<id>m-[0-9a-f]+)")
# Where the files of a version lie below the files of its run.
_IN_RUN = re.compile(r"runs:/[^/]+/(?P<path>.+)|.*/artifacts/(?P<stored>.+)")
_DESCRIPTION = "MLmodel"
_CARD_TEXT, _CARD_DATA = "model_card.md", "model_card_data.yaml"
_DESCRIPTION_LIMIT = 1024 * 1024
# The server gives at most a thousand at once.
_LISTED_AT_ONCE = 1000
_MOST_FOLDERS = 200


class MLflow(OnePageHubType):
    """Registered models of an MLflow server, named as in `models:/NAME/VERSION`."""

    name = MLFLOW
    forms = ("models:/NAME/VERSION",)
    has_datasets = False
    offers = frozenset({Offer.LICENCE, Offer.DATASETS})
    token_variables = ("MLFLOW_TRACKING_TOKEN",)
    user_variables = ("MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD")
    place_variables = ("MLFLOW_TRACKING_URI",)
    has_owners = False
    address = re.compile(r"models:/[\w.-]{1,200}[/@][\w.-]{1,100}")

    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """See `HubType.parse`."""
        if _OF_RUN.fullmatch(text):
            raise UsageError(message("hub.mlflow-run", text=text), message("hub.mlflow-run.hint"))
        if uri := _URI.fullmatch(text):
            return _of_uri(text, uri)
        if page := _SITE.fullmatch(text):
            version = page["version"]
            name = f"models:/{page['name']}" + (f"/{version}" if version else "")
            raise UsageError(
                message("hub.mlflow-page", text=text),
                message("hub.mlflow-page.hint", server=page["server"], name=name),
            )
        return of_purl(text, MLFLOW) or of_prefix(text, MLFLOW, Kind.MODEL, _NAME)

    def open(self, settings: HubSettings) -> Hub:
        """See `HubType.open`."""
        return MLflowHub(self, "", settings)


def _of_uri(text: str, uri: re.Match[str]) -> ArtifactRef:
    """The model of an MLflow URI.

    Raises:
        UsageError: It names a stage, which can belong to several versions at once.
    """
    stage = uri["stage"]
    if stage and stage.lower() != _NEWEST:
        hint = message("hub.mlflow-stage.hint", name=uri["name"])
        raise UsageError(message("hub.mlflow-stage", text=text, stage=stage), hint)
    revision = uri["version"] or uri["alias"]
    return ArtifactRef(hub=MLFLOW, kind=Kind.MODEL, name=uri["name"], revision=revision)


class MLflowHub(CatalogueHub):
    """Answers of an MLflow server; of Unity Catalog where no server but a workspace is set."""

    def __init__(self, hub: HubType, place: str, settings: HubSettings) -> None:
        super().__init__(hub, place, settings)
        self._unity = UnityHub.of(settings)

    def entry(self, ref: ArtifactRef) -> CatalogueEntry:
        """See `CatalogueHub.entry`. Requests the version, its run, its files and its MLmodel."""
        if self._unity and not self._has_server() and is_in_unity_catalog(ref.name):
            return self._unity.entry(ref)
        self._need_server(str(ref))
        version = self._version(ref)
        number = text_of(version.get("version"))
        at = ref.at(number)
        query = urlencode({"name": ref.name, "version": number})
        source = f"{_API}/model-versions/get?{query}"
        run_id = text_of(version.get("run_id"))
        files, gaps = self._files(version, run_id, at)
        addresses = {
            entry.path: f"{self.place}/model-versions/get-artifact?"
            + urlencode({**_of_version(ref, number), "path": entry.path})
            for entry in files
        }
        texts, description, unread = self._description(addresses.get(_DESCRIPTION, ""), at)
        run = self._run(run_id, ref)
        card_files, no_card = self._card_files(addresses, at)
        texts |= card_files
        card = _card(card_files) or text_of(version.get("description"))
        if card and not any(entry.path == CARD for entry in files):
            texts[CARD] = card.encode()
        return CatalogueEntry(
            ref=at,
            url=f"{self.place}/#/models/{ref.name}/versions/{number}",
            source=source,
            metadata={"cardData": registry_statements(version, description, run)},
            files=files,
            texts=texts,
            addresses=addresses,
            gaps=(*gaps, *unread, *no_card),
        )

    def _files(
        self, version: Mapping[str, object], run_id: str, at: ArtifactRef
    ) -> tuple[tuple[FileEntry, ...], tuple[Gap, ...]]:
        """The files of a version, from its logged model or its run; a gap if the server does not
        hold them."""
        source = text_of(version.get("source"))
        logged, in_run = _LOGGED.match(source), _IN_RUN.fullmatch(source)
        if logged:
            place = f"{_API}/logged-models/{logged['id']}/artifacts/directories"
            return listed_files(at, self._rows(place, "artifact_directory_path", "", at))
        if run_id and in_run:
            home = in_run["path"] or in_run["stored"]
            place = f"{_API}/artifacts/list?{urlencode({'run_id': run_id})}"
            return listed_files(at, self._rows(place, "path", home, at))
        gap = Gap(
            artifact=at.purl,
            what="file listing",
            reason="missing",
            detail=message("hub.no-files"),
            topic=FILES,
        )
        return (), (gap,)

    def _description(
        self, address: str, at: ArtifactRef
    ) -> tuple[dict[str, bytes], Mapping[str, object], tuple[Gap, ...]]:
        """The MLmodel file by its path, and what it says; a gap if it cannot be read."""
        if not address:
            return {}, {}, ()
        subject = f"{at}: {_DESCRIPTION}"
        request = HttpRequest(url=address, subject=subject, limit=_DESCRIPTION_LIMIT)
        try:
            body = self.fetched(request)
            loaded = load_yaml(body.decode("utf-8", "replace")).value
            return {_DESCRIPTION: body}, mapping(loaded), ()
        except HubError as error:
            reason, detail = error.reason, error.message
        except YamlError as error:
            detail = message("hub.yaml-unread", subject=subject, why=error.message)
            reason = "malformed"
        gap = Gap(artifact=at.purl, what=_DESCRIPTION, reason=reason, detail=detail)
        return {}, {}, (gap,)

    def _card_files(
        self, addresses: Mapping[str, str], at: ArtifactRef
    ) -> tuple[dict[str, bytes], tuple[Gap, ...]]:
        """The two files in which the transformers flavour stores a card, by path; a gap for each
        that cannot be read."""
        bodies: dict[str, bytes] = {}
        gaps: list[Gap] = []
        for path in (_CARD_DATA, _CARD_TEXT):
            if path not in addresses:
                continue
            subject = f"{at}: {path}"
            request = HttpRequest(url=addresses[path], subject=subject, limit=_DESCRIPTION_LIMIT)
            try:
                bodies[path] = self.fetched(request)
            except HubError as error:
                gap = Gap(artifact=at.purl, what=path, reason=error.reason, detail=error.message)
                gaps.append(gap)
        return bodies, tuple(gaps)

    def listing(self, owner: str, kind: Kind) -> Iterator[Listed]:
        """See `ListingHub.listing`: all registered models of the server."""
        if kind is Kind.DATASET:
            return
        self._need_server("mlflow:*")

        def ask(token: str) -> Mapping[str, object]:
            query = urlencode({"max_results": _LISTED_AT_ONCE, "page_token": token})
            return self.answer(f"{_API}/registered-models/search?{query}", "mlflow:*")

        for page in token_pages(ask, "next_page_token", "mlflow:*"):
            for model in objects(page.get("registered_models")):
                if name := text_of(model.get("name")):
                    yield Listed(ref=ArtifactRef(hub=MLFLOW, kind=Kind.MODEL, name=name))

    def _has_server(self) -> bool:
        return self.place.startswith(("http://", "https://"))

    def _need_server(self, subject: str) -> None:
        """See that a server is set: `databricks` and other schemes of the client name none."""
        if not self._has_server():
            raise UsageError(
                message("hub.mlflow-no-server", subject=subject),
                message("hub.mlflow-no-server.hint"),
            )

    def _version(self, ref: ArtifactRef) -> Mapping[str, object]:
        if ref.revision and ref.revision.isdecimal():
            query = urlencode(_of_version(ref, ref.revision))
            path = f"{_API}/model-versions/get?{query}"
        elif ref.revision:
            query = urlencode({"name": ref.name, "alias": ref.revision})
            path = f"{_API}/registered-models/alias?{query}"
        else:
            answer = self.answer(
                f"{_API}/registered-models/get?{urlencode({'name': ref.name})}", str(ref)
            )
            model = mapping(answer.get("registered_model"))
            latest = objects(model.get("latest_versions"))
            if latest:
                return max(latest, key=lambda version: _number(version.get("version")))
            raise _no_version(ref)
        version = mapping(self.answer(path, str(ref)).get("model_version"))
        if not text_of(version.get("version")):
            raise _no_version(ref)
        return version

    def _run(self, identity: str, ref: ArtifactRef) -> Mapping[str, object]:
        if not identity:
            return {}
        query = urlencode({"run_id": identity})
        return mapping(self.answer(f"{_API}/runs/get?{query}", str(ref)).get("run"))

    def _rows(
        self, place: str, folder_key: str, home: str, ref: ArtifactRef
    ) -> Iterator[Mapping[str, object]]:
        """The files below a folder, folder by folder.

        Args:
            place: Path of the request, with its query so far.
            folder_key: Query key of the folder.
            home: The folder; the names that are returned are below it.
            ref: The artefact, for messages.
        """
        joint = "&" if "?" in place else "?"
        waiting, seen = [home], 0
        while waiting:
            seen += 1
            if seen > _MOST_FOLDERS:
                raise listing_cut(str(ref), _MOST_FOLDERS)
            folder = waiting.pop()

            def ask(token: str, folder: str = folder) -> Mapping[str, object]:
                following = {"page_token": token} if token else {}
                query = urlencode({folder_key: folder, **following})
                return self.answer(f"{place}{joint}{query}", str(ref))

            for page in token_pages(ask, "next_page_token", str(ref)):
                for row in objects(page.get("files")):
                    name = text_of(row.get("path"))
                    if row.get("is_dir") is True:
                        waiting.append(name)
                    else:
                        below = name.removeprefix(f"{home}/") if home else name
                        yield {"rfilename": below, "size": row.get("file_size")}


def _card(files: Mapping[str, bytes]) -> str:
    """A card from its front matter and its text, which lie in two files; empty without either."""
    texts = {path: body.decode("utf-8", "replace") for path, body in files.items()}
    text = texts.get(_CARD_TEXT, "")
    if _CARD_DATA not in texts:
        return text
    return f"---\n{texts[_CARD_DATA].rstrip()}\n---\n{text}"


def _of_version(ref: ArtifactRef, number: str) -> dict[str, str]:
    return {"name": ref.name, "version": number}


def _no_version(ref: ArtifactRef) -> MalformedError:
    return MalformedError(
        message("hub.no-commit", subject=str(ref)), message("hub.no-revision.hint")
    )


def _number(version: object) -> int:
    text = text_of(version)
    return int(text) if text.isdecimal() and len(text) < 10 else 0
