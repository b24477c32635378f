"""Every third-party package that the code imports is declared in setup.cfg, where it belongs."""

from __future__ import annotations

import ast
import configparser
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from syntax_trees import nodes

ROOT = Path(__file__).parents[1]
# Modules that are called otherwise than what brings them, for where it is not installed.
BROUGHT_BY = {"sklearn": "scikit-learn", "google": "google-auth"}
OWN = {"provenance", "benchmarks", "data_sources", "ci"} | {
    path.stem for path in (ROOT / "tests").iterdir()
}
SETUP = configparser.ConfigParser()
SETUP.read(ROOT / "setup.cfg", encoding="utf-8")


def normalised(name: str) -> str:
    """The name of a distribution as the packaging specifications compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(requirements: str) -> set[str]:
    """The names in a list of requirements, one a line."""
    names = (re.match(r"[\w.-]+", line.strip()) for line in requirements.splitlines())
    return {normalised(name[0]) for name in names if name}


REQUIRED = declared(SETUP["options"]["install_requires"])
EXTRAS = {name: declared(value) for name, value in SETUP["options.extras_require"].items()}


def imported(folder: Path) -> Iterator[str]:
    """The top-level modules that Python files of a folder import from elsewhere."""
    for path in folder.rglob("*.py"):
        for node in nodes(path):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


def third_party(folder: Path) -> set[str]:
    """Modules that neither Python nor this project brings."""
    return set(imported(folder)) - set(sys.stdlib_module_names) - OWN


def undeclared(modules: set[str], names: set[str]) -> set[str]:
    """The modules of which no distribution is among the declared names."""
    brought_by = packages_distributions()
    missing = set()
    for module in modules:
        # `google` is a namespace of several distributions, so what is installed says little.
        known = [BROUGHT_BY[module]] if module in BROUGHT_BY else brought_by.get(module, [module])
        distributions = {normalised(name) for name in known}
        if not distributions & names:
            missing.add(module)
    return missing


def test_what_the_package_imports_is_declared() -> None:
    optional = set().union(*(EXTRAS[name] for name in EXTRAS if name not in ("test", "lint")))
    assert not undeclared(third_party(ROOT / "provenance"), REQUIRED | optional)


@pytest.mark.parametrize("folder", ["tests", "data_sources", "ci"])
def test_what_tests_and_tools_import_is_declared(folder: str) -> None:
    names = REQUIRED | EXTRAS["test"] | EXTRAS["data"]
    assert not undeclared(third_party(ROOT / folder), names)
