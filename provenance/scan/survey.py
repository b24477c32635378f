"""Scan a project: walk it, read each file, resolve each mention."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from provenance.errors import FaultError, UsageError
from provenance.messages import message
from provenance.model.artifact import Kind, Place
from provenance.model.fault import shielded
from provenance.scan.mention import Mention, UnreadableError
from provenance.scan.readers import reader_of
from provenance.scan.reference import Pin, ScannedReference, State, refer
from provenance.scan.walker import holds_model, text_of, walk

# No folder exists below it, so no name is taken for one.
_NO_FOLDER = Path(os.devnull)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """The result of scanning a project.

    Attributes:
        references: Every use, sorted by place.
        files: Number of files read.
        skipped: Number of files not read, by reason, sorted; without files that no reader handles.
        unread: Files that a reader should have read but could not, with the reason; sorted.
    """

    references: tuple[ScannedReference, ...]
    files: int
    skipped: tuple[tuple[str, int], ...]
    unread: tuple[tuple[str, str], ...]


def scan(
    paths: Sequence[Path], base: Path, progress: Callable[[int, str], None] | None = None
) -> Scan:
    """Find the models and datasets that code and configuration name; runs nothing and follows no
    link.

    Args:
        paths: Folders and files.
        base: Folder to which places and folders are relative; anything outside is relative to its
            own root.
        progress: Called before each file with the number of files read and its name.

    Raises:
        UsageError: A path does not exist.
    """
    survey = _Survey(base, progress)
    for path in paths:
        survey.take(path)
    references = sorted(dict.fromkeys(survey.references), key=_order)
    return Scan(
        references=tuple(references),
        files=survey.files,
        skipped=tuple(sorted(survey.skipped.items())),
        unread=tuple(sorted(set(survey.unread))),
    )


def references_in(file: PurePosixPath, text: str) -> tuple[ScannedReference, ...]:
    """The references in a file that is not on disk, such as a file on a hub.

    Args:
        file: Its path, which determines the reader.
        text: Its text.

    Raises:
        FaultError: A reader failed.
    """
    row = reader_of(file.name)
    if row is None or len(text) > row.limit:
        return ()
    references: list[ScannedReference | None] = []

    def gather_references() -> None:
        for mention in row.reader(text):
            references.append(refer(mention, file, _NO_FOLDER))

    try:
        subject = message("gap.fault.reading", name=file.as_posix())
        shielded(gather_references, subject, UnreadableError)
    except UnreadableError:
        pass  # what was read before stays
    return tuple(reference for reference in references if reference)


def without_tests(scan: Scan) -> Scan:
    """The scan without uses in tests and fixtures."""
    return replace(
        scan, references=tuple(reference for reference in scan.references if not reference.in_tests)
    )


def _order(reference: ScannedReference) -> tuple[str, int, str, str]:
    return reference.place.file, reference.place.line, reference.name, reference.via


class _Survey:
    """The state of one scan."""

    def __init__(self, base: Path, progress: Callable[[int, str], None] | None = None) -> None:
        self._base = base
        self._progress = progress
        self.references: list[ScannedReference] = []
        self.files = 0
        self.skipped: Counter[str] = Counter()
        self.unread: list[tuple[str, str]] = []

    def take(self, path: Path) -> None:
        if path.is_file():
            self._read(path.parent, PurePosixPath(path.name))
            return
        if not path.is_dir():
            raise UsageError(f"{path} does not exist", "Name a folder or a file.")
        for folder, names in walk(path, self.skipped):
            if holds_model(names):
                self._note_model(path, folder)
                names = [name for name in names if not name.endswith(".json")]  # noqa: PLW2901
            for name in names:
                self._read(path, folder / name)

    def _note_model(self, root: Path, folder: PurePosixPath) -> None:
        place = Place(self._named(root, folder / "."), 1)
        self.references.append(
            ScannedReference(
                kind=Kind.MODEL,
                state=State.FOLDER,
                name=self._folder(root, folder.as_posix()),
                revision=None,
                pin=Pin.NONE,
                place=place,
                via="on disk",
            )
        )

    def _read(self, root: Path, file: PurePosixPath) -> None:
        row = reader_of(file.name)
        if row is None:
            return
        name = self._named(root, file)
        if self._progress:
            self._progress(self.files, name)

        def refuse(reason: str) -> None:
            self.skipped[reason] += 1
            self.unread.append((name, reason))

        text = text_of(root / file, row.limit, refuse)
        if text is None:
            return

        references: list[ScannedReference | None] = []

        def gather_references() -> None:
            # A file of the same command over and over costs one look at the disk.
            seen: set[Mention] = set()
            for mention in row.reader(text):
                if mention not in seen:
                    seen.add(mention)
                    references.append(refer(mention, file, root))

        try:
            subject = message("gap.fault.reading", name=name)
            shielded(gather_references, subject, UnreadableError)
            self.files += 1
        except UnreadableError as error:  # what was read before stays
            refuse(str(error))
        except FaultError:
            refuse("a fault of provenance")
            return
        self.references += self._placed(references, root, name)

    def _placed(
        self, references: Sequence[ScannedReference | None], root: Path, name: str
    ) -> Iterator[ScannedReference]:
        for reference in references:
            if reference:
                folder = (
                    self._folder(root, reference.name)
                    if reference.state is State.FOLDER
                    else reference.name
                )
                yield replace(reference, name=folder, place=Place(name, reference.place.line))

    def _named(self, root: Path, file: PurePosixPath) -> str:
        """The path of a file relative to the base, or to the given root if it lies elsewhere."""
        at, base = Path(os.path.realpath(root)), Path(os.path.realpath(self._base))
        return (
            (at.relative_to(base) / file).as_posix() if at.is_relative_to(base) else file.as_posix()
        )

    def _folder(self, root: Path, folder: str) -> str:
        """A folder as a reference for a manifest in the base."""
        target = os.path.realpath(root / folder)
        base = os.path.realpath(self._base)
        path = Path(os.path.relpath(target, base)).as_posix()
        return path if path.startswith(".") else f"./{path}"
