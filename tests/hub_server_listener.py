"""The sockets of the test hub: reads requests, keeps a record of each, sends answers whole or
broken."""

from __future__ import annotations

import contextlib
import os
import socket
import socketserver
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Literal, TypeAlias
from urllib.parse import unquote

from hub_server_faults import Fault
from hub_server_wire import Answer, FilePart, Request
from serving import POLL_SECONDS

Host: TypeAlias = Literal["hub", "cdn"]
Serve: TypeAlias = "Callable[[Host, Request], tuple[Answer, list[Fault]]]"
_RECORDED = ("user-agent", "accept", "accept-encoding", "range", "content-type", "if-none-match")
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


@dataclass(slots=True)
class Record:
    """One request that arrived.

    Attributes:
        host: `hub`, or `cdn` for the other host that holds LFS content.
        method: GET, HEAD or POST.
        path: Decoded path.
        query: Decoded parameters, each with all its values.
        headers: Some of the headers, by lower-case name; never the token.
        authorized: Whether an Authorization header was there.
        range: The Range header, or None.
        status: What was answered; 0 for no answer so far.
        sent: Bytes of body that were handed to the connection so far.
    """

    host: Host
    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    authorized: bool
    range: str | None
    status: int = 0
    sent: int = 0

    @classmethod
    def of(cls, host: Host, request: Request) -> Record:
        """The record of `request` before it is answered."""
        headers = {name: request.headers[name] for name in _RECORDED if name in request.headers}
        authorized = "authorization" in request.headers
        path = unquote(request.path)
        return cls(
            host=host,
            method=request.method,
            path=path,
            query=request.query,
            headers=headers,
            authorized=authorized,
            range=headers.get("range"),
        )


class Listener(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """One port on loopback, with a thread for each connection.

    Args:
        host: Which of the hub's hosts it is.
        port: Port to listen on; 0 for a free one.
        latency: Seconds before each answer.
        serve: Answers a request, and tells which faults strike it.
        records: Where each request is noted.
    """

    allow_reuse_address = True
    request_queue_size = 128

    def __init__(
        self, host: Host, port: int, latency: float, serve: Serve, records: list[Record]
    ) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.host = host
        self.latency = latency
        self.serve = serve
        self.records = records
        self.port = int(self.socket.getsockname()[1])
        self.closing = threading.Event()
        self.crashes: list[Exception] = []
        self._connections: set[object] = set()
        self._thread = threading.Thread(
            target=self.serve_forever, args=(POLL_SECONDS,), name=f"test-{host}", daemon=True
        )

    def start(self) -> None:
        """Accept connections from now on."""
        self._thread.start()

    def stop(self) -> None:
        """End all connections and threads."""
        self.closing.set()
        self.shutdown()
        self._thread.join()
        for connection in tuple(self._connections):
            if isinstance(connection, socket.socket):
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def process_request(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep what is more than a client that left."""
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, ConnectionError):
            self.crashes.append(error)


class _Handler(BaseHTTPRequestHandler):
    """The requests of one connection, one after another (keep-alive)."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024
    server: Listener

    def do_GET(self) -> None:
        self._exchange()

    def do_HEAD(self) -> None:
        self._exchange()

    def do_POST(self) -> None:
        self._exchange()

    def log_message(self, *args: object) -> None:
        """Stay silent: `HubServer.requests` is the log."""

    def _exchange(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        request = Request.parse(self.command, self.path, headers, body)
        record = Record.of(self.server.host, request)
        self.server.records.append(record)
        answer, faults = self.server.serve(self.server.host, request)
        delays = (fault.seconds for fault in faults if fault.kind == "latency")
        self.server.closing.wait(self.server.latency + sum(delays))
        if any(fault.kind == "stall" for fault in faults):
            self.server.closing.wait()
        if self.server.closing.is_set():
            self.close_connection = True
            return
        record.status = answer.status
        for fault in faults:
            if fault.kind == "slow-head":
                self._begin_slowly(answer, fault.seconds)
                return
        self._send_head(answer)
        if self.command != "HEAD":
            self._send_body(answer, record, {fault.kind: fault for fault in faults})

    def _send_head(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("X-Request-Id", f"request-{len(self.server.records)}")
        if isinstance(answer.body, bytes | FilePart):
            self.send_header("Content-Length", str(len(answer.body)))
        else:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _begin_slowly(self, answer: Answer, seconds: float) -> None:
        """Send a header that goes on for as long as the client listens."""
        self.close_connection = True
        self.wfile.write(f"HTTP/1.1 {answer.status} OK\r\nX-Slow: ".encode())
        while not self.server.closing.wait(seconds):
            self.wfile.write(b"a")
            self.wfile.flush()

    def _send_body(self, answer: Answer, record: Record, faults: Mapping[str, Fault]) -> None:
        pieces = _pieces(answer)
        if "reset" in faults or "truncate" in faults:
            pieces = _half(pieces, answer)
        if "trickle" in faults:
            pieces = self._slowly(pieces, faults["trickle"].seconds)
        chunked = not isinstance(answer.body, bytes | FilePart)
        for piece in pieces:
            record.sent += len(
                piece
            )  # before it leaves: whoever has the byte may look at the record
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
        if "reset" in faults:
            self._reset()
        elif "truncate" in faults:
            self.close_connection = True
        elif chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _slowly(self, pieces: Iterator[bytes], seconds: float) -> Iterator[bytes]:
        for piece in pieces:
            for place in range(len(piece)):
                yield piece[place : place + 1]
                self.wfile.flush()
                if self.server.closing.wait(seconds):
                    return

    def _reset(self) -> None:
        """Close so that the peer gets RST in place of FIN (RFC 9293, 3.5.3)."""
        self.wfile.flush()
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        os.close(self.connection.detach())


def _pieces(answer: Answer) -> Iterator[bytes]:
    body = answer.body
    if isinstance(body, bytes):
        return iter([body] if body else [])
    return body.chunks() if isinstance(body, FilePart) else body


def _half(pieces: Iterator[bytes], answer: Answer) -> Iterator[bytes]:
    """The first half of a body that has a length, nothing of one that has none."""
    left = len(answer.body) // 2 if isinstance(answer.body, bytes | FilePart) else 0
    for piece in pieces:
        if not left:
            return
        yield piece[:left]
        left -= min(left, len(piece))
