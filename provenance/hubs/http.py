"""One bounded GET: limits on size and time, retries, and errors with a next step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin, urlsplit

from provenance._version import __version__
from provenance.errors import (
    DisabledError,
    ForbiddenError,
    GatedError,
    HubError,
    MalformedError,
    NotFoundError,
    OfflineError,
    QuotaError,
    TooLargeError,
    UnreachableError,
)
from provenance.hubs.deadline import within
from provenance.hubs.pace import Pace, pace_of, read_rate_limit
from provenance.messages import Message, message

if TYPE_CHECKING:
    import httpx2

T = TypeVar("T")

ATTEMPTS = 3
LONGEST_WAIT = 30.0
CONNECT_SECONDS = 5.0
SILENCE_SECONDS = 15.0
# Bytes read in vain if a server ignores the Range header.
MOST_SKIPPED = 1024 * 1024
# A body enforces the deadline itself; a request without a body is abandoned this much later.
_GRACE_SECONDS = 1.0
# No file has a quintillion bytes.
_LONGEST_SIZE = 18
_RETRIED = frozenset({408, 429, 500, 502, 503, 504})
_USER_AGENT = f"provenance/{__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """A request and its limits.

    Attributes:
        url: Absolute address.
        subject: What is requested, for messages: `openai/gpt-oss-20b` or `openai/gpt-oss-20b:
            README.md`.
        limit: Maximum number of bytes.
        prefix: Whether to accept the first `limit` bytes of a longer body; otherwise it is an
            error.
        start: Offset of the first byte; only with `prefix`.
        deadline: Seconds for the whole exchange, including retries.
        accept: Accepted media types, if a server offers several.
        body: JSON body of a POST request; empty means GET.
        headers: Further headers, by name.
        token_variable: Environment variable with the hub's token, for hints; empty if the hub has
            no token, None for the Hugging Face Hub, which offers other ways to sign in.
    """

    url: str
    subject: str
    limit: int
    prefix: bool = False
    start: int = 0
    deadline: float = 60.0
    accept: str = ""
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    token_variable: str | None = None


class _RetryLaterError(Exception):
    def __init__(self, wait: float, error: HubError) -> None:
        super().__init__(str(error))
        self.wait = wait
        self.error = error


@dataclass(frozen=True, slots=True)
class HttpPage:
    """One page of an answer that comes in several.

    Attributes:
        body: Its bytes.
        following: Address of the next page on the same host; empty on the last one.
    """

    body: bytes
    following: str


def get(
    request: HttpRequest, authorization: str = "", sleep: Callable[[float], None] = time.sleep
) -> bytes:
    """Fetch the body of `request.url` through huggingface_hub's shared client.

    Credentials go only to the host of the URL: the client drops them when a redirect leaves it.

    Args:
        request: The request.
        authorization: Value of the Authorization header, or empty.
        sleep: Waits between attempts.

    Raises:
        HubError: A subclass, after at most three attempts within the deadline.
    """
    return get_page(request, authorization, sleep).body


def get_page(
    request: HttpRequest, authorization: str = "", sleep: Callable[[float], None] = time.sleep
) -> HttpPage:
    """Get a body together with the address of the page that follows it (RFC 8288, `next`).

    Args:
        request: What to get.
        authorization: Value of the header that signs in, or empty.
        sleep: How to wait between attempts.

    Raises:
        HubError: One of its subclasses, after at most three attempts within the deadline.
    """
    end = time.monotonic() + request.deadline
    url = urlsplit(request.url)
    pace = pace_of(url.netloc, "api" if url.path.startswith("/api/") else "files")
    for attempt in range(ATTEMPTS):
        late = pace.take(min(LONGEST_WAIT, end - time.monotonic()))
        if late:
            raise _quota_error(request, late)
        try:
            attempted = partial(_attempt, request, authorization, end, pace)
            return _in_time(request, end, attempted)
        except _RetryLaterError as later:
            wait = later.wait or 0.5 * 3**attempt
            if attempt == ATTEMPTS - 1 or wait > LONGEST_WAIT or time.monotonic() + wait > end:
                raise later.error from None
            sleep(wait)
    raise AssertionError("unreachable")


def challenge(request: HttpRequest) -> str:
    """A server's WWW-Authenticate header for anonymous users (RFC 9110, section 11.6.1); empty if
    it requires no authentication.

    Args:
        request: The intended request.

    Raises:
        UnreachableError: The server did not answer within the deadline.
    """
    end = time.monotonic() + request.deadline

    def ask() -> bytes:
        with _head_of(request, {}) as response:
            if response.status_code != 401:
                return b""
            wanted = str(response.headers.get("www-authenticate", ""))
            return wanted.encode("utf-8", "replace")

    return _in_time(request, end, ask).decode()


def size_of(request: HttpRequest) -> int | None:
    """The size of a file, from the answer to a request for its first byte (RFC 9110, section 14);
    None if the server does not say.

    Args:
        request: The file; its limits do not matter.

    Raises:
        UnreachableError: No answer within the deadline.
    """
    end = time.monotonic() + request.deadline

    def ask() -> int | None:
        headers = {"range": "bytes=0-0", "accept-encoding": "identity"}
        with _head_of(request, headers) as response:
            if response.status_code >= 400:
                return None
            whole = response.headers.get("content-range", "").rpartition("/")[2]
            is_part = response.status_code == 206
            size = whole if is_part else response.headers.get("content-length", "")
            return int(size) if size.isdecimal() and len(size) < _LONGEST_SIZE else None

    return _in_time(request, end, ask)


@contextmanager
def _head_of(request: HttpRequest, headers: Mapping[str, str]) -> Iterator[httpx2.Response]:
    """The answer to one anonymous GET, of which only the status and the headers are read.

    Args:
        request: What to ask for; its limits do not matter.
        headers: Headers beside the name of this client.

    Raises:
        UnreachableError: The exchange failed.
    """
    import httpx2
    from huggingface_hub import get_session

    sent = {"user-agent": _USER_AGENT, **headers}
    timeout = httpx2.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS)
    try:
        with get_session().stream("GET", request.url, headers=sent, timeout=timeout) as response:
            yield response
    except httpx2.ConnectError as error:
        raise _no_connection(request, str(error)) from None
    except httpx2.TimeoutException:
        raise _unreachable(request, message("hub.unreachable.no-answer")) from None
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        reason = message("hub.unreachable.broken", error=str(error))
        raise _unreachable(request, reason) from None


def offer_http2() -> None:
    """Let huggingface_hub's shared client use HTTP/2 with hosts that offer it, if the extra `http2`
    is installed.

    Call it only from the owner of a process, because the whole process shares the client.
    """
    if find_spec("h2") is None:
        return
    import httpx2
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils._http import hf_request_event_hook

    def client() -> httpx2.Client:
        return httpx2.Client(
            http2=True,
            event_hooks={"request": [hf_request_event_hook]},
            follow_redirects=True,
            timeout=None,
        )

    set_client_factory(client)


def _in_time(request: HttpRequest, end: float, attempt: Callable[[], T]) -> T:
    """The result of an attempt, or an error at its deadline."""
    try:
        return within(max(end - time.monotonic(), 0.0) + _GRACE_SECONDS, attempt)
    except TimeoutError:
        late = message("hub.unreachable.not-begun", seconds=f"{request.deadline:.0f}")
        raise _unreachable(request, late) from None


def _attempt(request: HttpRequest, authorization: str, end: float, pace: Pace) -> HttpPage:
    import httpx2
    from huggingface_hub import get_session
    from huggingface_hub.errors import OfflineModeIsEnabled

    headers = _headers(request, authorization)
    timeout = httpx2.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS)
    method = "POST" if request.body else "GET"
    content = request.body or None
    try:
        with get_session().stream(
            method, request.url, headers=headers, content=content, timeout=timeout
        ) as response:
            pace.observe(response.headers)
            if response.status_code >= 400:
                raise _refusal(request, response, bool(authorization), pace)
            return HttpPage(_body(request, response, end), _following(request, response))
    except OfflineModeIsEnabled:
        raise OfflineError(
            message("hub.offline-variable", subject=request.subject),
            message("hub.offline-variable.hint"),
        ) from None
    except httpx2.ConnectError as error:
        raise _no_connection(request, str(error)) from None
    except httpx2.TimeoutException:
        raise _unreachable(request, message("hub.unreachable.no-answer")) from None
    except (httpx2.NetworkError, httpx2.RemoteProtocolError) as error:
        reason = message("hub.unreachable.broken", error=str(error))
        raise _RetryLaterError(0, _unreachable(request, reason)) from None
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
        raise MalformedError(
            message("hub.unfollowable", subject=request.subject, error=type(error).__name__),
            message("hub.unfollowable.hint"),
        ) from None


def _headers(request: HttpRequest, authorization: str) -> dict[str, str]:
    headers = {"user-agent": _USER_AGENT}
    if authorization:
        headers["authorization"] = authorization
    if request.prefix:
        headers["range"] = f"bytes={request.start}-{request.start + request.limit - 1}"
        # A range of a compressed body cannot be decompressed.
        headers["accept-encoding"] = "identity"
    if request.accept:
        headers["accept"] = request.accept
    if request.body:
        headers["content-type"] = "application/json"
    headers.update(request.headers)
    return headers


def _no_connection(request: HttpRequest, error: str) -> UnreachableError:
    """The error of a connection that was not made; a certificate has a next step of its own."""
    if "CERTIFICATE" in error.upper():
        return UnreachableError(
            message("hub.certificate", subject=request.subject, error=error),
            message("hub.certificate.hint"),
        )
    return _unreachable(request, message("hub.unreachable.no-connection", error=error))


def _body(request: HttpRequest, response: httpx2.Response, end: float) -> bytes:
    unwanted = _unwanted(request, response)
    read = bytearray()
    for chunk in (
        response.iter_bytes()
    ):  # as they arrive: of a body that trickles no larger chunk would ever be full
        read += chunk
        if len(read) > request.limit + unwanted:
            if not request.prefix:
                raise TooLargeError(
                    message("hub.too-large", subject=request.subject, limit=request.limit),
                    message("hub.not-judged.hint"),
                )
            break
        if time.monotonic() > end:
            seconds = f"{request.deadline:.0f}"
            raise _unreachable(request, message("hub.unreachable.too-slow", seconds=seconds))
    return bytes(read[unwanted : unwanted + request.limit])


def _following(request: HttpRequest, response: httpx2.Response) -> str:
    """The address of the next page; what signs in goes with it, so it must be on the same host.

    Registries state it without a host.
    """
    stated = response.links.get("next", {}).get("url", "")
    following = urljoin(request.url, stated) if stated else ""
    is_same_host = urlsplit(following).netloc == urlsplit(request.url).netloc
    return following if is_same_host else ""


def _unwanted(request: HttpRequest, response: httpx2.Response) -> int:
    """The number of bytes before the requested range: a server may ignore it and send the whole
    file."""
    if request.start == 0:
        return 0
    served = response.headers.get("content-range", "")
    if response.status_code == 206 and served.startswith(f"bytes {request.start}-"):
        return 0
    if response.status_code == 200 and request.start <= MOST_SKIPPED:
        return request.start
    raise MalformedError(
        message("hub.no-range", subject=request.subject), message("hub.no-range.hint")
    )


def _unreachable(request: HttpRequest, why: str) -> UnreachableError:
    return UnreachableError(
        message("hub.unreachable", subject=request.subject, why=why),
        message("hub.unreachable.hint"),
    )


def _refusal(
    request: HttpRequest, response: httpx2.Response, signed_in: bool, pace: Pace
) -> Exception:
    status, headers = response.status_code, response.headers
    if status == 416 and request.start:
        return MalformedError(
            message("hub.ends-early", subject=request.subject, start=request.start),
            message("hub.changed.hint"),
        )
    if status == 416 and request.prefix:
        return TooLargeError(
            message("hub.empty", subject=request.subject), message("hub.empty.hint")
        )
    if status == 429 or _is_quota_of_github(status, headers):
        wait = _retry_after(headers)
        pace.close_for(wait)
        return _RetryLaterError(wait, _quota_error(request, wait))
    if status in _RETRIED:
        reason = message("hub.unreachable.status", status=status)
        return _RetryLaterError(_retry_after(headers), _unreachable(request, reason))
    return _status_error(request, status, headers, signed_in)


def _status_error(
    request: HttpRequest, status: int, headers: Mapping[str, str], signed_in: bool
) -> HubError:
    """The error for a refused request: by the hub's own code, or else by the status."""
    code = headers.get("x-error-code", "")
    explanation = headers.get("x-error-message", "")
    subject = request.subject
    kind: type[HubError]
    if code == "GatedRepo":
        kind, hint = GatedError, "hub.gated.hint"
        problem = "hub.gated-no-access" if signed_in else "hub.gated-no-token"
    elif explanation == "Access to this resource is disabled.":
        kind, problem, hint = DisabledError, "hub.disabled", "hub.disabled.hint"
    elif status == 401 and "Invalid credentials" in explanation:
        kind, problem, hint = ForbiddenError, "hub.token-refused", "hub.token-refused.hint"
    elif code == "RevisionNotFound":
        kind, problem, hint = NotFoundError, "hub.no-revision", "hub.no-revision.hint"
    elif code == "EntryNotFound":
        kind, problem, hint = NotFoundError, "hub.listed-but-missing", "hub.changed.hint"
    elif status in (402, 403):
        kind, problem, hint = ForbiddenError, "hub.forbidden", "hub.forbidden.hint"
    elif status in (401, 404, 410):
        kind = NotFoundError
        problem = "hub.not-found-or-hidden" if signed_in else "hub.not-found-or-private"
        return kind(message(problem, subject=subject), _hint_to_sign_in(request, "hub.not-found"))
    else:
        reason = message("hub.unreachable.status", status=status)
        sentence = message("hub.unreachable", subject=subject, why=reason)
        return UnreachableError(sentence, message("hub.later.hint"))
    return kind(message(problem, subject=subject), message(hint))


