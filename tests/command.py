"""The command line in this process, as a test may call it often: no interpreter is started."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from provenance.cli.root import run


@dataclass(frozen=True, slots=True)
class Done:
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


def invoke(
    folder: Path, *args: str, env: Mapping[str, str] | None = None, stdin: bytes = b""
) -> Done:
    """Run the command in a folder, with stdout and stderr kept, and with more environment."""
    given = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    stdout, stderr = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with (
        contextlib.chdir(folder),
        patch.dict(os.environ, env or {}),
        patch("sys.stdin", given),
        contextlib.redirect_stdout(stdout),
        contextlib.redirect_stderr(stderr),
    ):
        status = run(args)
    texts = []
    for stream in (stdout, stderr):
        stream.flush()
        stream.seek(0)
        texts.append(stream.read())
    return Done(status, *texts)
