"""Vertex AI Model Garden: publisher models, by the REST API of Vertex AI
(https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/publishers.models).

An answer names no licence: its category (`openSourceCategory`) is a hint and never becomes one. It
lists no files and no digests. Models that Hugging Face backs have the publisher `hf-ORG`; their
base is the model of the hub. Nothing is anonymous.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.util import find_spec
from urllib.parse import urlencode

from provenance.errors import ForbiddenError, UsageError
from provenance.hubs.base import Hub, HubSettings, HubType, Listed
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
from provenance.hubs.deadline import within
from provenance.hubs.http import HttpRequest
from provenance.hubs.name_forms import is_name, of_prefix, of_purl
from provenance.hubs.site_pages import SitePage, read_page
from provenance.messages import message
from provenance.model.artifact import FILES, ArtifactRef, Gap, HubName, Kind

VERTEX = HubName("vertex", "vertex")
_API = "https://us-central1-aiplatform.googleapis.com"
_SCOPE = "https://www.googleapis.com/auth/cloud-platform"
_SIGN_IN_SECONDS = 30.0
_PART = r"[\w.-]+"
_NAME = re.compile(rf"{_PART}/{_PART}")
_RESOURCE = re.compile(
    rf"(?:projects/{_PART}/locations/{_PART}/)?publishers/(?P<publisher>{_PART})"
    rf"/models/(?P<name>{_PART})(?:@(?P<version>{_PART}))?"
)
_SITE = "console.cloud.google.com"
_ROWS_A_PAGE = 100
# The publisher of a model that Hugging Face backs.
_OF_HUGGING_FACE = "hf-"
_UNSPECIFIED = "OPEN_SOURCE_CATEGORY_UNSPECIFIED"


class Vertex(OnePageHubType):
    """Publisher models, named `publisher/model`."""

    name = VERTEX
    forms = ("vertex:publisher/model@version",)
    has_datasets = False
    token_variables = ("GOOGLE_OAUTH_ACCESS_TOKEN", "CLOUDSDK_AUTH_ACCESS_TOKEN")
    place_variables = ("VERTEX_API_URL",)

    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """See `HubType.parse`."""
        match = _RESOURCE.fullmatch(text)
        if match:
            name = f"{match['publisher']}/{match['name']}"
            return ArtifactRef(hub=VERTEX, kind=Kind.MODEL, name=name, revision=match["version"])
        if page := read_page(text, _SITE):
            return _on_site(page)
        return of_purl(text, VERTEX) or of_prefix(text, VERTEX, Kind.MODEL, _NAME)

    def open(self, settings: HubSettings) -> Hub:
        """See `HubType.open`."""
        return VertexHub(self, _API, settings)


def _on_site(page: SitePage) -> ArtifactRef | None:
    """The model of a page of the console."""
    parts = page.after("vertex-ai", "publishers") or ()
    if len(parts) < 3 or parts[1] != "model-garden":
        return None
    name = f"{parts[0]}/{parts[2]}"
    return ArtifactRef(hub=VERTEX, kind=Kind.MODEL, name=name) if is_name(name, _NAME) else None


class VertexHub(CatalogueHub):
    """Answers of the Model Garden."""

    def __init__(self, hub: HubType, place: str, settings: HubSettings) -> None:
        super().__init__(hub, place, settings)
        self._project = ""

    def entry(self, ref: ArtifactRef) -> CatalogueEntry:
        """See `CatalogueHub.entry`. One request."""
        publisher, _, name = ref.name.partition("/")
        wanted = f"{name}@{ref.revision}" if ref.revision else name
        source = (
            f"/v1beta1/publishers/{in_path(publisher)}/models/{in_path(wanted)}"
            "?view=PUBLISHER_MODEL_VIEW_FULL"
        )
        is_backed = publisher.startswith(_OF_HUGGING_FACE)
        if is_backed:
            source += "&isHuggingFaceModel=true"
        self._sign_in(ref)
        model = self.answer(source, str(ref))
        at = ref.at(text_of(model.get("versionId")) or ref.revision or "default")
        bases = list(_bases(model))
        if is_backed:
            bases.insert(0, f"{publisher.removeprefix(_OF_HUGGING_FACE)}/{name}")
        card = _card(model)
        return CatalogueEntry(
            ref=at,
            url=(
                "https://console.cloud.google.com/vertex-ai/publishers/"
                f"{publisher}/model-garden/{name}"
            ),
            source=source,
            metadata={"cardData": card_data(base_model=bases)},
            texts={CARD: card.encode()} if card else {},
            gaps=tuple(_gaps(at, model)),
        )

    def listing(self, owner: str, kind: Kind) -> Iterator[Listed]:
        """See `ListingHub.listing`: the models of a publisher."""
        if kind is Kind.DATASET:
            return
        subject = f"{VERTEX}:{owner}/*"
        self._sign_in(ArtifactRef(hub=VERTEX, kind=kind, name=f"{owner}/*"))

        def ask(token: str) -> Mapping[str, object]:
            following = {"pageToken": token} if token else {}
            query = urlencode({"pageSize": _ROWS_A_PAGE, **following})
            return self.answer(f"/v1beta1/publishers/{in_path(owner)}/models?{query}", subject)

        for page in token_pages(ask, "nextPageToken", subject):
            for row in objects(page.get("publisherModels")):
                match = _RESOURCE.fullmatch(text_of(row.get("name")))
                if match:
                    name = f"{match['publisher']}/{match['name']}"
                    yield Listed(ref=ArtifactRef(hub=VERTEX, kind=kind, name=name))

    def fetched(self, request: HttpRequest, authorization: str = "") -> bytes:
        """See `CatalogueHub.fetched`; quota goes to the user's own project."""
        if self._project:
            headers = (*request.headers, ("x-goog-user-project", self._project))
            request = replace(request, headers=headers)
        return super().fetched(request, authorization)

    def _sign_in(self, ref: ArtifactRef) -> None:
        """Take the user's credentials where no token was given.

        Raises:
            UsageError: There are none, or google-auth is not installed.
            ForbiddenError: They are not accepted.
        """
        if self._credentials or self._offline:
            return
        if not _has_library():
            raise UsageError(
                message("hub.vertex-sign-in", subject=str(ref)),
                message("hub.vertex-sign-in.hint"),
            )
        token, self._project = within(_SIGN_IN_SECONDS, lambda: _credentials(ref))
        self._credentials = f"Bearer {token}"


