"""Schemas and samples are found in a source tree; `.ci/run` asks the same of an installed wheel."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from provenance.errors import UsageError
from provenance.files.resources import SAMPLES, SCHEMAS, resource_folder

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", [SCHEMAS, SAMPLES])
def test_an_editable_installation_finds_them(name: str) -> None:
    assert resource_folder(name) == ROOT / name


@pytest.mark.parametrize(
    "path", sorted((ROOT / SCHEMAS).glob("*.json")), ids=lambda path: path.name
)
def test_every_schema_is_one(path: Path) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


def test_what_is_not_there() -> None:
    with pytest.raises(UsageError):
        resource_folder("no-such-folder")


def test_every_package_is_in_the_wheel() -> None:
    folders = {path.parent for path in (ROOT / "provenance").rglob("*.py")}
    assert not [folder for folder in folders if not (folder / "__init__.py").is_file()]
