"""One bounded GET: limits on size and time, retries, and errors with a next step."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import TypeVar
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
from provenance.hubs.endpoint import without_sign_in
from provenance.hubs.pace import Pace, Permit, pace_of, read_rate_limit
from provenance.hubs.transport import (
    HTTP2_OFFER,
    BrokenError,
    Call,
    Client,
    NoAnswerError,
    NoConnectionError,
    Response,
    SwitchedOffError,
    UnusableError,
    exchange,
)
from provenance.messages import Message, message

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
        headers: Further headers, by name; they stay with the host of `url`.
        answers: Statuses over 400 that are answers, not errors.
        token_variable: Environment variable with the hub's token, for hints; empty if the hub has
            no token. None for the Hugging Face Hub, which offers other ways to sign in and is
            asked through huggingface_hub.
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
    answers: frozenset[int] = frozenset()
    token_variable: str | None = ""


class _RetryLaterError(Exception):
    def __init__(self, wait: float, error: HubError) -> None:
        super().__init__(str(error))
        self.wait = wait
        self.error = error


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpPage:
    """One page of an answer that comes in several.

    Attributes:
        body: Its bytes; none if the status is over 400.
        following: Address of the next page on the same host; empty on the last one.
        status: The server's status.
        headers: The server's headers; names are found in any case.
    """

    body: bytes
    following: str
    status: int
    headers: Mapping[str, str]


def get(
    request: HttpRequest, authorization: str = "", sleep: Callable[[float], None] = time.sleep
) -> bytes:
    """Fetch the body of `request.url`.

    Credentials go only to the host of the URL: they are dropped when a redirect leaves it.

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
    headers = _headers(request, authorization)

    def page(response: Response, permit: Permit, end: float) -> HttpPage:
        is_refusal = response.status >= 400
        if is_refusal and response.status not in request.answers:
            raise _refusal(request, response, bool(authorization), permit)
        return HttpPage(
            body=b"" if is_refusal else _body(request, response, end),
            following=_following(request, response),
            status=response.status,
            headers=response.headers,
        )

    return _attempts(request, headers, page, sleep)


def size_of(request: HttpRequest) -> int | None:
    """The size of a file, from the answer to a request for its first byte (RFC 9110, section 14);
    None if the server does not say.

    Args:
        request: The file; its limits do not matter.

    Raises:
        UnreachableError: No answer within the deadline.
    """
    headers = {
        "user-agent": _USER_AGENT,
        "range": "bytes=0-0",
        "accept-encoding": "identity",
    }

    def size(response: Response, _permit: Permit, _end: float) -> int | None:
        if response.status >= 400:
            return None
        whole = response.headers.get("content-range", "").rpartition("/")[2]
        is_part = response.status == 206
        stated = whole if is_part else response.headers.get("content-length", "")
        return int(stated) if stated.isdecimal() and len(stated) < _LONGEST_SIZE else None

    return _attempts(request, headers, size)


def offer_http2() -> None:
    """Let huggingface_hub's shared client use HTTP/2 with hosts that offer it, if the extra `http2`
    is installed.

    Call it only from the owner of a process, because the whole process shares the client.
    """
    if find_spec("h2") is not None:
        HTTP2_OFFER.make()


