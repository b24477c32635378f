"""Validate a BOM: by the official schema, and by checks that no schema can express."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.cyclonedx.integrity import IntegrityProblem, escaped, integrity
from provenance.cyclonedx.iri import is_iri_reference, is_uri

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

MOST_PROBLEMS = 20
MOST_NAMED = 20
# Versions with a JSON schema in the library.
_VERSIONS = frozenset({"1.2", "1.3", "1.4", "1.5", "1.6", "1.7"})
_SUBSCHEMAS = ("spdx", "jsf-0.82", "cryptography-defs")
_BASE = "http://cyclonedx.org/schema/{}.SNAPSHOT.schema.json"
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)


def _is_date_time(text: object) -> bool:
    return not isinstance(text, str) or _DATE_TIME.fullmatch(text) is not None


# Formats that are checked, each in linear time.
_FORMATS: Mapping[str, Callable[[object], bool]] = {
    "iri-reference": is_iri_reference,
    "uri": is_uri,
    "date-time": _is_date_time,
}


def problems(document: Mapping[str, object]) -> list[str]:
    """Validate a BOM as CycloneDX JSON.

    Applies the official schema of its version, which ships with cyclonedx-python-lib, through
    jsonschema. Linear-time equivalents replace two checks: `iri-reference` and `uniqueItems`. The
    checks of `provenance.cyclonedx.integrity` follow. If jsonschema-rs is installed (extra `fast`),
    it runs first, and jsonschema only runs on what it rejects.

    Args:
        document: Plain JSON, `specVersion` 1.6 or 1.7.

    Returns:
        Up to 20 sentences, each starting with a JSON Pointer; empty if the document is valid.
    """
    departures = list(islice(schema_problems(document), MOST_PROBLEMS))
    return [str(problem) for problem in departures or islice(integrity(document), MOST_PROBLEMS)]


def schema_problems(document: Mapping[str, object]) -> Iterator[IntegrityProblem]:
    """Errors of a BOM by the official schema of its version, in no particular order.

    Args:
        document: Plain JSON, `specVersion` 1.5, 1.6 or 1.7.
    """
    from jsonschema.exceptions import best_match

    version = str(document.get("specVersion"))
    if version not in _VERSIONS:
        yield IntegrityProblem(
            code="schema",
            pointer="/specVersion",
            message=f"{version[:80]!r} is not a known version",
        )
        return
    if _is_quickly_valid(version, document):
        return
    whole: Any = document  # plain JSON, of which its stubs know only part
    for outer in _validator(version).iter_errors(whole):
        error = best_match([outer]) or outer
        pointer = "".join(f"/{escaped(step)}" for step in error.absolute_path)
        allowed: Any = error.validator_value if error.validator == "enum" else ()
        many = len(allowed) > MOST_NAMED
        message = (
            f"{error.instance!r} is not one of the {len(allowed)} allowed"
            if many
            else error.message
        )
        yield IntegrityProblem(code="schema", pointer=pointer or "/", message=message[:200])


def _is_quickly_valid(version: str, document: Mapping[str, object]) -> bool:
    """Whether jsonschema-rs, if installed, finds no error; it cannot take lone surrogates."""
    quick = _quick(version)
    try:
        return quick is not None and quick.is_valid(document)
    except UnicodeEncodeError:
        return False


def xml_problem(text: str, spec_version: str) -> str | None:
    """Validate CycloneDX XML by the official XSD if lxml is installed; returns the last error or
    None."""
    errors = xml_errors(text, spec_version)
    return str(errors[-1])[:300] if errors else None


def xml_errors(text: str, spec_version: str) -> list[Any]:
    """Errors of CycloneDX XML by the official XSD, as lxml log entries; empty if lxml is not
    installed."""
    from cyclonedx.exception import MissingOptionalDependencyException
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.xml import XmlValidator

    try:
        errors = XmlValidator(SchemaVersion.from_version(spec_version)).validate_str(
            text, all_errors=True
        )
    except MissingOptionalDependencyException:
        return []
    return [error.data for error in errors or ()]


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
    linear: type[Validator] = extend(  # type: ignore[no-untyped-call]
        Draft7Validator, {"uniqueItems": _unique_items}
    )
    return linear(_load(f"bom-{spec_version}"), registry=registry, format_checker=formats)


@cache
def _quick(spec_version: str) -> jsonschema_rs.Draft7Validator | None:
    """The same schema and formats in jsonschema-rs, if installed."""
    try:
        import jsonschema_rs
    except ImportError:
        return None
    registry = jsonschema_rs.Registry(
        [(_BASE.format(name), _load(name)) for name in _SUBSCHEMAS], retriever=_refuse
    )
    schema = _load(f"bom-{spec_version}")
    return jsonschema_rs.Draft7Validator(
        schema, formats=dict(_FORMATS), validate_formats=True, registry=registry, retriever=_refuse
    )


def _refuse(address: str) -> dict[str, object]:
    raise LookupError(f"{address} is not bundled, and nothing may be fetched")


def _load(name: str) -> dict[str, object]:
    import cyclonedx.schema

    folder = Path(cyclonedx.schema.__file__).parent / "_res"
    schema: dict[str, object] = json.loads((folder / f"{name}.SNAPSHOT.schema.json").read_bytes())
    return schema


def _unique_items(
    validator: Validator, wanted: bool, instance: object, schema: object
) -> Iterator[ValidationError]:
    """`uniqueItems` with one key per entry; jsonschema compares every pair."""
    from jsonschema import ValidationError

    if wanted and isinstance(instance, list):
        texts = Counter(json.dumps(entry, sort_keys=True) for entry in instance)
        if twice := [text for text, count in texts.items() if count > 1]:
            yield ValidationError(f"holds {twice[0][:100]} more than once")
