"""A real HTTP server on loopback that answers from a table: the hubs that describe an artefact in
an answer of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from serving import serving


@dataclass
class JsonServer:
    """What a server answers, and what it was asked.

    Attributes:
        url: Its address.
        answers: By path with query: an object, bytes, a status, or a function that returns one of
            them.
        requested: Paths in the order of the requests.
        signed: The Authorization header of each request, or empty.
    """

    url: str
    answers: Mapping[str, Any]
    requested: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)


@contextmanager
def json_server(answers: Mapping[str, Any]) -> Iterator[JsonServer]:
    """Serve the answers until the block ends. A path that is not there is 404."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            self.rfile.read(length)
            state.requested.append(unquote(self.path))
            state.signed.append(self.headers.get("authorization") or "")
            answer = state.answers.get(unquote(self.path), 404)
            if callable(answer):
                answer = answer()
            if isinstance(answer, tuple):
                status, headers, body = answer
            elif isinstance(answer, int):
                status, headers, body = answer, {}, b"{}"
            else:
                status, headers = 200, {}
                body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            wanted = self.headers.get("range")
            if wanted and status == 200:
                start, _, end = wanted.removeprefix("bytes=").partition("-")
                whole = len(body)
                body = body[int(start) : int(end) + 1]
                status = 206
                headers = {
                    **headers,
                    "content-range": f"bytes {start}-{int(start) + len(body) - 1}/{whole}",
                }
            # Nobody waits any more for an answer that comes too late.
            with suppress(ConnectionError):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def do_POST(self) -> None:
            self.do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state = JsonServer(f"http://127.0.0.1:{server.server_port}", answers)
    with serving(server):
        yield state
