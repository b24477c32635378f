"""Functions of libraries that take the name of a model or dataset, and the argument that takes
it."""

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
        keywords: Argument names, the usual one first.
        position: Position of the argument, or None.
        kind: What the name refers to.
        bare: Whether names without an organisation are hub names.
        objects: Whether it also accepts a loaded model, so that a variable does not indicate a
            name.
        packages: Packages it must come from; empty if its name is enough.
        owners: Classes it must belong to; empty for any.
        prefix: Required prefix of a hub name, such as `hf-hub:`.
        when: Keywords with their required values.
        further: Further arguments that take a name.
        method: Whether it may also be a method; otherwise `store.load_dataset(...)` is something
            else.
        served: Whether it calls a server that may use its own names; only names that look like hub
            models count.
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
    further: tuple[str, ...] = ()
    method: bool = True
    served: bool = False


_DATA = Path(__file__).parent / "data" / "takers.json"


def _read_takers() -> dict[str, tuple[Taker, ...]]:
    """The takers of `data/takers.json` by function; a new library is one line in that file."""
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
        further=tuple(row.get("beside", ())),
        method=row.get("method", True),
        served=row.get("served", False),
    )


TAKERS = _read_takers()
# What any class with this method takes: transformers, diffusers, peft, tokenizers and similar
# libraries.
PRETRAINED = TAKERS["from_pretrained"][0]
# Their first argument is the model that the adapter applies to.
ADAPTED = re.compile(r"Peft(?:Mixed)?Model\w*")
ADAPTER = Taker(keywords=("model_id",), position=1)
# `reward_model_name_or_path` and similar keys mean a name anywhere.
NAMES_A_MODEL = re.compile(
    r"(?:[a-z]+_)*(?:model|tokenizer|adapter|teacher|config|processor|encoder)_name_or_path"
)
# An expression of this form is a name even where a loaded model is also accepted.
NAME_OF_ONE = re.compile(r"(?:\w+\.)*(?:\w+_)?(?:name|id|checkpoint|name_or_path|repo)")
# With these functions a `repo_id` is a target, not something that is used.
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
# Packages with functions of the same name but another meaning.
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
# Builders that `load_dataset` accepts in place of a name.
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
# Classes whose names without an organisation are hub names; other classes with that method have
# names of their own.
HUB_CLASS = re.compile(
    r".*(?:Tokenizer|Model|For[A-Z]|Config|Processor|Extractor|Pipeline|Encoder|Decoder|LMHead"
    r"|LLM)\w*"
)


def takers(dotted: str, package: str | None) -> tuple[Taker, ...]:
    """The takers of a function; empty if it takes no name.

    Args:
        dotted: The function with import aliases resolved, such as
            `transformers.AutoModel.from_pretrained`.
        package: The package it was imported from; empty for the file's own, None if unknown.
    """
    before, _, name = dotted.rpartition(".")
    if name not in TAKERS or package in _OTHERS:
        return ()
    owner = before.rpartition(".")[2]
    if name == "from_pretrained" and ADAPTED.fullmatch(owner):
        return (ADAPTER,)
    return tuple(entry for entry in TAKERS[name] if _is_from(entry, package, owner))


def _is_from(entry: Taker, package: str | None, owner: str) -> bool:
    """Whether an entry applies to a function of this package and class."""
    if entry.owners and owner not in entry.owners:
        return False
    if not entry.packages:
        return True
    return package in entry.packages
