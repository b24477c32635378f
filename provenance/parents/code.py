"""Python code that configuration files name and that a loader runs if told to trust it.

transformers (https://huggingface.co/docs/transformers/custom_models) and sentence-transformers load
classes from `module.Class` in the model's own repository, and from `owner/name--module.Class` at
the head of another repository's main branch. diffusers names a module next to each part of a
pipeline.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Gap, Kind, SourceText
from provenance.model.finding import Evidence
from provenance.parents.statement import CODE, ParentStatement

MODULES = "modules.json"
PIPELINE = "model_index.json"
# Files in which loaders look for classes, in the repository root or a part's folder.
CODE_CONFIGS = (
    "config.json",
    "tokenizer_config.json",
    "preprocessor_config.json",
    "processor_config.json",
    "image_processor_config.json",
    "video_preprocessor_config.json",
    "feature_extractor_config.json",
    "video_processor_config.json",
    "audio_processor_config.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
    MODULES,
    PIPELINE,
)
_SEPARATOR = "--"
# A module may be written with its folders: `code/models/modeling_x.XModel`.
_MODULE = re.compile(
    r"(?:\./)?(?:[A-Za-z0-9_][\w-]{0,99}/){0,8}[A-Za-z_][\w.]{0,200}\.[A-Za-z_]\w{0,200}"
)
_REPOSITORY = re.compile(r"[^\s\"'<>|]{1,250}")
_NAME = re.compile(r"[A-Za-z_][\w.]{0,200}")
# `owner/name--part`, which only a reference to code looks like.
_ODD = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}?--[A-Za-z_][\w.]{0,200}")
# Keys whose values are classes, with or without a repository in front.
_AUTO_MAP = "auto_map"
_CLASS_KEYS = frozenset({_AUTO_MAP, "custom_pipelines"})
# A folder name may look like a class of another repository.
_PATH_KEYS = re.compile(r"\w*(?:path|dir|file)\w*")
_MOST_REFERENCES = 100
# A module that is not where its name says is looked for in all folders; so many are shown.
_MOST_PLACES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeReference:
    """A reference to code.

    Attributes:
        repository: The other repository that contains it, as written; empty for the model's own.
        file: Path of the Python file in that repository, as its name says.
        key: The key of the reference, such as `auto_map`.
        explicit: Whether the reference can only mean code in a repository; otherwise the file must
            exist.
        evidence: Where it is written.
    """

    repository: str
    file: str
    key: str
    explicit: bool
    evidence: Evidence

    def files_in(self, listed: Collection[str]) -> tuple[str, ...]:
        """The files of a listing that the reference may mean: the file where its name says, or else
        next to the configuration, or else in any folder, as a module or as a package.

        Args:
            listed: Paths of all files of the repository.
        """
        package = f"{self.file.removesuffix('.py')}/__init__.py"
        folder = self.evidence.file.rpartition("/")[0]
        for path in (self.file, package, f"{folder}/{self.file}", f"{folder}/{package}"):
            if path in listed:
                return (path,)
        endings = (f"/{self.file}", f"/{package}")
        return tuple(sorted(path for path in listed if path.endswith(endings))[:_MOST_PLACES])


def code_references(
    documents: Mapping[str, SourceText], configs: Mapping[str, Mapping[str, object]]
) -> tuple[CodeReference, ...]:
    """The code that an artefact's configuration files name; at most a hundred references.

    Args:
        documents: Texts that were read, by path.
        configs: Parsed JSON files, by path.
    """
    references: dict[tuple[str, str, str], CodeReference] = {}
    for path in sorted(configs.keys() & documents.keys()):
        if path.rpartition("/")[2] not in CODE_CONFIGS:
            continue
        for repository, file, key, explicit, written in _named(path, configs[path]):
            if len(references) == _MOST_REFERENCES:
                break
            evidence = _quoted(documents[path], written)
            reference = CodeReference(
                repository=repository, file=file, key=key, explicit=explicit, evidence=evidence
            )
            references.setdefault((path, repository, file), reference)
    return tuple(references.values())


def unread_code(ref: ArtifactRef, configs: Mapping[str, Mapping[str, object]]) -> Iterator[Gap]:
    """Values in class fields that name no class in a known form."""
    for path in sorted(configs):
        yield from _odd_references(ref, path, configs[path])
        if path.rpartition("/")[2] == MODULES and not _lists_modules(configs[path]):
            detail = message("gap.code-form", path=path, key="type")
            yield Gap(artifact=ref.purl, what=f"{path} type", reason="malformed", detail=detail)
        for key in sorted(_CLASS_KEYS & configs[path].keys()):
            if _is_unread(path, key, configs[path][key]):
                detail = message("gap.code-form", path=path, key=key)
                yield Gap(
                    artifact=ref.purl, what=f"{path} {key}", reason="malformed", detail=detail
                )


def _is_unread(path: str, key: str, value: object) -> bool:
    """Whether a class field has a value that names nothing, or a class that is not understood."""
    classes = {written for _, _, stated, _, written in _named(path, {key: value}) if stated == key}
    if value and not classes:
        return True
    # Pipelines also list classes of the library, which have no module.
    return key == _AUTO_MAP and any(
        text.text.strip() and text.text not in classes for text in _texts(key, value)
    )


def _lists_modules(config: Mapping[str, object]) -> bool:
    """Whether modules.json is a list of modules, each with a class in a known form."""
    modules = config.get("modules")
    if not isinstance(modules, list):
        return False
    return all(isinstance(m, Mapping) and _is_class(m.get("type")) for m in modules)


def _is_class(value: object) -> bool:
    """Whether a value names a class, of a library or of a repository."""
    if not isinstance(value, str):
        return False
    return _MODULE.fullmatch(value.rpartition(_SEPARATOR)[2]) is not None


def _odd_references(ref: ArtifactRef, path: str, config: Mapping[str, object]) -> Iterator[Gap]:
    """Texts that begin like a class of another repository and name none."""
    is_loaded = path.rpartition("/")[2] in CODE_CONFIGS
    for key, value in config.items():
        if is_loaded and key in _CLASS_KEYS:
            continue
        classes = (
            {written for _, _, _, _, written in _named(path, {key: value})} if is_loaded else ()
        )
        for place in _texts(key, value):
            if _ODD.fullmatch(place.text) and place.text not in classes:
                detail = message("gap.code-form", path=path, key=key)
                yield Gap(
                    artifact=ref.purl, what=f"{path} {key}", reason="malformed", detail=detail
                )
                break


def code_statements(
    documents: Mapping[str, SourceText], configs: Mapping[str, Mapping[str, object]]
) -> Iterator[ParentStatement]:
    """Statements for the other repositories whose code an artefact names."""
    for reference in code_references(documents, configs):
        if reference.repository:
            yield ParentStatement(
                name=reference.repository,
                kind=Kind.MODEL,
                relation=CODE,
                source="code-reference",
                evidence=reference.evidence,
            )


def code_of_answer(answer: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The other repositories whose code a hub answer names, with the text as written. The hub
    copies class names from config.json, so a base's code is known without reading the file.

    Args:
        answer: The hub's answer.
    """
    config = answer.get("config")
    if not isinstance(config, Mapping):
        return
    parts = [config, config.get("tokenizer_config")]
    for part in parts:
        if not isinstance(part, Mapping):
            continue
        for repository, _, _, _, written in islice(_named("config.json", part), _MOST_REFERENCES):
            if repository:
                yield repository, written


