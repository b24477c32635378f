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
from typing import Any

from provenance.cards import parse_card
from provenance.errors import FaultError, HubError, UsageError
from provenance.hubs import Space, parse_reference
from provenance.messages import message
from provenance.model.artifact import CARD, ArtifactRef, Gap, Kind, Place
from provenance.model.card import Card
from provenance.model.fault import in_full
from provenance.project.several import Named, Several
from provenance.scan import ScannedReference, State, reader_of, references_in
from provenance.stated import texts
from provenance.text.decoding import decode_text

# An application has a handful of files; what lies below these is a library that it carries along.
MOST_FILES = 60
_FILE_LIMIT = 1024 * 1024
_READERS = 8
_SECTIONS = {"models": Kind.MODEL, "datasets": Kind.DATASET}
_PRELOADED = "preload_from_hub"
_COMMIT = re.compile(r"[0-9a-f]{40}")


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
    named = _each_once(chain.from_iterable(_named_in(space, *file) for file in texts.items()))
    if len(paths) > len(chosen):
        cut = message("hub.space-cut", read=len(chosen), count=len(paths))
        gaps.append(_gap(space, "code", "bound", cut))
    if not named and not gaps:
        raise UsageError(
            message("hub.space-names-nothing", name=space.name),
            message("hub.space-names-nothing.hint"),
        )
    return Several(named=named, gaps=tuple(gaps))


def _each_once(names: Iterable[Named]) -> tuple[Named, ...]:
    """Each artefact once; a revision says more than none, wherever it stands."""
    named: dict[ArtifactRef, Named] = {}
    for name in names:
        known = named.get(name.ref.unpinned)
        if known is None or (name.ref.revision and not known.ref.revision):
            named[name.ref.unpinned] = name
    return tuple(named.values())


def _code_paths(space: Space) -> list[str]:
    """The card, and files that a reader of the scan reads; the root's before those of folders."""
    listed = [file.path for file in space.files if (file.size or 0) <= _FILE_LIMIT]
    code = [path for path in listed if reader_of(PurePosixPath(path).name)]
    code.sort(key=lambda path: (path.count("/"), path))
    return [*(path for path in listed if path == CARD), *code]


def _body(space: Space, path: str) -> bytes | HubError:
    try:
        return space.read(path, _FILE_LIMIT)
    except HubError as error:
        return error


def _named_in(space: Space, path: str, text: str) -> Iterator[Named]:
    if path == CARD:
        card = parse_card(text)
        yield from _listed(space, card)
        yield from _preloaded(space, card)
        return
    try:
        references = references_in(PurePosixPath(path), text)
    except FaultError:
        return
    for reference in references:
        if reference.state is State.HUB:
            yield from _of_code(space, reference)


def _listed(space: Space, card: Card) -> Iterator[Named]:
    for key, kind in _SECTIONS.items():
        for number, name in enumerate(texts(card.fields.get(key)).texts):
            line = _line(card, (key, number), (key,))
            yield from _resolved(space, name, kind, CARD, line)


def _preloaded(space: Space, card: Card) -> Iterator[Named]:
    """`org/name`, then files with commas between, then a revision."""
    for number, entry in enumerate(texts(card.fields.get(_PRELOADED)).texts):
        name, *rest = entry.split()
        revisions = [word for word in rest if _COMMIT.fullmatch(word)]
        text = f"{name}@{revisions[-1]}" if revisions else name
        line = _line(card, (_PRELOADED, number), (_PRELOADED,))
        yield from _resolved(space, text, Kind.MODEL, CARD, line)


def _line(card: Card, *paths: tuple[str | int, ...]) -> int:
    places: Mapping[tuple[str | int, ...], Any] = card.positions
    return next((places[path].start for path in paths if path in places), 1)


def _of_code(space: Space, reference: ScannedReference) -> Iterator[Named]:
    text = reference.name
    if reference.revision:
        text = f"{text}@{reference.revision}"
    yield from _resolved(space, text, reference.kind, reference.place.file, reference.place.line)


def _resolved(space: Space, text: str, kind: Kind, path: str, line: int) -> Iterator[Named]:
    """What a name means; a text that is no name is none of its models."""
    try:
        ref = parse_reference(text, kind)
    except UsageError:
        return
    if not ref.hub.local:
        yield Named(text=text, ref=ref, place=Place(f"spaces/{space.name}/{path}", line))


def _gap(space: Space, path: str, reason: str, detail: str) -> tuple[str, Place | None, Gap]:
    name = f"spaces/{space.name}"
    home = ArtifactRef(hub=parse_reference(space.name).hub, kind=Kind.MODEL, name=space.name)
    gap = Gap(artifact=home.purl, what=f"{name}/{path}", reason=reason, detail=detail)
    return name, Place(f"{name}/{path}", 1), gap
