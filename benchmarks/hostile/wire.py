"""A hub that answers with any bytes at all, and what it answers with.

`tests/hub_server.py` speaks HTTP correctly and fails in well-known ways; this one does not have to.
"""

from __future__ import annotations

import gzip
import json
import socketserver
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

COMMIT = "a" * 40
MODEL = "acme/x"
HUGE = "9" * 5_000
CARD = b"---\nlicense: mit\n---\n# Card\n\nTrained on public text.\n"
ANSWER = {
    "id": MODEL,
    "sha": COMMIT,
    "siblings": [{"rfilename": "README.md", "size": len(CARD)}],
    "tags": ["license:mit"],
    "cardData": {"license": "mit"},
}

Reply = Callable[[str], Iterable[bytes]]
"""The chunks of an answer, given the address of the other host; it may wait between them."""


def http(
    body: bytes, status: str = "200 OK", headers: str = "", length: str | None = None
) -> bytes:
    """A whole answer."""
    size = f"Content-Length: {len(body) if length is None else length}\r\n"
    head = f"HTTP/1.1 {status}\r\n{size if length != '' else ''}{headers}Connection: close\r\n\r\n"
    return head.encode("utf-8", "surrogatepass") + body


@dataclass(frozen=True, slots=True)
class WireCase:
    """One way in which a hub misbehaves.

    Attributes:
        title: What it is.
        api: What it answers below `/api/`; None for a sound answer.
        file: What it answers for a file; None likewise.
        slow: Whether it takes as long as the tool lets it.
    """

    title: str
    api: Reply | None = None
    file: Reply | None = None
    slow: bool = False


class WireHub:
    """Serves one case on loopback, as a context manager.

    Args:
        case: What to answer; None for sound answers.
        other: Address of the host to which redirects lead.

    Attributes:
        url: Where it is.
        heads: The head of every request that arrived.
    """

    def __init__(self, case: WireCase | None = None, other: str = "") -> None:
        hub = self
        self.heads: list[str] = []

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                lines = list(iter(lambda: self.rfile.readline(65_536).strip(), b""))
                hub.heads.append(b"\n".join(lines).decode("latin-1"))
                path = lines[0].split(b" ")[1].decode("latin-1") if lines else ""
                try:
                    for chunk in hub.chunks(case, path, other):
                        self.wfile.write(chunk)
                        self.wfile.flush()
                except OSError:
                    return

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True
            block_on_close = False

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def chunks(self, case: WireCase | None, path: str, other: str) -> Iterable[bytes]:
        """What is answered at a path."""
        is_api = path.startswith("/api/")
        reply = (case.api if is_api else case.file) if case else None
        if reply is not None:
            return reply(other)
        return (http(json.dumps(ANSWER).encode() if is_api else CARD),)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _once(answer: bytes) -> Reply:
    return lambda _: (answer,)


def _drip(start: bytes, chunk: bytes, seconds: float) -> Reply:
    def reply(_: str) -> Iterator[bytes]:
        yield start
        while True:
            time.sleep(seconds)
            yield chunk

    return reply


def _both(title: str, answer: bytes) -> Iterator[WireCase]:
    """The same for the API and for files."""
    yield WireCase(f"{title}, API", api=_once(answer))
    yield WireCase(f"{title}, file", file=_once(answer))


