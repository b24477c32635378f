"""Keep a server of the standard library running while a test needs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseServer

# How often a server looks whether it shall end. Python's own half a second, spent by hundreds of
# tests, is minutes.
POLL_SECONDS = 0.02


@contextmanager
def serving(server: BaseServer) -> Iterator[None]:
    """Answer in a thread of its own until the block ends; then close the server."""
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
