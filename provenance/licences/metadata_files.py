"""Licences in metadata files: of a dataset, and of the software in a repository.

Sources: Croissant 1.0 and 1.1 (https://docs.mlcommons.org/croissant), where `license` is text, an
address or a `CreativeWork`; `DatasetInfo` of the datasets library, which keeps `license` per
configuration; CITATION.cff 1.2.0 (https://citation-file-format.github.io); CodeMeta 3.0
(https://codemeta.github.io); `[project]` of pyproject.toml (https://peps.python.org/pep-0639);
`[metadata]` of setup.cfg (https://setuptools.pypa.io/en/latest/userguide/declarative_config.html).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from provenance.files.safe_json import JsonError, entries_of, load_json
from provenance.licences.catalogue import catalogue, lookup, lookup_link
from provenance.licences.claim import Joined, LicenceClaim, Source
from provenance.licences.expression import alternatives_of, parse_expression
from provenance.licences.fields import LONGEST_VALUE
from provenance.licences.metadata_roots import (
    LARGEST,
    PYPROJECT,
    SETUP_CFG,
    SETUP_PY,
    MetadataRoot,
    may_state_terms,
)
from provenance.licences.names import named_licences
from provenance.licences.restrictive import limits, limits_of_name
from provenance.licences.texts import identify_text
from provenance.model.artifact import SourceText
from provenance.model.finding import Evidence, shorten
from provenance.text.placeholder import is_placeholder

_CROISSANT = ("croissant.json", "croissant.jsonld", "metadata.jsonld")
_INFOS = "dataset_infos.json"
_KEYS = ("license", "sc:license", "schema:license", "https://schema.org/license")
# Members of a licence object, most informative name first.
_MEMBERS = ("url", "@id", "name", "identifier", "@value")
_PERMISSIVE = "permissive"
_MOST = 20
# `License :: OSI Approved :: MIT License`: https://pypi.org/classifiers.
_CLASSIFIER = "License ::"
# `"license": "MIT",` in a file that could not be parsed.
_STATED_LINE = re.compile(
    r"^\s{0,20}[\"']?licen[cs]e[\"']?\s{0,5}[:=](?P<value>[^\n]{1,300})$", re.M
)
_QUOTES = " \t\r,;\"'"
# setup.py is a program: only texts that stand in it are read, and nothing is run.
_SETUP_VALUE = re.compile(
    r"\blicen[cs]e(?:_expression)?\s{0,5}=\s{0,5}([\"'])(?P<value>[^\"'\n]{1,300})\1"
    r"|[\"'](?P<classifier>License ::[^\"'\n]{1,200})[\"']"
)


def file_claims(documents: Mapping[str, SourceText]) -> Iterator[LicenceClaim]:
    """A claim for each licence that a metadata file names, once per file.

    Args:
        documents: Texts read, by path. The reader of a file reports it as a gap if it is not JSON.
    """
    for path, document in sorted(documents.items()):
        if document.size > LARGEST:
            continue
        values = dict.fromkeys(_values(path, document))
        for value in list(values)[:_MOST]:
            yield LicenceClaim(
                value=shorten(value, LONGEST_VALUE),
                licence=_licence(value),
                source=Source.FILE,
                evidence=_place(document, value),
            )


def software_claims(
    documents: Mapping[str, SourceText], roots: Mapping[str, MetadataRoot]
) -> Iterator[LicenceClaim]:
    """A claim for each licence with duties that a file about the software or the model names.

    Args:
        documents: Texts read, by path.
        roots: The metadata files among them, parsed.

    Yields:
        Claims that contradict a looser licence of the artefact. Code under a permissive licence
        does not contradict any other licence of the weights, so it makes no claim; nor does a
        choice that includes one.
    """
    for path, document in sorted(documents.items()):
        if document.size > LARGEST or not may_state_terms(path):
            continue
        metadata = roots.get(path)
        root = metadata.root if metadata else None
        stated = dict.fromkeys(_software_values(document, root))
        for value in list(stated)[:_MOST]:
            for name in _members(value):
                yield LicenceClaim(
                    value=shorten(name, LONGEST_VALUE),
                    licence=_licence(name),
                    source=Source.FILE,
                    evidence=_place(document, value),
                )


def may_state_licence(path: str) -> bool:
    """Whether a licence is read from the file at `path` if it can be parsed: metadata of a dataset
    or model, a configuration, a file about the software.

    Args:
        path: Path inside a repository, `/`-separated.
    """
    return path == _INFOS or _is_croissant(path) or may_state_terms(path)


def _is_croissant(path: str) -> bool:
    name = PurePosixPath(path).name.lower()
    return name in _CROISSANT or name.endswith(".croissant.json")


def _members(value: str) -> Iterator[str]:
    """The names in a value that become claims."""
    parsed = parse_expression(value)
    if parsed is None:
        entry = lookup(_licence(value) or "")
        if entry is None or entry.category != _PERMISSIVE:
            yield value
        return
    expression, licences = parsed
    demanding = [entry for entry in licences if entry.category != _PERMISSIVE]
    is_free_choice = alternatives_of(expression) is Joined.CHOICE and len(demanding) < len(licences)
    if not is_free_choice:
        yield from (entry.id for entry in demanding)


def _software_values(document: SourceText, root: Mapping[str, object] | None) -> Iterator[str]:
    """The licences in a file, line by line where it has no mapping."""
    if document.path == SETUP_PY:
        yield from _setup_values(document.text)
        return
    if root is None:
        for line in _STATED_LINE.finditer(document.text):
            yield from _texts(line["value"].strip(_QUOTES))
        return
    if document.path in (PYPROJECT, SETUP_CFG):
        yield from _project_values(root)
    for key in ("license", "licence", "license-url"):
        yield from _texts(root.get(key))


def _setup_values(text: str) -> Iterator[str]:
    """The licence arguments and classifiers in the text of a setup.py."""
    for stated in _SETUP_VALUE.finditer(text):
        if stated["value"]:
            yield from _texts(stated["value"])
        else:
            yield stated["classifier"].rpartition("::")[2].strip()


def _project_values(root: Mapping[str, object]) -> Iterator[str]:
    """The licence under `[project]`, or under Poetry's key, and the classifiers."""
    tool = root.get("tool")
    poetry = tool.get("poetry") if isinstance(tool, Mapping) else None
    for table in (root.get("project"), poetry):
        if not isinstance(table, Mapping):
            continue
        licence = table.get("license")
        # `{file = "LICENSE"}` names a text, which is read by itself.
        yield from _texts(licence.get("text") if isinstance(licence, Mapping) else licence)
        for line in entries_of(table.get("classifiers")):
            if isinstance(line, str) and line.startswith(_CLASSIFIER):
                yield line.rpartition("::")[2].strip()


