"""What a Space names: its card lists models and datasets, preloads files at revisions, and its code
loads more.

Keys of the card: https://huggingface.co/docs/hub/spaces-config-reference. No code is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from provenance.cards import parse_card
from provenance.errors import FaultError, HubError, UsageError
from provenance.hubs import Space, parse_reference
from provenance.messages import message
from provenance.model.artifact import CARD, ArtifactRef, Gap, Kind, Place, root_first
from provenance.model.card import Card
from provenance.model.fault import in_full
from provenance.project.several import Named, Several
from provenance.scan import ScannedReference, State, reader_of, references_in
from provenance.stated import NOT_UNDERSTOOD, Leftover, leftover, pointer, texts
from provenance.text.decoding import decode_text

# An application has a handful of files; what lies below these is a library that it carries along.
MOST_FILES = 60
_FILE_LIMIT = 1024 * 1024
_READERS = 8
_PRELOADED = "preload_from_hub"
_KEYS = {"models": Kind.MODEL, "datasets": Kind.DATASET, _PRELOADED: Kind.MODEL}
_EXPECTED = {Kind.MODEL: "gap.expected.model-name", Kind.DATASET: "gap.expected.dataset-name"}
# A card with the same error a thousand times is reported only a few times.
_MOST_PROBLEMS = 10
_COMMIT = re.compile(r"[0-9a-f]{40}")

SpaceGap: TypeAlias = tuple[str, Place | None, Gap]
"""The Space, the place, and what was not read there."""


def read_content(space: Space) -> Several:
    """Read the card and the code of a Space.

    Raises:
        UsageError: It names nothing.
    """
    paths = _code_paths(space)
    chosen = paths[:MOST_FILES]
    with ThreadPoolExecutor(max_workers=_READERS) as pool:
        bodies = dict(zip(chosen, pool.map(partial(_body, space), chosen), strict=True))
    failed = {path: body for path, body in bodies.items() if isinstance(body, HubError)}
    gaps = [_gap(space, path, error.reason, in_full(error)) for path, error in failed.items()]
    texts = {path: decode_text(body) for path, body in bodies.items() if isinstance(body, bytes)}
    contents = [_named_in(space, *file, gaps=gaps) for file in texts.items()]
    artefacts = _each_once(chain.from_iterable(contents))
    gaps += _too_large(space)
    if len(paths) > len(chosen):
        cut = message("hub.space-cut", read=len(chosen), count=len(paths))
        gaps.append(_gap(space, "code", "bound", cut))
    if not artefacts and not gaps:
        raise UsageError(
            message("hub.space-names-nothing", name=space.name),
            message("hub.space-names-nothing.hint"),
        )
    return Several(named=artefacts, gaps=tuple(gaps))


def _each_once(names: Iterable[Named]) -> tuple[Named, ...]:
    """Each artefact once; a revision says more than none, wherever it stands."""
    best: dict[ArtifactRef, Named] = {}
    for name in names:
        known = best.get(name.ref.unpinned)
        if known is None or (name.ref.revision and not known.ref.revision):
            best[name.ref.unpinned] = name
    return tuple(best.values())


def _code_paths(space: Space) -> list[str]:
    """The card, and files that a reader of the scan reads; the root's before those of folders."""
    listed = [file.path for file in space.files if (file.size or 0) <= _FILE_LIMIT]
    code = root_first(path for path in listed if reader_of(PurePosixPath(path).name))
    card = [path for path in listed if path == CARD]
    return card + code


def _body(space: Space, path: str) -> bytes | HubError:
    try:
        return space.read(path, _FILE_LIMIT)
    except HubError as error:
        return error


def _named_in(space: Space, path: str, text: str, *, gaps: list[SpaceGap]) -> list[Named]:
    """What one file names; adds a gap for each part of it that was not understood."""
    if path == CARD:
        return _named_in_card(space, parse_card(text), gaps)
    try:
        references = references_in(PurePosixPath(path), text)
    except FaultError as error:
        gaps.append(_gap(space, path, error.reason, in_full(error)))
        return []
    on_hub = (reference for reference in references if reference.state is State.HUB)
    return [name for reference in on_hub for name in _of_code(space, reference)]


def _named_in_card(space: Space, card: Card, gaps: list[SpaceGap]) -> list[Named]:
    for problem in card.problems[:_MOST_PROBLEMS]:
        key = "gap.card-fatal" if problem.fatal else "gap.card-problem"
        detail = message(key, file=CARD, line=problem.line, problem=problem.message)
        gaps.append(_gap(space, CARD, "malformed", detail))
    artefacts: list[Named] = []
    for key, kind in _KEYS.items():
        read = texts(card.fields.get(key), (key,), message(_EXPECTED[kind]))
        for left in read.leftovers:
            gaps.append(_not_understood(space, card, left))
        for value in read.values:
            line = _line(card, value.path, (key,))
            text = _preloaded(value.text) if key == _PRELOADED else value.text
            resolved = list(_resolved(space, text, kind, CARD, line))
            artefacts += resolved
            if not resolved:
                [left] = leftover(value.text, value.path, message(_EXPECTED[kind])).leftovers
                gaps.append(_not_understood(space, card, left))
    return artefacts


def _preloaded(entry: str) -> str:
    """The reference in `org/name`, then files with commas between, then a revision."""
    name, *rest = entry.split()
    revisions = [word for word in rest if _COMMIT.fullmatch(word)]
    return f"{name}@{revisions[-1]}" if revisions else name


def _not_understood(space: Space, card: Card, left: Leftover) -> SpaceGap:
    detail = message(
        "gap.not-understood",
        place=f"{CARD}:{_line(card, left.path, left.path[:1])}",
        key=pointer(left.path),
        shape=left.shape,
        expected=left.expected,
        quote=left.quote,
    )
    return _gap(space, CARD, NOT_UNDERSTOOD, detail)


def _too_large(space: Space) -> Iterator[SpaceGap]:
    """The card and files with code that are longer than what is read."""
    for file in space.files:
        is_read = file.path == CARD or reader_of(PurePosixPath(file.path).name)
        if is_read and (file.size or 0) > _FILE_LIMIT:
            detail = message("hub.space-large", path=file.path, limit=_FILE_LIMIT)
            yield _gap(space, file.path, "too-large", detail)


def _line(card: Card, *paths: tuple[str | int, ...]) -> int:
    places: Mapping[tuple[str | int, ...], Any] = card.positions
    return next((places[path].start for path in paths if path in places), 1)


def _of_code(space: Space, reference: ScannedReference) -> Iterator[Named]:
    text = reference.name
    if reference.revision:
        text = f"{text}@{reference.revision}"
    yield from _resolved(space, text, reference.kind, reference.place.file, reference.place.line)


def _resolved(space: Space, text: str, kind: Kind, path: str, line: int) -> Iterator[Named]:
    """The artefact that a name refers to; a text that is not a name refers to nothing."""
    try:
        ref = parse_reference(text, kind)
    except UsageError:
        return
    if not ref.hub.local:
        yield Named(text=text, ref=ref, place=Place(f"spaces/{space.name}/{path}", line))


def _gap(space: Space, path: str, reason: str, detail: str) -> SpaceGap:
    name = f"spaces/{space.name}"
    home = ArtifactRef(hub=parse_reference(space.name).hub, kind=Kind.MODEL, name=space.name)
    gap = Gap(artifact=home.purl, what=f"{name}/{path}", reason=reason, detail=detail)
    return name, Place(f"{name}/{path}", 1), gap
