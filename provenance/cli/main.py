"""Entry point of the process. Ctrl-C ends it without a traceback even before slow imports."""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False  # without `typing`, which is slow to import
if TYPE_CHECKING:
    from typing import NoReturn

INTERRUPTED = "provenance: interrupted; nothing was written."
EXIT_INTERRUPTED = 130  # as in `provenance.errors`, which imports more than there is time for
_STANDARD = (0, 1, 2)


def main() -> NoReturn:
    """Run the command line and exit with the documented status.

    If the parent ignores SIGINT, as shells do for background jobs, that stays so: only Python's own
    handler is replaced.
    """
    heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heeded:
        signal.signal(signal.SIGINT, _leave_at_once)
    _hold_standard_descriptors()
    from provenance.cli.root import leave, run

    if heeded:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        status = run()
        if heeded:
            signal.signal(signal.SIGINT, _leave_at_once)
    except KeyboardInterrupt:
        _leave_at_once()
    leave(status)


def _leave_at_once(*_: object) -> NoReturn:
    try:
        os.write(2, f"{INTERRUPTED}\n".encode())
    finally:
        os._exit(EXIT_INTERRUPTED)


def _hold_standard_descriptors() -> None:
    """Open /dev/null for closed standard streams; otherwise the next opened file would get the
    stream's number and receive its output.

    `sys.stdout` stays None if stdout was closed, and writing to it is reported. Notices to a closed
    stderr are lost.
    """
    for descriptor in _STANDARD:
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 (for good)
