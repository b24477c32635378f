"""Exchanges through `requests`, with hosts that huggingface_hub does not speak to.

Proxies and certificate authorities come from the environment, as in every client. Credentials do
not: `~/.netrc` is never read, cookies are never kept, and a user name in an address is never sent.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
import urllib3
from huggingface_hub import constants
from requests.adapters import HTTPAdapter

from provenance.hubs.transport import (
    MOST_REDIRECTS,
    BrokenError,
    Call,
    NoAnswerError,
    NoConnectionError,
    Response,
    SwitchedOffError,
    TransportError,
    UnusableError,
)

_CHUNK = 64 * 1024
# Connections that are kept open; more workers than a run has.
_CONNECTIONS = 32
# Python decodes these without further libraries; what a server sends unasked is decoded, too.
_ENCODINGS = "gzip, deflate"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# These ask for the same request again; after the others a POST becomes a GET.
_SAME_REQUEST = frozenset({307, 308})
_PORTS = {"http": 80, "https": 443}
# A fault in an address, a header or a redirect shows as any of these, depending on its place.
_FAULTS = (requests.RequestException, urllib3.exceptions.HTTPError, ValueError)


@contextmanager
def exchange_with_web(call: Call) -> Iterator[Response]:
    """See `provenance.hubs.transport.exchange`.

    `requests` would read the body of a redirect in full, and would keep headers of ours that sign
    in. So redirects are followed here: at most `MOST_REDIRECTS`, and what is private stays with the
    scheme, host and port of the first address.
    """
    if constants.is_offline_mode():
        raise SwitchedOffError
    answer = _followed(call)
    try:
        yield Response(
            status=answer.status_code,
            headers=answer.headers,
            next_page=answer.links.get("next", {}).get("url", ""),
            chunks=_chunks(answer),
        )
    finally:
        answer.close()


def _followed(call: Call) -> requests.Response:
    """The first answer that is no redirect."""
    url, body = call.url, call.body
    headers = {"accept-encoding": _ENCODINGS, **call.headers}
    for _ in range(MOST_REDIRECTS + 1):
        answer = _sent(call, url, headers, body)
        target = _target(answer, url)
        if not target:
            return answer
        answer.close()
        if answer.status_code not in _SAME_REQUEST:
            body = b""
            headers.pop("content-type", None)
        if not _may_stay_signed_in(url, target):
            headers = {name: headers[name] for name in headers if name not in call.private}
        url = target
    raise UnusableError("TooManyRedirects")


def _sent(call: Call, url: str, headers: Mapping[str, str], body: bytes) -> requests.Response:
    """The answer to one request, redirect or not, with its body unread."""
    session = _session(os.getpid())
    method = "POST" if body else "GET"
    try:
        prepared = requests.Request(
            method, url, headers=headers, data=body or None, auth=_as_it_is
        ).prepare()
        address = prepared.url or ""
        settings = session.merge_environment_settings(address, {}, True, _authorities(), None)
        return session.get_adapter(address).send(
            prepared,
            stream=True,
            timeout=(call.connect_seconds, call.silence_seconds),
            verify=settings["verify"] or True,
            cert=settings["cert"],
            proxies=settings["proxies"],
        )
    except requests.Timeout:
        raise NoAnswerError from None
    except requests.exceptions.InvalidSchema:
        raise UnusableError("UnsupportedProtocol") from None
    except requests.ConnectionError as error:
        raise _connection_error(error) from None
    except _FAULTS:
        raise UnusableError("InvalidURL") from None
    except OSError as error:
        # A file of certificate authorities that is missing or holds none.
        raise NoConnectionError(str(error)) from None


@lru_cache(maxsize=1)
def _session(_process: int) -> requests.Session:
    """The session of this process. Nothing in it changes after this, and its pools of connections
    are safe to share between threads, but not with a forked process."""
    session = requests.Session()
    adapter = HTTPAdapter(pool_connections=_CONNECTIONS, pool_maxsize=_CONNECTIONS)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _as_it_is(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """Sign nothing. Without this, `requests` takes a user name from the address."""
    return prepared


def _authorities() -> str | None:
    """The certificate authorities that SSL_CERT_FILE or SSL_CERT_DIR names, which huggingface_hub
    reads and `requests` does not. None if neither is set: then `requests` reads REQUESTS_CA_BUNDLE
    and CURL_CA_BUNDLE, or takes its own."""
    paths = ssl.get_default_verify_paths()
    if paths.cafile and paths.cafile != paths.openssl_cafile:
        return paths.cafile
    if paths.capath and paths.capath != paths.openssl_capath:
        return paths.capath
    return None


def _target(answer: requests.Response, url: str) -> str:
    """The address that a redirect leads to; empty for other answers."""
    stated = answer.headers.get("location", "")
    if answer.status_code not in _REDIRECTS or not stated:
        return ""
    try:
        # Headers are read as Latin-1, but servers write addresses as UTF-8.
        stated = stated.encode("latin-1").decode("utf-8", "replace")
        return urljoin(url, stated)
    except ValueError:
        answer.close()
        raise UnusableError("InvalidURL") from None


def _may_stay_signed_in(url: str, target: str) -> bool:
    """Whether credentials go on to the target of a redirect: the same scheme, host and port, or the
    same host by TLS instead of without it, both on their own ports."""
    try:
        start, end = urlsplit(url), urlsplit(target)
        here, there = (_origin(start), _origin(end))
    except ValueError:
        return False
    upgraded = ("https", here[1], _PORTS["https"])
    is_upgrade = here[0] == "http" and here[2] == _PORTS["http"] and there == upgraded
    return here == there or is_upgrade


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


def _chunks(answer: requests.Response) -> Iterator[bytes]:
    """The decoded body as it arrives; no chunk is larger than `_CHUNK`, however well it was
    compressed."""
    try:
        while chunk := answer.raw.read1(_CHUNK, decode_content=True):
            yield chunk
    except urllib3.exceptions.TimeoutError:
        raise NoAnswerError from None
    except urllib3.exceptions.DecodeError:
        raise UnusableError("DecodingError") from None
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise BrokenError(_reason(error)) from None


def _connection_error(error: requests.ConnectionError) -> TransportError:
    """What became of a connection: not made, or lost before the answer."""
    cause: Any = error.args[0] if error.args else None
    was_made = isinstance(cause, urllib3.exceptions.ProtocolError)
    return BrokenError(_reason(error)) if was_made else NoConnectionError(_reason(error))


def _reason(error: BaseException) -> str:
    """The system's own words, which lie deepest in an error. Those around them repeat the address
    and its query."""
    reason = type(error).__name__
    cause: BaseException | None = error
    while cause is not None:
        is_of_system = isinstance(cause, OSError) and not isinstance(
            cause, requests.RequestException
        )
        if is_of_system or isinstance(cause, urllib3.exceptions.IncompleteRead):
            reason = str(cause)
        cause = cause.__cause__ or cause.__context__
    return reason
