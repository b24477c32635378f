"""Metadata files in the root of a repository: which they are, and their outermost mappings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from configparser import ConfigParser
from configparser import Error as ConfigError
from dataclasses import dataclass

from provenance.files.safe_json import JsonError, load_json
from provenance.files.safe_toml import TomlError, load_toml
from provenance.files.safe_yaml import load_yaml
from provenance.files.yaml_errors import YamlError
from provenance.messages import message
from provenance.model.artifact import Gap, Snapshot, SourceText

LARGEST = 2 * 1024 * 1024
PYPROJECT, SETUP_CFG, SETUP_PY = "pyproject.toml", "setup.cfg", "setup.py"
# Files about the software; their licence may be that of the code alone.
_SOFTWARE = ("CITATION.cff", "codemeta.json", PYPROJECT, "package.json", SETUP_CFG, SETUP_PY)
# Names under which people keep facts about a model of their own; no format is behind them.
_FACTS = re.compile(
    r"(?:meta(?:data)?|(?:model|data(?:set)?)[-_]?(?:info|facts|card|meta(?:data)?|details|spec)"
    r"|info|about|manifest|datapackage|release|terms)\.(?:json|ya?ml|toml)"
    r"|model\.(?:ya?ml|toml)|mlmodel",
    re.IGNORECASE,
)
# The hub stores this answer of its own beside the columns of a dataset.
_OF_THE_HUB = "dataset_info.json"
# Configurations that loaders read; authors add a licence to them, which no loader looks at.
CONFIGURATIONS = (
    *("config.json", "generation_config.json", "adapter_config.json", "model_index.json"),
    "tokenizer_config.json",
)
"""Configurations in the root whose words on terms are read."""
_YAML_ENDINGS = (".yaml", ".yml", ".cff", "mlmodel")
# The time that `configparser` takes for a line grows with the square of its length.
_LONGEST_LINE = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataRoot:
    """What a metadata file holds.

    Attributes:
        root: Its outermost mapping, the members of a list by their number; None if it could not be
            parsed or is longer than what is parsed.
        problems: What was not understood, as parts of sentences.
    """

    root: Mapping[str, object] | None
    problems: tuple[str, ...] = ()


def metadata_files(listed: Iterable[str]) -> list[str]:
    """Files in the root that describe the software or the model, those about the software first.

    Args:
        listed: Paths of a repository.
    """
    paths = set(listed)
    facts = sorted(filter(is_facts_file, paths))
    return [*(path for path in _SOFTWARE if path in paths), *facts]


def is_facts_file(path: str) -> bool:
    """Whether authors write facts about a model, and its terms, in a file of this name.

    Args:
        path: Path inside a repository, `/`-separated.
    """
    return _FACTS.fullmatch(path) is not None and path != _OF_THE_HUB


def may_state_terms(path: str) -> bool:
    """Whether a file is one of the metadata files or configurations in which terms are looked for.

    Args:
        path: Path inside a repository, `/`-separated.
    """
    return path in _SOFTWARE or path in CONFIGURATIONS or is_facts_file(path)


def metadata_roots(
    documents: Mapping[str, SourceText], configs: Mapping[str, Mapping[str, object]]
) -> dict[str, MetadataRoot]:
    """The metadata files that were read, parsed once for all readers of their terms.

    Args:
        documents: Texts read, by path.
        configs: Configurations that are parsed already, by path.
    """
    roots = {
        path: MetadataRoot(root=configs.get(path)) for path in CONFIGURATIONS if path in documents
    }
    for path in metadata_files(documents):
        if path != SETUP_PY:
            roots[path] = _parsed(path, documents[path])
    return roots


def unparsed_metadata(snapshot: Snapshot, roots: Mapping[str, MetadataRoot]) -> Iterator[Gap]:
    """A gap for each metadata file that could not be parsed as a whole.

    Args:
        snapshot: The hub's answer.
        roots: The metadata files; the reader of configurations reports those.
    """
    for path, metadata in sorted(roots.items()):
        for problem in metadata.problems:
            detail = message("gap.metadata-file", path=path, why=problem)
            yield Gap(artifact=snapshot.ref.purl, what=path, reason="malformed", detail=detail)


def _parsed(path: str, document: SourceText) -> MetadataRoot:
    if document.size > LARGEST:
        return MetadataRoot(root=None, problems=(message("gap.json.length", limit=LARGEST),))
    try:
        value, problems = _loaded(path.lower(), document.text.replace("\r\n", "\n"))
    except (JsonError, TomlError) as error:
        return MetadataRoot(root=None, problems=(error.reason,))
    except (YamlError, ConfigError) as error:
        return MetadataRoot(root=None, problems=(error.message,))
    if isinstance(value, list):
        value = {str(number): member for number, member in enumerate(value)}
    if isinstance(value, Mapping):
        return MetadataRoot(root=value, problems=problems)
    if value is None:
        return MetadataRoot(root={})
    return MetadataRoot(root=None, problems=(message("gap.metadata-file.no-mapping"),))


def _loaded(path: str, text: str) -> tuple[object, tuple[str, ...]]:
    """The value of a file, and what was lost in parsing it."""
    if path.endswith(_YAML_ENDINGS):
        loaded = load_yaml(text)
        return loaded.value, tuple(problem.message for problem in loaded.problems)
    if path.endswith(".toml"):
        return load_toml(text), ()
    if path == SETUP_CFG:
        return {"project": _setup_table(text)}, ()
    parsed = load_json(text)
    twice = (message("gap.metadata-file.twice", key=repr(key)) for key in parsed.repeated)
    return parsed.value, (*twice, *parsed.dropped)


def _setup_table(text: str) -> Mapping[str, object]:
    """`[metadata]` of a setup.cfg in the shape of `[project]`.

    Raises:
        configparser.Error: It is not such a file, or has a line that takes too long to read.
    """
    if any(len(line) > _LONGEST_LINE for line in text.splitlines()):
        raise ConfigError(f"a line is longer than {_LONGEST_LINE} characters")
    parser = ConfigParser(interpolation=None, strict=False)
    parser.read_string(text)
    if not parser.has_section("metadata"):
        return {}
    table = dict(parser["metadata"])
    lines = [line.strip() for line in table.get("classifiers", "").splitlines()]
    return {
        "license": table.get("license_expression") or table.get("license"),
        "classifiers": [line for line in lines if line],
    }
