"""Hubs fetch; nothing else touches a network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from provenance.errors import UsageError
from provenance.files.resources import SAMPLES, resource_folder
from provenance.hubs.base import Hub
from provenance.hubs.endpoint import without_credentials
from provenance.hubs.pace import seconds_held
from provenance.hubs.store import Store
from provenance.model.artifact import FOLDER, ArtifactRef, Kind, Snapshot

__all__ = ["Hub", "open_hub", "read_refs", "seconds_held"]
SAMPLE_HUB = "sample"


class _Router:
    """Asks the folder for folders and the chosen hub for everything else."""

    def __init__(self, hub: Hub, folder: Hub) -> None:
        self._hub = hub
        self._folder = folder

    def _of(self, ref: ArtifactRef) -> Hub:
        return self._folder if ref.hub == FOLDER else self._hub

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        return self._of(ref).snapshot(ref)

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        return self._of(snapshot.ref).read(snapshot, path, limit, prefix=prefix)

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        return self._of(snapshot.ref).read_range(snapshot, path, start, length)


def open_hub(
    location: str | None = None,
    cache: Path | Store | None = None,
    offline: bool = False,
    viewer: str | bool = False,
) -> Hub:
    """The hub at `location`, which also reads single folders; an evidence bundle answers from
    itself alone.

    Args:
        location: A URL that speaks the Hugging Face wire format, a folder in the hub's layout, an
            evidence bundle, `sample` for the sample hub that comes with this package, or None for
            HF_ENDPOINT or huggingface.co.
        cache: Folder or store in which to keep what is fetched, or None to keep nothing.
        offline: Whether to answer only from what was fetched before.
        viewer: Whether to ask the dataset viewer for its scan of each dataset, or the viewer's URL;
            never asked for a folder or offline.

    Raises:
        UsageError: `location` is neither a URL nor a folder nor a bundle.
    """
    from provenance.hubs.folder import FolderArtifact, FolderHub

    if location is None or location.startswith(("http://", "https://")):
        from provenance.hubs.huggingface import HuggingFaceHub

        store = Store(cache) if isinstance(cache, Path) else cache
        hub: Hub = HuggingFaceHub(location, store=store, offline=offline)
        if viewer and not offline:
            from provenance.hubs.viewer import DATASET_VIEWER, ViewerHub

            hub = ViewerHub(hub, DATASET_VIEWER if viewer is True else viewer)
        return _Router(hub, FolderArtifact())
    folder = resource_folder(SAMPLES) / "hub" if location == SAMPLE_HUB else Path(location)
    if folder.is_file():
        from provenance.hubs.archive import archive_bytes, read_archive
        from provenance.hubs.bundle import BundleHub

        return BundleHub(read_archive(archive_bytes(folder)))
    if not folder.is_dir():
        shown = without_credentials(location)
        told = f"{shown!r} is neither a URL nor a folder nor a bundle"
        raise UsageError(told, "Give `--hub` a hub's URL, a folder or a bundle.")
    return _Router(FolderHub(folder), FolderArtifact())


def read_refs(texts: Sequence[str], kind: str | None = None) -> list[tuple[str, ArtifactRef]]:
    """What references mean; the kind of a folder is told by its files where `kind` does not say.

    Args:
        texts: References as a user types them.
        kind: `model` or `dataset`, or None.

    Raises:
        UsageError: One of them cannot be understood, or a folder's files do not tell its kind.
    """
    from provenance.hubs.folder import guess_kind

    refs = []
    for text in texts:
        ref = ArtifactRef.parse(text, Kind(kind or Kind.MODEL))
        folder = Path(ref.name).expanduser()
        if ref.hub == FOLDER and kind is None and folder.is_dir():
            guessed = guess_kind(folder)
            if guessed is None:
                hint = "Add `--kind model` or `--kind dataset`."
                raise UsageError(f"the files of {text} do not tell what it is", hint)
            ref = ArtifactRef(FOLDER, guessed, ref.name)
        refs.append((text, ref))
    return refs
