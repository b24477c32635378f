"""Every sentence is used, every use has a sentence, and nothing of ours is plain English."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from message_record import expected_of
from syntax_trees import nodes

import provenance
from provenance.messages import ids
from provenance.rules import DOCUMENTED

ROOT = Path(provenance.__file__).parent
TESTS = Path(__file__).parents[1]
VARIANTS = Path(__file__).parent / "variants.json"
# Families whose code gives only what stands behind the family's name.
_SHORT = ("dossier", "check")
_ANYTHING = re.compile(r"(?:\[\\w\.-\]\*)+")
# A hole of an f-string: part of an id.
_HOLE = r"[\w.-]*"
# Calls that put a sentence before a reader, and the argument that is it: by name and by position.
SENTENCES = {
    "Gap": {"detail": 3},
    "Doubt": {"text": 1, "question": 2},
    "Reason": {"text": 2, "question": 3},
    "Task": {"text": 1},
    "Duty": {"text": 1},
    "Change": {"text": 3},
    "NotUnderstood": {"why": 1},
    "CannotTellError": {"reason": 0},
    "NotApplicableError": {"reason": 0},
    "ReadingProblem": {"message": 0},
    "JsonError": {"reason": 0},
    "YamlError": {"message": 0},
    "NotFoundError": {"message": 0, "hint": 1},
    "GatedError": {"message": 0, "hint": 1},
    "ForbiddenError": {"message": 0, "hint": 1},
    "DisabledError": {"message": 0, "hint": 1},
    "MalformedError": {"message": 0, "hint": 1},
    "TooLargeError": {"message": 0, "hint": 1},
    "BoundError": {"message": 0, "hint": 1},
    "OfflineError": {"message": 0, "hint": 1},
}
# The same for methods.
METHODS = {"finding": ("message", "remedy"), "reason": ("text", "question")}


@cache
def sources() -> tuple[Path, ...]:
    return tuple(sorted(ROOT.rglob("*.py")))


@cache
def every_call() -> tuple[tuple[Path, ast.Call], ...]:
    """Every call in the code, with its file."""
    return tuple(
        (path, node) for path in sources() for node in nodes(path) if isinstance(node, ast.Call)
    )


@cache
def literals() -> frozenset[str]:
    return frozenset(literals_in_order())


def literals_in_order() -> Iterator[str]:
    """Every text in the code that may be an id, or a pattern of ids where parts are filled in."""
    for path in sources():
        for node in nodes(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                yield "".join(
                    re.escape(repr(part.value)[1:-1]) if isinstance(part, ast.Constant) else _HOLE
                    for part in node.values
                )
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "term":
                # A group of words of the dossier, such as `grade`, and then any of its words.
                yield f"{re.escape(ast.literal_eval(node.args[0]))}[.]{_HOLE}"


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """What the code can ask the catalogue for by a text with holes; one that is nothing but holes
    says nothing."""
    holed = {text for text in literals() if _HOLE in text}
    texts = {text for text in holed if len(text) < 120 and not _ANYTHING.fullmatch(text)}
    usable = (text for text in texts if re.search(r"[a-z]", text.replace(_HOLE, "")))
    return tuple(re.compile(text) for text in sorted(usable) if " " not in text)


def is_used(key: str) -> bool:
    family, _, rest = key.partition(".")
    names = (key, rest) if family in _SHORT else (key,)
    if any(re.escape(name) in literals() for name in names):
        return True
    return any(pattern.fullmatch(name) for pattern in patterns() for name in names)


def test_every_sentence_is_used() -> None:
    assert [key for key in ids() if not is_used(key)] == []


def test_every_literal_id_has_a_sentence() -> None:
    known = set(ids())
    missing = []
    for path, node in every_call():
        if not node.args:
            continue
        first = node.args[0]
        named = getattr(node.func, "id", "") == "message"
        if named and isinstance(first, ast.Constant) and first.value not in known:
            missing.append(f"{path.name}:{node.lineno} {first.value!r}")
    assert missing == []


def is_plain(node: ast.expr) -> bool:
    """Whether an expression is a sentence that was written down in the code."""
    if isinstance(node, ast.JoinedStr):
        return any(
            isinstance(part, ast.Constant) and " " in str(part.value) for part in node.values
        )
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value


def shown(call: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a call that a reader sees."""
    positions = SENTENCES.get(getattr(call.func, "id", ""), {})
    names = (*positions, *METHODS.get(getattr(call.func, "attr", ""), ()))
    yield from (keyword.value for keyword in call.keywords if keyword.arg in names)
    yield from (call.args[place] for place in positions.values() if place < len(call.args))


def test_nothing_that_a_reader_sees_is_plain_text() -> None:
    plain = []
    for path in sources():
        functions = [node for node in nodes(path) if isinstance(node, ast.FunctionDef)]
        for function in functions:
            values: dict[str, list[ast.expr]] = {}
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    values.setdefault(node.targets[0].id, []).append(node.value)
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            for call in calls:
                for argument in shown(call):
                    candidates = [argument]
                    if isinstance(argument, ast.Name):
                        candidates = values.get(argument.id, [])
                    if any(map(is_plain, candidates)):
                        plain.append(f"{path.relative_to(ROOT)}:{call.lineno}")
    assert plain == []


def test_every_rule_has_its_sentences_by_its_name() -> None:
    infos = [rule.info() for rule in DOCUMENTED]
    summaries = {f"{info.family}.{info.name}.summary" for info in infos}
    assert summaries - set(ids()) == set()


def variants() -> set[str]:
    """The ids of everything that a rule can find."""
    rules = [rule.info() for rule in DOCUMENTED]
    patterns = [re.compile(rf"{rule.family}\.{rule.name}\.message\b.*") for rule in rules]
    return {key for key in ids() if any(pattern.fullmatch(key) for pattern in patterns)}


def test_every_variant_of_every_rule_is_produced_by_a_test() -> None:
    """`variants.json` names a test for each; `PROVENANCE_MESSAGES=FILE pytest tests` finds them.

    A variant that is not listed yet is one of a rule that tests speak of by its code.
    """
    named = json.loads(VARIANTS.read_text("utf-8")).keys()
    tests = "".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    codes = {f"{rule.info().family}.{rule.info().name}": rule.code for rule in DOCUMENTED}
    unlisted = {key.rpartition(".")[0] for key in variants() - named}
    assert [rule for rule in unlisted if codes[rule] not in tests] == []
    assert named - variants() == set()


def test_every_test_that_is_named_is_there() -> None:
    """Whether it produces its sentences is checked wherever it runs (tests/conftest.py)."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", *sorted(expected_of())],
        cwd=ROOT.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:]
