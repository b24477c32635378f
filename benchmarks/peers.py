"""Runs in the environment of a Python validator, not in ours: one line of JSON for each file named
on stdin.

BIN benchmarks/peers.py editor|spdx3 < list-of-files
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

Check = Callable[[str], list[Any]]


def editor() -> Check:
    """What `cdx-ev validate` of cyclonedx-editor-validator calls."""
    helper = importlib.import_module("cdxev.validator.helper")

    def check(text: str) -> list[Any]:
        bom = json.loads(text)
        return list(helper.validate_instance(bom, bom["specVersion"], "default", None).errors)

    return check


def spdx3() -> Check:
    """spdx3-validate: JSON schema and SHACL; SPDX_RDF names a folder with local copies of what it
    would download."""
    core = importlib.import_module("spdx3_validate.core")
    if folder := os.environ.get("SPDX_RDF"):
        _serve(Path(folder))
    version = next(known for known in core.SPDX_VERSIONS if known.pretty == "3.0.1")
    schema, shapes = core.load_validation_data(version)
    validator = core.schema_validator(schema)

    def check(text: str) -> list[Any]:
        document = core.Document.from_text("document", text)
        errors = [error.message[:200] for error in validator.iter_errors(document.data)]
        return errors or list(core.check_graph(document.graph, shapes, version, False))

    return check


def _serve(folder: Path) -> None:
    """Answer requests for the three files of SPDX 3.0.1 from a folder."""
    names = {"spdx-json-schema.json": "schema.json"}
    opened = urllib.request.urlopen

    def local(request: Any, *args: Any, **options: Any) -> Any:
        address = request if isinstance(request, str) else request.full_url
        name = address.rpartition("/")[2]
        path = folder / names.get(name, name)
        return (
            opened(path.resolve().as_uri()) if path.is_file() else opened(request, *args, **options)
        )

    for module in ("urllib.request", "rdflib.parser", "rdflib._networking"):
        importlib.import_module(module)
        for name in ("urlopen", "_urlopen"):
            if hasattr(sys.modules[module], name):
                setattr(sys.modules[module], name, local)


def main() -> int:
    """Check every file."""
    try:
        check = {"editor": editor, "spdx3": spdx3}[sys.argv[1]]()
    except (ImportError, OSError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    for file in sys.stdin.read().splitlines():
        try:
            errors = check(Path(file).read_text("utf-8"))
        except Exception as error:  # whatever a validator raises is its verdict
            errors = [repr(error)]
        print(json.dumps({"file": file, "problem": str(errors[0])[:300] if errors else None}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
