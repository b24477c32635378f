"""A written BOM → what is wrong with it: by the official schema, and by what no schema sees."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.bom.citations import components
from provenance.bom.iri import is_iri_reference, is_uri

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

MOST_PROBLEMS = 20
_SUBSCHEMAS = ("spdx", "jsf-0.82", "cryptography-defs")
_BASE = "http://cyclonedx.org/schema/{}.SNAPSHOT.schema.json"
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)


def _is_date_time(text: object) -> bool:
    return not isinstance(text, str) or _DATE_TIME.fullmatch(text) is not None


# Formats that are checked, by functions that take linear time.
_FORMATS: Mapping[str, Callable[[object], bool]] = {
    "iri-reference": is_iri_reference,
    "uri": is_uri,
    "date-time": _is_date_time,
}


def problems(document: Mapping[str, Any]) -> list[str]:
    """Validate a BOM as CycloneDX JSON.

    The official schema of its version, bundled with cyclonedx-python-lib, is applied with jsonschema. Two checks are
    replaced by equivalents that take linear time: `iri-reference` and `uniqueItems`. Then what the schema cannot say:
    bom-refs used twice, references and pointers that lead nowhere, a model card on what is no model. Where
    jsonschema-rs is installed (extra `fast`), it is asked first, and jsonschema only for what it refuses.

    Args:
        document: Plain JSON, `specVersion` 1.6 or 1.7.

    Returns:
        Up to 20 sentences, each beginning with a JSON Pointer; empty where nothing is wrong.
    """
    version = str(document.get("specVersion"))
    quick = _quick(version)
    if quick is not None and quick.is_valid(document):
        return list(_unseen(document))[:MOST_PROBLEMS]
    found = []
    for error in _validator(version).iter_errors(document):
        pointer = "".join(f"/{step}" for step in error.absolute_path)
        found.append(f"{pointer or '/'}: {error.message[:200]}")
        if len(found) == MOST_PROBLEMS:
            return found
    return found or list(_unseen(document))[:MOST_PROBLEMS]


def xml_problem(text: str, spec_version: str) -> str | None:
    """Validate CycloneDX XML by the official XSD, where lxml is installed: what it says first, or None."""
    from cyclonedx.exception import MissingOptionalDependencyException
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.xml import XmlValidator

    try:
        error = XmlValidator(SchemaVersion.from_version(spec_version)).validate_str(text)
    except MissingOptionalDependencyException:
        return None
    return str(error.data)[:300] if error else None


@cache
def _validator(spec_version: str) -> Validator:
    from jsonschema import Draft7Validator, FormatChecker
    from jsonschema.validators import extend
    from referencing import Registry
    from referencing.jsonschema import DRAFT7

    registry: Registry[Any] = Registry().with_resources(
        (_BASE.format(name), DRAFT7.create_resource(_load(name))) for name in _SUBSCHEMAS
    )
    formats = FormatChecker(formats=())
    for name, check in _FORMATS.items():
        formats.checks(name)(check)
    linear: type[Validator] = extend(Draft7Validator, {"uniqueItems": _unique_items})  # type: ignore[no-untyped-call]
    return linear(_load(f"bom-{spec_version}"), registry=registry, format_checker=formats)


@cache
def _quick(spec_version: str) -> jsonschema_rs.Draft7Validator | None:
    """The same schema and formats in jsonschema-rs, where it is installed."""
    try:
        import jsonschema_rs
    except ImportError:
        return None
    registry = jsonschema_rs.Registry([(_BASE.format(name), _load(name)) for name in _SUBSCHEMAS], retriever=_refuse)
    schema = _load(f"bom-{spec_version}")
    return jsonschema_rs.Draft7Validator(
        schema, formats=dict(_FORMATS), validate_formats=True, registry=registry, retriever=_refuse
    )


def _refuse(address: str) -> dict[str, Any]:
    raise LookupError(f"{address} is not bundled, and nothing is fetched")


def _load(name: str) -> dict[str, Any]:
    import cyclonedx.schema

    folder = Path(cyclonedx.schema.__file__).parent / "_res"
    schema: dict[str, Any] = json.loads((folder / f"{name}.SNAPSHOT.schema.json").read_bytes())
    return schema


def _unique_items(validator: Validator, wanted: bool, instance: object, schema: object) -> Iterator[ValidationError]:
    """`uniqueItems` by one text per entry; jsonschema compares every two entries."""
    from jsonschema import ValidationError

    if wanted and isinstance(instance, list):
        texts = Counter(json.dumps(entry, sort_keys=True) for entry in instance)
        if twice := [text for text, count in texts.items() if count > 1]:
            yield ValidationError(f"holds {twice[0][:100]} more than once")


def _unseen(document: Mapping[str, Any]) -> Iterator[str]:
    places = list(components(document))
    counts = Counter(ref for ref, _ in places)
    yield from (f"{place}: bom-ref {ref} is used {counts[ref]} times" for ref, (place, _) in places if counts[ref] > 1)
    for pointer, ref in _links(document):
        if ref not in counts:
            yield f"{pointer}: {ref} is no bom-ref of this BOM"
    for _, (place, component) in places:
        if "modelCard" in component and component["type"] != "machine-learning-model":
            yield f"{place}/modelCard: {component['type']} has a model card"
    for index, citation in enumerate(document.get("citations", ())):
        for pointer in citation.get("pointers", ()):
            if not _leads_somewhere(document, pointer):
                yield f"/citations/{index}: {pointer} leads nowhere"


def _links(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every reference to a bom-ref, with where it stands."""
    for index, dependency in enumerate(document.get("dependencies", ())):
        for ref in (dependency["ref"], *dependency.get("dependsOn", ())):
            yield f"/dependencies/{index}", ref
    for index, composition in enumerate(document.get("compositions", ())):
        for ref in (*composition.get("assemblies", ()), *composition.get("dependencies", ())):
            yield f"/compositions/{index}", ref
    for index, formula in enumerate(document.get("formulation", ())):
        resources = (r for workflow in formula.get("workflows", ()) for r in workflow.get("resourceReferences", ()))
        yield from ((f"/formulation/{index}", resource["ref"]) for resource in resources)
    for _, (place, component) in components(document):
        parameters = component.get("modelCard", {}).get("modelParameters", {})
        for index, dataset in enumerate(parameters.get("datasets", ())):
            if "ref" in dataset:
                yield f"{place}/modelCard/modelParameters/datasets/{index}", dataset["ref"]
    for index, citation in enumerate(document.get("citations", ())):
        if "attributedTo" in citation:
            yield f"/citations/{index}", citation["attributedTo"]


def _leads_somewhere(document: Mapping[str, Any], pointer: str) -> bool:
    value: Any = document
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError, ValueError, TypeError):
            return False
    return True
