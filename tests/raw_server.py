"""An HTTP server on loopback that sends exactly the bytes that a test writes: broken lengths, odd
encodings, answers that trickle."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Answer = bytes | Callable[[], Iterator[bytes]]


@dataclass
class RawServer:
    """What a server answers, and what it was asked.

    Attributes:
        url: Its address.
        answers: By path: the bytes of an answer, or a function that yields them piece by piece.
        requests: The heads of the requests in the order of their arrival, in lower case.
    """

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def sent(self, number: int, name: str) -> str:
        """The value of a header of a request; empty if it was not sent."""
        for line in self.requests[number].split("\r\n")[1:]:
            header, _, value = line.partition(": ")
            if header == name:
                return value
        return ""


def answer(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """An answer that ends its connection; underscores in names of headers stand for hyphens."""
    fields = {"content-length": str(len(body)), "connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} Status\r\n{lines}\r\n".encode() + body


def to(address: str, status: int = 302) -> bytes:
    """A redirect."""
    return answer(b"", status, location=address)


@contextlib.contextmanager
def raw_server(
    context: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> Iterator[RawServer]:
    """Serve until the block ends; a path without an answer is 404.

    Args:
        context: Offers TLS.
        host: Name in the server's address.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    scheme = "https" if context else "http"
    state = RawServer(f"{scheme}://{host}:{listener.getsockname()[1]}")

    def serve(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            if context:
                connection = context.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            text = head.decode("latin-1")
            state.requests.append(text.lower())
            path = text.split(" ")[1]
            wanted = state.answers.get(path, answer(b"", 404))
            pieces = (wanted,) if isinstance(wanted, bytes) else wanted()
            for piece in pieces:
                connection.sendall(piece)
            connection.close()

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield state
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
