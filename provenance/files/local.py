"""Read a file that the user names: in full, within a limit, and with a time limit on pipes."""

from __future__ import annotations

import os
import select
import stat
import time
from pathlib import Path

from provenance.errors import UsageError

# Another program feeds a pipe: `-m <(provenance scan .)`. How long it may stay silent, and how
# long a pipe may have no writer.
SILENCE_SECONDS = 60.0
_UNOPENED_SECONDS = 1.0
_STEP = 0.05
_CHUNK = 65_536


def read_local(path: Path, limit: int, hint: str) -> bytes:
    """The content of a file or pipe.

    Args:
        path: The file, as the user named it.
        limit: Maximum size in bytes.
        hint: The next step to suggest if it cannot be read.

    Raises:
        UsageError: It is not a readable file or exceeds the limit, or nothing arrives through the
            pipe.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})", hint) from None
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISFIFO(mode):
            data = _from_pipe(descriptor, path, limit, hint)
        elif stat.S_ISREG(mode) or _is_null(descriptor):
            data = _from_file(descriptor, path, limit, hint)
        else:
            raise UsageError(f"{path} cannot be read (it is {_kind(mode)})", hint)
    finally:
        os.close(descriptor)
    if len(data) > limit:
        raise UsageError(f"{path} is larger than {limit:,} bytes", "It was not read.")
    return data


def _from_file(descriptor: int, path: Path, limit: int, hint: str) -> bytes:
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(limit + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})", hint) from None


def _from_pipe(descriptor: int, path: Path, limit: int, hint: str) -> bytes:
    """Read a pipe until its writer closes it."""
    data = bytearray()
    opened = False
    end = time.monotonic() + _UNOPENED_SECONDS
    while len(data) <= limit:
        try:
            chunk = os.read(descriptor, _CHUNK)
        except BlockingIOError:  # somebody has opened the other end, and is not ready yet
            opened = True
            if not select.select([descriptor], [], [], SILENCE_SECONDS)[0]:
                raise UsageError(
                    f"{path} cannot be read (nothing came through the pipe in"
                    f" {SILENCE_SECONDS:.0f} s)",
                    hint,
                ) from None
            continue
        data += chunk
        if not chunk and (opened or data):
            break
        if not chunk and time.monotonic() > end:
            raise UsageError(f"{path} cannot be read (a pipe that nobody writes to)", hint)
        if not chunk:
            time.sleep(_STEP)
    return bytes(data)


def _is_null(descriptor: int) -> bool:
    """Whether it is the null device, which counts as an empty file."""
    status = os.fstat(descriptor)
    return stat.S_ISCHR(status.st_mode) and status.st_rdev == Path(os.devnull).stat().st_rdev


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"
