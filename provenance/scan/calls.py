"""Which functions of which libraries take the name of a model or dataset, and in which argument."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.model.artifact import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """A function or class that takes a name.

    Attributes:
        keywords: Names of the argument, the usual one first.
        position: Where it stands if it is not named, or None.
        kind: What it takes.
        bare: Whether names without an organisation are names on the hub.
        objects: Whether it also takes a loaded model, so that a variable is no sign of a name.
        packages: Packages it must come from; empty where the name alone tells.
        owners: Classes whose function it must be; empty where any will do.
        prefix: What a string must start with to be a name of the hub, such as `hf-hub:`.
        when: Keywords that must have one of these values.
        beside: Further arguments that take a name of their own.
        method: Whether it is one of some object's too; else `store.load_dataset(...)` is another
            thing.
        served: Whether it asks a server, so that a name may be one of a service: only what looks
            like a model of the hub counts.
    """

    keywords: tuple[str, ...]
    position: int | None = 0
    kind: Kind = Kind.MODEL
    bare: bool = False
    objects: bool = False
    packages: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    beside: tuple[str, ...] = ()
    method: bool = True
    served: bool = False


_DATA = Path(__file__).parent / "data" / "takers.json"


def _read_takers() -> dict[str, tuple[Taker, ...]]:
    """The takers of `data/takers.json` by function; a new library is a line of that file."""
    takers: dict[str, list[Taker]] = {}
    for row in json.loads(_DATA.read_text("utf-8")):
        entry = _taker_of(row)
        for function in row["functions"]:
            takers.setdefault(function, []).append(entry)
    for entries in takers.values():  # those that ask for more come first
        entries.sort(key=lambda entry: not entry.when)
    return {function: tuple(entries) for function, entries in takers.items()}


def _taker_of(row: dict[str, Any]) -> Taker:
    conditions = row.get("when", {})
    return Taker(
        keywords=tuple(row["keywords"]),
        position=row.get("position", 0),
        kind=Kind(row.get("kind", "model")),
        bare=row.get("bare", False),
        objects=row.get("objects", False),
        packages=tuple(row.get("packages", ())),
        owners=tuple(row.get("owners", ())),
        prefix=tuple(row.get("prefix", ())),
        when=tuple((keyword, tuple(values)) for keyword, values in conditions.items()),
        beside=tuple(row.get("beside", ())),
        method=row.get("method", True),
        served=row.get("served", False),
    )


TAKERS = _read_takers()
# What any class with this method takes: transformers, diffusers, peft, tokenizers and their kin.
PRETRAINED = TAKERS["from_pretrained"][0]
# The first argument of these is the model that the adapter is put on.
ADAPTED = re.compile(r"Peft(?:Mixed)?Model\w*")
ADAPTER = Taker(keywords=("model_id",), position=1)
# `reward_model_name_or_path` and its kin mean a name wherever they stand.
NAMES_A_MODEL = re.compile(
    r"(?:[a-z]+_)*(?:model|tokenizer|adapter|teacher|config|processor|encoder)_name_or_path"
)
# An expression of this form is a name even where a loaded model could stand as well.
NAME_OF_ONE = re.compile(r"(?:\w+\.)*(?:\w+_)?(?:name|id|checkpoint|name_or_path|repo)")
# With these a `repo_id` is where something is written or kept, not what is used.
WRITES = re.compile(
    r"(?:create|delete|upload|push|move|update|duplicate|edit|add|list|preupload|super_squash|set"
    r"|request|like|unlike)\w*"
)
OTHER_HUBS = {
    "modelscope": "ModelScope",
    "paddlenlp": "PaddleNLP",
    "openmind": "openMind",
    "kagglehub": "Kaggle",
    "ollama": "Ollama",
}
# Packages with functions of the same names and another meaning.
_OTHERS = frozenset(
    (
        "seaborn",
        "tensorflow_datasets",
        "vega_datasets",
        "torchtext",
        "keras_nlp",
        "nemo",
        "vertexai",
    )
)
# Builders that `load_dataset` takes in place of a name.
BUILDERS = frozenset(
    (
        "csv",
        "json",
        "parquet",
        "text",
        "arrow",
        "pandas",
        "sql",
        "xml",
        "imagefolder",
        "audiofolder",
        "videofolder",
        "pdffolder",
        "webdataset",
        "generator",
        "spark",
        "hdf5",
        "lance",
        "niftifolder",
        "meshfolder",
        "eval",
        "iceberg",
    )
)
# Classes whose names without an organisation are names of the hub; others of that method have names
# of their own.
HUB_CLASS = re.compile(
    r".*(?:Tokenizer|Model|For[A-Z]|Config|Processor|Extractor|Pipeline|Encoder|Decoder|LMHead"
    r"|LLM)\w*"
)


def takers(dotted: str, package: str | None) -> tuple[Taker, ...]:
    """What a function may take; nothing where it takes no name.

    Args:
        dotted: The function as the file names it, aliases undone, such as
            `transformers.AutoModel.from_pretrained`.
        package: The package it was imported from, empty for the file's own package, None where that
            is not known.
    """
    before, _, name = dotted.rpartition(".")
    if name not in TAKERS or package in _OTHERS:
        return ()
    owner = before.rpartition(".")[2]
    if name == "from_pretrained" and ADAPTED.fullmatch(owner):
        return (ADAPTER,)
    return tuple(entry for entry in TAKERS[name] if _is_from(entry, package, owner))


def _is_from(entry: Taker, package: str | None, owner: str) -> bool:
    """Whether a function of a package and a class is the one that an entry speaks of."""
    if entry.owners and owner not in entry.owners:
        return False
    if not entry.packages:
        return True
    return package in entry.packages
