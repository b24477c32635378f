"""Licence files that are present but whose text could not be read."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from pathlib import PurePosixPath

from provenance.licences.claim import Conclusion
from provenance.licences.files import FileRole, file_role, is_unreadable_licence
from provenance.messages import message
from provenance.model.artifact import NOT_UNDERSTOOD, TERMS, Gap, Snapshot, SourceText

# A dataset may contain hundreds of scanned forms with licence-like names.
_MOST = 5
_BROKEN = "\ufffd"
# A single character of another encoding does not make a text unreadable; one in fifty does.
_FEW_BROKEN = 10
_SHARE_BROKEN = 50
_FORMAT, _ENCODING, _UNREAD = NOT_UNDERSTOOD, "malformed", "bound"


def unread_texts(
    snapshot: Snapshot, documents: Mapping[str, SourceText], read_paths: Container[str]
) -> tuple[Gap, ...]:
    """A gap for each text that may contain terms and was not read.

    Args:
        snapshot: The hub's answer with the listing.
        documents: Texts read, by path.
        read_paths: Requested paths, whether or not they could be fetched.

    Returns:
        Licence files in an unsupported format, files whose bytes are not text, and licence texts
        beyond the maximum number, at most 5 of each.
    """
    purl = snapshot.ref.purl
    paths = sorted(entry.path for entry in snapshot.files)
    unreadable = [path for path in paths if is_unreadable_licence(path)]
    broken = [path for path in sorted(documents) if _is_broken(documents[path])]
    gaps: list[Gap] = []
    for path in unreadable[:_MOST]:
        suffix = PurePosixPath(path).suffix.removeprefix(".").upper()
        detail = message("gap.licence-format", path=path, ending=suffix)
        gaps.append(Gap(artifact=purl, what=path, reason=_FORMAT, detail=detail))
    for path in broken[:_MOST]:
        detail = message("gap.licence-encoding", path=path)
        gaps.append(Gap(artifact=purl, what=path, reason=_ENCODING, detail=detail))
    for path in _left_out(paths, read_paths):
        detail = message("gap.licence-number", path=path)
        gaps.append(Gap(artifact=purl, what=path, reason=_UNREAD, detail=detail))
    return tuple(gaps)


def unread_statements(snapshot: Snapshot, conclusion: Conclusion) -> tuple[Gap, ...]:
    """A gap for each statement on the licence that could not be read as one.

    Args:
        snapshot: The hub's answer.
        conclusion: The conclusion. If something was read and is no known licence, a rule reports
            that.
    """
    if conclusion.claims and not conclusion.licences:
        return ()
    gaps = []
    for thing in conclusion.not_understood[:_MOST]:
        place = thing.evidence
        line = f":{place.start_line}" if place.start_line else ""
        detail = message(
            "gap.licence-statement",
            place=f"{place.file}{line}",
            key=thing.what,
            quote=place.quote or "",
        )
        gaps.append(
            Gap(
                artifact=snapshot.ref.purl,
                what=f"{thing.what} in {place.file}",
                reason=NOT_UNDERSTOOD,
                detail=detail,
                topic=TERMS,
            )
        )
    return tuple(gaps)


def _left_out(paths: list[str], read_paths: Container[str]) -> Iterator[str]:
    """Licence texts in the root that were not requested; a text for the weights covers only
    these."""
    roles = {path: file_role(path) for path in paths if "/" not in path}
    for_weights = FileRole.WEIGHTS_LICENCE in roles.values()
    wanted = FileRole.WEIGHTS_LICENCE if for_weights else FileRole.LICENCE
    left = [path for path, role in roles.items() if role is wanted and path not in read_paths]
    yield from left[:_MOST]


def _is_broken(document: SourceText) -> bool:
    text = document.text
    broken = text.count(_BROKEN)
    return "\x00" in text or (broken >= _FEW_BROKEN and broken * _SHARE_BROKEN > len(text))
