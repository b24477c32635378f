"""How the code is built, beside tools of this field that people praise.

    python -m benchmarks.shape [--venv build/shape]

Makes a virtual environment of its own with pip-audit, cyclonedx-bom, sigstore and radon from the
package index, measures their sources and ours with the same code, and prints one table. No figure
is a gate; they are here to be looked at, and to be improved by clearer code, not by moving text.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Distribution → package whose sources are read.
ANCHORS = {"pip-audit": "pip_audit", "cyclonedx-bom": "cyclonedx_py", "sigstore": "sigstore"}
WIDEST = 100
MOST_POSITIONAL = 3
# radon calls a block complex from here (rank C).
COMPLEX = 10
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass
class Shape:
    """What was measured of one package."""

    files: int = 0
    lines: int = 0
    function_lines: int = 0
    function_nodes: int = 0
    ternaries: int = 0
    comprehensions: int = 0
    wide_lines: int = 0
    positional: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    rooms: int = 0
    floors: int = 0
    complexity: float = 0.0
    complex_share: float = 0.0


def measured(package: Path) -> Shape:
    """Read every source file of a package."""
    shape = Shape()
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(package.rglob("*.py"))}
    own = {node.name for tree in trees.values() for node in _classes(tree)}
    for path, tree in trees.items():
        own_here = own - _foreign_names(tree, package.name)
        lines = path.read_text("utf-8").splitlines()
        shape.files += 1
        shape.lines += len(lines)
        shape.wide_lines += sum(len(line) > WIDEST for line in lines)
        shape.classes.update({node.name for node in _classes(tree) if node.name[0] != "_"})
        for node in ast.walk(tree):
            shape.ternaries += isinstance(node, ast.IfExp)
            shape.comprehensions += isinstance(node, _COMPREHENSIONS)
            shape.positional += _is_packed_call(node, own_here)
            if isinstance(node, _FUNCTIONS):
                _measure_function(node, shape)
    shape.rooms, shape.floors = _house(package, trees)
    return shape


def _classes(tree: ast.Module) -> Iterator[ast.ClassDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def _foreign_names(tree: ast.Module, package: str) -> set[str]:
    """Names that a module imports from other packages; a class of ours may be called alike."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] != package
        for alias in node.names
    }


def _is_packed_call(node: ast.AST, own: set[str]) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    return node.func.id in own and len(node.args) > MOST_POSITIONAL


def _measure_function(node: ast.FunctionDef | ast.AsyncFunctionDef, shape: Shape) -> None:
    """Count syntax nodes for each line of the body, as long as it is no nested function."""
    first, last = node.body[0].lineno, node.end_lineno or node.lineno
    shape.function_lines += last - first + 1
    shape.function_nodes += sum(1 for part in node.body for _ in ast.walk(part))


def _house(package: Path, trees: dict[Path, ast.Module]) -> tuple[int, int]:
    """The number of rooms (top packages and modules) and of floors that their imports make."""
    below: dict[str, set[str]] = defaultdict(set)
    rooms = {_room(package, path) for path in trees}
    for path, tree in trees.items():
        own = _room(package, path)
        below[own] |= {room for room in _imported(package, path, tree) if room in rooms} - {own}
    return len(rooms), _floors(rooms, below)


def _room(package: Path, path: Path) -> str:
    return path.relative_to(package).parts[0].removesuffix(".py")


def _imported(package: Path, path: Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        module = node.module or ""
        if node.level:
            folder = path.parents[node.level - 1]
            module = ".".join((*folder.relative_to(package.parent).parts, module)).strip(".")
        first, _, rest = module.partition(".")
        if first != package.name:
            continue
        if rest:
            yield rest.split(".")[0]
        else:
            yield from (alias.name for alias in node.names)


def _floors(rooms: set[str], below: dict[str, set[str]]) -> int:
    """The longest way down; a room on the way to itself (a circle) is not gone into twice."""
    known: dict[str, int] = {}

    def height(room: str, way: frozenset[str]) -> int:
        if room not in known:
            under = [height(other, way | {room}) for other in below[room] if other not in way]
            known[room] = 1 + max(under, default=0)
        return known[room]

    return max(height(room, frozenset()) for room in rooms)


def add_complexity(python: Path, package: Path, shape: Shape) -> None:
    """Ask radon for the cyclomatic complexity of every function and class."""
    program = (
        "import sys, pathlib\n"
        "from radon.complexity import cc_visit\n"
        "found = [block.complexity for path in pathlib.Path(sys.argv[1]).rglob('*.py')\n"
        "         for block in cc_visit(path.read_text('utf-8'))]\n"
        f"print(sum(found) / len(found), sum(value > {COMPLEX} for value in found) / len(found))\n"
    )
    command = [str(python), "-c", program, str(package)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    shape.complexity, shape.complex_share = map(float, answer)


def environment(folder: Path) -> Path:
    """The Python of a virtual environment that holds the anchors and radon."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "radon", *ANCHORS]
        subprocess.run(install, check=True)
    return python


def rows(shape: Shape) -> Iterator[tuple[str, str]]:
    """The figures of one package with their names."""
    per_line = 100 / shape.lines
    yield "files", f"{shape.files:,}"
    yield "lines", f"{shape.lines:,}"
    yield "nodes per line in functions", f"{shape.function_nodes / shape.function_lines:.1f}"
    yield "radon, mean", f"{shape.complexity:.2f}"
    yield f"radon, share over {COMPLEX}", f"{shape.complex_share:.1%}"
    yield f"calls with over {MOST_POSITIONAL} positional", f"{shape.positional:,}"
    twice = sum(count > 1 for count in shape.classes.values())
    yield "public class names in two modules", f"{twice:,}"
    yield f"lines over {WIDEST}", f"{shape.wide_lines:,}"
    yield "ternaries per 100 lines", f"{shape.ternaries * per_line:.1f}"
    yield "comprehensions per 100 lines", f"{shape.comprehensions * per_line:.1f}"
    yield "rooms", f"{shape.rooms}"
    yield "floors", f"{shape.floors}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venv", type=Path, default=ROOT / "build" / "shape")
    python = environment(parser.parse_args().venv)
    [site] = python.parents[1].glob("lib/python*/site-packages")
    packages = {"provenance": ROOT / "provenance"}
    packages |= {name: site / package for name, package in ANCHORS.items()}
    table: dict[str, list[str]] = defaultdict(list)
    for package in packages.values():
        shape = measured(package)
        add_complexity(python, package, shape)
        for name, value in rows(shape):
            table[name].append(value)
    print(f"{'':36}" + "".join(f"{name:>16}" for name in packages))
    for name, values in table.items():
        print(f"{name:36}" + "".join(f"{value:>16}" for value in values))


if __name__ == "__main__":
    main()
