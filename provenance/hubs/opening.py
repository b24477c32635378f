"""Open the hub that a user selected, and parse the references that a user typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from provenance.errors import UsageError
from provenance.files.resources import SAMPLES, resource_folder
from provenance.files.schema_errors import suggestion
from provenance.hubs.base import Hub, HubSettings, Listed, Space
from provenance.hubs.endpoint import without_credentials
from provenance.hubs.folder import FolderHub, guess_kind
from provenance.hubs.huggingface import HUGGING_FACE
from provenance.hubs.references import hub_type, parse_reference
from provenance.hubs.sign_in import SignIn
from provenance.hubs.store import Store
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, HubName, Kind, Snapshot

SAMPLE_HUB = "sample"
# Stands in for the name of an artefact while the owner before it is read.
_ANY = "any"
_WEB = ("http://", "https://")
_LISTS_OF_MODELS = (".yaml", ".yml")


class _Router:
    """Routes requests to the hub of each artefact; opens each hub on first use."""

    def __init__(
        self, settings: HubSettings, chosen: dict[HubName, Hub], *, is_folder: bool = False
    ) -> None:
        self._settings = settings
        self._is_folder = is_folder
        self._opened = dict(chosen)
        self._lock = Lock()

    def _of(self, ref: ArtifactRef) -> Hub:
        with self._lock:
            if ref.hub not in self._opened:
                self._opened[ref.hub] = self._open(ref)
            return self._opened[ref.hub]

    def _open(self, ref: ArtifactRef) -> Hub:
        hub = hub_type(ref.hub)
        if hub is None:
            raise UsageError(f"{ref} is on an unknown hub", "Name another hub.")
        return hub.open(self._settings)

    def listing(self, owner: ArtifactRef) -> Iterator[Listed]:
        hub: Any = self._of(owner)
        if not hasattr(hub, "listing"):
            raise UsageError(
                message("hub.no-listing", hub=str(owner.hub)), message("hub.no-listing.hint")
            )
        listed: Iterator[Listed] = hub.listing(owner.name, owner.kind)
        return listed

    def similar(self, ref: ArtifactRef) -> Iterator[ArtifactRef]:
        hub: Any = self._of(ref)
        references: Iterator[ArtifactRef] = (
            hub.similar(ref) if hasattr(hub, "similar") else iter(())
        )
        return references

    def keeps_off(self, name: HubName) -> bool:
        """See `keeps_off` below."""
        return self._is_folder and name not in self._settings.places

    def home(self) -> Hub:
        """The Hugging Face Hub, or what stands in its place."""
        return self._of(ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="home"))

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        return self._of(ref).snapshot(ref)

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        return self._of(snapshot.ref).read(snapshot, path, limit, prefix=prefix)

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        return self._of(snapshot.ref).read_range(snapshot, path, start, length)


def open_space(hub: Hub, name: str, revision: str | None = None) -> Space:
    """An application on the Hugging Face Hub or in a copy of it.

    Args:
        hub: A hub, as `open_hub` returns it.
        name: `organisation/name`.
        revision: Branch, tag or commit; the default branch if None.

    Raises:
        UsageError: The hub holds no applications.
        HubError: It could not be read.
    """
    home = hub.home() if isinstance(hub, _Router) else hub
    space: Callable[[str, str | None], Space] | None = getattr(home, "space", None)
    if space is None:
        raise UsageError(message("hub.no-spaces"), message("hub.no-spaces.hint"))
    return space(name, revision)


def open_hub(
    location: str | None = None,
    cache: Path | Store | None = None,
    offline: bool = False,
    viewer: str | bool = False,
    *,
    places: Mapping[str, str] | None = None,
    tokens: Mapping[str, str | SignIn] | None = None,
) -> Hub:
    """The hub at `location`, together with every other hub that references name. An evidence bundle
    only serves its own contents.

    Args:
        location: A URL with the Hugging Face wire format, a folder in the hub's layout, an evidence
            bundle, `sample` for the packaged sample hub, or None for HF_ENDPOINT or huggingface.co.
        cache: Folder or store for fetched data, or None to keep nothing.
        offline: Whether to use only data fetched before.
        viewer: Whether to ask the dataset viewer for its scan of each dataset, or the viewer's URL;
            never used for folders or offline.
        places: Alternative base address by hub name.
        tokens: Credentials by hub name: a token, or another way to sign in.

    Raises:
        UsageError: `location` is not a URL, a folder or a bundle.
    """
    store = Store(cache) if isinstance(cache, Path) else cache
    settings = HubSettings(
        store=store,
        offline=offline,
        viewer=viewer,
        places=places or {},
        sign_ins={name: _sign_in(credentials) for name, credentials in (tokens or {}).items()},
    )
    if location is None:
        return _Router(settings, {})
    if location.startswith(_WEB):
        hub = _open_default(replace(settings, location=location))
        return _Router(settings, {HUGGING_FACE: hub})
    folder = resource_folder(SAMPLES) / "hub" if location == SAMPLE_HUB else Path(location)
    if folder.is_file():
        from provenance.hubs.archive import archive_bytes, read_archive
        from provenance.hubs.bundle import BundleHub

        return BundleHub(read_archive(archive_bytes(folder)))
    if not folder.is_dir():
        shown = without_credentials(location)
        raise UsageError(
            f"{shown!r} is neither a URL nor a folder nor a bundle",
            suggestion(
                location, (SAMPLE_HUB,), "Give `--hub` a hub's URL, a folder, a bundle or `sample`."
            ),
        )
    return _Router(settings, {HUGGING_FACE: FolderHub(folder)}, is_folder=True)


def keeps_off(hub: Hub, name: HubName) -> bool:
    """Whether a run keeps off a hub on which the user named nothing.

    Who reads a folder expects no network, except at a place that they gave.

    Args:
        hub: What `open_hub` returned.
        name: The other hub.
    """
    return isinstance(hub, _Router) and hub.keeps_off(name)


def _sign_in(credentials: str | SignIn) -> SignIn:
    return SignIn(token=credentials) if isinstance(credentials, str) else credentials


def _open_default(settings: HubSettings) -> Hub:
    hub = hub_type(HUGGING_FACE)
    assert hub is not None
    return hub.open(settings)


def list_owner(hub: Hub, text: str, kind: Kind = Kind.MODEL) -> Iterator[Listed]:
    """What an organisation or registry holds.

    Args:
        hub: What `open_hub` returned.
        text: A text that `read_owner` accepts.
        kind: Models or datasets, if the text does not say.

    Raises:
        UsageError: The text names no owner, or its hub cannot list what it holds.
        BoundError: After the last artefact that is read there are more.
        HubError: The hub did not answer.
    """
    owner = read_owner(text, kind)
    if not isinstance(hub, _Router):
        raise UsageError(message("hub.no-listing", hub="bundle"), message("hub.no-listing.hint"))
    return hub.listing(owner)


def read_owner(text: str, kind: Kind = Kind.MODEL) -> ArtifactRef:
    """The owner in place of an artefact's name, with its hub and the kind.

    Args:
        text: `org/*`, `datasets/org/*`, `kaggle:owner/*`, `oci://host/*`,
            `unity:catalog.schema.*`, `mlflow:*` and the like.
        kind: Model or dataset, if the text does not say.

    Raises:
        UsageError: It names no owner.
    """
    place, star, rest = text.rpartition("*")
    is_owner = star and not rest and place.endswith(("/", ".", ":"))
    if not is_owner or place == "/":
        raise UsageError(message("hub.no-owner", text=text), message("hub.no-owner.hint"))
    ref = parse_reference(f"{place}{_ANY}", kind)
    hub = hub_type(ref.hub)
    owner = ref.name.removesuffix(_ANY).rstrip("./")
    names_one = bool(owner) or (hub is not None and not hub.has_owners)
    is_split = place[-1] != "." or (hub is not None and hub.owner_of(ref.name) == owner)
    if not names_one or not is_split:
        raise UsageError(message("hub.no-owner", text=text), message("hub.no-owner.hint"))
    return replace(ref, name=owner)


def read_refs(texts: Sequence[str], kind: str | None = None) -> list[tuple[str, ArtifactRef]]:
    """Parse references as a user types them.

    Args:
        texts: The references.
        kind: `model` or `dataset`; if None, a folder's files decide.

    Raises:
        UsageError: A reference is invalid, or a folder is ambiguous.
    """
    return [(text, _typed(text, kind)) for text in texts]


def _typed(text: str, kind: str | None) -> ArtifactRef:
    if _is_manifest(text):
        raise UsageError(
            f"{text} is a file, not a model or dataset",
            f"To audit the models that it lists, write `-m {text}`.",
        )
    if text.lower().endswith(_LISTS_OF_MODELS) and "/" not in text:
        raise UsageError(
            f"there is no file {text}, and no model has such a name",
            f"`provenance scan . -o {text}` writes a manifest; audit it with `-m {text}`.",
        )
    ref = parse_reference(text, Kind(kind or Kind.MODEL), typed=True)
    if not ref.hub.local or kind is not None:
        return ref
    folder = Path(ref.name).expanduser()
    if not folder.is_dir():
        return ref
    guessed = guess_kind(folder)
    if guessed is None:
        raise UsageError(
            f"the files of {text} do not show what it is",
            "Add `--kind model` or `--kind dataset`.",
        )
    return replace(ref, kind=guessed)


def _is_manifest(text: str) -> bool:
    return text.lower().endswith(_LISTS_OF_MODELS) and Path(text).expanduser().is_file()
