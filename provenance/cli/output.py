"""Write output to stdout or to files, all files completely or none."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from provenance.errors import UsageError

_OF_STREAMS = (errno.ENOSPC, errno.EPIPE, errno.EIO, errno.EFBIG, errno.EDQUOT, errno.EBADF)
# Paths of streams and devices, which are written to and never replaced.
_SYSTEM = (Path("/dev"), Path("/proc"))


def terminal_width() -> int:
    """Terminal width in columns; 80 if stdout is not a terminal and COLUMNS is not set."""
    return shutil.get_terminal_size((80, 24)).columns


def wants_colour() -> bool:
    """Whether to use colour: FORCE_COLOR and NO_COLOR (https://no-color.org) take precedence over
    the type of stdout."""
    if os.environ.get("FORCE_COLOR"):
        return True
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout is not None and sys.stdout.isatty()


def write_stdout(payload: bytes) -> None:
    """Write bytes unchanged; a terminal without UTF-8 gets substitutes.

    Raises:
        UsageError: stdout is closed.
        OSError: Writing failed; see `is_of_a_stream`.
    """
    if sys.stdout is None:
        raise UsageError(
            "stdout is closed, so nothing could be written there",
            "Write to a file with -o, or leave stdout open.",
        )
    encoding = (sys.stdout.encoding or "utf-8").lower()
    if sys.stdout.isatty() and encoding not in ("utf-8", "utf8"):
        payload = payload.decode().encode(encoding, errors="replace")
    sys.stdout.buffer.write(payload)
    sys.stdout.flush()


def write_stderr(line: str) -> None:
    """Write a line of ours to stderr; errors are ignored, because there is nowhere to report
    them."""
    with contextlib.suppress(OSError):
        click.echo(line, err=True)


def divert_broken_streams() -> bool:
    """Discard what is still buffered for a broken stream; the process would otherwise end with a
    traceback.

    Returns:
        Whether a stream was broken.
    """
    broken = False
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            continue
        try:
            stream.flush()
        except OSError:
            broken = True
            with contextlib.suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)
    return broken


def is_of_a_stream(error: OSError) -> bool:
    """Whether an error comes from stdout or stderr. Errors of files name the file or are reported
    where it is written."""
    return error.filename is None and error.errno in _OF_STREAMS


def write_files(payloads: Mapping[Path, bytes]) -> None:
    """Write all files or none: stage them next to their targets and move them at the end.

    Links are followed and stay links. Devices and pipes (`/dev/stdout`) are written after all
    files.

    Raises:
        UsageError: One of them cannot be written; no file was changed.
    """
    streams = {target: payload for target, payload in payloads.items() if _is_stream(target)}
    files = {target: payloads[target] for target in payloads if target not in streams}
    staged: dict[Path, Path] = {}
    try:
        for target, payload in files.items():
            with _refusing(target):
                _stage(target, payload, staged)
        for target, stage in staged.items():
            with _refusing(target):
                stage.replace(os.path.realpath(target))
        for target, payload in streams.items():
            with _refusing(target):
                _write_through(target, payload)
    finally:
        for stage in staged.values():
            stage.unlink(missing_ok=True)


@contextlib.contextmanager
def _refusing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        if error.errno == errno.ENXIO:
            why = "a pipe that nobody reads"
        raise UsageError(f"{target} cannot be written ({why})", "Write to another file.") from None


def _stage(target: Path, payload: bytes, staged: dict[Path, Path]) -> None:
    """Write a file's content next to its target and record where."""
    real = Path(os.path.realpath(target))
    if real.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    descriptor, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name[:50]}.")
    staged[target] = Path(name)
    with os.fdopen(descriptor, "wb") as file:
        file.write(payload)
    staged[target].chmod(0o666 & ~_umask())


def _is_stream(target: Path) -> bool:
    """Whether a target is not a regular file: a device, a pipe or a descriptor of this process."""
    path = Path(os.path.abspath(target))  # noqa: PTH100 (resolve() would follow /dev/stdout)
    if any(path.is_relative_to(folder) for folder in _SYSTEM):
        return True
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _write_through(target: Path, payload: bytes) -> None:
    """Write to a device or pipe; refuses a pipe without a reader instead of waiting."""
    descriptor = os.open(target, os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)
    with os.fdopen(descriptor, "wb") as file:
        file.write(payload)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
