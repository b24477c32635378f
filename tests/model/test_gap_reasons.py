"""A policy accepts gaps by their reasons, so every reason that a reader gives is one of a known
list."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from syntax_trees import nodes, tree

import provenance
from provenance.errors import HubError, ProvenanceError, UsageError
from provenance.model.artifact import GAP_REASONS
from provenance.wording.phrases import phrases_of

ROOT = Path(provenance.__file__).parent
REASON_AT = 2  # Gap(artifact, what, reason, detail)


def subclasses(kind: type[ProvenanceError]) -> Iterator[type[ProvenanceError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from subclasses(below)


def constants(module: ast.Module) -> dict[str, str]:
    """Names at the top of a module that stand for text."""
    return {
        target.id: node.value.value
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def given() -> Iterator[str]:
    """The reasons that stand as text, or as a constant of any module, where a gap is made."""
    sources = sorted(ROOT.rglob("*.py"))
    named = {name: text for path in sources for name, text in constants(tree(path)).items()}
    for path in sources:
        for node in nodes(path):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id != "Gap":
                continue
            keywords = [key.value for key in node.keywords if key.arg == "reason"]
            reason = next(iter([*node.args[REASON_AT : REASON_AT + 1], *keywords]), None)
            if isinstance(reason, ast.Constant):
                yield str(reason.value)
            elif isinstance(reason, ast.Name) and reason.id in named:
                yield named[reason.id]


def test_every_reason_that_is_given_can_be_accepted() -> None:
    reasons = set(given())
    assert {"not-understood", "too-large", "unread", "digest-mismatch"} <= reasons
    assert reasons <= set(GAP_REASONS)


def test_every_error_of_a_hub_can_be_accepted() -> None:
    reasons = {kind.reason for kind in subclasses(HubError)} | {UsageError.reason}
    assert reasons <= set(GAP_REASONS)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("reason", GAP_REASONS)
def test_every_reason_has_its_words_in_both_languages(lang: str, reason: str) -> None:
    assert phrases_of(lang).term("reason-word", reason) != reason or lang == "en"