_STATUSES = (
    *(100, 199, 201, 204, 206, 300, 301, 302, 304, 307, 400, 401, 402, 403, 404, 405, 410, 416),
    *(418, 429, 451, 500, 501, 503, 504, 599, 600, 999),
)
_HEADERS = {
    "Retry-After": ("0", "-1", "1e9", HUGE, "Fri, 31 Dec 9999 23:59:59 GMT", "x", "", "3" * 5),
    "RateLimit": (
        f'"api";r={HUGE};t=1',
        f'"api";r=0;t={HUGE}',
        '"api";r=0;t=0',
        '"api";r=-1;t=-1',
        ";" * 60_000,
        '"api";r=',
    ),
    "RateLimit-Policy": (f'"api";q={HUGE};w={HUGE}', "q=0", ";" * 60_000),
    "X-Error-Code": ("GatedRepo", "RepoNotFound", "\x1b[2J", "x" * 60_000),
    "X-Error-Message": ("\x1b]8;;http://evil\x07", "Invalid credentials", "\u202e", "x" * 60_000),
    "Content-Type": ("text/html", "application/json; charset=\x00", "x" * 60_000),
    "Content-Encoding": (
        "gzip",
        "br",
        "zstd",
        "deflate",
        "identity",
        "x",
        "gzip, gzip",
        "gzip," * 50,
    ),
    "Transfer-Encoding": ("chunked", "x", "gzip, chunked", "chunked, chunked"),
    "Content-Range": ("bytes 0-1/1", f"bytes 0-{HUGE}/{HUGE}", "x"),
    "Set-Cookie": ("a=b; Domain=.", "x" * 60_000),
    "Content-Length": ("-1", HUGE, "1", "0x10", "1, 2", ""),
}
_LOCATIONS = (
    *("", "http://[", "//", "/", "?", "#", "file:///etc/passwd", "ftp://127.0.0.1/x", "data:,x"),
    *("javascript:x", "\\\\127.0.0.1\\x", "http://", "http:///x", "http://127.0.0.1:99999/"),
    *("http://127.0.0.1:1/", "http://\x00/", "http://xn--/", "x" * 60_000, "http://a@b@c/"),
)
_BODIES = {
    "empty": b"",
    "null": b"null",
    "a list": b"[]",
    "a number": b"7",
    "a number of 5,000 digits": HUGE.encode(),
    "NaN": b"NaN",
    "text": b'"x"',
    "100,000 brackets": b"[" * 100_000,
    "100,000 objects": b'{"a":' * 100_000,
    "no UTF-8": b'{"id": "\xff\xfe"}',
    "UTF-16": json.dumps(ANSWER).encode("utf-16"),
    "a mark before it": b"\xef\xbb\xbf" + json.dumps(ANSWER).encode(),
    "two objects": b"{}{}",
    "a page": b"<!doctype html><title>Sign in</title>",
    "five million commas": b"[" + b"0," * 5_000_000 + b"0]",
    "a text of 8 MB": b'"' + b"x" * 8_000_000 + b'"',
}
_LINES = {
    "no status line": b"hello\r\n\r\n",
    "HTTP/0.9": CARD,
    "HTTP/9.9": http(b"{}").replace(b"HTTP/1.1", b"HTTP/9.9"),
    "a status that is no number": http(b"{}", "abc OK"),
    "a header without a colon": http(b"{}", headers="abc\r\n"),
    "a header of 200 kB": http(b"{}", headers=f"X: {'x' * 200_000}\r\n"),
    "5,000 headers": http(b"{}", headers="X: x\r\n" * 5_000),
    "no header": b"HTTP/1.1 200 OK\r\n\r\n{}",
    "nothing": b"",
    "NUL bytes": b"\0" * 5_000,
    "fewer bytes than told": http(b"{}", length="99"),
    "more bytes than told": http(json.dumps(ANSWER).encode(), length="3"),
    "chunks that are none": http(
        b"zz\r\n{}\r\n", headers="Transfer-Encoding: chunked\r\n", length=""
    ),
    "a chunk of 2**64": http(
        b"ffffffffffffffff\r\n{}", headers="Transfer-Encoding: chunked\r\n", length=""
    ),
    "chunks without an end": http(
        b"2\r\n{}\r\n", headers="Transfer-Encoding: chunked\r\n", length=""
    ),
}


def cases() -> Iterator[WireCase]:
    """All of them, the quick ones first."""
    sound = json.dumps(ANSWER).encode()
    for status in _STATUSES:
        yield from _both(f"status {status}", http(b"{}", f"{status} Odd"))
    for name, values in _HEADERS.items():
        for value in values:
            title = f"{name}: {value[:20]!r}"
            own = "" if name == "Content-Length" else None
            header = f"{name}: {value}\r\n"
            yield WireCase(f"{title}, sound", api=_once(http(sound, headers=header, length=own)))
            yield WireCase(f"{title}, 429", api=_once(http(b"{}", "429 Many", header, own)))
    for location in _LOCATIONS:
        header = f"Location: {location}\r\n"
        yield from _both(f"redirect to {location[:20]!r}", http(b"", "302 Found", header))
    yield WireCase("redirect to another host, API", api=_redirect("{other}/api/x"))
    yield WireCase("redirect to another host, file", file=_redirect("{other}/x"))
    yield WireCase("redirect with a password", file=_redirect("{other}/x", "me:secret@"))
    for title, body in _BODIES.items():
        yield from _both(title, http(body))
    for title, answer in _LINES.items():
        yield from _both(title, answer)
    for part in range(1, 10):
        yield WireCase(f"{part}/10 of an answer", api=_once(http(sound[: len(sound) * part // 10])))
    header = "Content-Encoding: gzip\r\n"
    yield from _both("a gzip bomb of 2 GB", http(_bomb(2_000), headers=header))
    yield from _both("gzip in gzip", http(gzip.compress(gzip.compress(sound)), headers=header))
    yield from _slow()


def _redirect(target: str, user: str = "") -> Reply:
    def reply(other: str) -> Iterable[bytes]:
        address = target.format(other=other).replace("http://", f"http://{user}")
        yield http(b"", "302 Found", f"Location: {address}\r\n")

    return reply


def _bomb(mebibytes: int) -> bytes:
    """Zeros, compressed to a thousandth."""
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(1024 * 1024)
    return b"".join(packer.compress(zeros) for _ in range(mebibytes)) + packer.flush()


def _slow() -> Iterator[WireCase]:
    head = b"HTTP/1.1 200 OK\r\n"
    endless = head + b"\r\n"
    replies = {
        "an answer that never begins": _drip(b"", b"", 3600),
        "a head that drips": _drip(head, b"X: x\r\n", 0.5),
        "a head that drips bytes": _drip(b"", b"H", 0.5),
        "a body that drips": _drip(endless, b" ", 0.5),
        "a body that never ends": _drip(endless, bytes(65_536), 0),
        "a gzip body that drips": _drip(
            head + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"")[:1], 0.5
        ),
    }
    for title, reply in replies.items():
        yield WireCase(f"{title}, API", api=reply, slow=True)
        yield WireCase(f"{title}, file", file=reply, slow=True)