def _attempts(
    request: HttpRequest,
    headers: Mapping[str, str],
    read: Callable[[Response, Permit, float], T],
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    """What is read of the answer to a request, at the host's pace and after at most three attempts.

    Args:
        request: The request.
        headers: Its headers.
        read: Takes the answer, the permit and the time at which the deadline ends.
        sleep: Waits between attempts.

    Raises:
        HubError: A subclass.
    """
    end = time.monotonic() + request.deadline
    pace = _pace_of(request)
    for number in range(1, ATTEMPTS + 1):
        permit = pace.take(min(LONGEST_WAIT, end - time.monotonic()))
        if permit.late:
            raise _quota_error(request, permit.late)
        try:
            attempt = partial(_attempt, request, headers, read, permit, end)
            return _in_time(request, end, attempt)
        except _RetryLaterError as later:
            wait = later.wait or 0.5 * 3 ** (number - 1)
            is_too_long = wait > LONGEST_WAIT or time.monotonic() + wait > end
            if number == ATTEMPTS or is_too_long:
                raise later.error from None
        finally:
            permit.release()
        sleep(wait)
    raise AssertionError("unreachable")


def _pace_of(request: HttpRequest) -> Pace:
    try:
        url = urlsplit(request.url)
    except ValueError:
        raise _unfollowable(request, "InvalidURL") from None
    return pace_of(url.netloc, "api" if url.path.startswith("/api/") else "files")


def _in_time(request: HttpRequest, end: float, attempt: Callable[[], T]) -> T:
    """The result of an attempt, or an error at its deadline."""
    try:
        return within(max(end - time.monotonic(), 0.0) + _GRACE_SECONDS, attempt)
    except TimeoutError:
        late = message("hub.unreachable.not-begun", seconds=f"{request.deadline:.0f}")
        raise _unreachable(request, late) from None


def _attempt(
    request: HttpRequest,
    headers: Mapping[str, str],
    read: Callable[[Response, Permit, float], T],
    permit: Permit,
    end: float,
) -> T:
    """What is read of one answer; whoever carries the request, its failures become the same
    errors."""
    call = Call(
        url=request.url,
        headers=headers,
        private=frozenset({"authorization", *(name.lower() for name, _ in request.headers)}),
        body=request.body,
        connect_seconds=CONNECT_SECONDS,
        silence_seconds=SILENCE_SECONDS,
    )
    client = Client.HUGGING_FACE if request.token_variable is None else Client.WEB
    try:
        with exchange(call, client) as response:
            permit.observe(response.headers)
            return read(response, permit, end)
    except SwitchedOffError:
        raise OfflineError(
            message("hub.offline-variable", subject=request.subject),
            message("hub.offline-variable.hint"),
        ) from None
    except NoConnectionError as error:
        raise _no_connection(request, without_sign_in(str(error))) from None
    except NoAnswerError:
        raise _unreachable(request, message("hub.unreachable.no-answer")) from None
    except BrokenError as error:
        reason = message("hub.unreachable.broken", error=without_sign_in(str(error)))
        raise _RetryLaterError(0, _unreachable(request, reason)) from None
    except UnusableError as error:
        raise _unfollowable(request, str(error)) from None


def _unfollowable(request: HttpRequest, kind: str) -> MalformedError:
    return MalformedError(
        message("hub.unfollowable", subject=request.subject, error=kind),
        message("hub.unfollowable.hint"),
    )


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
    headers.update((name.lower(), value) for name, value in request.headers)
    return headers


def _no_connection(request: HttpRequest, error: str) -> UnreachableError:
    """The error of a connection that was not made; a certificate has a next step of its own."""
    if "CERTIFICATE" in error.upper():
        return UnreachableError(
            message("hub.certificate", subject=request.subject, error=error),
            message("hub.certificate.hint"),
        )
    return _unreachable(request, message("hub.unreachable.no-connection", error=error))


def _body(request: HttpRequest, response: Response, end: float) -> bytes:
    unwanted = _unwanted(request, response)
    read = bytearray()
    for chunk in response.chunks:
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


def _following(request: HttpRequest, response: Response) -> str:
    """The address of the next page; what signs in goes with it, so it must be on the same host.

    Registries state it without a host.
    """
    if not response.next_page:
        return ""
    try:
        following = urljoin(request.url, response.next_page)
        here, there = urlsplit(request.url), urlsplit(following)
    except ValueError:
        return ""
    is_same_host = (here.scheme, here.netloc) == (there.scheme, there.netloc)
    return following if is_same_host else ""


def _unwanted(request: HttpRequest, response: Response) -> int:
    """The number of bytes before the requested range: a server may ignore it and send the whole
    file."""
    if not request.prefix:
        return 0
    if response.status == 206 and _is_wanted_part(request, response.headers):
        return 0
    if response.status == 200 and request.start <= MOST_SKIPPED:
        return request.start
    raise MalformedError(
        message("hub.no-range", subject=request.subject), message("hub.no-range.hint")
    )


def _is_wanted_part(request: HttpRequest, headers: Mapping[str, str]) -> bool:
    """Whether an answer is the part of the file that was requested. A part of a compressed body is
    not."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    served = headers.get("content-range", "").strip()
    return encoding == "identity" and served.startswith(f"bytes {request.start}-")


def _unreachable(request: HttpRequest, why: str) -> UnreachableError:
    return UnreachableError(
        message("hub.unreachable", subject=request.subject, why=why),
        message("hub.unreachable.hint"),
    )


def _refusal(
    request: HttpRequest, response: Response, signed_in: bool, permit: Permit
) -> Exception:
    status, headers = response.status, response.headers
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
        permit.pace.close_for(wait)
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
