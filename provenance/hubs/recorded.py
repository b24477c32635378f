"""The shapes of what a bundle records of hubs (`schemas/bundle-1`): its index, one answer about
each artefact, and each read of a file."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict


class RecordedRefJson(TypedDict):
    """A reference."""

    hub: str
    kind: str
    name: str
    revision: str | None


class RecordedErrorJson(TypedDict):
    """Why something could not be read; message and hint as `messages.as_json` writes them."""

    reason: str
    message: object
    hint: object


class RecordedRequestJson(RecordedRefJson):
    """What was asked for: the place of the answer in the bundle, or the error."""

    answer: NotRequired[str]
    error: NotRequired[RecordedErrorJson]


class RecordedReadJson(TypedDict):
    """One read of a file.

    `limit` is the most bytes that were asked for, `prefix` whether a longer file was accepted, and
    `start` the offset of the first byte, 0 if absent.
    """

    path: str
    limit: int
    prefix: bool
    error: RecordedErrorJson | None
    start: NotRequired[int]


class RecordedFileJson(TypedDict):
    """A listed file."""

    path: str
    size: int | None
    sha256: str | None
    scan: str | None
    kept: NotRequired[bool]


class RecordedGapJson(TypedDict):
    """What could not be read."""

    artifact: str
    what: str
    reason: str
    detail: object
    topic: NotRequired[str]


class RecordedScanJson(TypedDict):
    """A scan for personal data. Format 1 names the counts `found`."""

    source: str
    revision: str
    rows: int
    full: bool
    columns: list[str]
    found: list[tuple[str, int]]


class RecordedAnswerJson(TypedDict):
    """A hub's answer about an artefact, with the reads of its files."""

    ref: RecordedRefJson
    url: str
    source: str
    metadata: dict[str, object]
    files: list[RecordedFileJson]
    gaps: list[RecordedGapJson]
    scan: RecordedScanJson | None
    as_of: str
    read: list[RecordedReadJson]


class BundleSubjectJson(TypedDict):
    """A reference as it was typed."""

    ref: str
    kind: str


class BundleIndexJson(TypedDict):
    """The index of a bundle; `options` as `evidence.products.Options` writes them."""

    schema: str
    tool: dict[str, str]
    refs: list[BundleSubjectJson]
    manifest: str | None
    options: dict[str, Any]
    asked: list[RecordedRequestJson]
