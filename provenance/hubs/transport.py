"""The seam between our rules for requests and the two clients that carry them.

Hosts that speak the Hugging Face wire format are asked through huggingface_hub's shared client, all
others through `requests`. Both give the same `Response` and fail with the same exceptions, so
limits, deadlines, retries and messages exist once, in `provenance.hubs.http`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum
from threading import Lock

MOST_REDIRECTS = 20


class Client(Enum):
    """Who carries a request."""

    HUGGING_FACE = "huggingface_hub"
    WEB = "requests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One exchange.

    Attributes:
        url: Absolute address.
        headers: Headers, with names in lower case.
        private: Names of headers that stay with the host of `url`.
        body: Body of a POST request; empty means GET.
        connect_seconds: How long a connection may take.
        silence_seconds: How long the server may send nothing.
    """

    url: str
    headers: Mapping[str, str]
    private: frozenset[str]
    body: bytes
    connect_seconds: float
    silence_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a server answers, with redirects followed.

    Attributes:
        status: Its status.
        headers: Its headers; names are found in any case.
        next_page: Target of the link to the next page, as the server states it; empty if none.
        chunks: The decoded body as it arrives, in small pieces; can be read once.
    """

    status: int
    headers: Mapping[str, str]
    next_page: str
    chunks: Iterator[bytes]


class TransportError(Exception):
    """An exchange failed."""


class NoConnectionError(TransportError):
    """No connection was made; the text says why."""


class NoAnswerError(TransportError):
    """The server was silent for too long."""


class BrokenError(TransportError):
    """The connection ended before the answer did; the text says how."""


class UnusableError(TransportError):
    """The address, a redirect or the encoding of the answer cannot be used; the text names the kind
    of fault and quotes nothing."""


class SwitchedOffError(TransportError):
    """The user has switched off the network with HF_HUB_OFFLINE."""


class Http2Offer:
    """HTTP/2 for huggingface_hub's shared client, carried out where that client first sends.

    Until then nobody needs the client: it reads all certificates of this machine, and a folder that
    stands for a hub is read without it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_open = False

    def make(self) -> None:
        """Let the shared client be replaced before its next exchange."""
        with self._lock:
            self._is_open = True

    def carry_out(self) -> None:
        """Replace the shared client, if that was offered. Other threads wait until it is done."""
        with self._lock:
            if not self._is_open:
                return
            from provenance.hubs.transport_hub import use_http2

            use_http2()
            self._is_open = False


HTTP2_OFFER = Http2Offer()


def exchange(call: Call, client: Client) -> AbstractContextManager[Response]:
    """Send a request and open its answer.

    Args:
        call: The request.
        client: Who carries it.

    Raises:
        TransportError: A subclass, also while the body is read.
    """
    # Each client takes a fifth of a second to import.
    if client is Client.HUGGING_FACE:
        from provenance.hubs.transport_hub import exchange_with_hub

        HTTP2_OFFER.carry_out()
        return exchange_with_hub(call)
    from provenance.hubs.transport_web import exchange_with_web

    return exchange_with_web(call)
