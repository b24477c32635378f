"""Check every request: host, origin, size, and whether the browser may see the page.

Threats to a page on loopback: another site submits a form to it, a name that resolves to this
machine reads from it (DNS rebinding), a page frames it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from provenance.messages import message
from provenance.web.settings import WebSettings

SESSION = "provenance_session"
FORM_LIMIT = 1024 * 1024
UPLOAD_LIMIT = 64 * 1024 * 1024
UPLOADS = "/check"
_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
    " img-src 'self' data:; frame-src 'self'; form-action 'self'; frame-ancestors 'self';"
    " base-uri 'none'"
)
# Documents have their own style and no script.
DOCUMENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self';"
    " base-uri 'none'; form-action 'none'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    # With no-referrer, browsers send even same-site forms with the origin "null".
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """An ASGI middleware that only passes requests meant for this page.

    Args:
        app: The page.
        settings: Configuration of the page.
    """

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app = app
        self._settings = settings
        self._key = secrets.token_bytes(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        refusal = self._refusal(request)
        if refusal is not None:
            await _sealed(refusal, scope, receive, send)
            return
        session = request.cookies.get(SESSION, "")
        is_new = not self._is_known(session)
        if is_new and not self._may_enter(request.query_params.get("token", "")):
            denied = PlainTextResponse(message("web.token-missing"), status_code=401)
            await _sealed(denied, scope, receive, send)
            return
        if is_new:
            session = self._new_session()
        if is_new and request.method == "GET":
            await _sealed(_entered(request, session), scope, receive, send)
            return
        scope["state"] = {**scope.get("state", {}), "form_token": self.form_token(session)}
        await self._app(scope, _limited(receive, request), _with_headers(send))

    def form_token(self, session: str) -> str:
        """The token that proves that a form was made by this page for this browser."""
        return hmac.new(self._key, session.encode(), hashlib.sha256).hexdigest()

    def _refusal(self, request: Request) -> Response | None:
        headers = request.headers
        if headers.get("host", "") not in self._settings.allowed_hosts:
            return PlainTextResponse(message("web.other-host"), status_code=421)
        if request.method in _CHANGES and not _is_same_origin(headers):
            return PlainTextResponse(message("web.other-origin"), status_code=403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > _limit(request):
            return PlainTextResponse(message("web.too-large"), status_code=413)
        return None

    def _may_enter(self, shown: str) -> bool:
        return not self._settings.token or hmac.compare_digest(shown, self._settings.token)

    def _new_session(self) -> str:
        name = secrets.token_hex(16)
        return f"{name}.{self._signed(name)}"

    def _is_known(self, session: str) -> bool:
        name, _, signature = session.partition(".")
        return bool(name) and hmac.compare_digest(signature, self._signed(name))

    def _signed(self, name: str) -> str:
        return hmac.new(self._key, b"session " + name.encode(), hashlib.sha256).hexdigest()


def form_is_ours(request: Request, given: object) -> bool:
    """Whether a form carries the token that this page gave to this browser."""
    wanted = str(request.state.form_token)
    return isinstance(given, str) and hmac.compare_digest(given, wanted)


def _entered(request: Request, session: str) -> Response:
    """Redirect a browser that is now known to the same page without the token in its address."""
    url = request.url.remove_query_params("token")
    target = url.path + (f"?{url.query}" if url.query else "")
    response = RedirectResponse(target or "/", status_code=303)
    response.set_cookie(SESSION, session, httponly=True, samesite="strict", path="/")
    return response


def _is_same_origin(headers: Headers) -> bool:
    """Whether a browser submitted a form from this page. Clients other than browsers send no
    Origin."""
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host")
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def _limit(request: Request) -> int:
    return UPLOAD_LIMIT if request.url.path == UPLOADS else FORM_LIMIT


def _limited(receive: Receive, request: Request) -> Receive:
    """The body of a request, up to the limit: its stated length may be missing or wrong."""
    left = _limit(request)

    async def bounded() -> Message:
        nonlocal left
        event = await receive()
        left -= len(event.get("body", b""))
        if left < 0:
            return {"type": "http.disconnect"}
        return event

    return bounded


def _with_headers(send: Send) -> Send:
    async def sealed(event: Message) -> None:
        if event["type"] == "http.response.start":
            headers = MutableHeaders(scope=event)
            headers.setdefault("content-security-policy", PAGE_POLICY)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(event)

    return sealed


async def _sealed(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    await response(scope, receive, _with_headers(send))


def guarded(app: ASGIApp, settings: WebSettings) -> Any:
    """Wrap the page in its guard."""
    return Guard(app, settings)
