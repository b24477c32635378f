"""The floors hold: each room imports only from below, and the size of rooms stays readable."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import provenance
from provenance.hubs import hub_names

ROOT = Path(provenance.__file__).parent
FLOORS = (
    (
        "_version",
        "collector",
        "cyclonedx",
        "errors",
        "messages",
        "text",
    ),
    (
        "files",
        "model",
    ),
    ("safeyaml",),
    (
        "hubs",
        "licences",
        "render",
        "signatures",
    ),
    (
        "policy",
        "scan",
        "stated",
        "weights",
    ),
    (
        "cards",
        "parents",
        "privacy",
    ),
    (
        "project",
        "report",
    ),
    (
        "lineage",
        "wording",
    ),
    (
        "conformance",
        "facts",
        "formats",
        "rules",
    ),
    (
        "auditing",
        "bom",
        "gate",
        "lock",
    ),
    (
        "attest",
        "dossier",
        "merge",
        "pipeline",
        "spdx",
        "survey",
    ),
    (
        "__init__",
        "evidence",
    ),
    ("web",),
    ("cli",),
    ("__main__",),
)
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
NETWORK = {"huggingface_hub", "httpx2", "requests", "urllib3", "socket", "http"}
# How a comparison would name a hub: nothing outside of `hubs` may ask which one it is.
HUB_NAMES = {"HUGGING_FACE", "FOLDER", *map(repr, hub_names()), "'huggingface'"}
# Room for one thought a line: these only stop what nobody would call one room or one job.
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_RULE = 600, 80, 250
SOURCES = sorted(path for path in ROOT.rglob("*.py"))


def room(path: Path) -> str:
    """The room of a source file: its package or module directly below `provenance`."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every module that a source file imports, wherever in the file, type-checking imports
    included."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def rooms_of(names: set[str]) -> set[str]:
    """The rooms of this project among imported modules; importing `provenance.x` counts as room
    x."""
    rooms = set()
    for name in names:
        first, _, rest = name.partition(".")
        if first == "provenance":
            top = rest.split(".")[0]
            rooms.add(top if top in LEVEL else "__init__")
    return rooms


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_only_from_below(path: Path) -> None:
    own = room(path)
    assert own in LEVEL, f"{own} has no floor: add it to FLOORS and to ARCHITECTURE.md"
    names = imports(path)
    above = {other for other in rooms_of(names) if other != own and LEVEL[other] >= LEVEL[own]}
    assert not above


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_hubs_touch_the_network(path: Path) -> None:
    if room(path) != "hubs":
        assert not {name.split(".")[0] for name in imports(path)} & NETWORK


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_hubs_know_a_hub_by_name(path: Path) -> None:
    if room(path) == "hubs":
        return
    compared = [
        ast.unparse(side)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Compare) and "hub" in ast.unparse(node)
        for side in (node.left, *node.comparators)
    ]
    assert not HUB_NAMES & set(compared)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_cli_prints_exits_or_reads_the_environment(path: Path) -> None:
    if room(path) in ("cli", "__main__"):
        return
    tree = ast.parse(path.read_text("utf-8"))
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not calls & {"print", "sys.exit", "exit", "os.getenv", "os._exit", "click.echo"}
    attributes = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not attributes & {"os.environ", "sys.stdout", "sys.stderr"}


def test_formats_know_only_the_report() -> None:
    allowed = {
        "errors",
        "formats",
        "licences",
        "messages",
        "model",
        "privacy",
        "report",
        "text",
        "wording",
        "__init__",
    }
    for path in (ROOT / "formats").glob("*.py"):
        assert rooms_of(imports(path)) <= allowed, path


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_rooms_stay_small(path: Path) -> None:
    text = path.read_text("utf-8")
    limit = LONGEST_RULE if path.is_relative_to(ROOT / "rules") else LONGEST_FILE
    assert text.count("\n") <= limit
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


def test_every_room_is_on_the_map() -> None:
    architecture = (ROOT.parent / "ARCHITECTURE.md").read_text("utf-8")
    missing = [name for name in LEVEL if not name.startswith("__") and name not in architecture]
    assert not missing
