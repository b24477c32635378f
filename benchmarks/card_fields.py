"""How many of the fields that a card states are filled, and how many of the filled ones are right.

    python -m benchmarks.card_fields [--part open] [--kind model] [--field metric] [--wrong]
    [--missing] [--write]

The labels in data_sources/card_fields say on which lines of a card each field is stated. A field of
a card counts as filled if at least one entry of the AIBOM for it is right. An entry is right if it
was read from a labelled line and, where the label names values or a column, has one of those
values. `--part open` and `--part second` are for work on the readers; `--part
locked` prints figures alone, never a place. `--write` puts the figures of the locked part into
docs/accuracy.md.

The corpus is found through PROVENANCE_CORPUS, default ../shared/corpus.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import provenance
from benchmarks.corpus import CORPUS
from benchmarks.privacy_accuracy import wilson
from provenance.bom.components import describe
from provenance.facts.stated import Fact
from provenance.facts.training import frameworks
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import Kind
from provenance.model.finding import Evidence
from provenance.parents import DATASET

ROOT = Path(__file__).parents[1]
LABELS = ROOT / "data_sources" / "card_fields"
PAGE = ROOT / "docs" / "accuracy.md"
TABLE = re.compile(r"(<!-- card fields -->\n).*(<!-- end of card fields -->)", re.DOTALL)
PARTS = ("open", "second", "locked")
# Parts whose misses and errors may be shown.
_SHOWN = ("open", "second")
# The second draw was labelled for the fields that the first showed to be weak, and for no other.
LABELLED_FIELDS = {"second": frozenset({"type", "domain", "tested_on", "application"})}
# Fields by path in a component; the first prefix that matches decides.
PATHS = {
    "description": "description",
    "modelCard.modelParameters.task": "domain",
    "modelCard.modelParameters.approach": "training",
    "modelCard.modelParameters.architectureFamily": "type",
    "modelCard.modelParameters.modelArchitecture": "type",
    "modelCard.modelParameters.datasets": "data",
    "modelCard.modelParameters.inputs": "inputs",
    "modelCard.modelParameters.outputs": "outputs",
    "modelCard.quantitativeAnalysis.performanceMetrics": "metric",
    "modelCard.considerations.users": "application",
    "modelCard.considerations.useCases": "application",
    "modelCard.considerations.technicalLimitations": "limitation",
    "modelCard.considerations.performanceTradeoffs": "limitation",
    "modelCard.considerations.ethicalConsiderations": "limitation",
    "data.sensitiveData": "personal",
    "data.governance": "curators",
}
# Fields by the name of a property.
PROPERTIES = {
    "provenance:training:hyperparameter:": "hyperparameter",
    "provenance:training:data": "data",
    "provenance:training:preprocessing": "preprocessing",
    "provenance:training:compute": "hardware",
    "provenance:training:software": "software",
    "provenance:training:": "training",
    "provenance:environment:carbon": "energy",
    "provenance:environment:energy": "energy",
    "provenance:environment:": "hardware",
    "provenance:evaluation:data": "tested_on",
    "provenance:evaluation:dataset": "tested_on",
    "provenance:explainability:": "explainability",
    "provenance:card:decision_threshold": "threshold",
    "provenance:card:parameters": "parameters",
    "provenance:card:context_length": "context",
    "provenance:card:languages": "languages",
    "cdx:ai-ml:model:languages": "languages",
    "provenance:language": "languages",
    "provenance:dataset:size_categories": "size",
    "provenance:dataset:task_": "use",
    "provenance:dataset:annotations_creators": "annotation",
    "provenance:dataset:language_creators": "collection",
    "provenance:dataset:source_datasets": "collection",
    "provenance:dataset:collection": "collection",
    "provenance:dataset:preparation": "preprocessing",
    "provenance:dataset:limitation": "limitation",
    "provenance:dataset:consideration": "limitation",
    "provenance:dataset:annotation": "annotation",
    "provenance:dataset:columns": "fields",
    "provenance:dataset:instances": "instances",
    "provenance:dataset:splits": "splits",
    "provenance:dataset:updates": "updates",
    "provenance:dataset:languages": "languages",
    "provenance:dataset:noise": "noise",
    "provenance:dataset:personal": "personal",
    "provenance:dataset:size": "size",
    "provenance:dataset:type": "type",
    "provenance:dataset:bias": "bias",
    "provenance:dataset:use": "use",
}
# SPDX gathers these in informationAboutTraining as well.
_OF_TRAINING = ("data", "preprocessing", "hardware")
# What a reader may also take for a statement of the field.
ALSO = {
    "limitation": ("safety", "bias", "personal"),
    "training": ("data", "hyperparameter", "preprocessing", "software", "type", "hardware"),
    "data": ("training",),
    "description": ("type", "application"),
    "size": ("splits",),
    "hardware": ("training",),
    # A task such as text-generation names what goes in and what comes out.
    "inputs": ("domain",),
    "outputs": ("domain",),
}
_MARKS = re.compile(r"[\s*_†‡^§↑↓`]+")


@dataclass(frozen=True, slots=True)
class Label:
    """Where a card states a field.

    Attributes:
        lines: Its lines.
        values: The values that count there; empty if every one does.
        column: The cell of a table row, counted from 1, that holds them; 0 for any.
        required: Whether the field counts as stated; False for lines that may but need not be read.
    """

    lines: frozenset[int]
    values: frozenset[str]
    column: int
    required: bool


@dataclass(slots=True)
class Tally:
    """Counts of one field.

    Attributes:
        stated: Cards that state it.
        filled: Those of them with at least one right entry.
        given: Cards for which the AIBOM has any entry.
        right_cards: Those of them without a wrong entry.
        entries: Entries of all AIBOMs.
        right: Those that are right.
    """

    stated: int = 0
    filled: int = 0
    given: int = 0
    right_cards: int = 0
    entries: int = 0
    right: int = 0


@dataclass(slots=True)
class Measured:
    """Counts by kind of card and field, with the places of misses and errors."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def of(self, kind: str, name: str) -> Tally:
        """The counts of one field."""
        return self.tallies.setdefault((kind, name), Tally())


