"""Every sentence that the engine calls an answer, with check, grade and stance, to be read by a
person.

    python benchmarks/privacy_sentences.py [--grade disclosed] [--check PRIV-030] [GROUP...]

Groups: model_cards_2020, vendor, hub, dataset_cards_2022. The corpus is found through
PROVENANCE_CORPUS, default ../shared/corpus. Cards hold names and addresses of people: keep the
output to yourself.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from provenance.cards import parse_card
from provenance.hubs import FOLDER
from provenance.model.artifact import ArtifactRef, Kind, Snapshot, SourceText
from provenance.privacy import grade_disclosures
from provenance.privacy.disclosure import Disclosure

CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
CARD = "README.md"
# The card, side files and policies; a repository's other Markdown is no card.
CARD_NAME = re.compile(r"(?:readme|.*model[-_ ]?card.*)\.md", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """One artefact of the corpus: its name, its kind and its texts by path, the card as
    README.md."""

    name: str
    kinds: frozenset[str]
    texts: dict[str, bytes]


def items(group: str) -> Iterator[Item]:
    """The artefacts of one group, sorted by path."""
    root = CORPUS / group
    if group == "vendor":
        yield from _vendors(root)
        return
    kinds = frozenset({"dataset"} if group.startswith("dataset") else {"model"})
    for path in sorted(root.rglob("*README.md")):
        yield Item(path.relative_to(root).as_posix(), kinds, {CARD: path.read_bytes()})


def _vendors(root: Path) -> Iterator[Item]:
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        texts = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        side = {
            name: path.read_bytes()
            for name, path in texts.items()
            if name.lower().endswith((".md", ".txt"))
        }
        for name in sorted(texts):
            if name.count("/") < 3 and CARD_NAME.fullmatch(name.rpartition("/")[2]):
                others = {path: text for path, text in side.items() if path not in (name, CARD)}
                yield Item(
                    f"{folder.name}/{name}",
                    frozenset({"model"}),
                    {**others, CARD: texts[name].read_bytes()},
                )


def grade(item: Item) -> tuple[Disclosure, ...]:
    """Grade one artefact of the corpus, from bytes."""
    kind = Kind.DATASET if "dataset" in item.kinds else Kind.MODEL
    ref = ArtifactRef(hub=FOLDER, kind=kind, name=item.name, revision="0" * 40)
    documents = {path: SourceText.decode(ref, path, text) for path, text in item.texts.items()}
    return grade_disclosures(
        item.kinds, Snapshot(ref=ref), parse_card(documents[CARD].text), documents
    )


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--grade", default="", help="only this grade")
    parser.add_argument("--check", default="", help="only this check")
    parser.add_argument("groups", nargs="*", default=["model_cards_2020", "vendor", "hub"])
    options = parser.parse_args()
    for group in options.groups:
        for item in items(group):
            for disclosure in grade(item):
                wanted = (
                    disclosure.grade.value == options.grade
                    if options.grade
                    else disclosure.grade.value in ("disclosed", "partial")
                )
                if wanted and options.check in disclosure.check:
                    for proof in disclosure.evidence:
                        place = f"{item.name}:{proof.file}:{proof.start_line}"
                        print(
                            f"{disclosure.check} {disclosure.grade.value:9} {disclosure.stance:18}"
                            f" {place}\n   "
                            f" {proof.quote}"
                        )


if __name__ == "__main__":
    main()
