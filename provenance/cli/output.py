"""Payload goes to stdout or to files, files whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from provenance.errors import UsageError


def terminal_width() -> int:
    """Columns of the terminal; 80 where stdout is no terminal and COLUMNS is not set."""
    return shutil.get_terminal_size((80, 24)).columns


def wants_colour() -> bool:
    """FORCE_COLOR and NO_COLOR (https://no-color.org) before what stdout is."""
    if os.environ.get("FORCE_COLOR"):
        return True
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def write_stdout(payload: bytes) -> None:
    """Write bytes as they are; a terminal that does not speak UTF-8 gets substitutes."""
    encoding = (sys.stdout.encoding or "utf-8").lower()
    if sys.stdout.isatty() and encoding not in ("utf-8", "utf8"):
        payload = payload.decode().encode(encoding, errors="replace")
    sys.stdout.buffer.write(payload)
    sys.stdout.flush()


def write_files(payloads: Mapping[Path, bytes]) -> None:
    """Write every file or none: all are staged beside their targets and put in place at the end.

    Raises:
        UsageError: One of them cannot be written; no target was touched.
    """
    staged: dict[Path, Path] = {}
    try:
        for target, payload in payloads.items():
            try:
                with tempfile.NamedTemporaryFile(
                    dir=target.parent, prefix=f".{target.name}.", delete=False
                ) as file:
                    staged[target] = Path(file.name)
                    file.write(payload)
                staged[target].chmod(0o666 & ~_umask())
                if target.is_dir():
                    raise IsADirectoryError(0, "is a folder")
            except OSError as error:
                raise UsageError(
                    f"{target} cannot be written ({error.strerror})", "Name another file."
                ) from None
        for target, stage in staged.items():
            stage.replace(target)
    finally:
        for stage in staged.values():
            stage.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
