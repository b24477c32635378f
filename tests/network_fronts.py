"""What stands between a user and a hub in a company: TLS with a private authority, HTTP/2, a
forward proxy."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import trustme
from hypercorn.asyncio import serve
from hypercorn.config import Config
from serving import serving

_KEPT = (
    "content-type",
    "x-repo-commit",
    "etag",
    "ratelimit",
    "ratelimit-policy",
    "x-error-code",
    "x-error-message",
)


@contextlib.contextmanager
def tls_front(hub_url: str, folder: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """A TLS server that offers HTTP/2 and passes every GET on to `hub_url`.

    Yields:
        Its URL, the certificate of its authority, and the HTTP versions of the requests that
        arrived.
    """
    authority = trustme.CA()
    server_certificate = authority.issue_cert("localhost")
    certificate, key, chain = folder / "authority.pem", folder / "key.pem", folder / "chain.pem"
    authority.cert_pem.write_to_path(certificate)
    server_certificate.private_key_pem.write_to_path(key)
    for blob in server_certificate.cert_chain_pems:
        blob.write_to_path(chain, append=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = Config()
    config.bind, config.certfile, config.keyfile = [f"127.0.0.1:{port}"], str(chain), str(key)
    config.accesslog = config.errorlog = None
    versions: list[str] = []
    with _serving(_pass_on(hub_url, versions), config, port):
        yield f"https://localhost:{port}", certificate, versions


@contextlib.contextmanager
def _serving(app: Any, config: Config, port: int) -> Iterator[None]:
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(
        target=loop.run_until_complete,
        args=(serve(app, config, shutdown_trigger=stop.wait),),
        daemon=True,
    )
    thread.start()
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.05):
            break
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


def _pass_on(hub_url: str, versions: list[str]) -> Any:
    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        versions.append(scope["http_version"])
        target = scope["raw_path"].decode() + (
            "?" + scope["query_string"].decode() if scope["query_string"] else ""
        )
        headers = {
            name.decode(): value.decode() for name, value in scope["headers"] if name == b"range"
        }
        status, answered, body = await asyncio.to_thread(_get, hub_url, target, headers)
        await send({"type": "http.response.start", "status": status, "headers": answered})
        await send({"type": "http.response.body", "body": body})

    return app


def _get(
    hub_url: str, target: str, headers: dict[str, str]
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    connection = http.client.HTTPConnection(urlsplit(hub_url).netloc, timeout=10)
    try:
        connection.request("GET", target, headers=headers)
        answer = connection.getresponse()
        kept = [
            (name.lower().encode(), value.encode())
            for name, value in answer.getheaders()
            if name.lower() in _KEPT
        ]
        return answer.status, kept, answer.read()
    finally:
        connection.close()


@contextlib.contextmanager
def password_front(hub_url: str, user: str, password: str) -> Iterator[str]:
    """A mirror that wants a user name and a password, and passes every GET on to `hub_url`.

    Yields:
        Its URL, without either.
    """
    wanted = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    class Handler(_QuietHandler):
        def do_GET(self) -> None:
            if self.headers.get("authorization") != wanted:
                self.answer(401, [(b"x-error-message", b"Who are you?")], b"")
                return
            ranges = {"range": value} if (value := self.headers.get("range")) else {}
            self.answer(*_get(hub_url, self.path, ranges))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}"


class _QuietHandler(BaseHTTPRequestHandler):
    def answer(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in headers:
            self.send_header(name.decode(), value.decode())
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextlib.contextmanager
def forward_proxy() -> Iterator[tuple[str, list[str]]]:
    """A proxy for plain HTTP.

    Yields:
        Its URL, and the addresses that were asked for through it.
    """
    requested: list[str] = []

    class Handler(_QuietHandler):
        def do_GET(self) -> None:
            requested.append(self.path)
            url = urlsplit(self.path)
            self.answer(*_get(self.path, f"{url.path}?{url.query}", {}))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}", requested
