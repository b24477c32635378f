"""Which weight files of a model to examine, and the gaps they leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from provenance.errors import HubError
from provenance.lineage.wanted import FIRST_RANGE, Wanted
from provenance.messages import message
from provenance.model.artifact import DETAIL, FILES, FileEntry, Gap, Kind, Snapshot
from provenance.model.fault import in_full
from provenance.weights import (
    HEADER_FORMATS,
    HEADER_LIMIT,
    Examined,
    MissingReaderError,
    TruncatedHeaderError,
    executes_code,
    file_format,
    is_weights,
)

# The largest models have about two hundred shards.
MOST_EXAMINED = 256
# File names that reveal nothing; most repositories have none.
MOST_UNNAMED = 32
# A GGUF header contains the vocabulary, some megabytes, and a repository may have thirty such
# files.
MOST_WHOLE = 16
_SHOWN = 3
# Formats of archives that are not opened.
_PACKED = frozenset({"archive", "compressed"})
# Formats that may hold words of their makers and have no reader here. Flax and fastText hold names
# of parameters, words of a vocabulary and numbers, nothing else.
_WITHOUT_READER = frozenset({"executorch", "ggml", "paddle", "skops", "tensorrt"})
# `model-00001-of-00004.safetensors`
_PART = re.compile(r"(.*?[-_.])(\d{1,6})-of-(\d{1,6})(\D.*)?")
# Formats of trainer states and single arrays, which loaders read like weights.
_BESIDE_WEIGHTS = frozenset({"pickle", "npy", "tensorflow"})


def is_candidate(path: str) -> bool:
    """Whether a file may contain weights, judging by its name."""
    format_by_name = file_format(path)
    if format_by_name in ("", "archive"):
        return not path.rpartition("/")[2].startswith(".")
    return is_weights(path) or format_by_name in _BESIDE_WEIGHTS or executes_code(path)


def examined_files(files: Iterable[FileEntry]) -> tuple[Wanted, ...]:
    """The weight files to examine: the one whose header covers all first, root before subfolders,
    at most `MOST_EXAMINED`.

    For a stored hub answer, only stored files; the first file with a header is always requested.
    """
    listed = list(files)
    paths = {entry.path for entry in listed}
    candidates = sorted(
        (entry for entry in listed if is_candidate(entry.path) or _is_graph_of(entry.path, paths)),
        key=_order,
    )
    chosen = _chosen(candidates)
    vocabularies = [path for path in chosen if file_format(path) == "gguf"]
    partly = frozenset(vocabularies[MOST_WHOLE:])
    return tuple(
        Wanted(path=path, limit=FIRST_RANGE, prefix=True, weights=True, whole=path not in partly)
        for path in chosen
    )


def _chosen(candidates: Sequence[FileEntry]) -> list[str]:
    """The paths within the limits: those with a format in their names first, then the others."""
    recognised: list[str] = []
    others: list[str] = []
    has_header = False
    for entry in candidates:
        format_by_name = file_format(entry.path)
        is_first_header = format_by_name in HEADER_FORMATS and not has_header
        has_header = has_header or is_first_header
        if not entry.kept and not is_first_header:
            continue
        if format_by_name:
            recognised.append(entry.path)
        else:
            others.append(entry.path)
    return [*recognised[:MOST_EXAMINED], *others[:MOST_UNNAMED]]


def _is_graph_of(path: str, listed: AbstractSet[str]) -> bool:
    """Whether a file is the graph of weights next to it, or the only file there is: OpenVINO writes
    `model.xml` and `model.bin`."""
    stem, dot, suffix = path.rpartition(".")
    is_xml = bool(dot) and suffix.lower() == "xml"
    return is_xml and (f"{stem}.bin" in listed or len(listed) == 1)


def weight_gaps(
    snapshot: Snapshot, bodies: Mapping[str, bytes | Examined | HubError]
) -> Iterator[Gap]:
    """The gaps of weight files: headers, files, and files beyond the limit.

    Args:
        snapshot: The hub's answer.
        bodies: The fetched content, by path.
    """
    examined = {path: body for path, body in bodies.items() if isinstance(body, Examined)}
    begun = [path for path, body in examined.items() if _is_begun(body)]
    for path, body in examined.items():
        if path not in begun:
            yield from _header_gaps(snapshot, body)
    yield from _unread_gaps(snapshot, bodies)
    yield from _missing_parts(snapshot)
    yield from _packed(snapshot, examined)
    yield from _without_reader(snapshot, examined)
    if begun:
        detail = message("weights.gap.begun", files=tuple(begun[:_SHOWN]), count=len(begun))
        yield Gap(
            artifact=snapshot.ref.purl,
            what="ends of headers",
            reason="bound",
            detail=detail,
            topic=DETAIL,
        )
    if examined:
        yield from _left_out(snapshot, bodies)


def _unread_gaps(
    snapshot: Snapshot, bodies: Mapping[str, bytes | Examined | HubError]
) -> Iterator[Gap]:
    """One gap for each reason why weight files were not read."""
    unread: dict[str, list[tuple[str, HubError]]] = {}
    for path, body in bodies.items():
        if isinstance(body, HubError) and is_candidate(path):
            unread.setdefault(body.reason, []).append((path, body))
    for reason, failed in unread.items():
        path, error = failed[0]
        detail: str = in_full(error)
        if len(failed) > 1:
            detail = message("weights.gap.also", detail=detail, count=len(failed) - 1)
        yield Gap(artifact=snapshot.ref.purl, what=path, reason=reason, detail=detail)


def _missing_parts(snapshot: Snapshot) -> Iterator[Gap]:
    """One gap for each weight file in parts of which not all are listed."""
    parts: dict[tuple[str, str, str], set[int]] = {}
    for entry in snapshot.files:
        match = _PART.fullmatch(entry.path)
        if match and is_candidate(entry.path):
            start, number, total, end = match.groups(default="")
            parts.setdefault((start, total, end), set()).add(int(number))
    for (start, total, end), listed in sorted(parts.items()):
        if len(listed) < int(total) <= MOST_EXAMINED:
            path = _pattern_of(start, total, end)
            detail = message(
                "weights.gap.missing-parts", path=path, count=len(listed), total=int(total)
            )
            yield Gap(
                artifact=snapshot.ref.purl,
                what=path,
                reason="not-found",
                detail=detail,
                topic=FILES,
            )


def _packed(snapshot: Snapshot, examined: Mapping[str, Examined]) -> Iterator[Gap]:
    """Archives that are not opened, in a model that has no other weights."""
    is_model = snapshot.ref.kind is Kind.MODEL
    if not is_model or any(is_weights(entry.path) for entry in snapshot.files):
        return
    for path, body in examined.items():
        is_packed = body.content in _PACKED
        # Its name promises an archive, and no archive is known that starts like this.
        is_strange = body.named == "archive" and body.content == ""
        if body.facts is None and not body.problem and (is_packed or is_strange):
            detail = message("weights.gap.packed", file=path)
            yield Gap(artifact=snapshot.ref.purl, what=path, reason="unread", detail=detail)


def _without_reader(snapshot: Snapshot, examined: Mapping[str, Examined]) -> Iterator[Gap]:
    """Files in formats without a reader, in a model whose other files hold no weights."""
    if snapshot.ref.kind is not Kind.MODEL:
        return
    formats = {path: body.content or file_format(path) for path, body in examined.items()}
    unread = [path for path, content in formats.items() if content in _WITHOUT_READER]
    listed = (entry.path for entry in snapshot.files)
    others = [path for path in listed if is_weights(path) and path not in unread]
    has_others = any(file_format(path) not in _WITHOUT_READER for path in others)
    if unread and not has_others and all(body.facts is None for body in examined.values()):
        detail = message(
            "weights.gap.without-reader",
            file=unread[0],
            format=formats[unread[0]],
            count=len(unread),
        )
        yield Gap(artifact=snapshot.ref.purl, what=unread[0], reason="unread", detail=detail)


def part_pattern(path: str) -> str:
    """How a gap names the series of files that a file is part of; empty if it is none.

    Args:
        path: The path of a file.
    """
    match = _PART.fullmatch(path)
    if match is None:
        return ""
    start, _, total, end = match.groups(default="")
    return _pattern_of(start, total, end)


def _pattern_of(start: str, total: str, end: str) -> str:
    return f"{start}*-of-{total}{end}"


def _order(entry: FileEntry) -> tuple[int, int, str]:
    """Root before subfolders, formats with headers before others, then by name."""
    format_by_name = file_format(entry.path)
    rank = len(HEADER_FORMATS)
    if format_by_name in HEADER_FORMATS:
        rank = HEADER_FORMATS.index(format_by_name)
    return entry.path.count("/"), rank, entry.path


def _is_begun(examined: Examined) -> bool:
    """Whether only the start of a long header was read, on purpose."""
    facts = examined.facts
    return facts is not None and not facts.complete and examined.read <= FIRST_RANGE


def _header_gaps(snapshot: Snapshot, examined: Examined) -> Iterator[Gap]:
    """The gaps of a weight file's header."""
    path, problem = examined.path, examined.problem
    if isinstance(problem, TruncatedHeaderError):
        detail = message(
            "gap.header-cut",
            path=path,
            needed=problem.needed,
            read=examined.read,
            limit=HEADER_LIMIT,
        )
        yield Gap(artifact=snapshot.ref.purl, what=path, reason="too-large", detail=detail)
    elif isinstance(problem, MissingReaderError):
        detail = message("weights.gap.no-reader", file=path, why=problem.reason)
        yield Gap(artifact=snapshot.ref.purl, what=path, reason="unread", detail=detail)
    elif problem:
        detail = message("gap.header-malformed", path=path, why=problem.reason)
        yield Gap(artifact=snapshot.ref.purl, what=path, reason="malformed", detail=detail)
    elif examined.content == "pointer":
        pointer = message("weights.gap.pointer", file=path)
        yield Gap(artifact=snapshot.ref.purl, what=path, reason="not-found", detail=pointer)


def _left_out(
    snapshot: Snapshot, bodies: Mapping[str, bytes | Examined | HubError]
) -> Iterator[Gap]:
    """Files that were not requested because there are too many."""
    left = [
        entry.path
        for entry in snapshot.files
        if entry.kept and is_candidate(entry.path) and entry.path not in bodies
    ]
    if left:
        detail = message("weights.gap.left-out", files=tuple(left[:_SHOWN]), count=len(left))
        yield Gap(
            artifact=snapshot.ref.purl,
            what="other weight files",
            reason="bound",
            detail=detail,
            topic=DETAIL,
        )
