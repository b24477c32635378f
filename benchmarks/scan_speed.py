"""How long a scan of 20,000 generated files takes on one core: `python benchmarks/scan_speed.py
[FILES]`"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from provenance.scan import scan

MODEL = "northwind/clear-3b"
LINE = (
    '    value_{0} = compute(value_{1}, scale={2}, label="step {0}")  # keeps the running sum of'
    " what came before\n"
)
USES = (
    (
        f'from transformers import AutoModel\nNAME = "{MODEL}"\nmodel ='
        ' AutoModel.from_pretrained(NAME, revision="main")\n'
    ),
    (
        'from datasets import load_dataset\ndata = load_dataset("northwind/chat-200k",'
        ' split="train")\n'
    ),
    (
        "def load(name):\n    from transformers import AutoTokenizer\n    return"
        " AutoTokenizer.from_pretrained(name)\n"
    ),
)


def python(chance: random.Random) -> str:
    functions = []
    for number in range(chance.randrange(2, 9)):
        lines = (
            LINE.format(n, n - 1, chance.randrange(9)) for n in range(1, chance.randrange(4, 16))
        )
        functions.append(
            f"def work_{number}(value_0: int) -> int:\n" + "".join(lines) + "    return value_0\n"
        )
    use = chance.choice(USES) if chance.random() < 0.1 else "import os\n"
    return use + "\n\n".join(functions)


def notebook(chance: random.Random) -> str:
    cells = [
        {"cell_type": "code", "source": python(chance).splitlines(keepends=True), "outputs": []}
        for _ in range(5)
    ]
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}, indent=1
    )


def settings(chance: random.Random) -> str:
    keys = "".join(
        f"key_{n}:\n  - name: part {n}\n    size: {n}\n" for n in range(chance.randrange(5, 40))
    )
    return keys + (f"model_name_or_path: {MODEL}\n" if chance.random() < 0.1 else "")


def script(chance: random.Random) -> str:
    lines = "".join(f"echo step {n} && cp a_{n} b_{n}\n" for n in range(chance.randrange(5, 30)))
    return f"#!/bin/sh\n{lines}" + (f"hf download {MODEL}\n" if chance.random() < 0.1 else "")


KINDS = (("py", python, 60), ("yaml", settings, 12), ("json", lambda c: json.dumps({"a": [c.random()] * 200}), 8),  # noqa: E501
         ("sh", script, 4), ("ipynb", notebook, 2), ("md", python, 8), ("js", python, 6))  # fmt: skip  # noqa: E501


def build(root: Path, files: int) -> int:
    chance = random.Random(7)
    kinds = [(suffix, make) for suffix, make, weight in KINDS for _ in range(weight)]
    size = 0
    for number in range(files):
        suffix, make = kinds[number % len(kinds)]
        folder = root / f"part_{number // 500}" / f"sub_{number // 50 % 10}"
        folder.mkdir(parents=True, exist_ok=True)
        size += (folder / f"file_{number}.{suffix}").write_text(make(chance), encoding="utf-8")
    return size


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as name:
        size = build(Path(name), files)
        start, processor = time.perf_counter(), time.process_time()
        mentions = scan([Path(name)], Path(name))
        seconds, processor = time.perf_counter() - start, time.process_time() - processor
    print(
        f"{seconds:.1f} s, {processor:.1f} s on the processor, {files:,} files of"
        f" {size / 1e6:.0f} MB, {mentions.files:,} read,"
        f" {len(mentions.references):,} hits"
    )


if __name__ == "__main__":
    main()