def _has_library() -> bool:
    try:
        return find_spec("google.auth") is not None
    except ModuleNotFoundError:
        return False


def _credentials(ref: ArtifactRef) -> tuple[str, str]:
    """A token of the application default credentials, and the project that pays for the quota."""
    import google.auth
    from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError
    from google.auth.transport.requests import Request

    try:
        credentials, project = google.auth.default(scopes=[_SCOPE])
        credentials.refresh(Request())
    except DefaultCredentialsError:
        raise UsageError(
            message("hub.vertex-sign-in", subject=str(ref)), message("hub.vertex-sign-in.hint")
        ) from None
    except GoogleAuthError:
        raise ForbiddenError(
            message("hub.token-refused", subject=str(ref)),
            message("hub.token-refused.variable.hint", variable=Vertex.token_variables[0]),
        ) from None
    paying = getattr(credentials, "quota_project_id", None) or project
    return text_of(credentials.token), text_of(paying)


def _bases(model: Mapping[str, object]) -> Iterator[str]:
    """What a model was derived from, by the name of its resource or an address."""
    reference = mapping(mapping(model.get("parent")).get("reference"))
    resource = _RESOURCE.search(text_of(reference.get("resourceName")))
    if resource:
        yield f"{VERTEX}:{resource['publisher']}/{resource['name']}"
    elif address := text_of(reference.get("uri")):
        yield address


def _card(model: Mapping[str, object]) -> str:
    """What the answer says in prose: its documentation of the API."""
    view = mapping(mapping(model.get("supportedActions")).get("viewRestApi"))
    parts = []
    for document in objects(view.get("documentations")):
        title, content = text_of(document.get("title")), text_of(document.get("content"))
        if content:
            parts.append(f"## {title}\n\n{content}" if title else content)
    return "\n\n".join(parts)


def _gaps(ref: ArtifactRef, model: Mapping[str, object]) -> Iterator[Gap]:
    """What no answer of this hub holds."""
    category = text_of(model.get("openSourceCategory")) or _UNSPECIFIED
    licence = message("hub.vertex-licence", category=category)
    yield Gap(artifact=ref.purl, what="licence", reason="missing", detail=licence)
    yield Gap(
        artifact=ref.purl,
        what="file listing",
        reason="missing",
        detail=message("hub.no-files"),
        topic=FILES,
    )
