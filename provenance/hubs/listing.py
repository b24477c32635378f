"""Read a hub's untrusted listing: only plain relative paths are accepted; the rest is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from provenance.errors import BoundError, MalformedError
from provenance.files.safe_json import JsonError, LoadedJson, load_json
from provenance.messages import Message, message
from provenance.model.artifact import FILES, NOT_UNDERSTOOD, ArtifactId, FileEntry, Gap

MOST_FILES = 250_000
_SHA256 = re.compile(r"[0-9a-f]{64}")


# Keys of an answer that hubs read themselves; metadata readers handle all others.
_KEYS = {"sha": "sha", "id": "id", "disabled": "disabled", "siblings": "siblings"}
_JOINTS = re.compile(r"[\s_\-.:]+")


def known_keys(answer: Mapping[str, object]) -> dict[str, object]:
    """An answer with the keys that hubs read in their standard spelling.

    Case and separators do not matter. A correctly spelt key is never replaced.
    """
    spelt = {
        _KEYS.get(_JOINTS.sub("", key).casefold(), key): value for key, value in answer.items()
    }
    return spelt | {key: value for key, value in answer.items() if key in _KEYS}


def read_object(body: bytes, subject: str) -> tuple[dict[str, object], LoadedJson]:
    """Parse an answer as a JSON object, with what was lost or repeated.

    Args:
        body: The answer.
        subject: What was requested, for messages.

    Raises:
        MalformedError: It is not a JSON object.
    """
    hint = message("hub.endpoint-again.hint")
    try:
        loaded = load_json(body)
    except JsonError as error:
        problem = message("hub.answer-not-json", subject=subject, why=error.reason)
        raise MalformedError(problem, hint) from None
    if not isinstance(loaded.value, dict):
        raise MalformedError(message("hub.answer-not-an-object", subject=subject), hint)
    return loaded.value, loaded


def read_rows(body: bytes, subject: str) -> list[Mapping[str, object]]:
    """The objects of an answer that is a list.

    Args:
        body: The answer.
        subject: What was asked for, for a person.

    Raises:
        MalformedError: It is not a JSON list.
    """
    hint = message("hub.endpoint-again.hint")
    try:
        rows = load_json(body).value
    except JsonError as error:
        problem = message("hub.answer-not-json", subject=subject, why=error.reason)
        raise MalformedError(problem, hint) from None
    if not isinstance(rows, list):
        raise MalformedError(message("hub.answer-not-a-list", subject=subject), hint)
    return [row for row in rows if isinstance(row, dict)]


def listing_cut(subject: str, pages: int) -> BoundError:
    """The error at the end of a listing of which only the first pages were read."""
    return BoundError(
        message("hub.listing-cut", subject=subject, limit=pages), message("hub.listing-cut.hint")
    )


def is_plain_path(path: str, longest: int = 1000) -> bool:
    """Whether `path` stays inside a repository and is one printable line of at most `longest`
    characters."""
    parts = path.split("/")
    return (
        0 < len(path) <= longest
        and "\\" not in path
        and path.isprintable()
        and not any(part in ("", ".", "..") for part in parts)
    )


def read_listing(
    purl: ArtifactId, info: Mapping[str, object], *, consume: bool = False
) -> tuple[tuple[FileEntry, ...], tuple[Gap, ...]]:
    """Read the files of a hub's answer, with scanner results.

    Args:
        purl: The artefact, for gaps.
        info: The answer; its `siblings` and `securityRepoStatus` are not trusted.
        consume: Whether to empty the list of siblings, so that a long listing is not in memory
            twice.

    Returns:
        The files sorted by path, and gaps for rejected or missing entries.
    """
    siblings = info.get("siblings")
    if not isinstance(siblings, list):
        return (), (_malformed(purl, message("hub.no-files")),)
    files: dict[str, FileEntry] = {}
    flagged = _flagged(info.get("securityRepoStatus"))
    refused = 0
    odd: list[str] = []
    count = len(siblings)
    for sibling in _taken(siblings) if consume else siblings[:MOST_FILES]:
        path = sibling.get("rfilename") if isinstance(sibling, dict) else None
        if not isinstance(path, str) or not is_plain_path(path):
            refused += 1
            continue
        files[path] = _entry(path, sibling, flagged.get(path))
        if _is_odd(sibling, files[path]):
            odd.append(path)
    gaps = _listing_gaps(purl, refused=refused, odd=odd, listed=count)
    return tuple(files[path] for path in sorted(files)), tuple(gaps)


def _taken(siblings: list[object]) -> Iterator[Any]:
    """The first members of a list, each taken out of it."""
    del siblings[MOST_FILES:]
    siblings.reverse()
    while siblings:
        yield siblings.pop()


def _malformed(purl: ArtifactId, detail: Message) -> Gap:
    return Gap(artifact=purl, what="file listing", reason="malformed", detail=detail)


def _listing_gaps(purl: ArtifactId, *, refused: int, odd: list[str], listed: int) -> Iterator[Gap]:
    if refused:
        yield _malformed(purl, message("hub.refused-names", count=refused))
    if odd:
        yield Gap(
            artifact=purl,
            what="sizes and digests",
            reason=NOT_UNDERSTOOD,
            detail=message("hub.odd-sizes", count=len(odd), path=odd[0]),
            topic=FILES,
        )
    if listed > MOST_FILES:
        detail = message("hub.too-many-listed", limit=MOST_FILES, all=listed)
        yield Gap(artifact=purl, what="file listing", reason="too-large", detail=detail)


def _flagged(status: object) -> dict[str, str]:
    """The scanner level of each flagged file."""
    issues = status.get("filesWithIssues") if isinstance(status, dict) else None
    return {
        issue["path"]: issue["level"]
        for issue in (issues if isinstance(issues, list) else ())
        if isinstance(issue, dict)
        and isinstance(issue.get("path"), str)
        and isinstance(issue.get("level"), str)
    }


def _entry(path: str, sibling: Mapping[str, object], scan: str | None) -> FileEntry:
    digest = _stated_digest(sibling)
    hexadecimal = digest.lower().removeprefix("sha256:") if isinstance(digest, str) else ""
    return FileEntry(
        path=path,
        size=_size(sibling.get("size")),
        sha256=hexadecimal if _SHA256.fullmatch(hexadecimal) else None,
        scan=scan,
    )


def _size(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if value >= 0 else None


def _stated_digest(sibling: Mapping[str, object]) -> object:
    lfs = sibling.get("lfs")
    return (lfs.get("sha256") or lfs.get("oid")) if isinstance(lfs, dict) else lfs


def _is_odd(sibling: Mapping[str, object], entry: FileEntry) -> bool:
    """Whether the hub states an invalid size or digest."""
    has_size = sibling.get("size") is not None
    has_digest = bool(_stated_digest(sibling))
    return (has_size and entry.size is None) or (has_digest and entry.sha256 is None)


def lost_numbers(purl: ArtifactId, source: str, loaded: LoadedJson) -> tuple[Gap, ...]:
    """Gaps for numbers in a hub's answer that are out of range, and for repeated keys.

    Args:
        purl: The artefact.
        source: Where the answer was read.
        loaded: The parsed answer.
    """
    gaps = []
    if loaded.dropped:
        detail = message("hub.number-not-read", source=source, numbers=tuple(loaded.dropped))
        gaps.append(Gap(artifact=purl, what=source, reason="malformed", detail=detail))
    if loaded.repeated:
        detail = message("hub.stated-twice", source=source, keys=tuple(loaded.repeated))
        gaps.append(Gap(artifact=purl, what=source, reason=NOT_UNDERSTOOD, detail=detail))
    return tuple(gaps)
