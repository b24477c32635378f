"""A hub's listing is a stranger's text: only plain relative paths come through, the rest is
told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from provenance.artifact import FileEntry, Gap
from provenance.safejson import LoadedJson

MOST_FILES = 250_000
_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_plain_path(path: str, longest: int = 1000) -> bool:
    """Whether `path` stays inside a repository and prints as one line of at most `longest`
    characters."""
    parts = path.split("/")
    return (
        0 < len(path) <= longest
        and "\\" not in path
        and path.isprintable()
        and not any(part in ("", ".", "..") for part in parts)
    )


def read_listing(
    purl: str, info: Mapping[str, Any]
) -> tuple[tuple[FileEntry, ...], tuple[Gap, ...]]:
    """Read the files of a hub's answer, with what its scanners say of them.

    Args:
        purl: The artefact, for gaps.
        info: The answer; its `siblings` and `securityRepoStatus` may be anything at all.

    Returns:
        The files sorted by path, and gaps for what was refused or missing.
    """
    siblings = info.get("siblings")
    if not isinstance(siblings, list):
        return (), (Gap(purl, "file listing", "malformed", "The hub's answer lists no files."),)
    files: dict[str, FileEntry] = {}
    flagged = _flagged(info.get("securityRepoStatus"))
    refused = 0
    for sibling in siblings[:MOST_FILES]:
        path = sibling.get("rfilename") if isinstance(sibling, dict) else None
        if isinstance(path, str) and is_plain_path(path):
            files[path] = _entry(path, sibling, flagged.get(path))
        else:
            refused += 1
    gaps = []
    if refused:
        detail = f"{refused} listed names were refused: not plain paths inside the repository."
        gaps.append(Gap(purl, "file listing", "malformed", detail))
    if len(siblings) > MOST_FILES:
        detail = f"Only the first {MOST_FILES:,} of {len(siblings):,} listed files were taken."
        gaps.append(Gap(purl, "file listing", "too-large", detail))
    return tuple(files[path] for path in sorted(files)), tuple(gaps)


def _flagged(status: object) -> dict[str, str]:
    """The level of each file that the hub's scanners have something to say about."""
    issues = status.get("filesWithIssues") if isinstance(status, dict) else None
    return {
        issue["path"]: issue["level"]
        for issue in (issues if isinstance(issues, list) else ())
        if isinstance(issue, dict)
        and isinstance(issue.get("path"), str)
        and isinstance(issue.get("level"), str)
    }


def _entry(path: str, sibling: Mapping[str, Any], scan: str | None) -> FileEntry:
    lfs, size = sibling.get("lfs"), sibling.get("size")
    digest = (lfs.get("sha256") or lfs.get("oid")) if isinstance(lfs, dict) else None
    return FileEntry(
        path,
        size if isinstance(size, int) and size >= 0 else None,
        digest if isinstance(digest, str) and _SHA256.fullmatch(digest) else None,
        scan,
    )


def lost_numbers(purl: str, source: str, loaded: LoadedJson) -> tuple[Gap, ...]:
    """What a hub's answer states in numbers that nothing here can hold, as a gap.

    Args:
        purl: The artefact.
        source: Where the answer was read.
        loaded: The answer.
    """
    if not loaded.dropped:
        return ()
    detail = f"{source} states {', '.join(loaded.dropped)}; what it counts was not read."
    return (Gap(purl, source, "malformed", detail),)
