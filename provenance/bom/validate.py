"""A written BOM → what is wrong with it: by the official schema, and by what no schema sees."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.bom.integrity import Problem, escaped, integrity
from provenance.bom.iri import is_iri_reference, is_uri

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

MOST_PROBLEMS = 20
MOST_NAMED = 20
_SUBSCHEMAS = ("spdx", "jsf-0.82", "cryptography-defs")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)


def problems(document: Mapping[str, Any]) -> list[str]:
    """Validate a BOM as CycloneDX JSON.

    The official schema of its version, bundled with cyclonedx-python-lib, is applied with jsonschema. Two checks are
    replaced by equivalents that take linear time: `iri-reference` and `uniqueItems`. Then what the schema cannot say:
    see `provenance.bom.integrity`.

    Args:
        document: Plain JSON, `specVersion` 1.6 or 1.7.

    Returns:
        Up to 20 sentences, each beginning with a JSON Pointer; empty where nothing is wrong.
    """
    found = list(islice(schema_problems(document), MOST_PROBLEMS))
    return [str(problem) for problem in found or islice(integrity(document), MOST_PROBLEMS)]


def schema_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """What the official schema of its version says of a BOM, in no particular order.

    Args:
        document: Plain JSON, `specVersion` 1.5, 1.6 or 1.7.
    """
    from jsonschema.exceptions import best_match

    for outer in _validator(str(document.get("specVersion"))).iter_errors(document):
        error = best_match([outer]) or outer
        pointer = "".join(f"/{escaped(step)}" for step in error.absolute_path)
        allowed: Any = error.validator_value if error.validator == "enum" else ()
        many = len(allowed) > MOST_NAMED
        message = f"{error.instance!r} is not one of the {len(allowed)} allowed" if many else error.message
        yield Problem("schema", pointer or "/", message[:200])


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
    import cyclonedx.schema
    from jsonschema import Draft7Validator, FormatChecker
    from jsonschema.validators import extend
    from referencing import Registry
    from referencing.jsonschema import DRAFT7

    folder = Path(cyclonedx.schema.__file__).parent / "_res"
    registry: Registry[Any] = Registry().with_resources(
        (f"http://cyclonedx.org/schema/{name}.SNAPSHOT.schema.json", DRAFT7.create_resource(_load(folder, name)))
        for name in _SUBSCHEMAS
    )
    formats = FormatChecker(formats=())
    formats.checks("iri-reference")(is_iri_reference)
    formats.checks("uri")(is_uri)
    formats.checks("date-time")(lambda text: not isinstance(text, str) or _DATE_TIME.fullmatch(text) is not None)
    linear: type[Validator] = extend(Draft7Validator, {"uniqueItems": _unique_items})  # type: ignore[no-untyped-call]
    return linear(_load(folder, f"bom-{spec_version}"), registry=registry, format_checker=formats)


def _load(folder: Path, name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((folder / f"{name}.SNAPSHOT.schema.json").read_bytes())
    return schema


def _unique_items(validator: Validator, wanted: bool, instance: object, schema: object) -> Iterator[ValidationError]:
    """`uniqueItems` by one text per entry; jsonschema compares every two entries."""
    from jsonschema import ValidationError

    if wanted and isinstance(instance, list):
        texts = Counter(json.dumps(entry, sort_keys=True) for entry in instance)
        if twice := [text for text, count in texts.items() if count > 1]:
            yield ValidationError(f"holds {twice[0][:100]} more than once")
