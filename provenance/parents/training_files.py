"""Bases and data that the configuration of a training run names in a file of its own.

Trainers save what they were started with beside the weights: `training_args.json`, `axolotl.yaml`,
`train_config.yml`. A file of a run may be older than the card, so what it names counts only where
nothing else names a base, or data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from provenance.files.safe_json import JsonError, load_json
from provenance.files.safe_yaml import load_yaml
from provenance.files.yaml_errors import YamlError
from provenance.messages import Message, message
from provenance.model.artifact import BASES, DATA, ArtifactRef, Gap, Kind, SourceText, root_first
from provenance.model.finding import Evidence, shorten
from provenance.parents.statement import BASE, DATASET, Parent, ParentStatement
from provenance.stated import NOT_UNDERSTOOD, Leftover, gap_of, hub_link, is_owned_name, names

TRAINING_CONFIG = "training-config"
MOST_TRAINING_FILES = 4
_FILE = re.compile(
    r"(?:[^/]{1,80}/)?"
    r"(?:(?:train(?:ing|er)?|fine[-_]?tun(?:e|ing)|sft|dpo|orpo|kto|q?lora|autotrain)"
    r"[-_]?(?:config(?:uration)?|args|arguments|params|parameters|settings|recipe)"
    r"|axolotl(?:[-_]config)?|finetrainers?[-_]config|all[-_]args|run[-_]args)\.(?:ya?ml|json)",
    re.IGNORECASE,
)
# Keys that name nothing but the model that training began with.
_BASE_KEYS = frozenset(
    {
        *("base_model", "base_model_id", "base_model_name", "base_model_name_or_path"),
        *("model_name_or_path", "pretrained_model_name_or_path", "name_or_path"),
        *("pretrained_model", "pretrained_model_name"),
    }
)
# Keys that may as well hold the name of what is trained; they count if the value is `org/name`.
_MODEL_KEYS = frozenset({"model", "model_id", "model_name", "model_path"})
_DATA_KEYS = frozenset(
    {
        *("dataset", "datasets", "dataset_id", "dataset_name", "dataset_names", "dataset_path"),
        *("dataset_mixer", "train_data", "train_dataset", "train_datasets", "training_data"),
        *("training_dataset", "data_path", "train_file", "train_files"),
    }
)
# Parts of a configuration about another model than the one that is trained.
_OTHER_MODELS = re.compile(
    r"tokenizer|processor|reward|ref_model|judge|teacher|embed|eval|valid|test|logg|wandb|output",
    re.IGNORECASE,
)
_DEEPEST = 4
_MOST_NAMES = 100
_MOST_GAPS = 5
_LONGEST_QUOTE = 200
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class _Naming:
    """A name of a base or of data, or a value in its place that names nothing."""

    topic: str
    name: str = ""
    left: Leftover | None = None


def training_files(listed: Iterable[str]) -> list[str]:
    """The configurations of training runs among listed files, those in the root first.

    Args:
        listed: Paths of the repository.
    """
    return root_first(filter(_FILE.fullmatch, listed))[:MOST_TRAINING_FILES]


def training_file_statements(
    ref: ArtifactRef, documents: Mapping[str, SourceText]
) -> Iterator[ParentStatement]:
    """The bases and datasets that configurations of training runs name.

    Args:
        ref: The model.
        documents: Texts that were read, by path.
    """
    for path in training_files(documents):
        document = documents[path]
        settings, _ = _settings(document)
        for naming in _namings(settings):
            if naming.left is None and naming.name != ref.name and _is_name(naming):
                is_base = naming.topic == BASES
                yield ParentStatement(
                    name=naming.name,
                    kind=Kind.MODEL if is_base else Kind.DATASET,
                    relation=BASE if is_base else DATASET,
                    source=TRAINING_CONFIG,
                    evidence=_place(document, naming),
                )


def unread_training(
    ref: ArtifactRef, documents: Mapping[str, SourceText], parents: Sequence[Parent]
) -> tuple[Gap, ...]:
    """A gap for each configuration of a training run that cannot be read, and for each base or
    dataset in one that cannot be followed, at most 5.

    Args:
        ref: The model.
        documents: Texts that were read, by path.
        parents: Its known parents. If they include a base, what the file names as one is taken to
            be the same; likewise for datasets.
    """
    known = {BASES for parent in parents if parent.is_base}
    known |= {DATA for parent in parents if parent.ref.kind is Kind.DATASET}
    if known == {BASES, DATA}:
        return ()
    gaps: list[Gap] = []
    for path in training_files(documents):
        document = documents[path]
        settings, problem = _settings(document)
        if problem and BASES not in known:
            gaps.append(_unreadable(ref, path, problem))
        for naming in _namings(settings):
            if naming.topic in known:
                continue
            if naming.left is not None:
                gaps.append(gap_of(ref.purl, naming.topic, path, naming.left))
            elif naming.name != ref.name:
                gaps.append(_without_address(ref, path, naming))
    return tuple(dict.fromkeys(gaps))[:_MOST_GAPS]


def _settings(document: SourceText) -> tuple[object, Message | str]:
    """The parsed file, or why it cannot be read."""
    try:
        if document.path.lower().endswith(".json"):
            return load_json(document.text).value, ""
        return load_yaml(document.text.replace("\r\n", "\n")).value, ""
    except JsonError as error:
        return None, error.reason
    except YamlError as error:
        return None, error.message


def _namings(settings: object) -> list[_Naming]:
    """Every value of a parsed file that names a base or data."""
    namings: list[_Naming] = []
    waiting: list[tuple[object, int]] = [(settings, 0)]
    while waiting and len(namings) < _MOST_NAMES:
        value, depth = waiting.pop(0)
        if not isinstance(value, Mapping) or depth > _DEEPEST:
            continue
        for key, inner in value.items():
            namings += _under(key, inner)
            if not _OTHER_MODELS.search(key):
                waiting.append((inner, depth + 1))
    return list(dict.fromkeys(namings))[:_MOST_NAMES]


def _under(key: str, value: object) -> Iterator[_Naming]:
    """What a single key names."""
    plain = key.lower().replace("-", "_")
    if plain in _MODEL_KEYS:
        for name in names(value, (key,)).texts:
            if is_owned_name(name) or hub_link(name):
                yield _Naming(BASES, name)
        return
    if plain not in _BASE_KEYS and plain not in _DATA_KEYS:
        return
    topic = BASES if plain in _BASE_KEYS else DATA
    read = names(value, (key,))
    for name in read.texts:
        yield _Naming(topic, name)
    for left in read.leftovers:
        yield _Naming(topic, left=left)


def _is_name(naming: _Naming) -> bool:
    """Whether a name may be that of a repository. The oldest models of the hub have no owner; a
    dataset without one is the kind of a file or a name of the trainer's own."""
    if is_owned_name(naming.name) or hub_link(naming.name):
        return True
    return naming.topic == BASES and re.fullmatch(r"[\w.-]{1,96}", naming.name) is not None


def _place(document: SourceText, naming: _Naming) -> Evidence:
    """The first line with the name; a file of a single line is quoted around it."""
    number = document.line_with(naming.name)
    line = document.lines()[number - 1]
    is_long = len(line) > _LONGEST_QUOTE
    start = max(line.find(naming.name) - _LONGEST_QUOTE // 2, 0) if is_long else 0
    return Evidence.quoting(document, number, number, line[start : start + _LONGEST_QUOTE].strip())


def _unreadable(ref: ArtifactRef, path: str, problem: Message | str) -> Gap:
    return Gap(
        artifact=ref.purl,
        what=f"training run in {path}",
        reason=NOT_UNDERSTOOD,
        detail=message("gap.training-unread", path=path, problem=problem),
        topic=BASES,
    )


def _without_address(ref: ArtifactRef, path: str, naming: _Naming) -> Gap:
    name = shorten(naming.name, _LONGEST_NAME)
    is_base = naming.topic == BASES
    key = "gap.source-without-address" if is_base else "gap.data-without-address"
    return Gap(
        artifact=ref.purl,
        what=f"{'base' if is_base else 'dataset'} {name}",
        reason="unresolvable",
        detail=message(key, path=path, name=repr(name)),
        topic=naming.topic,
    )