def _licence(value: str) -> str | None:
    """The licence for a value that is its name, its address or its text."""
    entry = lookup(value) or lookup_link(value)
    if entry:
        return entry.id
    match = identify_text(value)
    if match.licence and match.verdict == "exact":
        return match.licence
    named = named_licences(value)
    if len(named) != 1 or limits(value):
        return None
    # `MIT for non-commercial use` is not MIT.
    duties = {duty.id for duty in catalogue()[named[0]].duties}
    restricted = bool(limits_of_name(value)) and "non-commercial" not in duties
    return None if restricted else named[0]


def _values(path: str, document: SourceText) -> Iterator[str]:
    if _is_croissant(path):
        root = _loaded(document)
        for key in _KEYS:
            yield from _texts(root.get(key))
    elif path == _INFOS:
        root = _loaded(document)
        configurations = [root, *root.values()]
        for configuration in configurations:
            if isinstance(configuration, Mapping):
                yield from _texts(configuration.get("license"))


def _loaded(document: SourceText) -> Mapping[str, object]:
    """The mapping in a JSON file; the members of a list by their number."""
    try:
        value = load_json(document.text).value
    except JsonError:
        return {}
    if isinstance(value, list):
        return {str(number): member for number, member in enumerate(value)}
    return value if isinstance(value, Mapping) else {}


def _texts(value: object) -> Iterator[str]:
    """The texts of a value: one, a list of them, or objects with an address or a name. A value of
    another shape, or an empty member of a list, is one text as it stands, which no licence is
    known by."""
    if value is None or value == {}:
        return
    if isinstance(value, str):
        if value.strip() and not is_placeholder(value):
            yield value.strip()
    elif isinstance(value, list):
        for item in value[:_MOST]:
            is_blank = item is None or (isinstance(item, str) and not item.strip())
            yield from [json.dumps(item)] if is_blank else _texts(item)
    elif isinstance(value, Mapping):
        member = next((value[key] for key in _MEMBERS if isinstance(value.get(key), str)), None)
        yield from _texts(json.dumps(value, default=str) if member is None else member)
    else:
        yield str(value)


def _place(document: SourceText, value: str) -> Evidence:
    """The line of the value, with the value as quote."""
    offset = max(document.text.find(value[:LONGEST_VALUE]), 0)
    line = document.text.count("\n", 0, offset) + 1
    return Evidence.quoting(document, line, line, shorten(f"license: {value}"))
