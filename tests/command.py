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


def invoke(folder: Path, *args: str, env: Mapping[str, str] | None = None) -> Done:
    """Run the command in a folder, with stdout and stderr kept, and with more environment."""
    shown, told = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with (
        contextlib.chdir(folder),
        patch.dict(os.environ, env or {}),
        contextlib.redirect_stdout(shown),
        contextlib.redirect_stderr(told),
    ):
        status = run(args)
    texts = []
    for stream in (shown, told):
        stream.flush()
        stream.seek(0)
        texts.append(stream.read())
    return Done(status, *texts)
