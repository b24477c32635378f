"""The files of a project that are worth reading, in a fixed order, within limits, without following
links."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

MOST_FILES = 500_000
_LEFT_OUT = frozenset(
    (
        ".git",
        ".hg",
        ".svn",
        "node_modules",
        "__pycache__",
        ".venv",
        "venv",
        "site-packages",
        ".tox",
        ".nox",
        ".eggs",
        ".cache",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".ipynb_checkpoints",
        ".terraform",
        ".idea",
    )
)
_WEIGHTS = re.compile(r".*\.(?:safetensors|gguf|onnx|ckpt|pth|pt|bin|h5|msgpack)")


def walk(root: Path, skipped: Counter[str]) -> Iterator[tuple[PurePosixPath, list[str]]]:
    """The folders below `root`, sorted, each with its file names.

    Skips version control, environments, third-party packages and caches, and everything behind
    links: a target inside the project is visited in its own place, and a target outside does not
    belong to it.

    Args:
        root: Where to start.
        skipped: Receives the number of skipped entries, by reason.
    """
    waiting, count = [PurePosixPath()], 0
    while waiting:
        folder = waiting.pop()
        below, names = _visit(root / folder, skipped)
        count += len(names)
        if count > MOST_FILES:
            skipped["more than the limit of files"] += 1
            return
        yield folder, names
        waiting += [folder / name for name in reversed(below)]


def _visit(folder: Path, skipped: Counter[str]) -> tuple[list[str], list[str]]:
    """Names of subfolders and of files, sorted."""
    below: list[str] = []
    names: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_symlink():
                    skipped["link"] += 1
                elif entry.is_dir(follow_symlinks=False):
                    below.append(entry.name)
                elif entry.is_file(follow_symlinks=False):
                    names.append(entry.name)
    except OSError:
        skipped["unreadable"] += 1
    if "pyvenv.cfg" in names:
        return [], []
    return sorted(
        name for name in below if name not in _LEFT_OUT and not name.endswith(".egg-info")
    ), sorted(names)


def holds_model(names: list[str]) -> bool:
    """Whether the files of a folder form a model: an adapter, a pipeline, a configuration with
    weights."""
    if "adapter_config.json" in names or "model_index.json" in names:
        return True
    weights = [name for name in names if _WEIGHTS.fullmatch(name)]
    return ("config.json" in names and bool(weights)) or any(
        name.endswith(".gguf") for name in weights
    )


def text_of(path: Path, limit: int, refuse: Callable[[str], None]) -> str | None:
    """The text of a file, with broken UTF-8 replaced; None if it is not text or too large, with the
    reason reported."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError:
        refuse("unreadable")
        return None
    if len(data) > limit:
        refuse("too large")
        return None
    if b"\0" in data:
        refuse("binary")
        return None
    return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
