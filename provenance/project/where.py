"""Where a run reads: the keywords of `provenance.audit` and `provenance.trace`."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict


class Where(TypedDict, total=False):
    """Where to read, and what else to read; all of it may be left out.

    Attributes:
        manifest: A file that lists more models and datasets (schemas/manifest-1.schema.json).
        hub: A hub's URL, a folder in the hub's layout or an evidence bundle; else HF_ENDPOINT or
            huggingface.co.
        kind: `model` or `dataset`, for folders whose files do not tell.
        cache: Folder in which to keep what is fetched; else nothing is kept.
        offline: Whether to answer only from what was fetched before.
        viewer: Whether to ask the hub's dataset viewer for its scan of each dataset, or the
            viewer's URL.
    """

    manifest: Path | None
    hub: str | None
    kind: str | None
    cache: Path | None
    offline: bool
    viewer: str | bool
