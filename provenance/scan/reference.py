"""Resolve mentions to references: to the hub, to a folder of the project, or to something
unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from provenance.model.artifact import Kind, Place
from provenance.model.finding import shorten
from provenance.scan.mention import Mention, MentionedText
from provenance.scan.names import hub_ref, is_path, of_another_hub

_COMMIT = re.compile(r"[0-9a-f]{40}")
_TEST = re.compile(
    r"(?:^|/)(?:tests?|testing|fixtures)/|(?:^|/)(?:test_[^/]*|[^/]*_test|conftest)\.(?:py|ipynb)$"
)


class State(StrEnum):
    """The state of a reference."""

    HUB = "hub"
    FOLDER = "folder"
    LOCAL = "local"
    COMPUTED = "computed"
    ELSEWHERE = "elsewhere"
    CANDIDATE = "candidate"


class Pin(StrEnum):
    """How precisely a hub reference is pinned."""

    COMMIT = "commit"
    BRANCH = "branch"
    NONE = "unpinned"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedReference:
    """One use of a model or dataset in a project.

    Attributes:
        kind: Model or dataset.
        state: On the hub, an existing folder, a missing path, computed at run time, elsewhere, or a
            string that looks like a name in an unknown kind of place.
        name: `org/name`, the path, or the expression.
        revision: As written, or None.
        pin: A commit, a branch or tag, nothing, or computed.
        place: File and line.
        via: What takes the name: a function, a command, a key.
        source: Where it is fetched from, if elsewhere.
        token: `passed`, `literal` if a token is in the source, or empty.
        cell: Cell of a notebook, or None.
        in_tests: Whether the file is a test or a fixture.
    """

    kind: Kind
    state: State
    name: str
    revision: str | None
    pin: Pin
    place: Place
    via: str
    source: str = ""
    token: str = ""
    cell: int | None = None
    in_tests: bool = False


def refer(mention: Mention, file: PurePosixPath, root: Path) -> ScannedReference | None:
    """The reference of a mention, or None if it is not a name.

    Args:
        mention: The mention.
        file: The file, relative to `root`.
        root: The scanned folder; named folders are looked for there and next to the file.
    """
    meaning = _meaning(mention, file, root)
    if meaning is None:
        return None
    state, kind, name, revision = meaning
    pin = _pin(revision) if state is State.HUB else Pin.NONE
    return ScannedReference(
        kind=kind,
        state=state,
        name=name,
        revision=revision.text if revision else None,
        pin=pin,
        place=Place(file.as_posix(), mention.line),
        via=mention.via,
        source=mention.elsewhere,
        token=mention.token,
        cell=mention.cell,
        in_tests=_TEST.search(file.as_posix()) is not None,
    )


def _meaning(
    mention: Mention, file: PurePosixPath, root: Path
) -> tuple[State, Kind, str, MentionedText | None] | None:
    mentioned, kind = mention.value, mention.kind
    if mentioned.text is None:
        state = State.LOCAL if mentioned.local else State.COMPUTED
        return state, kind, shorten(mentioned.shown, 80), None
    text = mentioned.text.strip()
    if not text or "\n" in text or len(text) > 300:
        return None
    other = of_another_hub(text, mention.elsewhere, kind)
    if other or mention.elsewhere:
        return _of_service(mention, text, other)
    if folder := _folder(text, file, root):
        return State.FOLDER, kind, folder, None
    if mentioned.local:
        return State.LOCAL, kind, shorten(text, 80), None
    return _of_default_hub(mention, text)


def _of_default_hub(
    mention: Mention, text: str
) -> tuple[State, Kind, str, MentionedText | None] | None:
    """A name as the default hub has it, or a path; None for anything else."""
    kind = mention.kind
    ref = hub_ref(text, kind, mention.bare)
    if ref is None:
        return (State.LOCAL, kind, shorten(text, 80), None) if _is_path(text) else None
    in_name = MentionedText(text=ref.revision) if ref.revision else None
    state = State.CANDIDATE if mention.unsure else State.HUB
    return state, ref.kind, ref.name, mention.revision or in_name


def _of_service(
    mention: Mention, text: str, other: tuple[str, Kind] | None
) -> tuple[State, Kind, str, MentionedText | None]:
    """A reference to something fetched from elsewhere, if that is a supported hub."""
    if other is None:
        return State.ELSEWHERE, mention.kind, text, mention.revision
    reference, kind = other
    state = State.CANDIDATE if mention.unsure else State.HUB
    # A client that takes a name takes its version apart from it; addresses hold theirs.
    revision = mention.revision if mention.elsewhere and "@" not in reference else None
    return state, kind, reference, revision


def _is_path(text: str) -> bool:
    """Whether a path is worth reporting; addresses of other servers and sentences are not."""
    return is_path(text) and "://" not in text and " " not in text


def _folder(text: str, file: PurePosixPath, root: Path) -> str:
    """The path, relative to `root`, of a folder inside it that the text names; empty if there is
    none."""
    if text.startswith(("/", "~")) or "://" in text or "\0" in text:
        return ""
    folder_of_file = root / file.parent
    starts = (root,) if folder_of_file == root else (root, folder_of_file)
    for start in starts:
        try:
            named_folder = start / text
            if not named_folder.is_dir():
                continue
            folder, top = named_folder.resolve(), root.resolve()
            if folder != top and folder.is_relative_to(top):
                return folder.relative_to(top).as_posix()
        except (OSError, ValueError, RuntimeError):
            continue
    return ""


def _pin(revision: MentionedText | None) -> Pin:
    if revision is None:
        return Pin.NONE
    if revision.text is None:
        return Pin.COMPUTED
    return Pin.COMMIT if _COMMIT.fullmatch(revision.text) else Pin.BRANCH
