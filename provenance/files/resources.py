"""Locate the JSON Schemas and the sample hub, in an installed wheel or a source tree."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from provenance.errors import UsageError

SCHEMAS = "schemas"
SAMPLES = "sample_manifests"
_SUFFIX = ".schema.json"


def resource_folder(name: str) -> Path:
    """The folder `schemas` or `sample_manifests`.

    Raises:
        UsageError: This installation lacks the folder.
    """
    package = Path(__file__).parents[1]
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise UsageError(f"this installation has no {name}", "Install provenance again.")


def load_schema(name: str) -> dict[str, object]:
    """The packaged JSON Schema of that name, such as `manifest-1`.

    Raises:
        UsageError: There is no such schema.
    """
    schema: dict[str, object] = json.loads(schema_text(name))
    return schema


@cache
def schema_text(name: str) -> str:
    """The file of a packaged JSON Schema.

    Raises:
        UsageError: There is no such schema.
    """
    names = schema_names()
    if name not in names:
        raise UsageError(f"there is no schema {name!r}", f"Name one of {', '.join(names)}.")
    return (resource_folder(SCHEMAS) / f"{name}{_SUFFIX}").read_text("utf-8")


def schema_names() -> list[str]:
    """The names of the packaged JSON Schemas, sorted."""
    return sorted(
        path.name.removesuffix(_SUFFIX) for path in resource_folder(SCHEMAS).glob(f"*{_SUFFIX}")
    )
