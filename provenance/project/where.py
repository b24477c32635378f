"""Where a run reads: keywords of `provenance.audit` and `provenance.trace`."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict


class Where(TypedDict, total=False):
    """Where to read, and what to read in addition; everything is optional.

    Attributes:
        manifest: A file that lists more models and datasets (schemas/manifest-1.schema.json).
        hub: URL of a hub, a folder in a hub's layout, or an evidence bundle; default: HF_ENDPOINT
            or huggingface.co.
        kind: `model` or `dataset`, for folders whose files do not show it.
        cache: Folder for fetched files; without it nothing is kept.
        offline: Whether to use only what was fetched before.
        viewer: Whether to ask the hub's dataset viewer for its scan of each dataset; or the
            viewer's URL.
    """

    manifest: Path | None
    hub: str | None
    kind: str | None
    cache: Path | None
    offline: bool
    viewer: str | bool
