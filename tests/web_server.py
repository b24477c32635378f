"""The web page on a real server, in a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import uvicorn

from provenance.hubs import Hub, open_hub
from provenance.hubs.store import Store
from provenance.model.artifact import ArtifactRef, Snapshot
from provenance.web.app import create_app
from provenance.web.settings import WebSettings

STOP_SECONDS = 10.0


class SlowHub:
    """A hub that takes its time, so that somebody can watch.

    Args:
        hub: Who answers.
        pause: Called before each snapshot.
    """

    def __init__(self, hub: Hub, pause: Callable[[ArtifactRef], None]) -> None:
        self._hub = hub
        self._pause = pause

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        self._pause(ref)
        return self._hub.snapshot(ref)

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        return self._hub.read(snapshot, path, limit, prefix=prefix)

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        return self._hub.read_range(snapshot, path, start, length)


class Server:
    """The page in a thread of its own.

    Args:
        folder: Where it keeps its reviews.
        token: What a browser must show; empty for nothing.
        hub: Where it reads.
        pause: Called before each snapshot.
    """

    def __init__(
        self,
        folder: Path,
        token: str = "",
        hub: str = "sample",
        pause: Callable[[ArtifactRef], None] | None = None,
    ) -> None:
        store = Store(folder / "cache")

        def opened() -> Hub:
            answering = open_hub(hub, store)
            return SlowHub(answering, pause) if pause else answering

        self.settings = WebSettings(hub=opened, folder=folder, token=token)
        config = uvicorn.Config(
            create_app(self.settings),
            host="127.0.0.1",
            port=0,
            log_level="error",
            timeout_graceful_shutdown=1,
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def __enter__(self) -> str:
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        # The guard knows the port that was asked for; this one was drawn.
        hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        object.__setattr__(self.settings, "names", tuple(hosts))
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(STOP_SECONDS)
