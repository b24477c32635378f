"""Where the JSON Schemas and the sample hub are: inside an installed wheel, beside the package in a source tree."""

from __future__ import annotations

from pathlib import Path

from provenance.errors import UsageError

SCHEMAS = "schemas"
SAMPLES = "sample_manifests"


def resource_folder(name: str) -> Path:
    """The folder `schemas` or `sample_manifests`.

    Raises:
        UsageError: This installation does not have it.
    """
    package = Path(__file__).parent
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise UsageError(f"this installation holds no {name}", "Install provenance again.")
