"""Classify the imports of a pickle as known harmless or known harmful.

The lists are data (`provenance/weights/data/pickle_calls.json`): allowed names are sorted by the
framework that writes them into its own files.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from provenance.weights.uses import LoadVerdict

_ALL = "*"
_CLASSES = "classes"


def verdict_of(name: str) -> LoadVerdict:
    """The verdict on an imported name, such as `torch._utils._rebuild_tensor_v2`.

    A name is allowed only if it is listed. Everything else in Python's standard library counts as
    dangerous: none of it belongs in weights.
    """
    module, _, last = name.rpartition(".")
    if _listed(_lists()["allowed"], module, last):
        return LoadVerdict.ALLOWED
    if _listed(_lists()["dangerous"], module, last):
        return LoadVerdict.DANGEROUS
    if name.partition(".")[0] in _standard_library():
        return LoadVerdict.DANGEROUS
    return LoadVerdict.UNKNOWN


def _listed(lists: dict[str, Any], module: str, last: str) -> bool:
    """Whether a list contains the name: by its module, or by a parent package."""
    package = module
    while package:
        names = lists.get(package, ())
        if _ALL in names and (package == module or _CLASSES not in names):
            return True
        if package == module and last in names:
            return True
        if _CLASSES in names and last[:1].isupper() and "." not in last:
            return True
        package = package.rpartition(".")[0]
    return False


@cache
def _content() -> dict[str, Any]:
    path = files("provenance.weights") / "data" / "pickle_calls.json"
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


@cache
def _lists() -> dict[str, dict[str, Any]]:
    content = _content()
    allowed: dict[str, list[str]] = {}
    for of_framework in content["allowed"].values():
        for module, names in of_framework.items():
            allowed[module] = [*allowed.get(module, ()), *names]
    return {"allowed": allowed, "dangerous": content["dangerous"]}


@cache
def _standard_library() -> frozenset[str]:
    return frozenset(_content()["standard library"])
