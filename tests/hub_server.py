"""A Hugging Face hub on loopback for tests: the hub's wire format from a folder, and every way a
hub can fail.

    with HubServer(folder) as hub:
        hub.fault("status", "/api/models/acme/*", status=503, times=2)
        with pytest.raises(HfHubHTTPError):
            HfApi(endpoint=hub.url).model_info("acme/tiny")
        assert [record.status for record in hub.requests] == [503]

The folder holds `models/ORG/NAME/...` and `datasets/ORG/NAME/...` (or `NAME/...` alone). A file
`_meta.json` among a repository's files holds fields of the hub's API answer (`sha`, `gated`,
`private`, `disabled`, `cardData`, `tags`, `siblings`, `baseModels`, ...) and overlays what the
files tell; it is never listed. A file that only `siblings` names is listed and cannot be read. Each
repository has one commit, the folder as it stands; `refs` in `_meta.json`, of the shape of the
API's answer, names more branches and tags of it.

By hand: `python tests/hub_server.py FOLDER [--port N] [--latency S]`.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from hub_server_api import Api
from hub_server_content import Content
from hub_server_faults import Fault, FaultKind, Faults, spoil_answer, spoil_request
from hub_server_listener import Host, Listener, Record
from hub_server_store import Access, Store
from hub_server_wire import Answer, RefusalError, Request


class HubServer:
    """A hub in this process, as a context manager; its threads end with it.

    Args:
        folder: Holds `models` and `datasets`; read anew for each request.
        tokens: Tokens that may read everything.
        strangers: Valid tokens without access to private and gated repositories.
        restricted: Valid fine-grained tokens without the permission for gated repositories.
        renames: Former repository names and the present ones.
        tells_disabled: Whether the API still answers for a disabled repository, with `disabled:
            true`, as the live hub was seen to do; else it refuses. Files are refused either way.
        latency: Seconds before each answer.
        quota: API calls that each window permits; None for no limit.
        file_quota: Requests for file content that each window permits; None for no limit.
        window: Seconds of a quota window.
        cdn: Whether LFS content is on another host name and port; else on another path.
        port: Port to listen on; 0 for a free one.

    Attributes:
        url: Where to reach it; no slash at the end.
        requests: What arrived so far, in order of arrival; safe to read and to clear at any time.
        scans: What the dataset viewer answers below /presidio-entities, by dataset; 501 for all
            others.
    """

    def __init__(
        self,
        folder: Path,
        *,
        tokens: Collection[str] = ("hf_valid",),
        strangers: Collection[str] = ("hf_stranger",),
        restricted: Collection[str] = ("hf_restricted",),
        renames: Mapping[str, str] | None = None,
        tells_disabled: bool = False,
        latency: float = 0.0,
        quota: int | None = None,
        file_quota: int | None = None,
        window: float = 300.0,
        cdn: bool = False,
        port: int = 0,
    ) -> None:
        self.requests: list[Record] = []
        self.scans: dict[str, object] = {}
        self._faults = Faults()
        self._api_quota = _Quota(name="api", limit=quota, shown=500, window=window)
        self._file_quota = _Quota(name="resolvers", limit=file_quota, shown=3000, window=window)
        self._hub = Listener(
            host="hub", port=port, latency=latency, serve=self._serve, records=self.requests
        )
        self._cdn = (
            Listener(host="cdn", port=0, latency=latency, serve=self._serve, records=self.requests)
            if cdn
            else None
        )
        self.url = f"http://127.0.0.1:{self._hub.port}"
        cdn_url = f"http://localhost:{self._cdn.port}" if self._cdn else None
        self._access = Access(tokens, strangers, restricted)
        store = Store(folder=folder, url=self.url, access=self._access, renames=renames or {})
        self._api, self._content = Api(store, tells_disabled), Content(store, cdn_url)

    def fault(
        self,
        kind: FaultKind,
        path: str = "*",
        *,
        times: int | None = None,
        method: str | None = None,
        status: int = 503,
        seconds: float = 0.0,
        count: int = 100_000,
        text: str = "",
        body: bytes = b"",
    ) -> None:
        """Let something go wrong from now on. Faults that strike the same request add up.

        Args:
            kind: What goes wrong; `hub_server_faults.FaultKind` lists all.
            path: Which decoded paths it strikes, as a glob in which `*` also spans slashes.
            times: How many requests it strikes: the first that match; None for all.
            method: Strike this method alone.
            status: For `status`.
            seconds: For `latency`, `trickle` and `slow-head`; for `status` the Retry-After.
            count: For `huge-listing` in files, for `gzip-bomb` in MiB.
            text: For `status` the message, for `content-type` the type, for `drop-header` the
                header's name.
            body: For `body`.
        """
        self._faults.add(
            Fault(
                kind=kind,
                path=path,
                times=times,
                method=method,
                status=status,
                seconds=seconds,
                count=count,
                text=text,
                body=body,
            )
        )

    def mend(self) -> None:
        """Let nothing go wrong from now on."""
        self._faults.clear()

    def __enter__(self) -> Self:
        for listener in self._listeners():
            listener.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for listener in self._listeners():
            listener.stop()
        crashes = [crash for listener in self._listeners() for crash in listener.crashes]
        if crashes and error is None:
            raise ExceptionGroup("the test hub has a flaw", crashes)

    def _listeners(self) -> Iterator[Listener]:
        yield self._hub
        if self._cdn:
            yield self._cdn

    def _serve(self, host: Host, request: Request) -> tuple[Answer, list[Fault]]:
        """The answer to `request` and the faults that strike it."""
        faults = self._faults.taking(request)
        for fault in faults:
            request = spoil_request(fault, request)
        answer = self._answer(host, request)
        for fault in faults:
            answer = spoil_answer(fault, request, answer)
        return answer, faults

    def _answer(self, host: Host, request: Request) -> Answer:
        """The answer of a hub in good health, with the quota headers; the other host knows no
        quota."""
        quota = self._api_quota if request.path.startswith("/api/") else self._file_quota
        permitted, headers = (True, {}) if host == "cdn" else quota.take()
        try:
            if not permitted:
                raise RefusalError(
                    429, "We had to rate limit your IP. To continue using our service, log in."
                )
            answer = self._route(host, request)
        except RefusalError as refusal:
            answer = refusal.answer
        return Answer(answer.status, {**answer.headers, **headers}, answer.body)

    def _route(self, host: Host, request: Request) -> Answer:
        if host == "cdn":
            return self._content.cdn_answer(request)
        if request.path == "/presidio-entities":
            return self._scan(request)
        self._access.check(request)
        return (
            self._api.answer(request)
            if request.path.startswith("/api/")
            else self._content.answer(request)
        )

    def _scan(self, request: Request) -> Answer:
        [name] = request.query["dataset"]
        if name not in self.scans:
            raise RefusalError(501, "No scan of this dataset.")
        return Answer.json(self.scans[name])


class _Quota:
    """A fixed window of requests (https://huggingface.co/docs/hub/rate-limits)."""

    def __init__(self, name: str, limit: int | None, shown: int, window: float) -> None:
        self._name, self._limit, self._shown, self._window = name, limit, shown, window
        self._start, self._used = time.monotonic(), 0
        self._lock = threading.Lock()

    def take(self) -> tuple[bool, dict[str, str]]:
        """Count one request; whether it is permitted, and the headers that tell what is left."""
        with self._lock:
            now = time.monotonic()
            if now - self._start >= self._window:
                self._start, self._used = now, 0
            self._used += 1
            limit = self._shown if self._limit is None else self._limit
            left = max(1 if self._limit is None else 0, limit - self._used)
            # Rounded up: whoever waits as long as it says meets the next window.
            reset = max(1, math.ceil(self._window - (now - self._start)))
            permitted = self._limit is None or self._used <= self._limit
        policy = f'"fixed window";"{self._name}";q={limit};w={self._window:g}'
        headers = {"RateLimit": f'"{self._name}";r={left};t={reset}', "RateLimit-Policy": policy}
        return permitted, headers if permitted else {**headers, "Retry-After": str(reset)}


def main() -> None:
    """Serve a folder until interrupted."""
    parser = argparse.ArgumentParser(description="A Hugging Face hub on loopback from a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    options = parser.parse_args()
    with HubServer(options.folder, port=options.port, latency=options.latency) as hub:
        print(f"HF_ENDPOINT={hub.url}  token: hf_valid  (Ctrl-C ends it)", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
