"""The floors hold: each room imports only from below, and the size of rooms stays readable."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from syntax_trees import nodes

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
    (
        "hubs",
        "licences",
        "render",
        "signatures",
        "weights",
    ),
    (
        "policy",
        "scan",
        "stated",
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
        "bom",
        "dossier",
        "lock",
    ),
    ("auditing",),
    (
        "__init__",
        "evidence",
        "survey",
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


def shown(path: Path) -> str:
    """A source file as a failure names it."""
    return path.relative_to(ROOT).as_posix()


def dotted(node: ast.expr) -> str:
    """A name with its attributes, such as `os.environ`; empty for any other expression."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that a source file imports, wherever in the file, type-checking imports
    included."""
    names: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def rooms_of(names: Iterable[str]) -> set[str]:
    """The rooms of this project among imported modules; importing `provenance.x` counts as room
    x."""
    rooms = set()
    for name in names:
        first, _, rest = name.partition(".")
        if first == "provenance":
            top = rest.split(".")[0]
            rooms.add(top if top in LEVEL else "__init__")
    return rooms


def test_every_room_has_a_floor() -> None:
    homeless = {room(path) for path in SOURCES} - LEVEL.keys()
    assert not homeless, "add it to FLOORS and to ARCHITECTURE.md"


def test_imports_only_from_below() -> None:
    above = [
        f"{shown(path)}: {other}"
        for path in SOURCES
        for other in sorted(rooms_of(imports(path)) - {room(path)})
        if LEVEL[other] >= LEVEL[room(path)]
    ]
    assert not above


def test_only_hubs_touch_the_network() -> None:
    others = [path for path in SOURCES if room(path) != "hubs"]
    online = [
        shown(path) for path in others if {name.split(".")[0] for name in imports(path)} & NETWORK
    ]
    assert not online


def names_a_hub(node: ast.AST) -> bool:
    """Whether a comparison asks which hub something is."""
    if not isinstance(node, ast.Compare):
        return False
    sides = (node.left, *node.comparators)
    names = {side.id for side in sides if isinstance(side, ast.Name)}
    names |= {repr(side.value) for side in sides if isinstance(side, ast.Constant)}
    return bool(names & HUB_NAMES) and "hub" in ast.unparse(node)


def test_only_hubs_know_a_hub_by_name() -> None:
    others = [path for path in SOURCES if room(path) != "hubs"]
    assert not [shown(path) for path in others if any(map(names_a_hub, nodes(path)))]


def test_only_cli_prints_exits_or_reads_the_environment() -> None:
    forbidden = {"print", "sys.exit", "exit", "os.getenv", "os._exit", "click.echo"}
    streams = {"os.environ", "sys.stdout", "sys.stderr"}
    offenders = []
    for path in SOURCES:
        if room(path) in ("cli", "__main__"):
            continue
        for node in nodes(path):
            is_call = isinstance(node, ast.Call) and dotted(node.func) in forbidden
            is_stream = isinstance(node, ast.Attribute) and dotted(node) in streams
            if is_call or is_stream:
                offenders.append(f"{shown(path)}: {ast.unparse(node)}")
    assert not offenders


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


def test_rooms_stay_small() -> None:
    large = []
    for path in SOURCES:
        limit = LONGEST_RULE if path.is_relative_to(ROOT / "rules") else LONGEST_FILE
        lines = path.read_text("utf-8").count("\n")
        if lines > limit:
            large.append(f"{shown(path)} has {lines} lines")
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    large.append(f"{shown(path)}: {node.name} has {length} lines")
    assert not large


def test_every_room_is_on_the_map() -> None:
    architecture = (ROOT.parent / "ARCHITECTURE.md").read_text("utf-8")
    missing = [name for name in LEVEL if not name.startswith("__") and name not in architecture]
    assert not missing
