"""What goes over the wire of the test hub: a request, an answer, a refusal, and which bytes a Range
asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qs, unquote

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True, slots=True)
class FilePart:
    """The bytes `start` (included) to `stop` (excluded) of a file on disk, read only when they are
    sent."""

    path: Path
    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def chunks(self) -> Iterator[bytes]:
        """The bytes in pieces of at most `CHUNK`."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            left = len(self)
            while left and (chunk := file.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk


Body: TypeAlias = "bytes | FilePart | Iterator[bytes]"
"""An iterator has no length that is known beforehand and is sent chunked (RFC 9112, 7.1)."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as the routes see it.

    Attributes:
        method: GET, HEAD or POST.
        path: The path as sent, still percent-encoded: an encoded slash belongs to its segment.
        query: The decoded parameters, each with all its values.
        headers: By lower-case name.
        body: The body of a POST.
    """

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes = b""

    @classmethod
    def parse(cls, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Request:
        """Read a request line's `target` (RFC 9112, 3.2)."""
        path, _, query = target.partition("?")
        return cls(
            method=method,
            path=path,
            query=parse_qs(query, keep_blank_values=True),
            headers=headers,
            body=body,
        )

    @property
    def segments(self) -> list[str]:
        """The decoded segments of the path."""
        return [unquote(segment) for segment in self.path.strip("/").split("/")]

    @property
    def token(self) -> str | None:
        """The bearer token, or None."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token if scheme.lower() == "bearer" else None

    def flag(self, name: str) -> bool:
        """Whether the query parameter `name` says yes."""
        return self.query.get(name, [""])[-1].lower() in ("true", "1")

    def number(self, name: str, default: int, most: int) -> int:
        """The query parameter `name` as a whole number from 1 to `most`, or `default`."""
        text = self.query.get(name, [""])[-1]
        return max(1, min(int(text), most)) if text.isdecimal() and len(text) < 10 else default


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: status, headers, body. Framing headers are added when it is sent."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Body = b""

    @classmethod
    def json(
        cls, value: object, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """An answer with a JSON body."""
        body = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return cls(
            status, {"Content-Type": "application/json; charset=utf-8", **(headers or {})}, body
        )

    @classmethod
    def redirect(
        cls, location: str, status: int = 302, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """An answer that points elsewhere."""
        text = f"Redirecting to {location}".encode()
        return cls(
            status,
            {"Content-Type": "text/plain; charset=utf-8", **(headers or {}), "Location": location},
            text,
        )


class RefusalError(Exception):
    """A route's way to answer with an error.

    Args:
        status: HTTP status.
        message: Goes into `X-Error-Message` and the JSON body's `error`.
        code: Goes into `X-Error-Code`: RepoNotFound, GatedRepo, RevisionNotFound or EntryNotFound,
            or empty.
        headers: Further headers.
    """

    def __init__(
        self, status: int, message: str, code: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        named = {"X-Error-Code": code} if code else {}
        self.answer = Answer.json(
            {"error": message}, status, {**named, "X-Error-Message": message, **(headers or {})}
        )


def content_answer(
    body: bytes | FilePart, headers: Mapping[str, str], range_header: str | None
) -> Answer:
    """Answer with a file's content, or with the one range of it that is asked for (RFC 9110, 14).

    Args:
        body: The whole content.
        headers: What describes it.
        range_header: The `Range` header; several ranges or a malformed one get the whole content,
            as the standard allows.
    """
    headers = {**headers, "Accept-Ranges": "bytes"}
    match = _RANGE.fullmatch(range_header.replace(" ", "")) if range_header else None
    if not match or match.group() == "bytes=-":
        return Answer(200, headers, body)
    size, first, last = len(body), match[1], match[2]
    start = int(first) if first else max(0, size - int(last))
    stop = min(size, int(last) + 1) if first and last else size
    if start >= size or start >= stop:
        headers["Content-Range"] = f"bytes */{size}"
        return Answer(416, headers, b"Range Not Satisfiable")
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    part = body[start:stop] if isinstance(body, bytes) else FilePart(body.path, start, stop)
    return Answer(206, headers, part)
