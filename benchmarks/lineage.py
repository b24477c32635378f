"""Edges of the lineage found from files alone beside what the hub answers, as precision and recall.

    python benchmarks/lineage.py [CORPUS]

For every model of CORPUS/hub (default ../shared/corpus, or PROVENANCE_CORPUS) the parents are read
from its card and configurations without the hub's tags and `baseModels`, and compared with
`baseModels`. Names are compared without case.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.hubs import HUGGING_FACE
from provenance.lineage.record import assemble
from provenance.model.artifact import ArtifactRef, FileEntry, Kind, Snapshot
from provenance.parents import followed

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Compared:
    """One model: bases that the hub names and that its files name, each with the relation."""

    name: str
    hub: dict[str, str]
    stated: dict[str, str]
    inferred: set[str]
    others: set[str]
    declared: bool


def models(corpus: Path) -> Iterator[Compared]:
    """Every model of the corpus for which the hub answered `baseModels`, or whose files name a
    base."""
    for path in sorted((corpus / "hub" / "models").glob("*/*/_meta.json")):
        meta: dict[str, Any] = json.loads(path.read_text("utf-8"))
        name = "/".join(path.parts[-3:-1])
        ref = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name=name, revision="0" * 40)
        files = {
            file.name: file.read_bytes()
            for file in sorted(path.parent.iterdir())
            if file.name != "_meta.json"
        }
        listed = {each["rfilename"] for each in meta.get("siblings", [])} | files.keys()
        snapshot = Snapshot(ref=ref, files=tuple(FileEntry(path=each) for each in sorted(listed)))
        record = assemble(snapshot, files)
        bases = [parent for parent in record.parents if parent.ref.kind is Kind.MODEL]
        stated: dict[str, str] = {}
        for parent in bases:
            if (
                parent.confidence == "stated"
                and stated.get(parent.ref.name.lower(), "base") == "base"
            ):
                stated[parent.ref.name.lower()] = parent.relation
        known = {parent.ref.name.lower() for parent in followed(bases)} - stated.keys()
        others = {parent.ref.name.lower() for parent in bases} - stated.keys() - known
        answer = meta.get("baseModels") or {}
        relation = answer.get("relation", "")
        hub = {each["id"].lower(): relation for each in answer.get("models", [])}
        yield Compared(
            name=name,
            hub=hub,
            stated=stated,
            inferred=known,
            others=others,
            declared=bool(record.card and record.card.fields.get("base_model")),
        )


def classify(model: Compared) -> Iterator[tuple[str, str]]:
    """Every difference with the class it belongs to."""
    for base in sorted(model.hub.keys() - model.stated.keys() - model.inferred):
        why = "the card names another" if model.declared else "the card names none"
        yield f"missed: {why}", f"{model.name} ← {base}"
    for base in sorted(model.stated.keys() - model.hub.keys()):
        why = (
            "beside others that the hub knows"
            if model.stated.keys() & model.hub.keys()
            else "unknown to the hub"
        )
        yield f"stated in a file, {why}", f"{model.name} ← {base}"
    for base in sorted(model.inferred - model.hub.keys()):
        yield "inferred, unknown to the hub", f"{model.name} ← {base}"
    for base in sorted(model.others - model.hub.keys()):
        yield "inferred beside a stated base, not followed", f"{model.name} ← {base}"
    for base in sorted(model.stated.keys() & model.hub.keys()):
        if model.stated[base] != model.hub[base]:
            yield (
                f"relation {model.stated[base]} in the files, {model.hub[base]} on the hub",
                f"{model.name} ← {base}",
            )


def main() -> None:
    """Measure and print."""
    default = os.environ.get("PROVENANCE_CORPUS", ROOT.parent / "shared" / "corpus")
    corpus = Path(sys.argv[1] if len(sys.argv) > 1 else default)
    compared = list(models(corpus))
    hub = sum(len(model.hub) for model in compared)
    for title, edges in (
        ("stated", [(model, model.stated.keys()) for model in compared]),
        (
            "stated or inferred",
            [(model, model.stated.keys() | model.inferred) for model in compared],
        ),
    ):
        total = sum(len(names) for _, names in edges)
        right = sum(len(names & model.hub.keys()) for model, names in edges)
        print(
            f"{title:20} {right} of the hub's {hub} edges: recall {right / hub:.3f}, precision"
            f" {right / total:.3f}"
        )
    classes: dict[str, list[str]] = {}
    for model in compared:
        for kind, what in classify(model):
            classes.setdefault(kind, []).append(what)
    for kind, count in sorted(Counter({kind: len(what) for kind, what in classes.items()}).items()):
        print(f"\n{kind}: {count}")
        for what in classes[kind][:6]:
            print(f"  {what}")


if __name__ == "__main__":
    main()