def _is_quota_of_github(status: int, headers: Mapping[str, str]) -> bool:
    """Whether a refusal is a quota: GitHub answers 403 for a quota that is used up
    (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api)."""
    is_used_up = headers.get("x-ratelimit-remaining") == "0"
    return status == 403 and (is_used_up or "retry-after" in headers)


def _hint_to_sign_in(request: HttpRequest, problem: str) -> Message:
    """The next step after a refusal that a token may prevent, as this hub takes tokens.

    Args:
        request: The refused request.
        problem: `hub.not-found` or `hub.quota`.
    """
    if request.token_variable is None:
        return message(f"{problem}.hint")
    if not request.token_variable:
        return message(f"{problem}.no-token.hint")
    return message(f"{problem}.variable.hint", variable=request.token_variable)


def _quota_error(request: HttpRequest, wait: float) -> QuotaError:
    sentence = (
        message("hub.quota-wait", subject=request.subject, seconds=f"{wait:.0f}")
        if wait
        else message("hub.quota", subject=request.subject)
    )
    return QuotaError(sentence, _hint_to_sign_in(request, "hub.quota"))


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that the hub asks to wait, from Retry-After, else from RateLimit; 0 if neither is
    set."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal() and len(value) < 6:
        return float(value)
    limit = read_rate_limit(headers)
    return float(limit.reset_in_seconds) if limit and limit.remaining == 0 else 0.0