def labels(part: str) -> dict[str, dict[str, list[Label]]]:
    """The labels of a part, by card and field.

    Raises:
        ValueError: A card of the corpus is not the one that was read.
    """
    cards: dict[str, dict[str, list[Label]]] = {}
    rows = (LABELS / f"{part}.tsv").read_text("utf-8").splitlines()[1:]
    for card, digest, name, lines, values in (row.split("\t") for row in rows):
        read = hashlib.sha256((CORPUS / card).read_bytes()).hexdigest()
        if not read.startswith(digest):
            raise ValueError(f"{card} is not the card that was labelled")
        column = int(values.removeprefix("col:")) if values.startswith("col:") else 0
        named = frozenset() if column or not values else frozenset(values.split("|"))
        label = Label(frozenset(_lines(lines)), named, column, not name.endswith("?"))
        cards.setdefault(card, {}).setdefault(name.removesuffix("?"), []).append(label)
    return cards


def _lines(ranges: str) -> Iterator[int]:
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def identity(card: str) -> tuple[Kind, str]:
    """The kind and name under which a card of the corpus is read."""
    group, *rest = card.split("/")
    if group == "dataset_cards_2022":
        return Kind.DATASET, f"datasets/{rest[0]}"
    if group == "hub":
        return Kind.MODEL, "/".join(rest[1:3])
    if group == "vendor":
        owner, _, name = rest[0].partition("__")
        below = "-".join(rest[1:-1])
        return Kind.MODEL, f"{owner}/{below or name}"
    parts = [*rest[:-1], re.sub(r"-?README\.md$", "", rest[-1])]
    named = [part for part in parts if part]
    return Kind.MODEL, "/".join(named[-2:]) if len(named) > 1 else f"cards/{named[0]}"


def read(card: str, work: Path) -> ArtifactRecord:
    """The record of a card, alone in a repository of its own."""
    kind, name = identity(card)
    folder = work / f"{kind.value}s" / name
    folder.mkdir(parents=True)
    shutil.copyfile(CORPUS / card, folder / "README.md")
    ref = f"datasets/{name}" if kind is Kind.DATASET else name
    lineage = provenance.trace(ref, hub=str(work))
    return next(
        record
        for record in lineage.records.values()
        if record.ref.name == name and record.ref.kind is kind
    )


def entries(record: ArtifactRecord) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    """Every entry of the AIBOM that belongs to a field: field, value, places."""
    datasets = [
        (str(parent.ref), (parent.evidence,))
        for parent in record.parents
        if parent.relation == DATASET
    ]
    for fact in describe(record, "subject", datasets).facts:
        name = _field(fact)
        if name:
            yield name, _text(fact), fact.evidence
        if name in _OF_TRAINING and _property(fact).startswith("provenance:training:"):
            yield "training", _text(fact), fact.evidence
    for software, version, place in frameworks(record):
        yield "software", f"{software} {version}", (place,)


def _field(fact: Fact) -> str:
    if name := _property(fact):
        return _longest(name, PROPERTIES)
    path = [step for step in fact.path if isinstance(step, str)]
    return _longest(".".join(path), PATHS)


def _property(fact: Fact) -> str:
    """The name of the property that a fact is; empty for a field of its own."""
    last = fact.path[-1]
    given = last if isinstance(last, dict) else fact.value
    is_property = "properties" in fact.path and isinstance(given, dict)
    return str(given.get("name", "")) if is_property else ""


def _longest(name: str, fields: dict[str, str]) -> str:
    prefixes = [prefix for prefix in fields if name.startswith(prefix)]
    return fields[max(prefixes, key=len)] if prefixes else ""


def _text(fact: Fact) -> str:
    value = fact.value
    if isinstance(value, dict):
        return str(value.get("value") or value.get("name") or value.get("format") or value)
    return str(value)


def is_right(
    value: str, places: Iterable[Evidence], given: Iterable[Label], raw: list[str]
) -> bool:
    """Whether an entry was read from a labelled line and has a labelled value."""
    for place in places:
        if place.file != "README.md" or place.start_line is None:
            continue
        span = range(place.start_line, (place.end_line or place.start_line) + 1)
        for label in given:
            lines = label.lines.intersection(span)
            if lines and _has_value(value, label, [raw[line - 1] for line in sorted(lines)]):
                return True
    return False


