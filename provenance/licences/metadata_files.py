"""Licences that a dataset's files of metadata name: Croissant, and `dataset_infos.json`.

Sources: Croissant 1.0 and 1.1 (https://docs.mlcommons.org/croissant), where `license` is text, an
address or a `CreativeWork`; the `DatasetInfo` of the library datasets, which keeps `license` for
each configuration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from provenance.files.safe_json import JsonError, load_json
from provenance.licences.catalogue import catalogue, lookup, lookup_link
from provenance.licences.claim import LicenceClaim, Source
from provenance.licences.fields import LONGEST_VALUE
from provenance.licences.names import named_licences
from provenance.licences.restrictive import limits, limits_of_name
from provenance.licences.texts import identify_text
from provenance.model.artifact import SourceText
from provenance.model.finding import Evidence, shorten
from provenance.text.placeholder import is_placeholder

_CROISSANT = ("croissant.json", "croissant.jsonld", "metadata.jsonld")
_INFOS = "dataset_infos.json"
_KEYS = ("license", "sc:license", "schema:license", "https://schema.org/license")
# Members of a licence that is an object, the name that tells most first.
_MEMBERS = ("url", "@id", "name", "identifier", "@value")
LARGEST = 2 * 1024 * 1024
_MOST = 20


def file_claims(documents: Mapping[str, SourceText]) -> Iterator[LicenceClaim]:
    """A claim for each licence that a file of metadata names, each once a file.

    Args:
        documents: Texts that were read, by path. One that is no JSON is a gap of its own reader.
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


def _licence(value: str) -> str | None:
    """The licence that a value names, is the address of, or is the text of."""
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
    name = PurePosixPath(path).name.lower()
    if name in _CROISSANT or name.endswith(".croissant.json"):
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
    try:
        value = load_json(document.text).value
    except JsonError:
        return {}
    return value if isinstance(value, Mapping) else {}


def _texts(value: object) -> Iterator[str]:
    """The texts of a value: one, a list of them, or objects that hold an address or a name."""
    if isinstance(value, str):
        if value.strip() and not is_placeholder(value):
            yield value.strip()
    elif isinstance(value, list):
        for item in value[:_MOST]:
            if not isinstance(item, list):
                yield from _texts(item)
    elif isinstance(value, Mapping):
        member = next((value[key] for key in _MEMBERS if isinstance(value.get(key), str)), None)
        yield from _texts(member)


def _place(document: SourceText, value: str) -> Evidence:
    """The line on which the value stands; the quote says what it is."""
    offset = max(document.text.find(value[:LONGEST_VALUE]), 0)
    line = document.text.count("\n", 0, offset) + 1
    return Evidence.quoting(document, line, line, shorten(f"license: {value}"))
