"""Where the process begins. Before anything slow is imported, Ctrl-C ends it without a
traceback."""

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

    A parent that ignores SIGINT, as a shell does for what it runs in the background, is followed:
    only Python's own handler is replaced.
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
    """Put /dev/null where a standard stream was closed, or the next file that is opened would take
    its number and receive what was meant for it.

    `sys.stdout` stays None where stdout was closed: whoever has something to write there says so.
    Notices for a closed stderr go nowhere.
    """
    for descriptor in _STANDARD:
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 (for good)