_Named = tuple[str, str, str, bool, str]
"""Repository, file, key, whether it is explicit, and the text as written."""


def _named(path: str, config: Mapping[str, object]) -> Iterator[_Named]:
    """All references in a file: foreign code anywhere, own code where loaders look for it."""
    name = path.rpartition("/")[2]
    for key, value in config.items():
        for place in _texts(key, value):
            yield from _named_in(place, file=name, key=key)
    if name == PIPELINE:
        yield from _pipeline_parts(config)


def _named_in(place: _PlacedText, *, file: str, key: str) -> Iterator[_Named]:
    """The code that one text names; `key` is the outermost key above it."""
    text = place.text
    repository, separator, reference = text.partition(_SEPARATOR)
    names_classes = place.is_class or file == MODULES
    if separator and _is_elsewhere(repository, reference, place.key, names_classes):
        yield repository, _file_of(reference, ""), key, True, text
    elif place.is_class and _MODULE.fullmatch(text):
        yield "", _file_of(text, ""), key, True, text
    elif file == MODULES and place.key == "type" and _MODULE.fullmatch(text):
        yield "", _file_of(text, ""), place.key, False, text


def _is_elsewhere(repository: str, reference: str, key: str, names_classes: bool) -> bool:
    """Whether a text means a class of another repository; outside class fields only the full form
    `owner/name--module.Class` does."""
    if not (_REPOSITORY.fullmatch(repository) and _MODULE.fullmatch(reference)):
        return False
    if names_classes:
        return True
    if "/" in reference:
        return False
    of_a_hub = repository.count("/") == 1 and repository[0].isalnum()
    is_class = reference.rpartition(".")[2][0].isupper()
    return of_a_hub and is_class and not _PATH_KEYS.fullmatch(key)


def _pipeline_parts(config: Mapping[str, object]) -> Iterator[_Named]:
    """Modules of a diffusers pipeline, in the root or in their part's folder."""
    for key, value in config.items():
        if not (isinstance(value, list) and value and isinstance(value[0], str)):
            continue
        module = value[0]
        if _NAME.fullmatch(module):
            folder = "" if key.startswith("_") else key
            yield "", _file_of(f"{module}.", folder), key, False, module


def _file_of(reference: str, folder: str) -> str:
    """The Python file that contains the class `module.Class`."""
    module = reference.removeprefix("./").rpartition(".")[0].replace(".", "/")
    return f"{folder}/{module}.py" if folder else f"{module}.py"


class _PlacedText(NamedTuple):
    """A text in a JSON value, its nearest key, and whether a class key is at or above it: parts of
    a model have an `auto_map` of their own, `vision_config.auto_map`."""

    key: str
    text: str
    is_class: bool


def _texts(key: str, value: object) -> Iterator[_PlacedText]:
    """Every text in a JSON value, without recursion."""
    waiting: list[tuple[str, object, bool]] = [(key, value, key in _CLASS_KEYS)]
    while waiting:
        nearest, current, is_class = waiting.pop()
        if isinstance(current, str):
            yield _PlacedText(nearest, current, is_class)
        elif isinstance(current, Mapping):
            inner = [
                (str(name), member, is_class or name in _CLASS_KEYS)
                for name, member in current.items()
            ]
            waiting += reversed(inner)
        elif isinstance(current, list):
            waiting += reversed([(nearest, member, is_class) for member in current])


def _quoted(document: SourceText, written: str) -> Evidence:
    """The first line that contains a text; a single-line file is quoted around it."""
    number = document.line_with(written)
    line = document.lines()[number - 1]
    start = max(line.find(written) - 40, 0)
    return Evidence.quoting(document, number, number, line[start : start + 240])