def _has_value(value: str, label: Label, lines: list[str]) -> bool:
    bare = _MARKS.sub("", value)
    if label.values:
        return bare in label.values
    if not label.column:
        return True
    cells = [line.strip().strip("|").split("|") for line in lines]
    stated = [row[label.column - 1] for row in cells if len(row) >= label.column]
    return bare in {_MARKS.sub("", cell) for cell in stated}


def measure(part: str) -> Measured:
    """Read every labelled card of a part and count."""
    measured = Measured()
    for card, fields in labels(part).items():
        with tempfile.TemporaryDirectory() as work:
            record = read(card, Path(work))
        kind = record.ref.kind.value
        raw = (CORPUS / card).read_text("utf-8", "replace").splitlines()
        given = [entry for entry in entries(record) if _is_labelled(part, entry[0])]
        _count(measured, kind, card, fields, given, raw)
    return measured


def _is_labelled(part: str, name: str) -> bool:
    """Whether the cards of a part were read for a field."""
    return part not in LABELLED_FIELDS or name in LABELLED_FIELDS[part]


def _count(
    measured: Measured,
    kind: str,
    card: str,
    fields: dict[str, list[Label]],
    given: list[tuple[str, str, tuple[Evidence, ...]]],
    raw: list[str],
) -> None:
    """Add one card to the counts."""
    right, wrong = Counter[str](), Counter[str]()
    for name, value, places in given:
        allowed = [label for also in (name, *ALSO.get(name, ())) for label in fields.get(also, ())]
        if not any(place.file == "README.md" and place.start_line for place in places):
            continue
        own = [label for label in fields.get(name, ()) if label.required]
        wrong_entry = not is_right(value, places, allowed, raw)
        right[name] += is_right(value, places, own, raw)
        wrong[name] += wrong_entry
        if wrong_entry:
            spots = ",".join(f"{place.start_line}-{place.end_line}" for place in places)
            measured.wrong.append(f"{kind} {name:14} {card}:{spots} {value[:110]!r}")
        measured.of(kind, name).entries += 1
        measured.of(kind, name).right += not wrong_entry
    for name in {name for name, *_ in given}:
        tally = measured.of(kind, name)
        tally.given += 1
        tally.right_cards += not wrong[name]
    for name, places_of in fields.items():
        if any(label.required for label in places_of):
            tally = measured.of(kind, name)
            tally.stated += 1
            tally.filled += bool(right[name])
            if not right[name]:
                lines = sorted(
                    line for label in places_of if label.required for line in label.lines
                )
                measured.missing.append(f"{kind} {name:14} {card}:{lines[0]}-{lines[-1]}")


def table(measured: Measured) -> str:
    """The figures as Markdown."""
    lines: list[str] = []
    for kind in ("model", "dataset"):
        own = {name: tally for (of, name), tally in measured.tallies.items() if of == kind}
        lines += [f"### Fields of {kind} cards", ""]
        lines += ["| field | filled of those stated | right of the entries |", "|---|---|---|"]
        total = Tally(
            stated=sum(tally.stated for tally in own.values()),
            filled=sum(tally.filled for tally in own.values()),
            entries=sum(tally.entries for tally in own.values()),
            right=sum(tally.right for tally in own.values()),
        )
        lines.append(_row("all", total))
        lines += [_row(name, own[name]) for name in sorted(own)]
        given = sum(tally.given for tally in own.values())
        clean = sum(tally.right_cards for tally in own.values())
        lines += ["", f"Filled fields without a wrong entry: {_share(clean, given)}.", ""]
    return "\n".join(lines) + "\n"


def _row(name: str, tally: Tally) -> str:
    filled = _share(tally.filled, tally.stated)
    return f"| {name} | {filled} | {_share(tally.right, tally.entries)} |"


def _share(right: int, of: int) -> str:
    if not of:
        return "–"
    low, high = wilson(right, of)
    return f"{right}/{of} = {right / of:.0%} ({low:.0%}–{high:.0%})"


def main() -> None:
    """Measure a part and print what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=PARTS, default="open")
    parser.add_argument("--field", default="", help="only misses and errors of this field")
    parser.add_argument("--wrong", action="store_true", help="list wrong entries")
    parser.add_argument("--missing", action="store_true", help="list fields that are not filled")
    parser.add_argument("--write", action="store_true", help="write docs/accuracy.md")
    options = parser.parse_args()
    if options.write and options.part in _SHOWN:
        parser.error("--write publishes figures of the locked part: add --part locked")
    measured = measure(options.part)
    print(table(measured))
    if options.part in _SHOWN:
        listed = measured.wrong * options.wrong + measured.missing * options.missing
        print("\n".join(line for line in listed if options.field in line.split()[1]))
    if options.write:
        page = PAGE.read_text("utf-8")
        PAGE.write_text(TABLE.sub(rf"\g<1>{table(measured)}\g<2>", page), "utf-8")


if __name__ == "__main__":
    main()
