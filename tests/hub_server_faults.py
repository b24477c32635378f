"""What can go wrong with a hub: each fault spoils a request, an answer, or its way over the
wire."""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from itertools import chain, repeat
from typing import Literal, TypeAlias
from urllib.parse import unquote

from hub_server_wire import CHUNK, Answer, FilePart, Request

FaultKind: TypeAlias = Literal[
    "status",  # answers `status`, with Retry-After where `seconds` is set
    "latency",  # waits `seconds` before it answers
    "stall",  # never answers
    "trickle",  # sends a byte each `seconds`
    "slow-head",  # sends a byte of a header each `seconds`, and never ends it
    "reset",  # resets the connection in mid-body
    "truncate",  # closes the connection in mid-body: fewer bytes than Content-Length says
    "cut-json",  # half of the body, with a Content-Length that fits
    "redirect-loop",  # redirects to itself for ever
    "no-range",  # ignores Range
    "plain",  # ignores blobs, expand and securityStatus
    "endless",  # a body that never ends
    "huge-listing",  # `count` generated files
    "gzip-bomb",  # `count` MiB of zeros in about a thousandth of that
    "content-type",  # says that the body is `text`
    "body",  # answers `body`
    "drop-header",  # leaves out the header named `text`
]


@dataclass(slots=True)
class Fault:
    """One fault; see `HubServer.fault`."""

    kind: FaultKind
    path: str
    times: int | None
    method: str | None
    status: int
    seconds: float
    count: int
    text: str
    body: bytes

    def takes(self, request: Request) -> bool:
        """Whether it strikes this request; counts down."""
        if self.times == 0 or self.method not in (None, request.method):
            return False
        if not fnmatchcase(unquote(request.path), self.path):
            return False
        self.times = None if self.times is None else self.times - 1
        return True


class Faults:
    """All faults that are set, in the order in which they were set."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        """Set one more fault."""
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        """Mend everything."""
        with self._lock:
            self._faults.clear()

    def taking(self, request: Request) -> list[Fault]:
        """The faults that strike this request."""
        with self._lock:
            return [fault for fault in self._faults if fault.takes(request)]


def spoil_request(fault: Fault, request: Request) -> Request:
    """What the hub understands of `request` under `fault`."""
    if fault.kind == "no-range":
        return replace(request, headers={k: v for k, v in request.headers.items() if k != "range"})
    if fault.kind == "plain":
        ignored = ("blobs", "expand", "expand[]", "securityStatus")
        return replace(request, query={k: v for k, v in request.query.items() if k not in ignored})
    return request


def spoil_answer(fault: Fault, request: Request, answer: Answer) -> Answer:
    """What becomes of `answer` under `fault`."""
    spoil = _SPOILERS.get(fault.kind)
    return spoil(fault, request, answer) if spoil else answer


def _status(fault: Fault, request: Request, answer: Answer) -> Answer:
    headers = {"Retry-After": f"{fault.seconds:g}"} if fault.seconds else {}
    return Answer.json({"error": fault.text or "The hub is unwell"}, fault.status, headers)


def _cut_json(fault: Fault, request: Request, answer: Answer) -> Answer:
    body = body_bytes(answer)
    return replace(answer, body=body[: len(body) // 2])


def _redirect_loop(fault: Fault, request: Request, answer: Answer) -> Answer:
    turn = int(request.query.get("turn", ["0"])[-1])
    return Answer.redirect(f"{request.path}?turn={turn + 1}")


def _endless(fault: Fault, request: Request, answer: Answer) -> Answer:
    return replace(answer, status=200, body=chain([body_bytes(answer)], repeat(b" " * CHUNK)))


def _huge_listing(fault: Fault, request: Request, answer: Answer) -> Answer:
    """Generated files in an info answer or on a page of the tree; other answers stay."""
    is_listing = answer.status == 200 and request.path.startswith("/api/")
    document = json.loads(body_bytes(answer)) if is_listing else None
    if isinstance(document, dict) and "siblings" in document:
        document["siblings"] = [{"rfilename": f"generated/{n:07}.txt"} for n in range(fault.count)]
    elif isinstance(document, list) and "/tree/" in request.path:
        file = {"type": "file", "oid": "0" * 40, "size": 0}
        document = [{**file, "path": f"generated/{n:07}.txt"} for n in range(fault.count)]
    else:
        return answer
    return Answer.json(document)


def _gzip_bomb(fault: Fault, request: Request, answer: Answer) -> Answer:
    return replace(
        answer, headers={**answer.headers, "Content-Encoding": "gzip"}, body=_bomb(fault.count)
    )


def _bomb(mebibytes: int) -> Iterator[bytes]:
    """A gzip stream (RFC 1952) of zeros; every MiB is the same block, so that making it costs next
    to nothing."""
    zeros = bytes(1024 * 1024)
    yield b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = deflate.compress(zeros) + deflate.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(mebibytes):
        checksum = zlib.crc32(zeros, checksum)
        yield block
    yield (
        b"\x03\0"
        + checksum.to_bytes(4, "little")
        + (mebibytes * len(zeros) % 2**32).to_bytes(4, "little")
    )


def _content_type(fault: Fault, request: Request, answer: Answer) -> Answer:
    return replace(answer, headers={**answer.headers, "Content-Type": fault.text})


def _body(fault: Fault, request: Request, answer: Answer) -> Answer:
    return replace(answer, body=fault.body)


def _drop_header(fault: Fault, request: Request, answer: Answer) -> Answer:
    return replace(
        answer, headers={k: v for k, v in answer.headers.items() if k.lower() != fault.text.lower()}
    )


_SPOILERS: dict[FaultKind, Callable[[Fault, Request, Answer], Answer]] = {
    "status": _status,
    "cut-json": _cut_json,
    "redirect-loop": _redirect_loop,
    "endless": _endless,
    "huge-listing": _huge_listing,
    "gzip-bomb": _gzip_bomb,
    "content-type": _content_type,
    "body": _body,
    "drop-header": _drop_header,
}


def body_bytes(answer: Answer) -> bytes:
    """The whole body in memory."""
    body = answer.body
    if isinstance(body, bytes):
        return body
    return b"".join(body.chunks() if isinstance(body, FilePart) else body)
