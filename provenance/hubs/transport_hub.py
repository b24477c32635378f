"""Exchanges through huggingface_hub's shared client, which signs, counts and hooks requests as the
user has set it up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
from huggingface_hub import get_session, set_client_factory
from huggingface_hub.errors import OfflineModeIsEnabled

from provenance.hubs.transport import (
    BrokenError,
    Call,
    NoAnswerError,
    NoConnectionError,
    Response,
    SwitchedOffError,
    UnusableError,
)


@contextmanager
def exchange_with_hub(call: Call) -> Iterator[Response]:
    """See `provenance.hubs.transport.exchange`.

    The client drops the Authorization header when a redirect leaves the host; requests to the
    Hugging Face Hub have no other private header.
    """
    timeout = httpx2.Timeout(call.silence_seconds, connect=call.connect_seconds)
    try:
        with get_session().stream(
            "POST" if call.body else "GET",
            call.url,
            headers=dict(call.headers),
            content=call.body or None,
            timeout=timeout,
        ) as answer:
            yield Response(
                status=answer.status_code,
                headers=answer.headers,
                next_page=answer.links.get("next", {}).get("url", ""),
                # Of a body that trickles no larger chunk would ever be full.
                chunks=answer.iter_bytes(),
            )
    except OfflineModeIsEnabled:
        raise SwitchedOffError from None
    except httpx2.ConnectError as error:
        raise NoConnectionError(str(error)) from None
    except httpx2.TimeoutException:
        raise NoAnswerError from None
    except (httpx2.NetworkError, httpx2.RemoteProtocolError) as error:
        raise BrokenError(str(error)) from None
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
        raise UnusableError(type(error).__name__) from None
    except UnicodeError:
        # A host or a path that cannot be encoded.
        raise UnusableError("InvalidURL") from None


def use_http2() -> None:
    """Let the shared client use HTTP/2 with hosts that offer it; needs the package `h2`."""
    hooks = get_session().event_hooks

    def client() -> httpx2.Client:
        return httpx2.Client(http2=True, event_hooks=hooks, follow_redirects=True, timeout=None)

    set_client_factory(client)
