"""MLflow: registered models and their versions, by the REST API of MLflow 3
(https://mlflow.org/docs/latest/rest-api.html).

A version is a number; an alias can move. The server lists no digests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from provenance.errors import MalformedError, UsageError
from provenance.hubs.base import Hub, HubSettings, HubType, Listed, Offer
from provenance.hubs.catalogue import (
    CARD,
    MOST_PAGES,
    CatalogueEntry,
    CatalogueHub,
    card_data,
    mapping,
    objects,
    text_of,
)
from provenance.hubs.listing import read_listing
from provenance.hubs.name_forms import of_prefix, of_purl
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, HubName, Kind

MLFLOW = HubName("mlflow", "mlflow")
_NAME = re.compile(r"[\w.-]+")
_URI = re.compile(
    r"models:/(?P<name>[\w.-]+)(?:/(?P<version>\d+)|@(?P<alias>[\w.-]+))?"
    r"|mlflow:models/(?P<other>.+)"
)
_API = "/api/2.0/mlflow"
_FILES = re.compile(r"models:/(?P<logged>m-[0-9a-f]+)")
# The server gives at most a thousand at once.
_LISTED_AT_ONCE = 1000
_MOST_FOLDERS = 50
_LICENCE_TAGS = ("license", "licence")
_BASE_TAGS = ("base_model", "source_model_name", "mlflow.transformers.source_model_name")


class MLflow(HubType):
    """Registered models of an MLflow server, named as in `models:/NAME/VERSION`."""

    name = MLFLOW
    forms = ("models:/NAME/VERSION",)
    offers = frozenset({Offer.LICENCE, Offer.DATASETS})
    token_variables = ("MLFLOW_TRACKING_TOKEN",)
    place_variables = ("MLFLOW_TRACKING_URI",)
    address = re.compile(r"models:/[\w.-]{1,200}[/@][\w.-]{1,100}")

    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """See `HubType.parse`."""
        named = _URI.fullmatch(text)
        if named and named["name"]:
            return ArtifactRef(
                hub=MLFLOW,
                kind=Kind.MODEL,
                name=named["name"],
                revision=named["version"] or named["alias"],
            )
        return of_purl(text, MLFLOW) or of_prefix(text, MLFLOW, Kind.MODEL, _NAME)

    def open(self, settings: HubSettings) -> Hub:
        """See `HubType.open`."""
        return MLflowHub(MLFLOW, "", settings)


class MLflowHub(CatalogueHub):
    """Answers of an MLflow server."""

    def entry(self, ref: ArtifactRef) -> CatalogueEntry:
        """See `CatalogueHub.entry`. Requests the version, its run and its files."""
        if not self.place:
            raise UsageError(
                f"{ref} is on an MLflow server, but no server is set",
                "Set MLFLOW_TRACKING_URI to its address.",
            )
        version = self._version(ref)
        number = text_of(version.get("version"))
        at = ref.at(number)
        query = urlencode({"name": ref.name, "version": number})
        source = f"{_API}/model-versions/get?{query}"
        logged = _FILES.match(text_of(version.get("source")))
        siblings: list[Mapping[str, Any]] = []
        addresses: dict[str, str] = {}
        if logged:
            siblings = list(self._rows(logged["logged"], "", ref))
            for row in siblings:
                question = urlencode({**_of_version(ref, number), "path": row["rfilename"]})
                path = f"/model-versions/get-artifact?{question}"
                addresses[row["rfilename"]] = f"{self.place}{path}"
        files, gaps = read_listing(at.purl, {"siblings": siblings})
        run = self._run(text_of(version.get("run_id")), ref)
        card = text_of(version.get("description"))
        has_card = any(entry.path == CARD for entry in files)
        return CatalogueEntry(
            ref=at,
            url=f"{self.place}/#/models/{ref.name}/versions/{number}",
            source=source,
            metadata={"cardData": _stated(version, run)},
            files=files,
            texts={CARD: card.encode()} if card and not has_card else {},
            addresses=addresses,
            gaps=gaps,
        )

    def listing(self, owner: str, kind: Kind) -> Iterator[Listed]:
        """See `ListingHub.listing`: all registered models of the server."""
        following = ""
        for _ in range(MOST_PAGES):
            query = {"max_results": _LISTED_AT_ONCE, "page_token": following}
            path = f"{_API}/registered-models/search?{urlencode(query)}"
            answer = self.answer(path, "mlflow:*")
            for model in objects(answer.get("registered_models")):
                if name := text_of(model.get("name")):
                    yield Listed(ref=ArtifactRef(hub=MLFLOW, kind=Kind.MODEL, name=name))
            following = text_of(answer.get("next_page_token"))
            if not following:
                return

    def _version(self, ref: ArtifactRef) -> Mapping[str, Any]:
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

    def _run(self, identity: str, ref: ArtifactRef) -> Mapping[str, Any]:
        if not identity:
            return {}
        query = urlencode({"run_id": identity})
        return mapping(self.answer(f"{_API}/runs/get?{query}", str(ref)).get("run"))

    def _rows(self, logged: str, folder: str, ref: ArtifactRef) -> Iterator[Mapping[str, Any]]:
        """The files of a logged model, folder by folder."""
        waiting, seen = [folder], 0
        while waiting and seen < _MOST_FOLDERS:
            seen += 1
            query = urlencode({"artifact_directory_path": waiting.pop()})
            path = f"{_API}/logged-models/{logged}/artifacts/directories?{query}"
            for row in objects(self.answer(path, str(ref)).get("files")):
                name = text_of(row.get("path"))
                if row.get("is_dir") is True:
                    waiting.append(name)
                else:
                    yield {"rfilename": name, "size": row.get("file_size")}


def _of_version(ref: ArtifactRef, number: str) -> dict[str, str]:
    return {"name": ref.name, "version": number}


def _no_version(ref: ArtifactRef) -> MalformedError:
    return MalformedError(
        message("hub.no-commit", subject=str(ref)), message("hub.no-revision.hint")
    )


def _number(version: object) -> int:
    text = text_of(version)
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _stated(version: Mapping[str, Any], run: Mapping[str, Any]) -> dict[str, Any]:
    """Licence and base from the tags of a version, datasets from its run."""
    tags = {
        text_of(tag.get("key")).casefold(): text_of(tag.get("value"))
        for tag in objects(version.get("tags"))
    }
    inputs = objects(mapping(run.get("inputs")).get("dataset_inputs"))
    datasets = [text_of(mapping(entry.get("dataset")).get("name")) for entry in inputs]
    return card_data(
        license=next((tags[key] for key in _LICENCE_TAGS if tags.get(key)), ""),
        base_model=[tags[key] for key in _BASE_TAGS if tags.get(key)],
        datasets=[name for name in datasets if name],
    )
