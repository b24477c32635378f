"""Small hub folders for tests, written in a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import provenance

if TYPE_CHECKING:
    from provenance.lineage.graph import Lineage
    from provenance.model.finding import Check

BODY = "# Card\n\nWords.\n"


class More(TypedDict, total=False):
    """What stands beside a card."""

    files: Mapping[str, str | bytes]
    meta: Mapping[str, object]


class HubFolder:
    """A folder in the hub's layout that a test fills."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def model(
        self, name: str, front: str | None = "", body: str = BODY, **more: Unpack[More]
    ) -> None:
        """Add a model; see `add`."""
        self.add(f"models/{name}", front, body, **more)

    def dataset(
        self, name: str, front: str | None = "", body: str = BODY, **more: Unpack[More]
    ) -> None:
        """Add a dataset; see `add`."""
        self.add(f"datasets/{name}", front, body, **more)

    def add(
        self,
        place: str,
        front: str | None,
        body: str,
        files: Mapping[str, str | bytes] | None = None,
        meta: Mapping[str, object] | None = None,
    ) -> None:
        """Write an artefact: front matter (None for no card at all), body, other files, fields of
        the API answer."""
        folder = self.root / place
        folder.mkdir(parents=True)
        contents: dict[str, str | bytes] = dict(files or {})
        if front is not None:
            contents["README.md"] = (f"---\n{front.strip()}\n---\n" if front else "") + body
        if meta is not None:
            contents["_meta.json"] = json.dumps(meta)
        for path, content in contents.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())

    def trace(self, *refs: str) -> Lineage:
        """Follow the lineage of references in this hub."""
        return provenance.trace(*refs, hub=str(self.root))

    def check(self, rule: str, ref: str, use: dict[str, object] | None = None) -> Check:
        """What one rule says of one artefact of this hub, and of an intended use."""
        report = provenance.audit(ref, hub=str(self.root), use=use)
        [check] = [check for check in report.checks if check.rule == rule]
        return check
