"""What is known of a model's base once its author's statements are taken away.

    python -m benchmarks.undeclared CORPUS/hub

Every model of a stored hub that declares a base is read again without `base_model` in its front
matter and without the hub's copies of it. What other places then name is compared with what was
declared, place by place. Stored hubs hold cards and answers but no weights, so digests, headers and
tokenizers are measured by `benchmarks.families` and by the tests of `provenance compare`.

Exits with 1 where a place that exists to state a base names one that was not declared, or where a
model counts as of a family that its declared base is not of.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from provenance.auditing.judge import judge
from provenance.errors import HubError
from provenance.hubs import open_hub, parse_reference
from provenance.lineage.graph import Lineage
from provenance.lineage.ledger import Bounds
from provenance.lineage.record import ArtifactRecord
from provenance.lineage.trace import trace
from provenance.model.artifact import CARD, ArtifactRef, Snapshot

SAME_FAMILY = "LIN005"
_FRONT = re.compile(rb"\A---\r?\n.*?\n---\r?\n", re.DOTALL)
# A key with its value: what follows indented or as a list belongs to it.
_BASE_KEYS = re.compile(
    rb"(?m)^(?:base_model(?:_relation)?|Base_model)[ \t]*:.*\n(?:[ \t]+.*\n|-[ \t].*\n)*"
)
_ALONE = Bounds(depth=0)


class WithoutBases:
    """A hub that has forgotten which base its models declare."""

    def __init__(self, folder: Path) -> None:
        self._hub = open_hub(str(folder))

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`."""
        snapshot = self._hub.snapshot(ref)
        metadata = {key: value for key, value in snapshot.metadata.items() if key != "baseModels"}
        stated = metadata.get("cardData")
        if isinstance(stated, Mapping):
            kept = {key: value for key, value in stated.items() if "base_model" not in key.lower()}
            metadata["cardData"] = kept
        tags = metadata.get("tags")
        if isinstance(tags, list):
            metadata["tags"] = [tag for tag in tags if not str(tag).startswith("base_model:")]
        return replace(snapshot, metadata=metadata)

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`."""
        body = self._hub.read(snapshot, path, limit, prefix=prefix)
        front = _FRONT.match(body) if path == CARD else None
        if front is None:
            return body
        return _BASE_KEYS.sub(b"", front[0]) + body[front.end() :]

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """See `Hub.read_range`."""
        return self._hub.read_range(snapshot, path, start, length)


def bases_of(record: ArtifactRecord) -> dict[str, set[str]]:
    """Names of bases by the place that states them."""
    named: dict[str, set[str]] = defaultdict(set)
    for parent in record.parents:
        if parent.is_base:
            named[f"{parent.confidence}: {parent.source}"].add(parent.ref.name.lower())
    return named


def declared_in(folder: Path, names: list[str]) -> dict[str, set[str]]:
    """What each model declares, with what its declared bases declare in turn."""
    hub = open_hub(str(folder))
    direct: dict[str, set[str]] = {}
    for name in names:
        record = _record(trace_alone(hub, name))
        if record:
            every = bases_of(record)
            direct[name.lower()] = set().union(*every.values()) if every else set()
    closed = {}
    for name, bases in direct.items():
        reached, waiting = set(bases), list(bases)
        while waiting:
            for further in direct.get(waiting.pop(), set()) - reached:
                reached.add(further)
                waiting.append(further)
        closed[name] = reached
    return closed


def trace_alone(hub: Any, name: str) -> Lineage | None:
    """One model without its bases."""
    try:
        return trace(hub, [(name, parse_reference(name))], _ALONE, tolerant=True)
    except HubError:
        return None


def _record(lineage: Lineage | None) -> ArtifactRecord | None:
    return next(iter(lineage.records.values()), None) if lineage else None


def main() -> int:
    """Read every model twice and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    home = arguments.folder / "models"
    names = sorted(f"{path.parent.name}/{path.name}" for path in home.glob("*/*"))
    declared = declared_in(arguments.folder, names)
    hub = WithoutBases(arguments.folder)
    counts: Counter[tuple[str, str]] = Counter()
    silent = wrong = 0
    for name in names:
        expected = declared.get(name.lower(), set())
        lineage = trace_alone(hub, name)
        record = _record(lineage)
        if not expected or record is None or lineage is None:
            continue
        bases_by_place = bases_of(record)
        silent += not bases_by_place
        for place, bases in sorted(bases_by_place.items()):
            is_right = bool(bases & expected)
            counts[place, "right" if is_right else "wrong"] += 1
            if not is_right:
                is_stated = place.startswith("stated")
                wrong += is_stated
                print(f"{place}: {name} names {sorted(bases)[0]}, declared {sorted(expected)[:2]}")
        families = [finding for finding in judge(lineage).findings if finding.rule == SAME_FAMILY]
        counts["same family", "told" if families else "not told"] += 1
    print(f"{sum(bool(bases) for bases in declared.values())} models declare a base")
    for (place, outcome), count in sorted(counts.items()):
        print(f"{place:28} {outcome:9} {count}")
    print(f"nothing names a base: {silent}; a place that exists to state one is wrong: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
